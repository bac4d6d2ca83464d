"""Windows as dates of a wall clock, around the changes of daylight saving."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import LockClock, Window
from custom_components.access_codes.locks.matter.dates import clock_of, dates_of
from custom_components.access_codes.locks.matter.marks import is_ours, mark_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EPOCH = datetime(2000, 1, 1)
AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""The instant at which clocks in Amsterdam go from 3:00 back to 2:00."""


def wall(seconds: int) -> datetime:
    """Return what a wall clock shows."""
    return EPOCH + timedelta(seconds=seconds)


@pytest.mark.contract("12.175")
def test_dates_are_those_of_the_wall_clock() -> None:
    window = Window(
        datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)
    )
    dates = dates_of(window, AMSTERDAM)
    assert dates is not None
    assert wall(dates[0]) == datetime(2026, 7, 1, 14)
    assert wall(dates[1]) == datetime(2026, 12, 1, 13)


@pytest.mark.contract("12.175")
@pytest.mark.parametrize(
    ("begin", "end", "dates"),
    [
        # Hours of the wall clock, from 0:00: what begins or ends in the hour from 2 to 3 is cut.
        (-120, 60, (1, 3)),
        (-120, -60, (1, 2)),
        (-120, -30, (1, 2)),
        (-120, 30, (1, 2.5)),
        (-30, 120, (2.5, 4)),
        (30, 120, (3, 4)),
        (60, 120, (3, 4)),
    ],
)
def test_the_hour_that_comes_twice_is_cut(
    begin: int, end: int, dates: tuple[float, float]
) -> None:
    window = Window(AUTUMN + timedelta(minutes=begin), AUTUMN + timedelta(minutes=end))
    found = dates_of(window, AMSTERDAM)
    assert found is not None
    midnight = datetime(2026, 10, 25)
    assert [(wall(one) - midnight) / timedelta(hours=1) for one in found] == [*dates]


@pytest.mark.contract("12.175")
@given(
    st.integers(-300, 300),
    st.integers(1, 600),
    st.sampled_from([AMSTERDAM, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")]),
    st.sampled_from(
        [
            AUTUMN,
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 11, 1, 6, tzinfo=UTC),
        ]
    ),
)
def test_at_no_instant_is_a_door_open_outside_its_window(
    begin: int, minutes: int, zone: ZoneInfo, change: datetime
) -> None:
    start = change + timedelta(minutes=begin)
    window = Window(start, start + timedelta(minutes=minutes))
    dates = dates_of(window, zone)
    if dates is None:
        assert minutes <= 120
        return
    for minute in range(-400, 1000):
        instant = change + timedelta(minutes=minute)
        shown = (instant.astimezone(zone).replace(tzinfo=None) - EPOCH).total_seconds()
        if dates[0] <= shown < dates[1]:
            assert window.starts_at <= instant < window.ends_at


@pytest.mark.contract("12.174")
@pytest.mark.parametrize(
    ("seconds", "clock"),
    [
        (0, LockClock.TRUSTED),
        (-60, LockClock.TRUSTED),
        (61, LockClock.MISMATCH),
        (3600, LockClock.MISMATCH),
    ],
)
def test_a_clock_is_right_within_a_minute(seconds: int, clock: LockClock) -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    shown = now.astimezone(AMSTERDAM).replace(tzinfo=None) - EPOCH
    local_time = int((shown.total_seconds() + seconds) * 1_000_000)
    assert clock_of(local_time, now, AMSTERDAM) is clock
    assert clock_of(None, now, AMSTERDAM) is None


@given(
    st.text(), st.integers(1, 250), st.none() | st.tuples(st.integers(), st.integers())
)
def test_a_mark_is_a_number_that_the_protocol_takes_and_ours(
    lock: str, number: int, dates: tuple[int, int] | None
) -> None:
    mark = mark_of(lock, number, dates)
    assert 0 <= mark < 0xFFFFFFFF
    assert is_ours(mark, lock, number)
    assert not is_ours(None, lock, number)
