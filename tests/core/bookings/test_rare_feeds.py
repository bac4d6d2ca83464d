"""Feeds and ledgers as hardly any service writes them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from custom_components.access_codes.core.bookings.ledger_json import (
    ledger_from_json,
    ledger_to_json,
)
from custom_components.access_codes.core.bookings.matching import (
    Followed,
    Read,
    follow,
    is_suspect,
)
from custom_components.access_codes.core.bookings.model import (
    Booking,
    BookingState,
    FeedEvent,
    Ledger,
    Terms,
)
from custom_components.access_codes.core.bookings.stays import stays_of
from custom_components.access_codes.core.bookings.wishes import is_window_by_hand
from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.core.record.json_types import InvalidJson
from tests.support.builders import a_code

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TERMS = Terms(zone=UTC, check_in=time(15), check_out=time(11))
KEYS = (f"key_{number}" for number in count())


def an_event(first: Any, last: Any, **given: Any) -> FeedEvent:
    """Return an event."""
    return FeedEvent(
        given.pop("uid", None),
        given.pop("recurrence_id", None),
        given.pop("summary", "Reserved"),
        first,
        last,
        **given,
    )


def june(first: int, last: int, **given: Any) -> FeedEvent:
    """Return an event of days in June."""
    return an_event(date(2026, 6, first), date(2026, 6, last), **given)


def read(ledger: Ledger, *events: FeedEvent, now: datetime = NOW) -> Followed:
    """Return the ledger after a read of these events."""
    return follow(
        ledger,
        Read(
            stays=stays_of(events, TERMS)[0],
            now=now,
            until=now + timedelta(days=400),
            horizon=now + timedelta(days=60),
        ),
        lambda: next(KEYS),
    )


def only(ledger: Ledger) -> Booking:
    """Return the only booking."""
    [booking] = ledger.bookings.values()
    return booking


@pytest.mark.contract("16.15")
def test_an_event_at_the_end_of_time_is_unusable_and_takes_no_other_along() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    terms = replace(TERMS, late_check_out=timedelta(hours=1))
    stays, unusable = stays_of(
        [an_event(last - timedelta(hours=1), last), june(10, 12)], terms
    )
    assert (len(stays), unusable) == (1, 1)


@pytest.mark.contract("16.17")
def test_floating_times_count_as_days_where_times_are_not_used() -> None:
    event = an_event(datetime(2026, 6, 10, 1), datetime(2026, 6, 12, 23))
    [stay] = stays_of([event], replace(TERMS, use_event_times=False))[0]
    assert stay.window.starts_at == datetime(2026, 6, 10, 15, tzinfo=UTC)
    assert stay.window.ends_at == datetime(2026, 6, 12, 11, tzinfo=UTC)


@pytest.mark.contract("16.20")
def test_recurrence_ids_that_are_no_times_tell_events_apart() -> None:
    events = [
        june(number, number + 1, uid="a", recurrence_id=f"no time {number}")
        for number in (3, 5)
    ]
    assert len(stays_of(events, TERMS)[0]) == 2


@pytest.mark.contract("16.21")
def test_two_that_may_be_one_are_not_taken_for_one() -> None:
    first = read(Ledger(), june(10, 12), june(10, 14)).ledger
    # Which of them was made longer cannot be told: both are new, and the PIN of neither goes to the wrong guest.
    after = read(first, june(10, 16)).ledger
    followed = [each for each in after.bookings.values() if each.is_followed]
    assert [each.days for each in followed] == ["2026-06-10/2026-06-16"]
    assert followed[0].key not in first.bookings


@pytest.mark.contract("16.26", "16.30")
def test_all_guests_of_a_feed_with_other_ids_at_each_read_may_be_called_off() -> None:
    def feed(number: int, **more: Any) -> list[FeedEvent]:
        return [
            june(10, 12, uid=f"a{number}", summary="Ada", **more),
            june(14, 16, uid=f"b{number}", summary="Bo", **more),
        ]

    ledger = read(read(Ledger(), *feed(1)).ledger, *feed(2)).ledger
    assert ledger.has_changing_ids
    called_off = feed(3, is_cancelled=True)
    stays = stays_of(called_off, TERMS)[0]
    assert not is_suspect(ledger, called_off, stays, NOW)
    after = read(ledger, *called_off).ledger
    assert {each.state for each in after.bookings.values()} == {BookingState.CANCELLED}
    # Where ids last, a cancelled event with another id is another booking, on the same days, too.
    lasting = read(read(Ledger(), *feed(1)).ledger, *feed(1)).ledger
    assert is_suspect(lasting, called_off, stays, NOW)


@pytest.mark.contract("16.21", "16.26")
@pytest.mark.parametrize("is_cancelled_first", [True, False])
@pytest.mark.parametrize("details", [("", ""), ("told", "told"), ("old", "new")])
def test_a_cancelled_event_of_the_same_days_does_not_take_the_place_of_a_guest(
    is_cancelled_first: bool, details: tuple[str, str]
) -> None:
    def feed(number: int) -> list[FeedEvent]:
        off, live = (
            june(10, 12, uid=f"{each}{number}", description=text, is_cancelled=each)
            for each, text in zip((True, False), details, strict=True)
        )
        return [off, live] if is_cancelled_first else [live, off]

    other = june(14, 16, uid="0", summary="Bo")
    first = read(Ledger(), *feed(1), other).ledger
    known = {each.key for each in first.bookings.values()}
    assert len(known) == 2
    for number in (2, 3):
        events = [*feed(number), replace(other, uid=f"{number}")]
        first = read(first, *events).ledger
        followed = {each.key for each in first.bookings.values() if each.is_followed}
        assert followed == known


@pytest.mark.contract("16.21", "16.26")
def test_of_a_guest_called_off_and_another_on_the_same_days_the_description_tells() -> (
    None
):
    ada = june(10, 12, uid="1", description="Ada")
    other = june(14, 16, uid="0", summary="Bo")
    before = read(Ledger(), ada, other).ledger
    before = read(before, replace(ada, uid="2"), replace(other, uid="3")).ledger
    [key] = [each.key for each in before.bookings.values() if each.summary != "Bo"]
    cy = june(10, 12, uid="4", description="Cy")
    off = replace(ada, uid="5", is_cancelled=True)
    for events in ([cy, off], [off, cy]):
        after = read(before, *events, replace(other, uid="6")).ledger
        assert after.bookings[key].state is BookingState.CANCELLED
        assert len([each for each in after.bookings.values() if each.is_followed]) == 2


@pytest.mark.contract("16.23")
def test_a_booking_that_goes_twice_keeps_the_pin_of_the_first_time() -> None:
    booking = only(read(Ledger(), june(10, 12)).ledger)
    back = replace(booking, pin=Pin("4711"))
    gone = only(read(Ledger({back.key: back})).ledger)
    assert gone.state is BookingState.GONE
    assert gone.pin == Pin("4711")


@pytest.mark.contract("16.27")
def test_a_booking_is_forgotten_by_a_read_seven_days_after_its_end() -> None:
    ledger = read(Ledger(), june(10, 12)).ledger
    later = datetime(2026, 6, 19, 11, tzinfo=UTC)
    assert read(ledger, now=later - timedelta(seconds=1)).ledger.bookings
    assert not read(ledger, now=later).ledger.bookings


@pytest.mark.contract("16.28")
def test_a_code_without_a_window_has_one_by_hand() -> None:
    booking = only(read(Ledger(), june(10, 12)).ledger)
    code = a_code("a")
    assert is_window_by_hand(booking, replace(code, window=None))
    assert not is_window_by_hand(booking, replace(code, window=booking.window))


@pytest.mark.contract("16.32")
def test_a_booking_under_another_key_makes_a_ledger_unreadable() -> None:
    raw: Any = ledger_to_json(read(Ledger(), june(10, 12)).ledger)
    assert ledger_from_json(raw).bookings
    [booking] = raw["ledger"]["bookings"].values()
    raw["ledger"]["bookings"] = {"other": booking}
    with pytest.raises(InvalidJson):
        ledger_from_json(raw)
