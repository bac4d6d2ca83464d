"""Commands to a lock: bounded in time, never raising, and checked against reports in the meantime."""

import asyncio
from dataclasses import dataclass, field, replace
import logging
from typing import NamedTuple

from ..core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Outcome,
    Readability,
    World,
    find_made_of,
)
from ..core.observations.command_results import apply_no_such_slot, apply_read_failed
from ..core.observations.listings import SlotList, apply_listing
from ..core.observations.observation import Observation
from ..core.observations.reads import (
    apply_list,
    apply_read,
    apply_sign_of_life,
    listed_contents,
)
from ..core.observations.reports import apply_no_remainder
from ..core.observations.written import apply_written
from ..core.record.journal import EMPTY_SLOT
from ..locks.adapter import (
    Credential,
    Listing,
    LockAdapter,
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
    Written,
)
from .adapter_state import capabilities_of

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
    capabilities = capabilities_of(adapter) or _NO_CAPABILITIES
    try:
        async with asyncio.timeout(capabilities.command_timeout):
            return await _send(adapter, command, capabilities)
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
        case _ if _is_answered_by_list(capabilities):
            return await adapter.async_list()
        case Command(kind=CommandKind.READ | CommandKind.CHECK, slot=str(slot)):
            return await adapter.async_read(slot)
        case Command(kind=CommandKind.READ_ALL):
            return await adapter.async_list()
        case _:
            await adapter.async_check()
            return None


def _is_answered_by_list(capabilities: LockCapabilities) -> bool:
    """Return whether the lock answers every read with its list, of any slot."""
    return capabilities.has_named_slots and capabilities.can_be_read


def has_named_slots(record: LockRecord) -> bool:
    """Return whether the lock answers each read with its list."""
    return record.capabilities is not None and record.capabilities.has_named_slots


# contract 13.96
def _is_made_of(content: Content | None, command: Command) -> bool:
    """Return whether a lock may have made this content of a first write: shortened or padded its PIN."""
    if content is None or command.pin is None or not command.before <= EMPTY_SLOT:
        return False
    return find_made_of((KnownPin(command.pin),), content) is not None


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
    remainders: set[str] = field(default_factory=set)
    """Slots in which a remainder of ours was found since."""

    # contract 13.99
    def is_about(self, slot: str) -> bool:
        """Return whether the answer is about a slot, perhaps among others: a list is about all of them."""
        if self.command.slot in (slot, None):
            return True
        return self.command.kind not in WRITES and _is_answered_by_list(
            capabilities_of(self.adapter) or _NO_CAPABILITIES
        )

    def named_by(self, answer: Answer) -> Command:
        """Return the command with the slot that the lock named in its answer."""
        if isinstance(answer, Written) and answer.slot is not None:
            return replace(self.command, slot=answer.slot)
        return self.command


class CommandResult(NamedTuple):
    """The answer to a command that has ended."""

    pending: PendingCommand
    answer: Answer

    def apply(self, record: LockRecord, world: World) -> Observation:
        """Return record and observed contents after the answer."""
        command = self.pending.command
        match self.valid_answer:
            case Written() as written:
                return apply_written(
                    record,
                    world,
                    command,
                    written.outcome,
                    content=written.content,
                    slot=written.slot,
                )
            case NoSuchSlot() if command.slot is not None:
                record = apply_no_such_slot(record, world, command)
                return Observation(record, world.observed)
            case ReadFailed() as failure:
                is_unreachable = isinstance(failure, LockUnreachable)
                record = apply_read_failed(
                    record, world, command, unreachable=is_unreachable
                )
                return Observation(record, world.observed)
            case Listing() as listing if has_named_slots(record):
                slots = self._slot_list(listing)
                return apply_listing(record, world, command, slots)
            case Listing() as listing:
                contents = self.listed(listing, record, world)
                return apply_list(record, world, contents)
            case None:
                return apply_sign_of_life(record, world)
            case content:
                assert command.slot is not None
                if content is EMPTY and command.slot not in self.pending.remainders:
                    record = apply_no_remainder(command.slot, record)
                return apply_read(record, world, command.slot, content, command)

    def listed(
        self, listing: Listing, record: LockRecord, world: World
    ) -> dict[str, Content]:
        """Return the contents that follow from the lock's list, without those that newer reports contradict."""
        if has_named_slots(record):
            return self._uncontradicted(listing.contents)
        return self._uncontradicted(
            listed_contents(
                record, world, listing.contents, is_complete=listing.is_complete
            )
        )

    def _slot_list(self, listing: Listing) -> SlotList:
        """Return the list without contents that newer reports contradict.

        A slot that is not listed was reported meanwhile, or is still empty: only a new list can tell.
        """
        is_complete = listing.is_complete and not self.pending.reports
        contents = self._uncontradicted(listing.contents)
        return SlotList(contents, is_complete, listing.names)

    @property
    def valid_answer(self) -> Answer:
        """The answer, unless a newer report contradicts it."""
        slot, answer = self.pending.command.slot, self.answer
        match answer:
            case Written(outcome=Outcome.CONFIRMED | Outcome.ACCEPTED):
                if self._is_contradicted(slot):
                    return self._doubted(answer)
                return answer
            case Written() | ReadFailed() | Listing() | None:
                return answer
            case _:
                return ReadFailed() if self._is_contradicted(slot, answer) else answer

    # contract 13.96
    def _doubted(self, answer: Written) -> Written:
        """Return what is left of the answer to a write that a report contradicts.

        A report that the slot was empty leaves it ours: a read shows what the lock made of the write. So does, where
        nothing was before, a report of a PIN that the lock may have made of ours: of this write, or of the one before.
        """
        capabilities = capabilities_of(self.pending.adapter) or _NO_CAPABILITIES
        command = self.pending.command
        is_still_ours = command.kind is CommandKind.SET and all(
            content is EMPTY or _is_made_of(content, command)
            for _, content in self.pending.reports
        )
        if is_still_ours and capabilities.reads is Readability.PIN:
            return Written(Outcome.ACCEPTED, slot=answer.slot)
        return Written(Outcome.UNKNOWN, slot=answer.slot)

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
