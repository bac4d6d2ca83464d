"""Stays from events: windows, names, ignored summaries, and each stay once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import tzset
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.access_codes.bookings.settings import DEFAULT_IGNORE
from custom_components.access_codes.core.bookings.model import FeedEvent, Stay, Terms
from custom_components.access_codes.core.bookings.stays import stays_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
TERMS = Terms(zone=AMSTERDAM, check_in=time(15), check_out=time(11))


def an_event(starts: Any, ends: Any, **given: Any) -> FeedEvent:
    """Return an event."""
    return FeedEvent(
        given.pop("uid", "a"),
        given.pop("recurrence_id", None),
        given.pop("summary", "Ada"),
        starts,
        ends,
        **given,
    )


def stays(*events: FeedEvent, **terms: Any) -> list[Stay]:
    """Return the stays of events."""
    given = {"zone": AMSTERDAM, "check_in": time(15), "check_out": time(11), **terms}
    return stays_of(events, Terms(**given))[0]


def local(stay: Stay) -> tuple[str, str]:
    """Return the window by the clock on the wall."""
    window = stay.window
    starts, ends = (
        at.astimezone(AMSTERDAM).strftime("%m-%d %H:%M")
        for at in (window.starts_at, window.ends_at)
    )
    return starts, ends


@pytest.mark.contract("16.16", "16.17")
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 6, 10), date(2026, 6, 13), ("06-10 15:00", "06-13 11:00")),
        # Over both changes of the clock.
        (date(2026, 3, 28), date(2026, 3, 30), ("03-28 15:00", "03-30 11:00")),
        (date(2026, 10, 24), date(2026, 10, 26), ("10-24 15:00", "10-26 11:00")),
        (date(2026, 3, 1), date(2026, 11, 1), ("03-01 15:00", "11-01 11:00")),
        (date(2026, 6, 10), date(2026, 6, 10), ("06-10 15:00", "06-11 11:00")),
        (date(2026, 6, 10), date(2026, 6, 8), ("06-10 15:00", "06-11 11:00")),
    ],
)
def test_whole_days_last_from_check_in_to_check_out(
    first: date, last: date, expected: tuple[str, str]
) -> None:
    [stay] = stays(an_event(first, last))
    assert local(stay) == expected
    early = stays(
        an_event(first, last),
        early_check_in=timedelta(hours=2),
        late_check_out=timedelta(minutes=30),
    )[0]
    assert early.window.starts_at == stay.window.starts_at - timedelta(hours=2)
    assert early.window.ends_at == stay.window.ends_at + timedelta(minutes=30)


@pytest.mark.contract("16.17")
def test_times_of_events_are_used_only_where_they_are_to_be() -> None:
    event = an_event(
        datetime(2026, 6, 10, 18, tzinfo=AMSTERDAM),
        datetime(2026, 6, 12, 9, tzinfo=UTC),
    )
    assert local(stays(event)[0]) == ("06-10 18:00", "06-12 11:00")
    plain = stays(event, use_event_times=False, check_out=time(10))[0]
    assert local(plain) == ("06-10 15:00", "06-12 10:00")


@pytest.mark.contract("16.18")
def test_of_two_equal_hours_a_start_is_the_first_and_an_end_the_second() -> None:
    def at(hour: int, day: int) -> datetime:
        return datetime(2026, 10, day, hour, 30, tzinfo=AMSTERDAM)

    [starting] = stays(an_event(at(2, 25), at(11, 26)))
    [ending] = stays(an_event(at(15, 24), at(2, 25)))
    assert starting.window.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert ending.window.ends_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    floating = stays(an_event(datetime(2026, 6, 10, 9), datetime(2026, 6, 10, 10)))
    assert local(floating[0]) == ("06-10 09:00", "06-10 10:00")


@pytest.mark.contract("16.15", "16.18")
def test_an_end_before_its_start_is_set_right_or_the_event_is_counted() -> None:
    skipped = an_event(
        datetime(2026, 3, 29, 2, 30, tzinfo=AMSTERDAM),
        datetime(2026, 3, 29, 3, 15, tzinfo=AMSTERDAM),
    )
    [stay] = stays(skipped)
    assert stay.window.ends_at - stay.window.starts_at == timedelta(minutes=45)
    at = datetime(2026, 6, 10, 9, tzinfo=UTC)
    assert stays_of([an_event(at, at)], TERMS) == ([], 1)
    assert stays_of([an_event(at, at - timedelta(hours=1))], TERMS) == ([], 1)


@pytest.mark.contract("16.14")
@pytest.mark.parametrize(
    ("summary", "ignore", "count"),
    [
        ("Airbnb (Not available)", DEFAULT_IGNORE, 0),
        ("  NOT   available ", DEFAULT_IGNORE, 0),
        # The only summary that the feed of Booking.com has, for guests too.
        ("CLOSED - Not available", DEFAULT_IGNORE, 1),
        ("Blocked by owner", ("Blocked*",), 0),
        ("Ada (Blocked)", ("Blocked",), 1),
        ("Ada", ("", " "), 1),
    ],
)
def test_summaries_that_are_no_guests_are_left_out_as_a_whole(
    summary: str, ignore: tuple[str, ...], count: int
) -> None:
    event = an_event(date(2026, 6, 10), date(2026, 6, 13), summary=summary)
    assert len(stays(event, ignore=ignore)) == count


@pytest.mark.contract("16.19")
@pytest.mark.parametrize(
    ("summary", "template", "name"),
    [
        ("Ada", "{summary} {arrival}/{departure}", "Ada 2026-06-10/2026-06-13"),
        (" ", "{summary}", "Guest"),
        ("x" * 80, "{summary}", "x" * 60),
        ("Ada\u202eB", "{summary}", "Guest"),
        (" ", "Stay of {summary}", "Stay of Guest"),
        ("Ada\u202eB", "Stay of {summary}", "Stay of Guest"),
        ("Ada", " ", "Guest"),
        ("{arrival}", "{summary}", "{arrival}"),
    ],
)
def test_a_name_is_never_empty_and_short_enough(
    summary: str, template: str, name: str
) -> None:
    event = an_event(date(2026, 6, 10), date(2026, 6, 13), summary=summary)
    assert stays(event, name_template=template)[0].name == name


@pytest.mark.contract("16.20")
def test_events_with_one_id_are_one_stay_where_they_overlap_and_two_elsewhere() -> None:
    one = an_event(date(2026, 6, 10), date(2026, 6, 13))
    longer = an_event(date(2026, 6, 10), date(2026, 6, 14))
    later = an_event(date(2026, 6, 20), date(2026, 6, 22))
    assert [local(stay)[1] for stay in stays(one, longer)] == ["06-14 11:00"]
    assert len(stays(one, later)) == 2
    assert len({stay.occurrence for stay in stays(one, later)}) == 2
    called_off = an_event(date(2026, 6, 10), date(2026, 6, 13), is_cancelled=True)
    assert [stay.is_cancelled for stay in stays(one, called_off)] == [True]
    without = an_event(date(2026, 6, 10), date(2026, 6, 13), uid=None)
    assert len(stays(without, without)) == 1


@pytest.mark.contract("16.20", "16.26")
@pytest.mark.parametrize("is_cancelled_first", [True, False])
def test_without_an_id_a_cancelled_event_and_the_same_one_not_cancelled_are_two(
    is_cancelled_first: bool,
) -> None:
    one = an_event(date(2026, 6, 10), date(2026, 6, 13), uid=None)
    events = [one, replace(one, is_cancelled=True)]
    found = stays(*(reversed(events) if is_cancelled_first else events))
    assert sorted(stay.is_cancelled for stay in found) == [False, True]


@pytest.mark.contract("16.20")
@pytest.mark.parametrize(
    "recurrence_id",
    ["20260612T070000Z", "20260612T090000", "2026-06-12T07:00:00+00:00"],
)
def test_a_moved_event_of_a_series_counts_once(recurrence_id: str) -> None:
    def at(day: int) -> datetime:
        return datetime(2026, 6, day, 9, tzinfo=AMSTERDAM)

    length = timedelta(hours=3)
    regular = an_event(at(12), at(12) + length, recurrence_id="20260612T090000")
    moved = an_event(at(13), at(13) + length, recurrence_id=recurrence_id)
    for events in ((regular, moved), (moved, regular)):
        assert [local(stay)[0] for stay in stays(*events)] == ["06-13 09:00"]
    days = an_event(date(2026, 6, 12), date(2026, 6, 13), recurrence_id="20260612")
    other = an_event(date(2026, 6, 14), date(2026, 6, 15), recurrence_id="20260612")
    for events in ((days, other), (other, days)):
        assert [local(stay)[0] for stay in stays(*events)] == ["06-14 15:00"]


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Tokyo"])
def machine_zone(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let the machine have another time zone than Home Assistant."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("machine_zone")
@pytest.mark.contract("16.18", "16.20")
def test_the_time_zone_of_the_machine_changes_no_stay() -> None:
    starts = datetime(2026, 6, 12, 9, tzinfo=AMSTERDAM)
    ends = datetime(2026, 6, 12, 10, tzinfo=UTC)
    regular = an_event(starts, ends, recurrence_id="20260612T090000")
    moved = replace(regular, starts=starts + timedelta(days=1), ends=ends + DAY)
    [stay] = stays(moved, regular)
    assert local(stay) == ("06-13 09:00", "06-13 12:00")
    assert stay.window.starts_at.tzinfo is UTC
    assert stay.window.ends_at.tzinfo is UTC
