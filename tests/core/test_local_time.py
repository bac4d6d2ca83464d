"""Wall-clock times over the changes of the clock."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from custom_components.access_codes.core.local_time import to_instant

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # Half an hour forth and back
ADELAIDE = ZoneInfo("Australia/Adelaide")  # Half an hour off, one hour forth and back
KOLKATA = ZoneInfo("Asia/Kolkata")  # Half an hour off, never changed


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.contract("2.8")
@pytest.mark.parametrize("is_end", [False, True])
@pytest.mark.parametrize(
    ("zone", "typed", "instant"),
    [
        (NEW_YORK, "2026-01-15T12:00:00", "2026-01-15T17:00:00"),
        (BERLIN, "2026-07-15T12:00:00", "2026-07-15T10:00:00"),
        (KOLKATA, "2026-07-15T12:00:00", "2026-07-15T06:30:00"),
        (ADELAIDE, "2026-01-15T12:00:00", "2026-01-15T01:30:00"),
        (UTC, "2026-01-15T12:00:00.5", "2026-01-15T12:00:00.5"),
    ],
)
def test_a_naive_time_is_read_in_the_zone(
    zone: ZoneInfo, typed: str, instant: str, is_end: bool
) -> None:
    assert to_instant(local(typed), zone, is_end=is_end) == utc(instant)


@pytest.mark.contract("2.9")
@pytest.mark.parametrize("is_end", [False, True])
@pytest.mark.parametrize(
    ("zone", "typed", "shown"),
    [
        (NEW_YORK, "2026-03-08T02:00:00", "2026-03-08T03:00:00"),
        (NEW_YORK, "2026-03-08T02:30:00", "2026-03-08T03:30:00"),
        (BERLIN, "2026-03-29T02:15:00", "2026-03-29T03:15:00"),
        (LORD_HOWE, "2026-10-04T02:10:00", "2026-10-04T02:40:00"),
        (ADELAIDE, "2026-10-04T02:30:00", "2026-10-04T03:30:00"),
    ],
)
def test_a_time_that_the_clock_skips_moves_forward_by_what_was_skipped(
    zone: ZoneInfo, typed: str, shown: str, is_end: bool
) -> None:
    instant = to_instant(local(typed), zone, is_end=is_end)
    assert instant.tzinfo is UTC
    assert instant.astimezone(zone).replace(tzinfo=None) == local(shown)


@pytest.mark.contract("2.9")
@pytest.mark.parametrize(
    ("zone", "typed", "first", "second"),
    [
        (NEW_YORK, "2026-11-01T01:30:00", "2026-11-01T05:30:00", "2026-11-01T06:30:00"),
        (BERLIN, "2026-10-25T02:00:00", "2026-10-25T00:00:00", "2026-10-25T01:00:00"),
        (
            LORD_HOWE,
            "2026-04-05T01:45:00",
            "2026-04-04T14:45:00",
            "2026-04-04T15:15:00",
        ),
        (ADELAIDE, "2026-04-05T02:30:00", "2026-04-04T16:00:00", "2026-04-04T17:00:00"),
    ],
)
def test_a_time_shown_twice_is_the_first_for_a_start_and_the_second_for_an_end(
    zone: ZoneInfo, typed: str, first: str, second: str
) -> None:
    assert to_instant(local(typed), zone, is_end=False) == utc(first)
    assert to_instant(local(typed), zone, is_end=True) == utc(second)
    assert to_instant(local(typed).replace(fold=1), zone, is_end=False) == utc(first)


@pytest.mark.parametrize("is_end", [False, True])
def test_the_last_instant_before_and_the_first_after_a_change_are_what_they_say(
    is_end: bool,
) -> None:
    before = to_instant(local("2026-03-08T01:59:59"), NEW_YORK, is_end=is_end)
    after = to_instant(local("2026-03-08T03:00:00"), NEW_YORK, is_end=is_end)
    assert after - before == timedelta(seconds=1)
    assert to_instant(local("2026-11-01T00:59:59"), NEW_YORK, is_end=is_end) == utc(
        "2026-11-01T04:59:59"
    )
    assert to_instant(local("2026-11-01T02:00:00"), NEW_YORK, is_end=is_end) == utc(
        "2026-11-01T07:00:00"
    )


def test_an_aware_time_is_its_own_instant_whatever_the_zone() -> None:
    aware = datetime(
        2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))
    )
    for is_end in (False, True):
        instant = to_instant(aware, NEW_YORK, is_end=is_end)
        assert instant == utc("2026-10-31T20:00:00")
        assert instant.tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "zone"), [(datetime.min, KOLKATA), (datetime.max, NEW_YORK)]
)
def test_a_time_beyond_the_calendar_overflows(moment: datetime, zone: ZoneInfo) -> None:
    with pytest.raises(OverflowError):
        to_instant(moment, zone, is_end=False)
