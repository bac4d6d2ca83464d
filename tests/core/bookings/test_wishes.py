"""Changes of codes that the bookings want: on locks that were taken out, and looked at once more before they are carried out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.access_codes.core.bookings.model import (
    Booking,
    BookingState,
    Ledger,
)
from custom_components.access_codes.core.bookings.wishes import (
    Change,
    Make,
    Remove,
    is_due,
    removals,
    wishes,
    with_made,
)
from custom_components.access_codes.core.model import AccessCode, Pin, Window
from tests.support.builders import a_code

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WINDOW = Window(NOW + timedelta(days=9), NOW + timedelta(days=11))
FORMER = Window(NOW + timedelta(days=8), NOW + timedelta(days=11))
BY_HAND = Window(NOW + timedelta(days=7), NOW + timedelta(days=11))
BOOKING = Booking(
    key="ada",
    uid="1",
    occurrence="",
    summary="Ada",
    days="2026-06-10/2026-06-12",
    window=WINDOW,
    name="Ada",
    former_windows=(FORMER,),
    made_on=frozenset({"flat"}),
)
LEDGER = Ledger({"ada": BOOKING})
CODE = a_code("a", common_code_key="ada", name="Ada", window=FORMER)


def on_flat(*codes: AccessCode) -> dict[str, dict[str, list[AccessCode]]]:
    """Return these codes of the booking, on the lock that has it."""
    return {"flat": {"ada": list(codes)}}


@pytest.mark.contract("16.64")
@pytest.mark.parametrize("state", [BookingState.GONE, BookingState.CANCELLED])
def test_a_booking_that_has_left_has_its_codes_removed_from_locks_taken_out(
    state: BookingState,
) -> None:
    changed = replace(CODE, access_code_id="b", window=BY_HAND)
    codes = {**on_flat(CODE, changed), "street": {}}
    assert list(removals(LEDGER, codes)) == []
    left = Ledger({"ada": replace(BOOKING, state=state)})
    assert list(removals(left, codes)) == [
        Remove("flat", "ada", "a"),
        Remove("flat", "ada", "b"),
    ]


@pytest.mark.contract("16.65")
def test_a_change_is_due_until_a_person_has_changed_the_code() -> None:
    [change] = wishes(LEDGER, ["flat"], on_flat(CODE), NOW)
    assert change == Change("flat", "ada", "a", WINDOW, None)
    assert is_due(change, LEDGER, on_flat(CODE), NOW)
    assert not is_due(change, LEDGER, on_flat(replace(CODE, window=BY_HAND)), NOW)
    assert not is_due(change, LEDGER, on_flat(replace(CODE, window=WINDOW)), NOW)
    assert not is_due(change, LEDGER, {"flat": {}}, NOW)
    assert not is_due(change, LEDGER, {}, NOW)


@pytest.mark.contract("16.65")
def test_a_code_is_made_and_removed_only_while_that_is_due() -> None:
    new = Ledger({"ada": replace(BOOKING, made_on=frozenset())})
    make = Make("flat", "ada")
    assert is_due(make, new, {"flat": {}}, NOW)
    assert not is_due(make, new, on_flat(CODE), NOW)
    assert not is_due(make, new, {"flat": {}}, WINDOW.ends_at)
    left = Ledger({"ada": replace(BOOKING, state=BookingState.GONE)})
    remove = Remove("flat", "ada", "a")
    assert is_due(remove, left, on_flat(CODE), NOW)
    assert not is_due(remove, left, {"flat": {}}, NOW)
    assert not is_due(remove, LEDGER, on_flat(CODE), NOW)


@pytest.mark.contract("16.23")
def test_a_lock_that_is_loaded_after_its_booking_went_tells_the_pin() -> None:
    gone = Ledger({"ada": replace(BOOKING, state=BookingState.GONE)})
    assert with_made(gone, {}).bookings["ada"].pin is None
    assert with_made(gone, on_flat(CODE)).bookings["ada"].pin == CODE.pin
    told = Ledger({"ada": replace(gone.bookings["ada"], pin=Pin("9173"))})
    assert with_made(told, on_flat(CODE)) is told
    called_off = Ledger({"ada": replace(BOOKING, state=BookingState.CANCELLED)})
    assert with_made(called_off, on_flat(CODE)) is called_off


@pytest.mark.contract("16.66")
@pytest.mark.parametrize("state", [BookingState.GONE, BookingState.CANCELLED])
def test_a_booking_that_has_left_has_its_code_until_that_is_seen_to_be_gone(
    state: BookingState,
) -> None:
    left = replace(
        BOOKING,
        state=state,
        made_on=frozenset({"flat", "street", "garden"}),
        removed_on=frozenset({"garden"}),
    )
    codes: dict[str, dict[str, list[AccessCode]]] = {"street": {}, "garden": {}}
    after = with_made(Ledger({"ada": left}), codes).bookings["ada"]
    assert after.made_on == {"flat", "garden"}
    again = with_made(Ledger({"ada": after}), {"flat": {}}).bookings["ada"]
    assert again.made_on == {"garden"}


@pytest.mark.contract("16.66")
def test_the_pin_is_kept_until_each_chosen_lock_has_its_code() -> None:
    both = ("flat", "street")
    after = with_made(LEDGER, on_flat(CODE), both).bookings["ada"]
    assert after.pin == CODE.pin
    # A person deletes the code on the flat, and the street door is not loaded yet.
    alone = with_made(Ledger({"ada": after}), {"flat": {}}, both).bookings["ada"]
    assert alone.pin == CODE.pin
    changed = replace(CODE, pin=Pin("9173"))
    by_hand = with_made(Ledger({"ada": after}), on_flat(changed), both)
    assert by_hand.bookings["ada"].pin == changed.pin
    street = {"street": {"ada": [replace(CODE, pin=Pin("4444"))]}}
    beside = with_made(
        Ledger({"ada": after}), {**on_flat(CODE), **street}, (*both, "x")
    )
    assert beside.bookings["ada"].pin == CODE.pin
    full = with_made(beside, {**on_flat(CODE), **street}, both).bookings["ada"]
    assert full.pin is None
