"""What stories about a lock are drawn from."""

from datetime import timedelta

from hypothesis import strategies as st

from custom_components.access_codes.core.model import (
    LockCapabilities,
    Pin,
    Readability,
    Reporting,
    SlotNaming,
    UseReporting,
    Window,
    WindowSupport,
)
from tests.support.fake_lock import STORY_FAULTS, Duplicates, FakeLock

PINS = [Pin(f"{digit}7{digit}13{digit}9204") for digit in range(5)]
"""Ten digits would be found in what is printed, a few would be found by chance."""
SPARE = Pin("5550123987")
ALL_PINS = [*PINS, *(Pin(f"{digit}8{digit}46{digit}5173") for digit in range(2))]

# PINs go by their number, so that a story that fails can be read.
pins = st.integers(0, len(PINS) - 1)
any_pins = st.integers(0, len(ALL_PINS) - 1)
numbers = st.integers(0, 7)
short_spans = st.sampled_from([1, 9, 30, 61, 125, 301, 700, 1900, 3600, 5000]).map(
    lambda seconds: timedelta(seconds=seconds)
)
long_spans = st.sampled_from([2, 6, 24, 30, 24 * 8]).map(
    lambda hours: timedelta(hours=hours)
)
spans = st.one_of(short_spans, long_spans)
recurrences = st.sampled_from(
    ["", "FREQ=DAILY", "FREQ=DAILY;COUNT=2", "FREQ=DAILY;INTERVAL=2"]
)
windows = st.sampled_from(
    [
        None,
        None,
        (-2, 2),
        (0, 1),
        (0, 4),
        (1, 2),
        (1, 4),
        (2, 4),
        (4, 8),
        (-4, 0),
        (24, 48),
        (1.005, 2.005),
        (80, 90),
    ]
)
"""In hours from the full hour, so that they adjoin; None: ongoing."""
NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 "
names = st.sampled_from([None, None, "Anna", "Zoë", "Bea & Co"])
faults = st.lists(st.sampled_from(STORY_FAULTS), min_size=1, max_size=3)
seldom = st.sampled_from([False, False, False, True])


window_supports = st.sampled_from(
    [
        None,
        None,
        WindowSupport(1),
        WindowSupport(60),
        WindowSupport(3600),
        WindowSupport(60, capacity=1),
    ]
)


def without_window(_: Window) -> None:
    """Drop a window, and keep its PIN."""


def longer(window: Window) -> Window:
    """Return a window that ends later than it should."""
    return Window(window.starts_at, window.ends_at + timedelta(hours=1))


def altered(pin: Pin) -> Pin:
    """Return what a lock keeps that makes another PIN of one of them."""
    return Pin("6660123987") if pin == PINS[2] else pin


@st.composite
def locks(draw: st.DrawFn) -> FakeLock:
    """Draw a lock and its character."""
    slots = tuple(str(number) for number in range(1, draw(st.integers(2, 5)) + 1))
    reads = draw(st.sampled_from(list(Readability)))
    is_altering = reads is Readability.PIN and draw(seldom)
    lock = FakeLock(
        LockCapabilities(
            slots=slots,
            code_lengths=(len(PINS[0]),),
            name_length=8 if draw(seldom) else 0,
            reads=reads,
            reports=draw(st.sampled_from([Reporting.ALL, *Reporting])),
            fresh_for=draw(st.sampled_from([None, 60, 3600])),
            uses=UseReporting.LIVE,
            late_by=600 if draw(seldom) else 0,
            windows=draw(window_supports),
        ),
        duplicates=draw(st.sampled_from(list(Duplicates))),
        confirms_writes=draw(st.booleans()),
        room=1 if draw(seldom) else None,
        not_taken=frozenset({PINS[1]}) if draw(seldom) else frozenset(),
        names_not_taken=frozenset({"New b"}) if draw(seldom) else frozenset(),
        master=PINS[0] if draw(seldom) else None,
    )
    if is_altering:
        lock.kept = altered
    if reads is Readability.PIN and draw(seldom):
        lock.kept_window = draw(st.sampled_from([without_window, longer]))
    lock.are_windows_refused = draw(seldom)
    return lock


@st.composite
def named_locks(draw: st.DrawFn) -> FakeLock:
    """Draw a lock without a list of slots: names are keys, or the lock names them; its room is known or not."""
    naming = draw(st.sampled_from([SlotNaming.BY_NAME, SlotNaming.BY_LOCK]))
    is_by_lock = naming is SlotNaming.BY_LOCK
    readabilities = [Readability.PIN, Readability.PIN, Readability.PRESENCE]
    if not is_by_lock:
        readabilities.append(Readability.NOTHING)
    reads = draw(st.sampled_from(readabilities))
    room = draw(st.sampled_from([None, 2, 3, 5]))
    is_pin_chosen = is_by_lock and draw(seldom)
    return FakeLock(
        LockCapabilities(
            slot_naming=naming,
            capacity=room if draw(st.booleans()) else None,
            code_lengths=(len(PINS[0]),),
            name_length=draw(st.sampled_from([8, 20])),
            name_characters=draw(st.sampled_from([None, NAME_CHARACTERS])),
            has_unique_names=draw(st.booleans()),
            reads=reads,
            lists_slots=True,
            reports=Reporting.ALL,
            uses=UseReporting.LIVE,
            is_pin_chosen_by_lock=is_pin_chosen,
        ),
        duplicates=draw(st.sampled_from(list(Duplicates))),
        confirms_writes=draw(st.booleans()),
        room=room,
        not_taken=frozenset({PINS[1]}) if draw(seldom) else frozenset(),
        names_not_taken=frozenset({"New b"}) if draw(seldom) else frozenset(),
        lists_names=draw(st.booleans()),
        shows_chosen=draw(st.sampled_from([True, True, False])),
    )
