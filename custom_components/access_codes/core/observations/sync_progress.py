"""Progress of a full read that somebody asked for: what is still to be read, and what has not answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..full_read import fixed_slots
from ..model import Command, CommandKind, Content, LockRecord

_TRIES = 2
"""Tries after which a read without an answer is given up."""

_LIST = Command(CommandKind.READ_ALL)


@dataclass(slots=True)
class SyncProgress:
    """The reads that are left of one full read, in their order, and the contents so far."""

    rest: dict[Command, int] = field(default_factory=dict)
    """Reads that are left, with their failed tries."""
    contents: dict[str, Content] = field(default_factory=dict)
    """Contents by slot."""
    not_answered: list[str] = field(default_factory=list)
    """Slots that were given up."""
    is_begun: bool = False
    """The lock can be read, so that there is a result."""
    is_list_missing: bool = False
    """The lock did not answer with its list."""
    on_change: Callable[[int, int], None] | None = None
    """Called with the numbers of slots that were read, and of all slots."""

    def begin(self, record: LockRecord) -> None:
        """Start: with the lock's list, else with the slots of our codes, then the others."""
        capabilities = record.capabilities
        if (
            capabilities is None
            or capabilities.is_virtual
            or not capabilities.can_be_read
        ):
            return
        self.is_begun = True
        if capabilities.is_read_by_list:
            self.rest = {_LIST: 0}
        else:
            slots = fixed_slots(capabilities) or tuple(record.placements)
            self._add(sorted(slots, key=lambda slot: slot not in record.placements))

    @property
    def wanted(self) -> Command | None:
        """The next read."""
        return next(iter(self.rest), None)

    @property
    def total(self) -> int:
        """The number of slots, as far as known."""
        slots = sum(read.slot is not None for read in self.rest)
        return len(self.contents) + len(self.not_answered) + slots

    @property
    def is_complete(self) -> bool:
        """All slots were read."""
        is_left = self.rest or self.not_answered or self.is_list_missing
        return self.is_begun and not is_left

    def on_read(self, slot: str, content: Content) -> None:
        """Store the content of a slot."""
        if self.is_begun:
            self.contents[slot] = content
            self._drop(slot)

    def on_missing(self, slot: str) -> None:
        """Drop a slot that the lock does not have."""
        self._drop(slot)

    def on_list(
        self, record: LockRecord, contents: dict[str, Content], *, is_complete: bool
    ) -> None:
        """Store the lock's list. What an incomplete one leaves out is read slot by slot."""
        if self.rest.pop(_LIST, None) is None:
            return
        self.contents.update(contents)
        if not is_complete:
            slots = fixed_slots(record.capabilities)
            self.is_list_missing = not slots
            self._add(slot for slot in slots if slot not in self.contents)
        self._changed()

    def on_silence(self, command: Command) -> None:
        """Move a read without an answer behind the others; give it up after the second try."""
        read = Command(command.kind, command.slot)
        if (tries := self.rest.pop(read, None)) is None:
            return
        if tries + 1 < _TRIES:
            self.rest[read] = tries + 1
        elif command.slot is None:
            self.is_list_missing = True
        else:
            self.not_answered.append(command.slot)
            self._changed()

    def give_up(self) -> None:
        """Count the slots that are left as not answered."""
        self.is_list_missing |= _LIST in self.rest
        self.not_answered += [read.slot for read in self.rest if read.slot is not None]
        self.rest.clear()

    def _add(self, slots: Iterable[str]) -> None:
        self.rest |= {Command(CommandKind.READ, slot): 0 for slot in slots}

    def _drop(self, slot: str) -> None:
        if self.rest.pop(Command(CommandKind.READ, slot), None) is not None:
            self._changed()

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change(len(self.contents), self.total)
