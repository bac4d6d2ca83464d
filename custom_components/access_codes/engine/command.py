"""Commands to a lock: bounded in time, never raising, and checked against reports in the meantime."""

import asyncio
from dataclasses import dataclass, field
import logging

from ..core.model import Command, CommandKind, Content, LockRecord, Outcome, World
from ..core.observations.command_results import apply_outcome, apply_read_failed
from ..core.observations.observation import Observation
from ..core.observations.reads import apply_read, apply_read_all
from ..locks.adapter import LockAdapter, LockUnreachable, ReadFailed

_LOGGER = logging.getLogger(__name__)

COMMAND_TIMEOUT = 60
"""Seconds after which a command ends without an answer."""

WRITES = frozenset({CommandKind.SET, CommandKind.CLEAR, CommandKind.RENAME})

type Answer = Outcome | Content | dict[str, Content] | ReadFailed
"""Result of a write, content of one slot, contents by slot, or the failure of a read."""


# contract 5.25, 12.4
async def send_command(adapter: LockAdapter, command: Command) -> Answer:
    """Send a command and return its answer; every failure is an answer, too."""
    silence = Outcome.UNKNOWN if command.kind in WRITES else ReadFailed()
    try:
        async with asyncio.timeout(COMMAND_TIMEOUT):
            return await _send(adapter, command)
    except LockUnreachable as err:
        return Outcome.UNREACHABLE if command.kind in WRITES else err
    except TimeoutError, ReadFailed:
        return silence
    except asyncio.CancelledError:
        # A library cancels pending calls when its connection is lost. Only a cancellation of this task is ours.
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        return silence
    except Exception as err:  # noqa: BLE001
        # The text of the error may quote the PIN.
        _LOGGER.error(
            "%s failed at %s: %s", adapter.family, command.kind, type(err).__name__
        )
        return silence


async def _send(adapter: LockAdapter, command: Command) -> Answer:
    match command:
        case Command(kind=CommandKind.SET, slot=str(slot), pin=pin) if pin is not None:
            return await adapter.async_set(slot, pin, command.name)
        case Command(kind=CommandKind.CLEAR, slot=str(slot)):
            return await adapter.async_clear(slot)
        case Command(kind=CommandKind.RENAME, slot=str(slot), name=str(name)):
            return await adapter.async_rename(slot, name)
        case Command(kind=CommandKind.READ | CommandKind.CHECK, slot=str(slot)):
            return await adapter.async_read(slot)
        case _:
            return await adapter.async_read_all()


@dataclass(slots=True)
class PendingCommand:
    """A command that was sent and has not ended."""

    command: Command
    adapter: LockAdapter
    task: asyncio.Task[None] | None = None
    reports: list[tuple[str | None, Content | None]] = field(default_factory=list)
    """Reports since the command was sent that contradict it, by slot (None: all slots): its answer may be older."""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The answer to a command that has ended."""

    pending: PendingCommand
    answer: Answer

    def apply(self, record: LockRecord, world: World) -> Observation:
        """Return record and observed contents after the answer."""
        command = self.pending.command
        match self._without_contradicted():
            case Outcome() as outcome:
                record = apply_outcome(record, world, command, outcome)
                return Observation(record, world.observed)
            case ReadFailed() as failure:
                is_unreachable = isinstance(failure, LockUnreachable)
                record = apply_read_failed(
                    record, world, command, unreachable=is_unreachable
                )
                return Observation(record, world.observed)
            case dict() as contents:
                return apply_read_all(record, world, contents)
            case content:
                assert command.slot is not None
                return apply_read(record, world, command.slot, content, command)

    def _without_contradicted(self) -> Answer:
        """Return the answer without the parts that newer reports contradict."""
        slot, answer = self.pending.command.slot, self.answer
        match answer:
            case Outcome.CONFIRMED | Outcome.ACCEPTED:
                return Outcome.UNKNOWN if self._is_contradicted(slot) else answer
            case Outcome() | ReadFailed():
                return answer
            case dict():
                return {
                    read_slot: content
                    for read_slot, content in answer.items()
                    if not self._is_contradicted(read_slot, content)
                }
            case _:
                return ReadFailed() if self._is_contradicted(slot, answer) else answer

    # contract 13.34
    def _is_contradicted(self, slot: str | None, answer: Content | None = None) -> bool:
        return any(
            reported in (None, slot) and (answer is None or content != answer)
            for reported, content in self.pending.reports
        )
