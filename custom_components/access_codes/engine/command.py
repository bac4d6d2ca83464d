"""Commands to a lock: bounded in time, never raising, and checked against reports in the meantime."""

import asyncio
from dataclasses import dataclass, field
import logging

from ..core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Outcome,
    World,
)
from ..core.observations.command_results import (
    apply_no_such_slot,
    apply_outcome,
    apply_read_failed,
)
from ..core.observations.observation import Observation
from ..core.observations.reads import (
    apply_list,
    apply_read,
    apply_sign_of_life,
    listed_contents,
)
from ..locks.adapter import (
    Credential,
    Listing,
    LockAdapter,
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
    Written,
)

_LOGGER = logging.getLogger(__name__)

_NO_CAPABILITIES = LockCapabilities()

WRITES = frozenset({CommandKind.SET, CommandKind.CLEAR, CommandKind.RENAME})

type Answer = Written | Content | Listing | ReadFailed | None
"""Result of a write, content of one slot, the lock's list, the failure of a read, or a mere sign of life."""


# contract 5.25, 12.4
async def send_command(adapter: LockAdapter, command: Command) -> Answer:
    """Send a command and return its answer; every failure is an answer, too."""
    is_write = command.kind in WRITES
    silence = Written(Outcome.UNKNOWN) if is_write else ReadFailed()
    capabilities = adapter.capabilities or _NO_CAPABILITIES
    try:
        async with asyncio.timeout(capabilities.command_timeout):
            return await _send(adapter, command)
    except LockUnreachable as err:
        return Written(Outcome.UNREACHABLE) if is_write else err
    except NoSuchSlot as err:
        return silence if is_write else err
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
            credential = Credential(pin, command.name, command.window)
            return await adapter.async_set(slot, credential)
        case Command(kind=CommandKind.CLEAR, slot=str(slot)):
            return await adapter.async_clear(slot)
        case Command(kind=CommandKind.RENAME, slot=str(slot), name=str(name)):
            return await adapter.async_rename(slot, Credential(command.pin, name))
        case Command(kind=CommandKind.READ | CommandKind.CHECK, slot=str(slot)):
            return await adapter.async_read(slot)
        case Command(kind=CommandKind.READ_ALL):
            return await adapter.async_list()
        case _:
            await adapter.async_check()
            return None


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
        match self.valid_answer:
            case Written() as written:
                return _apply_written(record, world, command, written)
            case NoSuchSlot() if command.slot is not None:
                record = apply_no_such_slot(record, world, command)
                return Observation(record, world.observed)
            case ReadFailed() as failure:
                is_unreachable = isinstance(failure, LockUnreachable)
                record = apply_read_failed(
                    record, world, command, unreachable=is_unreachable
                )
                return Observation(record, world.observed)
            case Listing() as listing:
                contents = self.listed(listing, record, world)
                return apply_list(record, world, contents)
            case None:
                return apply_sign_of_life(record, world)
            case content:
                assert command.slot is not None
                return apply_read(record, world, command.slot, content, command)

    def listed(
        self, listing: Listing, record: LockRecord, world: World
    ) -> dict[str, Content]:
        """Return the contents that follow from the lock's list, without those that newer reports contradict."""
        contents = listed_contents(
            record, world, listing.contents, is_complete=listing.is_complete
        )
        return {
            slot: content
            for slot, content in contents.items()
            if not self._is_contradicted(slot, content)
        }

    @property
    def valid_answer(self) -> Answer:
        """The answer, unless a newer report contradicts it."""
        slot, answer = self.pending.command.slot, self.answer
        match answer:
            case Written(outcome=Outcome.CONFIRMED | Outcome.ACCEPTED):
                if self._is_contradicted(slot):
                    return Written(Outcome.UNKNOWN)
                return answer
            case Written() | ReadFailed() | Listing() | None:
                return answer
            case _:
                return ReadFailed() if self._is_contradicted(slot, answer) else answer

    # contract 13.34
    def _is_contradicted(self, slot: str | None, answer: Content | None = None) -> bool:
        return any(
            reported in (None, slot) and (answer is None or content != answer)
            for reported, content in self.pending.reports
        )


# contract 12.30
def _apply_written(
    record: LockRecord, world: World, command: Command, written: Written
) -> Observation:
    """Apply the answer to a write. A content that the lock reported, and that is not the written one, counts as read."""
    outcome, content = written.outcome, written.content
    if content is None or command.slot is None or content == _written_content(command):
        record = apply_outcome(record, world, command, outcome)
        return Observation(record, world.observed)
    if outcome is Outcome.CONFIRMED:
        outcome = Outcome.ACCEPTED
    record = apply_outcome(record, world, command, outcome)
    return apply_read(record, world, command.slot, content, command)


def _written_content(command: Command) -> Content | None:
    match command:
        case Command(kind=CommandKind.CLEAR):
            return EMPTY
        case Command(kind=CommandKind.SET, pin=pin) if pin is not None:
            return KnownPin(pin, command.window)
        case _:
            return None
