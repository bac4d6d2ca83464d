"""What a read of the feed leaves of a booking that is known, and what of it needs a write."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.bookings.booking_pins import pin_candidates
from custom_components.access_codes.core.bookings.ledger_json import (
    ledger_from_json,
    ledger_to_json,
)
from custom_components.access_codes.core.bookings.matching import lasting
from custom_components.access_codes.core.bookings.model import Booking, Ledger
from custom_components.access_codes.core.bookings.pin_source import PinSource
from custom_components.access_codes.core.bookings.stays import stays_of
from custom_components.access_codes.core.bookings.timing import next_arrival, next_edge
from custom_components.access_codes.core.bookings.wishes import with_made
from tests.core.bookings.test_adopting import FIRST, adopting, code_of
from tests.core.bookings.test_matching import NOW, TERMS, an_event, read
from tests.support.builders import a_code

HOUR = timedelta(hours=1)


def only(ledger: Ledger) -> Booking:
    [booking] = ledger.bookings.values()
    return booking


@pytest.mark.contract("16.21", "16.26")
def test_the_stays_of_a_read_are_those_that_are_listed_and_not_cancelled() -> None:
    events = [an_event("a", 10, 13), an_event("b", 13, 15)]
    first = read(Ledger(), *events)
    assert [stay.uid for stay in first.stays.values()] == ["a", "b"]
    assert first.stays.keys() == first.ledger.bookings.keys()
    cancelled = replace(events[1], is_cancelled=True)
    after = read(first.ledger, events[0], cancelled)
    assert [stay.uid for stay in after.stays.values()] == ["a"]


@pytest.mark.contract("16.24")
def test_a_kept_booking_that_is_listed_again_is_like_any_other() -> None:
    event = an_event("a", 1, 5)
    ledger = read(Ledger(), event).ledger
    booking = only(ledger)
    missing = replace(booking, is_missing=True, missing_since=NOW, is_kept=True)
    after = only(read(Ledger({booking.key: missing}), event).ledger)
    assert after == booking
    assert after.is_kept is False
    assert ledger_from_json(ledger_to_json(Ledger({after.key: after}))) == ledger


@pytest.mark.contract("16.74")
def test_a_guest_who_has_used_a_code_that_was_taken_up_has_checked_in() -> None:
    unused = code_of(FIRST)
    early, late = (replace(unused, last_used_at=NOW - ago) for ago in (2 * HOUR, HOUR))
    assert adopting(late, early, unused).checked_in_at == NOW - 2 * HOUR
    assert adopting(unused).checked_in_at is None


@pytest.mark.contract("16.75")
def test_a_window_that_was_taken_up_is_a_former_one_once_the_stay_moves() -> None:
    event = an_event("a", 10, 13)
    ledger = read(Ledger(), event).ledger
    booking = only(ledger)
    by_hand = replace(booking.window, ends_at=booking.window.ends_at + HOUR)
    ledger = Ledger({booking.key: replace(booking, adopted_window=by_hand)})
    moved = an_event("a", 10, 14)
    [stay] = stays_of([moved], TERMS)[0]
    after = only(read(ledger, moved).ledger)
    assert after.adopted_window is None
    assert after.former_windows == (by_hand, booking.window)
    # Where it moves to that very window, this is none that it had formerly.
    there = replace(booking, adopted_window=stay.window)
    after = only(read(Ledger({booking.key: there}), moved).ledger)
    assert after.former_windows == (booking.window,)


@pytest.mark.contract("16.43")
def test_ids_that_are_others_at_each_read_need_no_write() -> None:
    event = an_event("a", 10, 13, description="Code: 4826")
    ledger = read(Ledger(), event).ledger
    booking = only(ledger)
    assert booking.uid == "a"
    assert booking.details
    assert lasting(ledger) is ledger
    changing = replace(ledger, has_changing_ids=True)
    assert lasting(changing) == replace(
        changing, bookings={booking.key: replace(booking, uid=None, details="")}
    )


@pytest.mark.contract("16.35")
@pytest.mark.parametrize(
    ("description", "pins"),
    [("Door code: 482915", ["482915"]), ("No code is told here", []), ("", [])],
)
def test_a_label_without_digits_gives_no_pin(description: str, pins: list[str]) -> None:
    terms = replace(TERMS, pin_source=PinSource.EVENT, pin_label="Door code")
    event = an_event("a", 10, 13, description=description)
    [stay] = stays_of([event], terms)[0]
    assert [pin.reveal() for pin in pin_candidates(stay, terms, 6)] == pins


@pytest.mark.contract("16.21")
@pytest.mark.parametrize("uids", [("a", None), (None, "a")])
def test_a_stay_with_an_id_and_a_booking_without_are_not_one_for_a_common_day(
    uids: tuple[str | None, str | None],
) -> None:
    before, after = uids
    first = read(Ledger(), an_event(before, 10, 13), an_event("other", 20, 22))
    then = read(first.ledger, an_event(after, 10, 15), an_event("other", 20, 22))
    assert len(then.ledger.bookings) == 3
    without = read(Ledger(), an_event(None, 10, 13), an_event("other", 20, 22))
    longer = read(without.ledger, an_event(None, 10, 15), an_event("other", 20, 22))
    assert len(longer.ledger.bookings) == 2


@pytest.mark.contract("16.28")
def test_a_former_window_is_known_while_a_code_has_it() -> None:
    event = an_event("a", 10, 13)
    booking = only(read(Ledger(), event).ledger)
    former = replace(booking.window, ends_at=booking.window.ends_at + HOUR)
    other = replace(booking.window, ends_at=booking.window.ends_at + 2 * HOUR)
    moved = replace(booking, former_windows=(former, other), former_names=("Eve",))
    ledger = Ledger({booking.key: moved})
    for window, name, windows, names in (
        (former, "Eve", (former,), ("Eve",)),
        (booking.window, booking.name, (), ()),
    ):
        code = a_code(name=name, window=window)
        after = only(with_made(ledger, {"front": {booking.key: [code]}}))
        assert after.former_windows == windows
        assert after.former_names == names


@pytest.mark.contract("16.63")
def test_the_next_arrival_is_the_first_that_is_ahead_and_the_edges_are_those_of_all() -> (
    None
):
    events = (an_event("a", 10, 13), an_event("b", 5, 7), an_event("c", 1, 4))
    ledger = read(Ledger(), *events).ledger
    assert next_arrival(Ledger(), NOW) is None
    assert next_edge(Ledger(), NOW) is None
    by_uid = {booking.uid: booking for booking in ledger.bookings.values()}
    after_first = by_uid["c"].window.starts_at
    assert next_arrival(ledger, after_first) == by_uid["b"]
    assert next_edge(ledger, after_first) == by_uid["c"].window.ends_at
    assert next_edge(ledger, by_uid["c"].window.ends_at) == by_uid["b"].window.starts_at
    assert next_edge(ledger, by_uid["a"].window.ends_at) is None
    assert next_arrival(ledger, by_uid["a"].window.starts_at) is None
