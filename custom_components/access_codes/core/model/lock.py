"""Capabilities of a lock, and its answers."""

from dataclasses import dataclass, replace
from enum import StrEnum
from unicodedata import normalize

from .pin import Pin
from .window import Window


class Readability(StrEnum):
    """Content of the answer when a slot of the lock is read."""

    PIN = "pin"
    PRESENCE = "presence"
    NOTHING = "nothing"


class Reach(StrEnum):
    """Reachability of a lock for commands."""

    REACHABLE = "reachable"
    OFFLINE = "offline"
    """The lock's integration runs, and the lock does not answer."""
    DISCONNECTED = "disconnected"
    """The lock's integration is not loaded, or the lock is disabled."""
    REMOVED = "removed"
    """The lock's entity is gone."""


class Outcome(StrEnum):
    """Result of a write (set, clear, rename), as known when the adapter returns."""

    CONFIRMED = "confirmed"
    """The lock itself reported that it now holds this."""
    ACCEPTED = "accepted"
    """The lock accepted the command, and did not report the content of the slot."""
    UNKNOWN = "unknown"
    """No answer in time: the write may have been carried out, or may still be."""
    UNREACHABLE = "unreachable"
    """The lock could not be reached; the write may still have been carried out."""
    REFUSED = "refused"
    """The lock refused the write and is unchanged."""
    DUPLICATE = "duplicate"
    """The lock refused the PIN as a duplicate and is unchanged."""
    FULL = "full"
    """The lock has no room and is unchanged."""
    INVALID = "invalid"
    """The lock does not support such a PIN or name and is unchanged."""


class SlotNaming(StrEnum):
    """Origin of the keys of slots."""

    FIXED = "fixed"
    """The lock has a fixed list of slots."""
    BY_NAME = "by_name"
    """The key of a slot is the name of its code on the lock."""
    BY_LOCK = "by_lock"
    """The lock, or its server, names a slot in its answer to the write."""


class Reporting(StrEnum):
    """Changes that the lock reports of its own accord."""

    ALL = "all"
    OURS = "ours"
    """Only those that Home Assistant caused."""
    NOTHING = "nothing"


class UseReporting(StrEnum):
    """Way in which uses of codes become known."""

    LIVE = "live"
    LOG = "log"
    """From a log that is read later."""
    NEVER = "never"


class PinObjection(StrEnum):
    """Reason why a lock cannot take a PIN."""

    LENGTH = "length"
    CHARACTERS = "characters"
    BEGINNING = "beginning"


class LockClock(StrEnum):
    """Trust in the lock's own clock."""

    TRUSTED = "trusted"
    MISMATCH = "mismatch"
    """Its time or its time zone is wrong: no window is left to the lock."""


@dataclass(frozen=True, slots=True)
class WindowSupport:
    """Windows that the lock itself can enforce."""

    granularity: int = 60
    """Seconds that boundaries are multiples of."""
    capacity: int | None = None
    """Number of codes with a window; None: as many as slots."""
    repeated_hours: tuple[Window, ...] = ()
    """Spans of time whose instants the lock cannot tell apart, as its clock shows them twice: at the end of summer time."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """Limits of a lock that a person has reported, besides those that the lock tells."""

    code_lengths: tuple[int, ...] = ()
    """Supported lengths of a PIN, ascending; empty: not reported."""
    max_active_codes: int | None = None
    """Number of codes that the lock can hold; None: not reported."""


@dataclass(frozen=True, slots=True)
class LockCapabilities:
    """Capabilities of a lock, as its adapter reports them. Stored, so that a start does not wait for the lock."""

    slots: tuple[str, ...] = ()
    """All slots, in the order of their use, where they are fixed, else none; without meaning when ``is_virtual``."""
    slot_naming: SlotNaming = SlotNaming.FIXED
    capacity: int | None = None
    """Number of codes; None: one for each fixed slot, else unknown."""
    code_lengths: tuple[int, ...] = (4, 5, 6, 7, 8)
    """Supported lengths of a PIN, ascending, never empty."""
    characters: str = "0123456789"
    forbidden_beginnings: tuple[str, ...] = ()
    """Characters with which no PIN may begin, such as a leading zero."""
    is_pin_chosen_by_lock: bool = False
    """The lock, or its server, chooses the PIN and returns it."""
    has_enter_key: bool = True
    name_length: int = 0
    """Maximum length of a name on the lock; 0 where the lock stores no names."""
    has_unique_names: bool = False
    name_characters: str | None = None
    """Characters of a name on the lock; None: all."""
    windows: WindowSupport | None = None
    """None where the lock enforces no windows, or its clock cannot be read or set."""
    clock: LockClock = LockClock.TRUSTED
    """``MISMATCH`` where the clock is known to be wrong: ``windows`` are then not used, and the codes say so."""
    reads: Readability = Readability.PIN
    lists_slots: bool = False
    """The lock answers with the list of its occupied slots, not slot by slot: so does one without fixed slots."""
    reports: Reporting = Reporting.NOTHING
    uses: UseReporting = UseReporting.NEVER
    fresh_for: int | None = None
    """Seconds for which a read stays credible on a lock that does not report all changes: our slots are read that often,
    but not within 15 minutes, and one that is to be taken right before. None: a day, and five minutes.
    """
    command_timeout: int = 60
    """Seconds after which a command ends without an answer."""
    late_by: int = 0
    """Seconds for which a command without an answer may still be carried out."""
    echo_for: int = 5
    """Seconds after a write in which a report of its slot may still be the echo of it."""
    calls_per_minute: int | None = None
    """Limit of commands; None: none."""
    is_virtual: bool = False
    """Home Assistant checks the codes itself: the lock "holds" exactly the wanted codes."""

    @property
    def can_be_read(self) -> bool:
        """The lock answers reads, with the PIN or with its presence."""
        return self.reads is not Readability.NOTHING

    @property
    def native_windows(self) -> WindowSupport | None:
        """Windows that the lock can be trusted to enforce now."""
        if self.is_virtual or self.clock is not LockClock.TRUSTED:
            return None
        # A PIN that the lock chose cannot be written again with another window.
        return None if self.is_pin_chosen_by_lock else self.windows

    @property
    def reports_changes(self) -> bool:
        """The lock reports every change of a slot."""
        return self.reports is Reporting.ALL

    @property
    def reports_use(self) -> bool:
        """The uses of a code become known."""
        return self.uses is not UseReporting.NEVER

    # contract 12.28
    def objection_to(self, pin: Pin) -> PinObjection | None:
        """Return why the lock cannot take a PIN; None if it can."""
        characters = pin.reveal()
        if len(characters) not in self.code_lengths:
            return PinObjection.LENGTH
        if not set(characters) <= set(self.characters):
            return PinObjection.CHARACTERS
        if characters.startswith(self.forbidden_beginnings):
            return PinObjection.BEGINNING
        return None

    @property
    def has_named_slots(self) -> bool:
        """The lock has no fixed list of slots: a slot is named for its code, or by the lock."""
        return self.slot_naming is not SlotNaming.FIXED

    @property
    def are_slots_named_by_lock(self) -> bool:
        """The key of a slot is known from the lock's answer or list only."""
        return self.slot_naming is SlotNaming.BY_LOCK

    @property
    def are_names_keys(self) -> bool:
        """The key of a slot is the name of its code."""
        return self.slot_naming is SlotNaming.BY_NAME

    @property
    def is_read_by_list(self) -> bool:
        """A full read begins with the lock's list."""
        return self.lists_slots or self.has_named_slots

    @property
    def room(self) -> int | None:
        """The number of codes that the lock can hold; None while unknown."""
        if self.has_named_slots:
            return self.capacity
        slots = len(self.slots)
        return slots if self.capacity is None else min(slots, self.capacity)

    # contract 6.111
    def within(self, constraints: Constraints) -> LockCapabilities:
        """Return the capabilities narrowed by what a person has reported, as far as the lock has any of it."""
        lengths = tuple(
            length for length in self.code_lengths if length in constraints.code_lengths
        )
        limits = [
            limit
            for limit in (self.capacity, constraints.max_active_codes)
            if limit is not None
        ]
        return replace(
            self,
            code_lengths=lengths or self.code_lengths,
            capacity=min(limits, default=None),
        )

    # contract 3.10, 12.79
    def fit_name(self, name: str) -> str | None:
        """Return a name as the lock can store it; None where the lock stores no names.

        Letters that it cannot store lose their accents, or are left out; a name of which nothing is left becomes
        another one.
        """
        if not self.name_length:
            return None
        if self.name_characters is not None:
            name = self._spell(name) or self._spell("Code") or self.name_characters
        return name[: self.name_length].rstrip()

    def _spell(self, name: str) -> str:
        """Return the name without characters that the lock lacks; letters lose their accents."""
        allowed = self.name_characters or ""
        spelled = "".join(
            character
            if character in allowed
            else "".join(
                part for part in normalize("NFKD", character) if part in allowed
            )
            for character in name
        )
        return " ".join(spelled.split())
