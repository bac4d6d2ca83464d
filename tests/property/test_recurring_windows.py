"""Recurring windows in every time zone, across ten years of its clock changes, against days that are counted here one by one."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import Recurrence, Window
from custom_components.access_codes.core.recurrence import (
    Occurrence,
    is_first_an_occurrence,
    occurrence_at,
    windows_between,
)
from tests.support.model_profile import budget

ZONES = sorted(available_timezones())

DAY = timedelta(days=1)

TEN_YEARS = 3653 * DAY

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

MINUTE_OF_DAY = st.integers(0, 24 * 60 - 1)


@st.composite
def rules(draw: st.DrawFn, first: date) -> tuple[str, set[date]]:
    """Return a rule that chooses the first day, and the days of ten years and a little more that it chooses."""
    days = [first + number * DAY for number in range(TEN_YEARS.days + 800)]
    interval = draw(st.integers(1, 5))
    kind = draw(st.sampled_from(("daily", "weekly", "monthday", "last", "yearly")))
    rule = f";INTERVAL={interval}"
    match kind:
        case "daily":
            rule = f"FREQ=DAILY{rule}"
            chosen = days[::interval]
        case "weekly":
            more = draw(st.sets(st.integers(0, 6)))
            weekdays = more | {first.weekday()}
            rule = f"FREQ=WEEKLY{rule};BYDAY={','.join(WEEKDAYS[n] for n in weekdays)}"
            monday = first - first.weekday() * DAY
            chosen = [
                day
                for day in days
                if day.weekday() in weekdays
                and (day - monday).days // 7 % interval == 0
            ]
        case "monthday":
            rule = f"FREQ=MONTHLY{rule};BYMONTHDAY={first.day}"
            chosen = [
                day
                for day in days
                if day.day == first.day and months(first, day) % interval == 0
            ]
        case "last":
            # The last one of these two weekdays in each month, if the first day is one
            pair = {first.weekday(), draw(st.integers(0, 6))}
            names = ",".join(WEEKDAYS[n] for n in pair)
            rule = f"FREQ=MONTHLY{rule};BYDAY={names};BYSETPOS=-1"
            chosen = [
                day
                for day in days
                if day.weekday() in pair
                and months(first, day) % interval == 0
                and not any(
                    (later := day + n * DAY).month == day.month
                    and later.weekday() in pair
                    for n in range(1, 8)
                )
            ]
        case _:
            rule = f"FREQ=YEARLY{rule}"
            chosen = [
                day
                for day in days
                if (day.month, day.day) == (first.month, first.day)
                and (day.year - first.year) % interval == 0
            ]
    match draw(st.sampled_from(("", "", "count", "until"))):
        case "count":
            count = draw(st.integers(1, 200))
            return f"{rule};COUNT={count}", set(chosen[:count])
        case "until":
            end = first + draw(st.integers(0, 3000)) * DAY
            return f"{rule};UNTIL={end:%Y%m%d}", {day for day in chosen if day <= end}
        case _:
            return rule, set(chosen)


def months(first: date, day: date) -> int:
    """Return the number of months between the months of two days."""
    return (day.year - first.year) * 12 + day.month - first.month


def instants_of(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the instants at which the clock shows a time; of a skipped one, that of the clock that was not changed yet."""
    around = (
        wall.replace(tzinfo=UTC) + hours * DAY / 24 for hours in range(-48, 49, 12)
    )
    offsets = [at.astimezone(zone).utcoffset() for at in around]
    shown = sorted(
        at
        for offset in set(offsets)
        if offset is not None
        and (at := (wall - offset).replace(tzinfo=UTC))
        .astimezone(zone)
        .replace(tzinfo=None)
        == wall
    )
    if shown:
        return shown
    # The one change around it went forward: before it, the offset was the smaller one.
    skipped = min(offset for offset in offsets if offset is not None)
    return [(wall - skipped).replace(tzinfo=UTC)]


def windows_of(
    days: set[date], zone: ZoneInfo, starts: time, ends: time, nights: int
) -> list[Window]:
    """Return the windows on these days, joined where they touch or overlap."""
    found: list[Window] = []
    for day in sorted(days):
        start = instants_of(datetime.combine(day, starts), zone)[0]
        end = instants_of(datetime.combine(day + nights * DAY, ends), zone)[-1]
        if end <= start:
            continue
        if found and start <= found[-1].ends_at:
            end = max(end, found[-1].ends_at)
            found[-1] = Window(found[-1].starts_at, end)
        else:
            found.append(Window(start, end))
    return found


def has_pauses(windows: list[Window]) -> bool:
    return all(window.ends_at - window.starts_at < 300 * DAY for window in windows)


@pytest.mark.contract("15.4", "15.5", "15.6", "15.7", "15.8")
@budget(100)
@given(st.data())
def test_the_windows_are_those_of_the_wall_clock(data: st.DataObject) -> None:
    zone = ZoneInfo(data.draw(st.sampled_from(ZONES)))
    first = data.draw(st.dates(date(2008, 1, 1), date(2028, 12, 31)))
    rule, days = data.draw(rules(first))
    start, end = data.draw(MINUTE_OF_DAY), data.draw(MINUTE_OF_DAY)
    nights = data.draw(st.sampled_from((0, 0, 1, 2)))
    if nights == 0 and end <= start:
        nights = 1
    starts, ends = time(start // 60, start % 60), time(end // 60, end % 60)
    alone = windows_of({first}, zone, starts, ends, nights)
    if not alone or first not in days:
        return
    wall = alone[0].starts_at.astimezone(zone)
    if (wall.date(), wall.time()) != (first, starts):
        return  # skipped by the clock: such a first occurrence is asked for by the time that follows
    wall = alone[0].ends_at.astimezone(zone)
    if (wall.date(), wall.time()) != (first + nights * DAY, ends):
        return
    recurrence = Recurrence(rule, zone.key, alone[0])
    expected = windows_of(days, zone, starts, ends, nights)
    if not has_pauses(expected):
        return

    assert is_first_an_occurrence(recurrence)
    since, until = alone[0].starts_at, alone[0].starts_at + TEN_YEARS
    in_time = [window for window in expected if window.starts_at < until]
    assert list(windows_between(recurrence, since, until)) == in_time

    number = data.draw(st.integers(0, len(expected) - 1))
    for now in (expected[number].starts_at, expected[number].ends_at - DAY / 86400):
        if now < until:
            before = expected[number - 1].ends_at if number else None
            wanted = Occurrence(expected[number], before)
            assert occurrence_at(recurrence, now) == wanted
    for one, other in list(pairwise(expected))[number : number + 1]:
        if other.starts_at < until:
            following = Occurrence(other, one.ends_at)
            assert occurrence_at(recurrence, one.ends_at) == following
