"""A whole fake lock, in memory: what it does to its slots, and how it can go wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Readability,
)


class Fault(StrEnum):
    """What goes wrong with one command."""

    REFUSE = "refuse"
    LOSE_ANSWER = "lose_answer"
    """Carried out; no answer."""
    SWALLOW = "swallow"
    """Not carried out; no answer."""
    LIE = "lie"
    """Not carried out; said to be accepted."""
    CUT_BEFORE = "cut_before"
    """Not carried out; unreachable."""
    CUT_AFTER = "cut_after"
    """Carried out; unreachable."""
    ONLY_ACCEPT = "only_accept"
    """Carried out; accepted where it would otherwise have been confirmed."""


class Duplicates(StrEnum):
    """What a lock says about a PIN that it holds already."""

    TAKEN = "taken"
    """It takes the PIN twice."""
    REFUSED = "refused"
    """It refuses a PIN that another slot holds."""
    REFUSED_IN_SLOT = "refused_in_place"
    """It refuses even the PIN that the same slot holds already."""


class Origin(Enum):
    """Who put it there."""

    US = "us"
    KEYPAD = "keypad"


class ReadError(Exception):
    """The lock gave no answer to a read."""

    def __init__(self, is_unreachable: bool) -> None:
        """Remember why."""
        super().__init__()
        self.is_unreachable = is_unreachable


@dataclass(frozen=True, slots=True)
class Entry:
    """What one slot of the lock really holds."""

    pin: Pin
    origin: Origin
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A command as the lock got it."""

    command: Command
    is_executed: bool
    is_altered: bool = False
    """Carried out, with another PIN than that of the command."""


def _as_sent(pin: Pin) -> Pin:
    """Keep a PIN as it was sent."""
    return pin


@dataclass(slots=True)
class ModelLock:
    """One lock with numbered slots."""

    capabilities: LockCapabilities
    duplicates: Duplicates = Duplicates.REFUSED
    confirms_writes: bool = False
    """It answers a write with what it now holds; else it only accepts."""
    room: int | None = None
    """It has less room than it has slots."""
    not_taken: frozenset[Pin] = frozenset()
    """PINs that it calls invalid."""
    names_not_taken: frozenset[str] = frozenset()
    """Names that it calls invalid."""
    master: Pin | None = None
    """A PIN that it holds in no slot."""
    kept: Callable[[Pin], Pin] = _as_sent
    """What it makes of a PIN; it never confirms a write that it altered."""
    is_reachable: bool = True
    entries: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    """For the next commands, in order."""
    ailment: Fault | None = None
    """For all commands after those."""
    sent: list[Sent] = field(default_factory=list)

    def content(self, slot: str) -> Content:
        """Return what the slot really holds."""
        entry = self.entries.get(slot)
        return EMPTY if entry is None else KnownPin(entry.pin)

    def shown(self, slot: str) -> Content:
        """Return what the lock tells of the slot."""
        content = self.content(slot)
        if self.capabilities.reads is Readability.PRESENCE and content is not EMPTY:
            return UNREADABLE
        return content

    def slots_with(self, pin: Pin) -> list[str]:
        """Return where the PIN opens the door."""
        return [slot for slot, entry in self.entries.items() if entry.pin == pin]

    def _next_fault(self) -> Fault | None:
        if not self.is_reachable:
            return Fault.CUT_BEFORE
        return self.faults.pop(0) if self.faults else self.ailment

    def write(self, command: Command) -> Outcome:
        """Carry out a set, clear or rename, or not, and answer, or not."""
        fault = self._next_fault()
        objection = self._objection(command)
        is_executed = objection is None and fault in {
            None,
            Fault.LOSE_ANSWER,
            Fault.CUT_AFTER,
            Fault.ONLY_ACCEPT,
        }
        if is_executed:
            self._execute(command)
        is_altered = (
            is_executed and command.pin is not None and self._is_altered(command.pin)
        )
        self.sent.append(Sent(command, is_executed, is_altered))
        match fault:
            case Fault.CUT_BEFORE | Fault.CUT_AFTER:
                return Outcome.UNREACHABLE
            case Fault.LOSE_ANSWER | Fault.SWALLOW:
                return Outcome.UNKNOWN
            case Fault.REFUSE:
                return Outcome.REFUSED
            case Fault.LIE:
                return Outcome.ACCEPTED
            case Fault.ONLY_ACCEPT:
                return objection or Outcome.ACCEPTED
            case None:
                return objection or self._assent(is_altered)

    def _is_altered(self, pin: Pin) -> bool:
        return self.kept(pin) != pin

    def _assent(self, is_altered: bool) -> Outcome:
        is_confirmed = self.confirms_writes and not is_altered
        return Outcome.CONFIRMED if is_confirmed else Outcome.ACCEPTED

    def _objection(self, command: Command) -> Outcome | None:
        if command.name in self.names_not_taken:
            return Outcome.INVALID
        if command.kind is not CommandKind.SET:
            return None
        assert command.slot is not None
        assert command.pin is not None
        if command.pin in self.not_taken:
            return Outcome.INVALID
        if command.pin == self.master:
            return Outcome.DUPLICATE
        holders = self.slots_with(self.kept(command.pin))
        if self.duplicates is not Duplicates.REFUSED_IN_SLOT:
            holders = [slot for slot in holders if slot != command.slot]
        if holders and self.duplicates is not Duplicates.TAKEN:
            return Outcome.DUPLICATE
        if (
            self.room is not None
            and command.slot not in self.entries
            and len(self.entries) >= self.room
        ):
            return Outcome.FULL
        return None

    def _execute(self, command: Command) -> None:
        assert command.slot is not None
        match command.kind:
            case CommandKind.SET:
                assert command.pin is not None
                name = command.name if self.capabilities.name_length else None
                kept = self.kept(command.pin)
                self.entries[command.slot] = Entry(kept, Origin.US, name)
            case CommandKind.CLEAR:
                self.entries.pop(command.slot, None)
            case CommandKind.RENAME:
                if entry := self.entries.get(command.slot):
                    self.entries[command.slot] = Entry(
                        entry.pin, entry.origin, command.name
                    )
            case CommandKind.READ | CommandKind.READ_ALL | CommandKind.CHECK:
                raise AssertionError("not a write")

    def _answer_read(self, command: Command) -> None:
        fault = self._next_fault()
        fails = fault not in {None, Fault.ONLY_ACCEPT, Fault.LIE}
        self.sent.append(Sent(command, not fails))
        if fails:
            raise ReadError(fault in {Fault.CUT_BEFORE, Fault.CUT_AFTER})
        assert self.capabilities.reads is not Readability.NOTHING, (
            "this lock tells nothing"
        )

    def read(self, command: Command) -> Content:
        """Tell of one slot."""
        self._answer_read(command)
        assert command.slot is not None
        return self.shown(command.slot)

    def read_all(self, command: Command) -> dict[str, Content]:
        """Tell of every slot."""
        self._answer_read(command)
        return {slot: self.shown(slot) for slot in self.capabilities.slots}

    def type_at_keypad(self, slot: str, pin: Pin | None) -> None:
        """Change a slot at the lock itself."""
        if pin is None:
            self.entries.pop(slot, None)
        else:
            self.entries[slot] = Entry(pin, Origin.KEYPAD)

    def lose_everything(self) -> None:
        """Reset to factory settings."""
        self.entries.clear()
