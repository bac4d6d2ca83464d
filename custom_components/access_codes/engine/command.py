"""Commands to a lock: bounded in time, never raising, and checked against reports in the meantime."""

import asyncio
from dataclasses import dataclass, field, replace
import logging

from ..core.model import (
    Command,
    CommandKind,
    Content,
    LockCapabilities,
    LockRecord,
    Outcome,
    World,
)
from ..core.observations.command_results import apply_read_failed
from ..core.observations.listings import SlotList, apply_listing
from ..core.observations.observation import Observation
from ..core.observations.reads import apply_read, apply_read_all
from ..core.observations.written import apply_written
from ..locks.adapter import (
    Credential,
    Listing,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
    Written,
)

_LOGGER = logging.getLogger(__name__)

_NO_CAPABILITIES = LockCapabilities()

WRITES = frozenset({CommandKind.SET, CommandKind.CLEAR, CommandKind.RENAME})

type Answer = Written | Content | dict[str, Content] | Listing | ReadFailed
"""Result of a write, content of one slot, contents by slot, the list of slots, or the failure of a read."""


# contract 5.25, 12.4
async def send_command(adapter: LockAdapter, command: Command) -> Answer:
    """Send a command and return its answer; every failure is an answer, too."""
    is_write = command.kind in WRITES
    silence = Written(Outcome.UNKNOWN) if is_write else ReadFailed()
    capabilities = adapter.capabilities or _NO_CAPABILITIES
    try:
        async with asyncio.timeout(capabilities.command_timeout):
            return await _send(adapter, command, capabilities)
    except LockUnreachable as err:
        return Written(Outcome.UNREACHABLE) if is_write else err
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


# contract 12.73
async def _send(
    adapter: LockAdapter, command: Command, capabilities: LockCapabilities
) -> Answer:
    match command:
        case Command(kind=CommandKind.SET, slot=str(slot)):
            return await adapter.async_set(slot, _credential_of(command))
        case Command(kind=CommandKind.CLEAR, slot=str(slot)):
            return await adapter.async_clear(slot)
        case Command(kind=CommandKind.RENAME, slot=str(slot)):
            return await adapter.async_rename(slot, _credential_of(command))
        case _ if capabilities.lists_slots or capabilities.has_named_slots:
            return await adapter.async_list()
        case Command(kind=CommandKind.READ | CommandKind.CHECK, slot=str(slot)):
            return await adapter.async_read(slot)
        case _:
            return await adapter.async_read_all()


def _credential_of(command: Command) -> Credential:
    return Credential(command.pin, command.name, command.window)


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
            case Written() as written:
                return apply_written(
                    record,
                    world,
                    command,
                    written.outcome,
                    content=written.content,
                    slot=written.slot,
                )
            case ReadFailed() as failure:
                is_unreachable = isinstance(failure, LockUnreachable)
                record = apply_read_failed(
                    record, world, command, unreachable=is_unreachable
                )
                return Observation(record, world.observed)
            case dict() as contents:
                return apply_read_all(record, world, contents)
            case Listing() as listing:
                slots = SlotList(listing.contents, listing.is_complete, listing.names)
                return apply_listing(record, world, command, slots)
            case content:
                assert command.slot is not None
                return apply_read(record, world, command.slot, content, command)

    def _without_contradicted(self) -> Answer:
        """Return the answer without the parts that newer reports contradict."""
        slot, answer = self.pending.command.slot, self.answer
        match answer:
            case Written(outcome=Outcome.CONFIRMED | Outcome.ACCEPTED):
                if self._is_contradicted(slot):
                    return Written(Outcome.UNKNOWN)
                return answer
            case Written() | ReadFailed():
                return answer
            case dict():
                return self._uncontradicted(answer)
            case Listing(contents=contents):
                # A slot that is not listed was reported meanwhile, or is still empty: only a new list can tell.
                is_complete = answer.is_complete and not self.pending.reports
                return replace(
                    answer,
                    contents=self._uncontradicted(contents),
                    is_complete=is_complete,
                )
            case _:
                return ReadFailed() if self._is_contradicted(slot, answer) else answer

    def _uncontradicted(self, contents: dict[str, Content]) -> dict[str, Content]:
        return {
            slot: content
            for slot, content in contents.items()
            if not self._is_contradicted(slot, content)
        }

    # contract 13.34
    def _is_contradicted(self, slot: str | None, answer: Content | None = None) -> bool:
        return any(
            reported in (None, slot) and (answer is None or content != answer)
            for reported, content in self.pending.reports
        )
