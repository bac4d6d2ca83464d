"""Stays are matched to bookings: by id, by dates, and by one of both days; and the times at which a feed is read."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from custom_components.access_codes.core.bookings.booking_pins import pin_candidates
from custom_components.access_codes.core.bookings.ledger_json import (
    ledger_from_json,
    ledger_to_json,
)
from custom_components.access_codes.core.bookings.matching import (
    Followed,
    Read,
    follow,
    is_suspect,
    lists_several,
    without_old,
)
from custom_components.access_codes.core.bookings.model import (
    BookingState,
    FeedEvent,
    HappeningKind,
    Ledger,
    Terms,
)
from custom_components.access_codes.core.bookings.pin_source import PinSource
from custom_components.access_codes.core.bookings.stays import stays_of
from custom_components.access_codes.core.bookings.timing import next_read
from custom_components.access_codes.core.bookings.wishes import (
    Change,
    Make,
    Remove,
    wishes,
    with_made,
)
from custom_components.access_codes.core.record.json_types import InvalidJson
from tests.support.builders import a_code

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = Terms(zone=UTC, check_in=time(15), check_out=time(11))
NUMBERS = count(1)


def an_event(uid: str | None, first: int, last: int, **given: Any) -> FeedEvent:
    """Return an event of days in June."""
    return FeedEvent(
        uid,
        None,
        given.pop("summary", "Reserved"),
        date(2026, 6, first),
        date(2026, 6, last),
        **given,
    )


def read(
    ledger: Ledger, *events: FeedEvent, now: datetime = NOW, codes: Any = None
) -> Followed:
    """Return the ledger after a read of these events."""
    return follow(
        ledger,
        Read(
            stays=stays_of(events, TERMS)[0],
            now=now,
            until=now + 400 * DAY,
            horizon=now + 60 * DAY,
            codes=codes or {},
            lists_several=lists_several(events, now),
        ),
        lambda: f"key{next(NUMBERS)}",
    )


def suspected(ledger: Ledger, *events: FeedEvent, now: datetime = NOW) -> bool:
    """Return whether a read of these events is rather a failure."""
    return is_suspect(ledger, events, stays_of(events, TERMS)[0], now)


def followed_keys(ledger: Ledger) -> list[str]:
    """Return the keys of the bookings that are followed."""
    return [key for key, each in ledger.bookings.items() if each.is_followed]


@pytest.mark.contract("16.21", "16.22")
def test_a_feed_with_new_ids_at_each_read_keeps_its_bookings() -> None:
    ledger = read(Ledger(), an_event("a1", 10, 13), an_event("b1", 13, 15)).ledger
    keys = followed_keys(ledger)
    for turn in range(2, 5):
        after = read(ledger, an_event(f"a{turn}", 10, 13), an_event(f"b{turn}", 13, 15))
        ledger = after.ledger
        assert followed_keys(ledger) == keys
        assert after.happenings == ()
    assert ledger.has_changing_ids
    longer = read(ledger, an_event("a9", 10, 13), an_event("b9", 13, 17))
    assert followed_keys(longer.ledger) == keys
    assert [each.kind for each in longer.happenings] == [HappeningKind.CHANGED]


@pytest.mark.contract("16.21")
def test_another_guest_on_the_same_days_is_another_booking_where_ids_last() -> None:
    first = read(Ledger(), an_event("a", 10, 13), an_event("b", 13, 15)).ledger
    after = read(first, an_event("c", 10, 13), an_event("b", 13, 15)).ledger
    assert len(after.bookings) == 3
    assert len(followed_keys(after)) == 2
    # The only booking: the description tells the two guests apart.
    alone = read(Ledger(), an_event("a", 10, 13, description="HM1")).ledger
    other = read(alone, an_event("b", 10, 13, description="HM2")).ledger
    assert followed_keys(other) != followed_keys(alone)
    same = read(alone, an_event("b", 10, 13, description="HM1")).ledger
    assert followed_keys(same) == followed_keys(alone)
    assert same.has_changing_ids


@pytest.mark.contract("16.20", "16.21")
def test_events_without_ids_are_known_by_dates_and_one_of_both_days() -> None:
    first = read(Ledger(), an_event(None, 10, 13), an_event(None, 20, 22)).ledger
    after = read(first, an_event(None, 10, 14), an_event(None, 20, 22)).ledger
    assert followed_keys(after) == followed_keys(first)
    twice = an_event("x", 10, 13), an_event("x", 20, 22)
    one = read(Ledger(), twice[0]).ledger
    both = read(one, *twice).ledger
    assert followed_keys(both)[0] == followed_keys(one)[0]
    assert len(both.bookings) == 2


@pytest.mark.contract("16.23", "16.26", "16.27")
def test_the_pin_of_a_booking_that_went_is_kept_two_days_and_of_a_cancelled_none() -> (
    None
):
    first = read(Ledger(), an_event("a", 10, 13), an_event("b", 13, 15)).ledger
    [key, _] = first.bookings
    window = first.bookings[key].window
    codes = {"lock": {key: [a_code(common_code_key=key, window=window)]}}
    first = with_made(first, codes)
    gone = read(first, an_event("b", 13, 15), codes=codes).ledger
    assert gone.bookings[key].state is BookingState.GONE
    assert gone.bookings[key].pin is not None
    assert without_old(gone, NOW + DAY).bookings[key].pin is not None
    late = without_old(gone, NOW + 2 * DAY)
    assert late.bookings[key].pin is None
    assert key not in without_old(gone, NOW + 30 * DAY).bookings
    called_off = an_event("a", 10, 13, is_cancelled=True)
    cancelled = read(gone, called_off, an_event("b", 13, 15)).ledger
    assert cancelled.bookings[key].state is BookingState.CANCELLED
    assert cancelled.bookings[key].pin is None
    assert read(cancelled, called_off, an_event("b", 13, 15)).happenings == ()


@pytest.mark.contract("16.28", "16.29")
def test_what_is_wanted_on_a_lock_is_made_changed_and_removed() -> None:
    ledger = read(Ledger(), an_event("a", 10, 13)).ledger
    [(key, booking)] = ledger.bookings.items()
    locks = ["lock", "other"]
    assert list(wishes(ledger, locks, {"lock": {}}, NOW)) == [Make("lock", key)]
    code = a_code(common_code_key=key, name=booking.name, window=booking.window)
    codes = {"lock": {key: [code]}}
    ledger = with_made(ledger, codes)
    assert list(wishes(ledger, ["lock"], codes, NOW)) == []
    assert list(wishes(ledger, ["lock"], {"lock": {}}, NOW)) == []
    moved = read(ledger, an_event("a", 11, 13)).ledger
    [change] = wishes(moved, ["lock"], codes, NOW)
    assert isinstance(change, Change)
    assert change.window == moved.bookings[key].window
    assert change.name is None
    gone = read(moved, an_event("b", 20, 22)).ledger
    wanted = list(wishes(gone, ["lock"], codes, NOW))
    assert wanted[0] == Remove("lock", key, "a")


@pytest.mark.contract("16.21", "16.26")
def test_of_two_on_the_same_days_the_cancelled_one_stays_the_cancelled_one() -> None:
    ledger = read(Ledger(), an_event("a1", 10, 13), an_event("b1", 20, 22)).ledger
    ledger = read(ledger, an_event("a2", 10, 13), an_event("b2", 20, 22)).ledger
    assert ledger.has_changing_ids
    called_off = an_event("a3", 10, 13, is_cancelled=True)
    ledger = read(ledger, called_off, an_event("b3", 20, 22)).ledger
    # Another guest books the same days; services often write all of them alike.
    for turn in range(4, 7):
        called_off = replace(called_off, uid=f"a{turn}")
        new, other = an_event(f"c{turn}", 10, 13), an_event(f"b{turn}", 20, 22)
        after = read(ledger, called_off, new, other)
        if turn > 4:
            assert after.happenings == ()
            assert followed_keys(after.ledger) == followed_keys(ledger)
        ledger = after.ledger
        assert len(followed_keys(ledger)) == 2
    assert len(ledger.bookings) == 3


@pytest.mark.contract("16.63")
def test_a_stay_beyond_the_horizon_is_no_booking_until_it_was_one() -> None:
    horizon = date(2026, 7, 31)
    within = replace(an_event("a", 1, 2), starts=horizon - DAY, ends=horizon + DAY)
    beyond = replace(within, starts=horizon, ends=horizon + DAY)
    assert read(Ledger(), beyond).ledger.bookings == {}
    ledger = read(Ledger(), within).ledger
    [key] = followed_keys(ledger)
    moved = read(ledger, beyond).ledger
    assert followed_keys(moved) == [key]
    starts_at = datetime(2026, 7, 31, 15, tzinfo=UTC)
    assert moved.bookings[key].window.starts_at == starts_at
    # Time passes: what was beyond it is a booking now.
    assert read(Ledger(), beyond, now=NOW + DAY).ledger.bookings


@pytest.mark.contract("16.30")
def test_no_event_is_a_failure_where_two_bookings_are_ahead_or_were_listed() -> None:
    one = read(Ledger(), an_event("a", 10, 13)).ledger
    two = read(one, an_event("a", 10, 13), an_event("b", 13, 15)).ledger
    assert not suspected(one)
    assert suspected(two)
    assert not suspected(two, an_event("c", 3, 4))
    late = NOW + 13 * DAY
    assert suspected(two, now=late)
    alone = read(two, an_event("b", 13, 15), now=late).ledger
    assert not suspected(alone, now=late)


@pytest.mark.contract("16.30")
def test_no_event_is_a_failure_where_one_booking_and_blocked_days_were_listed() -> None:
    blocked = an_event("x", 20, 30, summary="Airbnb (Not available)")
    terms = replace(TERMS, ignore=(blocked.summary,))

    def listed(known: Ledger, *events: FeedEvent) -> Ledger:
        stays, until = stays_of(events, terms)[0], NOW + 400 * DAY
        found = Read(
            stays=stays,
            now=NOW,
            until=until,
            horizon=until,
            lists_several=lists_several(events, NOW),
        )
        return follow(known, found, lambda: "ada").ledger

    ada = an_event("a", 10, 13)
    one = listed(Ledger(), ada, blocked)
    assert followed_keys(one) == ["ada"]
    assert suspected(one)
    assert suspected(ledger_from_json(ledger_to_json(one)))
    assert not suspected(one, blocked)
    # The calendar says that its only guest does not come.
    assert not suspected(one, replace(ada, is_cancelled=True))
    assert not suspected(one, now=NOW + 13 * DAY)
    # The days were released before, or there was no booking ahead.
    assert not suspected(listed(one, ada))
    assert not suspected(listed(Ledger(), blocked, replace(blocked, uid="y")))


@pytest.mark.contract("16.30")
def test_a_calendar_lists_several_where_two_events_are_neither_over_nor_cancelled() -> (
    None
):
    ahead = an_event("a", 10, 13)

    def both(**given: Any) -> bool:
        return lists_several([ahead, replace(ahead, uid="b", **given)], NOW)

    assert both()
    assert not lists_several([ahead], NOW)
    assert not lists_several([], NOW)
    assert not both(is_cancelled=True)
    today = NOW.date()
    assert both(starts=today - 2 * DAY, ends=today)
    assert not both(starts=today - 2 * DAY, ends=today - DAY)
    midnight = datetime(2026, 6, 1, tzinfo=UTC)
    assert both(starts=midnight - DAY, ends=midnight)
    last_second = midnight - timedelta(seconds=1)
    assert not both(starts=midnight - DAY, ends=last_second)


@pytest.mark.contract("16.30", "16.32")
def test_a_ledger_of_before_loads_and_had_not_several() -> None:
    ledger = read(Ledger(), an_event("a", 10, 13), an_event("b", 13, 15)).ledger
    assert ledger.had_several
    raw: Any = ledger_to_json(ledger)
    assert ledger_from_json(raw).had_several
    del raw["ledger"]["had_several"]
    old = ledger_from_json(raw)
    assert old == replace(ledger, had_several=False)


@pytest.mark.contract("16.30")
def test_cancelled_events_alone_are_no_sign_that_a_calendar_lists_its_bookings() -> (
    None
):
    events = [an_event(uid, day, day + 2) for uid, day in (("a", 10), ("b", 13))]
    three = read(Ledger(), *events, an_event("c", 16, 18)).ledger
    called_off = [replace(event, is_cancelled=True) for event in events]
    assert suspected(three, an_event("old", 2, 3, is_cancelled=True))
    assert suspected(three, called_off[0])
    assert suspected(three, *called_off)
    # Only one is ahead that is not called off.
    assert not suspected(replace(three, had_several=False), *called_off)
    assert not suspected(three, *called_off, replace(called_off[0], uid="c"))
    assert not suspected(three, events[0], called_off[0])


@pytest.mark.contract("16.34")
def test_a_feed_is_read_each_15_minutes_and_each_minute_in_the_last_hour() -> None:
    ledger = read(Ledger(), an_event("a", 10, 13)).ledger
    assert next_read(Ledger(), NOW) == NOW + timedelta(minutes=15)
    assert next_read(ledger, NOW) == NOW + timedelta(minutes=15)
    check_in = datetime(2026, 6, 10, 15, tzinfo=UTC)
    before = check_in - timedelta(minutes=70)
    assert next_read(ledger, before) == check_in - timedelta(hours=1)
    close = check_in - timedelta(minutes=30)
    assert next_read(ledger, close) == close + timedelta(minutes=1)
    assert next_read(ledger, check_in) == check_in + timedelta(minutes=15)


@pytest.mark.contract("16.35")
@pytest.mark.parametrize(
    ("description", "source", "pins"),
    [
        ("Phone Number (Last 4 Digits): 4826", PinSource.PHONE, ["4826"]),
        ("Mobile +44 20 7946", PinSource.PHONE, ["207946", "7946", "07946"]),
        ("Phone: 123", PinSource.PHONE, []),
        ("Booking 123456", PinSource.PHONE, []),
        ("Hello\nDoor code: 0482", PinSource.EVENT, ["0482"]),
        ("Door code 4826", PinSource.RANDOM, []),
    ],
)
def test_pins_are_read_from_descriptions(
    description: str, source: PinSource, pins: list[str]
) -> None:
    terms = Terms(
        zone=UTC,
        check_in=time(15),
        check_out=time(11),
        pin_source=source,
        pin_label="Door code",
    )
    [stay] = stays_of([an_event("a", 10, 13, description=description)], terms)[0]
    found = [pin.reveal() for pin in pin_candidates(stay, terms, 6)]
    assert found[: len(pins)] == pins
    assert bool(found) is bool(pins)


@pytest.mark.contract("16.32")
@pytest.mark.parametrize("raw", [[], {}, {"version": 2}, {"version": 1, "ledger": []}])
def test_another_file_is_no_ledger(raw: Any) -> None:
    with pytest.raises(InvalidJson):
        ledger_from_json(raw)
