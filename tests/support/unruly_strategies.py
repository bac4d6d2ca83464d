"""What stories about unruly locks are drawn from: plain data, so that a failing story can be kept as it was printed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from custom_components.access_codes.core.model import (
    LockCapabilities,
    LockClock,
    Pin,
    Readability,
    Reporting,
    SlotNaming,
    UseReporting,
    WindowSupport,
)
from tests.support.fake_lock import Duplicates, Fault
from tests.support.strategies import (
    ALL_PINS,
    NAME_CHARACTERS,
    PINS,
    longer,
    without_window,
)
from tests.support.unruly_lock import UnrulyLock

type Step = tuple[Any, ...]
"""The name of a step of the house, and what goes with it; PINs go by their number."""


def shortened(pin: Pin) -> Pin:
    """Drop the last digits."""
    return Pin(pin.reveal()[:8])


def padded(pin: Pin) -> Pin:
    """Add zeros."""
    return Pin(pin.reveal() + "00")


def without_zeros(pin: Pin) -> Pin:
    """Drop leading zeros."""
    return Pin(pin.reveal().lstrip("0"))


def recoded(pin: Pin) -> Pin:
    """Make every second PIN another one."""
    return pin if int(pin.reveal()) % 2 else Pin(pin.reveal()[::-1])


ALTERATIONS = {
    "shortened": shortened,
    "padded": padded,
    "without_zeros": without_zeros,
    "recoded": recoded,
}
WINDOW_ALTERATIONS = {"without_window": without_window, "longer": longer}


@dataclass(frozen=True)
class Character:
    """How a lock is."""

    reads: str = "pin"
    reports: str = "all"
    naming: str = "fixed"
    slots: int = 3
    room: int | None = None
    is_room_known: bool = False
    fresh_for: int | None = None
    late_by: int = 0
    echo_for: int = 5
    echoes: tuple[float, ...] = ()
    tells_cause: bool = False
    duplicates: str = "refused"
    confirms_writes: bool = True
    shows_writes: bool = False
    lists: str = "none"
    alteration: str | None = None
    window_alteration: str | None = None
    windows: int | None = None
    clock_offset: int = 0
    masked: frozenset[str] = frozenset()
    mute: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    stuck: frozenset[str] = frozenset()
    latency: float = 0.1
    calls_per_minute: int | None = None
    is_pin_chosen: bool = False
    foreign: tuple[tuple[str, int], ...] = ()
    lead: int = 0
    name_length: int = 0

    @property
    def is_named(self) -> bool:
        """Return whether the lock has no list of slots."""
        return self.naming != "fixed"

    def make(self) -> UnrulyLock:
        """Return such a lock."""
        reads = Readability(self.reads)
        if self.naming == "by_lock" and reads is Readability.NOTHING:
            reads = Readability.PRESENCE
        capabilities = LockCapabilities(
            slots=()
            if self.is_named
            else tuple(str(number + 1) for number in range(self.slots)),
            slot_naming=SlotNaming(self.naming),
            capacity=self.room if self.is_named and self.is_room_known else None,
            code_lengths=(len(PINS[0]),),
            name_length=20 if self.is_named else self.name_length,
            name_characters=NAME_CHARACTERS if self.is_named else None,
            reads=reads,
            lists_slots=self.is_named or self.lists != "none",
            reports=Reporting(self.reports),
            uses=UseReporting.LIVE,
            fresh_for=self.fresh_for,
            late_by=self.late_by,
            echo_for=self.echo_for,
            windows=None if self.windows is None else WindowSupport(self.windows),
            clock=LockClock.MISMATCH if self.clock_offset else LockClock.TRUSTED,
            calls_per_minute=self.calls_per_minute,
            is_pin_chosen_by_lock=self.is_pin_chosen and self.naming == "by_lock",
        )
        lock = UnrulyLock(
            capabilities,
            Duplicates(self.duplicates),
            self.confirms_writes,
            room=self.room,
            lists_completely=self.lists != "partial",
            lists_names=self.is_named,
            masked=self.masked,
            mute=self.mute,
            missing=self.missing,
            stuck=self.stuck,
            latency=self.latency,
            echoes=self.echoes,
            tells_cause=self.tells_cause,
            clock_offset=timedelta(hours=self.clock_offset),
        )
        if self.lists == "partial":
            lock.unlisted = frozenset({"2"})
        can_be_seen = self.reads != "nothing" and not self.is_pin_chosen
        if self.alteration is not None and can_be_seen:
            lock.kept = ALTERATIONS[self.alteration]
        if self.window_alteration is not None and self.reads == "pin":
            lock.kept_window = WINDOW_ALTERATIONS[self.window_alteration]
        for slot, pin in self.foreign:
            if slot not in self.missing and (self.is_named or int(slot) <= self.slots):
                lock.type_at_keypad(slot, ALL_PINS[pin])
                lock.known_foreign.add(slot)
        return lock


def _mostly[T](usual: T, *others: T) -> st.SearchStrategy[T]:
    """Draw the usual value three times of four."""
    return st.one_of(*[st.just(usual)] * 3, st.sampled_from(others))


_some_slots = _mostly(
    frozenset[str](), frozenset({"1"}), frozenset({"2"}), frozenset({"1", "3"})
)

characters = st.builds(
    Character,
    reads=_mostly("pin", "presence", "nothing"),
    reports=_mostly("all", "nothing", "ours"),
    naming=_mostly("fixed", "by_name", "by_lock"),
    slots=st.integers(1, 5),
    room=_mostly(None, 1, 2),
    is_room_known=st.booleans(),
    fresh_for=st.sampled_from([None, 60, 3600]),
    late_by=_mostly(0, 90, 600),
    echo_for=_mostly(5, 0, 60),
    echoes=_mostly((), (0.01,), (0.3,), (1.0, 3.0), (8.0,), (40.0, 0.2), (700.0,)),
    tells_cause=_mostly(False, True),
    duplicates=st.sampled_from([*Duplicates]).map(lambda kind: kind.value),
    confirms_writes=st.booleans(),
    lists=_mostly("none", "complete", "partial"),
    alteration=_mostly(None, *ALTERATIONS),
    windows=_mostly(None, 1, 60, 3600),
    window_alteration=_mostly(None, *WINDOW_ALTERATIONS),
    clock_offset=_mostly(0, -5, 3),
    masked=_some_slots,
    mute=_some_slots,
    missing=_some_slots,
    stuck=_some_slots,
    latency=_mostly(0.1, 5.0, 50.0),
    calls_per_minute=_mostly(None, 3, 1),
    is_pin_chosen=_mostly(False, True),
    shows_writes=_mostly(False, True),
    foreign=st.lists(
        st.tuples(st.sampled_from("123"), st.integers(0, 6)), max_size=2
    ).map(lambda pairs: tuple(dict(pairs).items())),
    lead=_mostly(0, 600, 3600),
    name_length=_mostly(0, 8),
)

_pins = st.integers(0, len(PINS) - 1)
_any_pins = st.integers(0, len(ALL_PINS) - 1)
_numbers = st.integers(0, 5)
_faults = st.sampled_from([*Fault])
_hours = st.sampled_from(
    [(0, 1), (0, 4), (1, 2), (1, 4), (2, 4), (-2, 2), (4, 8), (24, 48), (-4, 0.02)]
)
_delays = st.sampled_from([(), (0.01,), (0.5, 0.6), (8.0,), (90.0,)])
_changes = st.sampled_from(
    [
        {"slots": ("1", "2")},
        {"slots": ("1", "2", "3", "4", "5", "6")},
        {"code_lengths": (8,)},
        {"code_lengths": (10,)},
        {"reads": Readability.NOTHING},
        {"reads": Readability.PRESENCE},
        {"reads": Readability.PIN},
        {"reports": Reporting.NOTHING},
        {"reports": Reporting.ALL},
        {"windows": None},
        {"windows": WindowSupport(60)},
        {"clock_offset": 5},
        {"clock_offset": 0},
    ]
)


def _step(name: str, *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(name), *parts)


steps = st.one_of(
    _step("create", _pins, st.none()),
    _step("create", _pins, _hours, st.booleans()),
    _step("create", _pins, st.none(), st.booleans(), st.booleans()),
    _step("change_pin", _numbers, _pins),
    _step("change_window", _numbers, _hours),
    _step("rename", _numbers, st.sampled_from(["New a", "New b"])),
    _step("pause", _numbers, st.booleans()),
    _step("delete", _numbers),
    _step("delete", _numbers),
    _step("wait", st.sampled_from([0.05, 0.15, 2, 9, 61, 125, 700, 1900, 5000])),
    _step("wait", st.sampled_from([0.05, 0.15, 2, 9, 61, 125, 700, 1900, 5000])),
    _step("wait", st.sampled_from([0.002, 0.004, 86400.0])),
    _step("type", _numbers, st.one_of(st.none(), _any_pins), _delays),
    _step("lie", _numbers),
    _step("lie_of_all"),
    _step("reset", st.booleans()),
    _step("use", _numbers),
    st.lists(_faults, min_size=1, max_size=3).map(lambda found: ("fail", *found)),
    st.lists(_faults, min_size=1, max_size=3).map(lambda found: ("fail", *found)),
    _step("ail", st.one_of(st.none(), _faults)),
    _step("be_mute", _numbers),
    _step("be_mute"),
    _step("deliver_late", _numbers),
    _step("deliver_late", _numbers),
    _step("reach", st.booleans(), st.booleans()),
    _step("flap", st.integers(1, 8), st.sampled_from([0.01, 1.0, 12.0])),
    _step("alter", _changes),
    _step("fill_disk", st.booleans()),
    _step("hang_disk", st.booleans()),
    _step("crash"),
    _step("stop"),
    _step("sync"),
    _step("remove_others", _numbers),
    _step("convert", _numbers, _pins),
    _step("try_again"),
    _step("forget", _numbers),
    _step("set_clock", st.sampled_from([-2, -0.1, 0.1, 5, 30])),
    _step("sleep", st.sampled_from([0.1, 5, 30])),
)

_beginnings = st.integers(0, 3).map(
    lambda count: tuple(("create", pin, None) for pin in range(count))
)

stories = st.tuples(_beginnings, st.lists(steps, max_size=14).map(tuple)).map(
    lambda parts: parts[0] + parts[1]
)
