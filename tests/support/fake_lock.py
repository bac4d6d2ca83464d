"""The fake lock of all tests and benchmarks: numbered slots in memory, its answers, and its faults.

It runs no task and needs no Home Assistant: a command is received, then carried out. ``fake_adapter`` connects it to an
engine, with the waiting in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Any, Final, Protocol

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
    Reporting,
    UseReporting,
    Window,
    is_provisional,
)
from custom_components.access_codes.core.observations.listings import SlotList

CAPABILITIES: Final = LockCapabilities(
    slots=tuple(str(slot) for slot in range(1, 11)),
    reports=Reporting.ALL,
    uses=UseReporting.LIVE,
)


class Fault(StrEnum):
    """Fault of one command."""

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
    HANG = "hang"
    """Not carried out; the adapter waits for the answer for ever."""
    HANG_AFTER = "hang_after"
    """Carried out; the adapter waits for the answer for ever."""
    RAISE = "raise"
    """Not carried out; the adapter raises an error that quotes the PIN."""
    CANCEL = "cancel"
    """Not carried out; the adapter's library cancels the call."""
    LATE = "late"
    """Not carried out yet; no answer. A lock with ``late_by`` may still get it."""
    DEFER = "defer"
    """Not carried out yet; said to be accepted. A lock with ``late_by`` may still do it."""


ANSWER_FAULTS: Final = (
    Fault.REFUSE,
    Fault.LOSE_ANSWER,
    Fault.SWALLOW,
    Fault.LIE,
    Fault.CUT_BEFORE,
    Fault.CUT_AFTER,
    Fault.ONLY_ACCEPT,
)
"""Faults that the answer shows; the others are faults of the adapter, too."""

LATE_FAULTS: Final = (Fault.LATE, Fault.DEFER)
STORY_FAULTS: Final = (*ANSWER_FAULTS, *LATE_FAULTS)

_READS: Final = frozenset({CommandKind.READ, CommandKind.READ_ALL, CommandKind.CHECK})
_EXECUTED: Final = frozenset(
    {
        None,
        Fault.LOSE_ANSWER,
        Fault.CUT_AFTER,
        Fault.ONLY_ACCEPT,
        Fault.HANG_AFTER,
    }
)
_READ: Final = frozenset({None, Fault.ONLY_ACCEPT, Fault.LIE})
_CUT: Final = frozenset({Fault.CUT_BEFORE, Fault.CUT_AFTER})
_OUTCOMES: Final = {
    Fault.REFUSE: Outcome.REFUSED,
    Fault.LOSE_ANSWER: Outcome.UNKNOWN,
    Fault.SWALLOW: Outcome.UNKNOWN,
    Fault.LIE: Outcome.ACCEPTED,
    Fault.CUT_BEFORE: Outcome.UNREACHABLE,
    Fault.CUT_AFTER: Outcome.UNREACHABLE,
    Fault.HANG: Outcome.UNKNOWN,
    Fault.HANG_AFTER: Outcome.UNKNOWN,
    Fault.RAISE: Outcome.UNKNOWN,
    Fault.CANCEL: Outcome.UNKNOWN,
    Fault.LATE: Outcome.UNKNOWN,
    Fault.DEFER: Outcome.ACCEPTED,
}


class Duplicates(StrEnum):
    """Answer of a lock to a PIN that it holds already."""

    TAKEN = "taken"
    """It takes the PIN twice."""
    REFUSED = "refused"
    """It refuses a PIN that another slot holds."""
    REFUSED_IN_SLOT = "refused_in_place"
    """It refuses even the PIN that the same slot holds already."""


class Origin(Enum):
    """Writer of a slot."""

    US = "us"
    KEYPAD = "keypad"


@dataclass(frozen=True, slots=True)
class ReadError:
    """Missing answer to a read."""

    is_unreachable: bool

    is_missing: bool = False
    """The lock says that it has no such slot."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The lock's list of its slots."""

    contents: dict[str, Content]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class SignOfLife:
    """Answer that tells of no slot."""


type Answer = Outcome | Content | Listed | SlotList | ReadError | SignOfLife


@dataclass(frozen=True, slots=True)
class Entry:
    """Real content of one slot."""

    pin: Pin
    origin: Origin
    name: str | None = None
    window: Window | None = None
    """Enforced by the lock's own clock; None: the PIN opens always."""


@dataclass(slots=True)
class Sent:
    """A command as the lock got it."""

    command: Command
    is_executed: bool = False
    fault: Fault | None = None
    is_altered: bool = False
    """Carried out, with another PIN or window than that of the command."""
    slot: str | None = None
    """The slot of a write that was carried out, as the lock names it."""

    @property
    def kind(self) -> CommandKind:
        """The kind of the command."""
        return self.command.kind

    @property
    def is_write(self) -> bool:
        """The command would change the lock."""
        return self.command.kind not in _READS


class Gate(Protocol):
    """An event that can be awaited."""

    async def wait(self) -> object:
        """Wait until the gate is open."""

    def set(self) -> None:
        """Open the gate."""


def _as_sent(pin: Pin) -> Pin:
    """Keep a PIN as it was sent."""
    return pin


def _window_as_sent(window: Window) -> Window | None:
    """Keep a window as it was sent."""
    return window


@dataclass(slots=True)
class FakeLock:
    """One lock with numbered slots; it outlives every engine and adapter."""

    capabilities: LockCapabilities = CAPABILITIES
    duplicates: Duplicates = Duplicates.REFUSED
    confirms_writes: bool = True
    """It answers a write with the slot's new content; else it only accepts."""
    mute: frozenset[str] = frozenset()
    """Slots about which it never answers a read."""
    missing: frozenset[str] = frozenset()
    """Slots that it says it does not have."""
    unlisted: frozenset[str] = frozenset()
    """Slots that its list leaves out: it is not complete then."""
    room: int | None = None
    """It has less room than it has slots."""
    not_taken: frozenset[Pin] = frozenset()
    """PINs that it calls invalid."""
    names_not_taken: frozenset[str] = frozenset()
    """Names that it calls invalid."""
    master: Pin | None = None
    """A PIN that it holds in no slot."""
    kept: Callable[[Pin], Pin] = _as_sent
    """The PIN that it makes of one; it never confirms a write that it altered."""
    kept_window: Callable[[Window], Window | None] = _window_as_sent
    """The window that it makes of one; None: it drops it, and keeps the PIN."""
    are_windows_refused: bool = False
    """It calls each PIN with a window invalid, although it says that it holds windows."""
    clock_offset: timedelta = timedelta()
    """How far its clock is ahead."""
    failure: Outcome | None = None
    """Its answer to every write that reaches it, instead of carrying the write out."""
    is_reachable: bool = True
    is_watched: bool = True
    """The adapter sees by itself whether the lock can be reached."""
    is_closed: bool = False
    """Commands do not reach it, nor answers the sender: the process of the sender is dead."""
    named: Callable[[str], str] = str
    """The key that it makes of a name, where names are keys."""
    lists_completely: bool = True
    """Its lists name all occupied slots."""
    lists_names: bool = False
    shows_chosen: bool = True
    """It shows the PINs that it chose, in answers and reads."""
    chosen: list[Pin] = field(default_factory=list)
    """The next PINs of its own choice."""
    keys: int = 0
    """The slots that it has named so far."""
    entries: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault | None] = field(default_factory=list)
    """For the next commands, in order."""
    ailment: Fault | None = None
    """For all commands after those."""
    sent: list[Sent] = field(default_factory=list)
    late: list[tuple[Command, float]] = field(default_factory=list)
    """Writes that somebody on the way to the lock still has, with the last instant of their delivery."""
    remainders: set[str] = field(default_factory=set)
    """Slots in which something of ours without a PIN is left, as a read finds."""
    before_command: Callable[[Sent], None] | None = None
    """Called with each command as it arrives."""
    after_command: Callable[[Sent], None] | None = None
    """Called once a command was carried out, before its answer."""
    gate: Gate | None = None
    """Commands wait for the gate before they are carried out."""
    write_gate: Gate | None = None
    """Writes wait for this gate, too."""
    write_delay: float = 0
    """Seconds from the arrival of a write until it is carried out."""
    running: int = 0
    """Commands that wait now."""
    most_running: int = 0

    # --- what can be seen

    @property
    def held(self) -> dict[str, Pin]:
        """The PIN in each occupied slot."""
        return {slot: entry.pin for slot, entry in self.entries.items()}

    @property
    def names(self) -> dict[str, str]:
        """The name in each slot that has one."""
        return {
            slot: entry.name
            for slot, entry in self.entries.items()
            if entry.name is not None
        }

    @property
    def pins(self) -> set[str]:
        """The digits of all PINs that open the door."""
        return {entry.pin.reveal() for entry in self.entries.values()}

    @property
    def kinds(self) -> list[CommandKind]:
        """The kinds of commands that arrived, in order."""
        return [sent.kind for sent in self.sent]

    @property
    def writes(self) -> list[CommandKind]:
        """The kinds of writes that arrived, in order."""
        return [sent.kind for sent in self.sent if sent.is_write]

    def content(self, slot: str) -> Content:
        """Return the real content of a slot."""
        entry = self.entries.get(slot)
        return EMPTY if entry is None else KnownPin(entry.pin, entry.window)

    def opens(self, slot: str, now: datetime) -> bool:
        """Return whether the PIN of a slot opens the door at this instant, by the lock's own clock."""
        entry = self.entries.get(slot)
        if entry is None:
            return False
        return entry.window is None or entry.window.contains(now + self.clock_offset)

    def shown(self, slot: str) -> Content:
        """Return the content of a slot as a read shows it."""
        content = self.content(slot)
        if content is EMPTY:
            return EMPTY
        is_choice = self.capabilities.is_pin_chosen_by_lock and not self.shows_chosen
        is_hidden = is_choice and self.entries[slot].origin is Origin.US
        if self.capabilities.reads is Readability.PRESENCE or is_hidden:
            return UNREADABLE
        return content

    def reported(self, slot: str) -> Content | None:
        """Return the content of a slot as a report shows it; None: occupied."""
        content = self.shown(slot)
        return None if content is UNREADABLE else content

    def slots_with(self, pin: Pin) -> list[str]:
        """Return the slots that hold a PIN."""
        return [slot for slot, entry in self.entries.items() if entry.pin == pin]

    # --- commands

    def receive(self, command: Command) -> Sent:
        """Take the arrival of a command."""
        sent = Sent(command)
        self.sent.append(sent)
        if self.before_command is not None:
            self.before_command(sent)
        return sent

    def carry_out(self, sent: Sent) -> Answer:
        """Carry out a command that has arrived, or not, by its fault, and return the answer."""
        fault = sent.fault = self._next_fault()
        if not sent.is_write:
            answer = self._answer_read(sent)
        else:
            objection = self._objection(sent.command)
            sent.is_executed = objection is None and fault in _EXECUTED
            if sent.is_executed:
                sent.is_altered = self._is_altered(sent.command)
                sent.slot = self._execute(sent.command)
            answer = self._outcome(sent, objection)
        if self.after_command is not None:
            self.after_command(sent)
        return answer

    def deliver_late(self, number: int, now: float) -> Command | None:
        """Carry out one of the late writes that are not given up, and return it."""
        self.late = [(command, until) for command, until in self.late if until >= now]
        if not self.late:
            return None
        command, _ = self.late.pop(number % len(self.late))
        if self._objection(command) is not None:
            return None
        self._execute(command)
        return command

    def answer(self, command: Command) -> Answer:
        """Receive a command, carry it out at once, and return the answer."""
        return self.carry_out(self.receive(command))

    def _next_fault(self) -> Fault | None:
        if self.is_closed:
            return Fault.HANG
        if not self.is_reachable:
            return Fault.CUT_BEFORE
        return self.faults.pop(0) if self.faults else self.ailment

    def _outcome(self, sent: Sent, objection: Outcome | None) -> Outcome:
        fault = sent.fault
        if fault is not None and fault in _OUTCOMES:
            return _OUTCOMES[fault]
        if objection is not None:
            return objection
        is_confirmed = self.confirms_writes and fault is None and not sent.is_altered
        return Outcome.CONFIRMED if is_confirmed else Outcome.ACCEPTED

    def _objection(self, command: Command) -> Outcome | None:
        if self.failure is not None:
            return self.failure
        if command.name in self.names_not_taken:
            return Outcome.INVALID
        is_rename = command.kind is CommandKind.RENAME
        if is_rename and self.capabilities.has_named_slots:
            return None if command.slot in self.entries else Outcome.REFUSED
        if command.kind is not CommandKind.SET:
            return None
        assert command.slot is not None
        if command.pin is None:
            assert self.capabilities.is_pin_chosen_by_lock, "a PIN to set"
            return self._fullness(command.slot)
        assert not self.capabilities.is_pin_chosen_by_lock, "no PIN to set"
        if command.pin in self.not_taken:
            return Outcome.INVALID
        if self._is_window_refused(command):
            return Outcome.INVALID
        if command.pin == self.master or self._is_duplicate(command.slot, command.pin):
            return Outcome.DUPLICATE
        if self._is_without_room_for_window(command):
            return Outcome.FULL
        return self._fullness(command.slot)

    def _fullness(self, slot: str) -> Outcome | None:
        if self.room is None or slot in self.entries:
            return None
        return Outcome.FULL if len(self.entries) >= self.room else None

    def _is_altered(self, command: Command) -> bool:
        pin, window = command.pin, command.window
        if window is not None and self.kept_window(window) != window:
            return True
        return pin is not None and self.kept(pin) != pin

    def _is_window_refused(self, command: Command) -> bool:
        window, support = command.window, self.capabilities.windows
        if window is None:
            return False
        assert support is not None, "a lock that holds no windows gets none"
        edges = (window.starts_at, window.ends_at)
        is_fine = all(edge.timestamp() % support.granularity == 0 for edge in edges)
        assert is_fine, "a window has boundaries that the lock can hold"
        return self.are_windows_refused

    def _is_without_room_for_window(self, command: Command) -> bool:
        support = self.capabilities.windows
        if command.window is None or support is None or support.capacity is None:
            return False
        held = [
            slot
            for slot, entry in self.entries.items()
            if entry.window is not None and slot != command.slot
        ]
        return len(held) >= support.capacity

    def _is_duplicate(self, slot: str, pin: Pin) -> bool:
        pin = self.kept(pin)
        match self.duplicates:
            case Duplicates.TAKEN:
                return False
            case Duplicates.REFUSED:
                return any(holder != slot for holder in self.slots_with(pin))
            case Duplicates.REFUSED_IN_SLOT:
                return bool(self.slots_with(pin))

    def _execute(self, command: Command) -> str:
        assert command.slot is not None
        slot = command.slot
        match command.kind:
            case CommandKind.SET:
                slot = self._key(slot)
                name = command.name if self.capabilities.name_length else None
                pin = command.pin or self._choose()
                window = command.window and self.kept_window(command.window)
                self.entries[slot] = Entry(self.kept(pin), Origin.US, name, window)
            case CommandKind.CLEAR:
                self.entries.pop(slot, None)
            case CommandKind.RENAME:
                if entry := self.entries.pop(slot, None):
                    assert command.name is not None
                    if self.capabilities.are_names_keys:
                        slot = self._key(command.name)
                    self.entries[slot] = replace(entry, name=command.name)
            case CommandKind.READ | CommandKind.READ_ALL | CommandKind.CHECK:
                raise AssertionError("not a write")
        return slot

    def _key(self, slot: str) -> str:
        """Return the slot of a write: named by the lock where it does so."""
        if self.capabilities.are_names_keys:
            return self.named(slot)
        if not is_provisional(slot):
            return slot
        self.keys += 1
        return f"key-{self.keys}"

    def _choose(self) -> Pin:
        """Return the next PIN of its own choice."""
        return self.chosen.pop(0) if self.chosen else Pin(f"{90210000 + self.keys:08}")

    def listed(self) -> SlotList:
        """Return the list of its occupied slots."""
        return SlotList(
            {slot: self.shown(slot) for slot in self.entries},
            is_complete=self.lists_completely,
            names=self.names if self.lists_names else None,
        )

    def _answer_read(self, sent: Sent) -> Answer:
        sent.is_executed = sent.fault in _READ
        slot = sent.command.slot
        if sent.is_executed and slot in self.mute:
            sent.is_executed = False
        if not sent.is_executed:
            return ReadError(is_unreachable=sent.fault in _CUT)
        is_named = self.capabilities.has_named_slots and self.capabilities.can_be_read
        if slot is None and sent.kind is CommandKind.CHECK and not is_named:
            return SignOfLife()
        assert self.capabilities.reads is not Readability.NOTHING, "not readable"
        if self.capabilities.has_named_slots:
            return self.listed()
        if slot is None:
            assert self.capabilities.lists_slots, "no list"
            return self._list()
        if slot in self.missing:
            return ReadError(is_unreachable=False, is_missing=True)
        return self.shown(slot)

    def _list(self) -> Listed:
        slots = self.capabilities.slots or tuple(self.entries)
        contents = {
            slot: self.shown(slot)
            for slot in slots
            if slot not in self.unlisted and self.shown(slot) is not EMPTY
        }
        return Listed(contents, not self.unlisted)

    # --- changes without a command

    def alter(self, **changes: Any) -> None:
        """Change fields of the capabilities."""
        self.capabilities = replace(self.capabilities, **changes)

    def type_at_keypad(self, slot: str, pin: Pin | None) -> None:
        """Change a slot at the lock itself; None: empty it."""
        if pin is None:
            self.entries.pop(slot, None)
        else:
            self.entries[slot] = Entry(pin, Origin.KEYPAD)

    def lose_everything(self) -> None:
        """Reset to factory settings."""
        self.entries.clear()
