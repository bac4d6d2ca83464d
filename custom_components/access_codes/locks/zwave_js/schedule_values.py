"""Convert year-day schedules of Schedule Entry Lock to windows: by the wall clock of the home, which the lock has to show."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from ...core.model import Window

type Schedule = dict[str, int]
"""A year-day schedule as the driver takes and gives it."""

_FIRST_YEAR: Final = 2000
"""The year goes out as one byte from here: the driver takes 2026 itself, keeps a byte of it, and says that all is well."""

_LAST_YEAR: Final = 2099

_DAY: Final = timedelta(days=1)

UNCLEAR: Final = Window(
    datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
)
"""Stands for a schedule that is no window: the 31st of February, for instance, which locks take."""


# contract 12.323
def schedule_of(window: Window, zone: tzinfo) -> Schedule | None:
    """Return the schedule of a window; None if a lock cannot hold its years."""
    start, end = window.starts_at.astimezone(zone), window.ends_at.astimezone(zone)
    if not _FIRST_YEAR <= start.year <= end.year <= _LAST_YEAR:
        return None
    return {**_parts(start, "start"), **_parts(end, "stop")}


def window_of(schedule: Mapping[str, Any], zone: tzinfo) -> Window:
    """Return the window of a schedule, as the lock has answered it; UNCLEAR where it is none."""
    try:
        return Window(
            _instant(schedule, "start", zone), _instant(schedule, "stop", zone)
        )
    except KeyError, TypeError, ValueError, OverflowError:
        return UNCLEAR


def _parts(at: datetime, end: str) -> Schedule:
    return {
        f"{end}Year": at.year - _FIRST_YEAR,
        f"{end}Month": at.month,
        f"{end}Day": at.day,
        f"{end}Hour": at.hour,
        f"{end}Minute": at.minute,
    }


def _instant(schedule: Mapping[str, Any], end: str, zone: tzinfo) -> datetime:
    local = datetime(
        _FIRST_YEAR + schedule[f"{end}Year"],
        schedule[f"{end}Month"],
        schedule[f"{end}Day"],
        schedule[f"{end}Hour"],
        schedule[f"{end}Minute"],
        tzinfo=zone,
    )
    return local.astimezone(UTC)


def clock_changes(
    zone: tzinfo, since: datetime, until: datetime
) -> Iterator[tuple[datetime, timedelta]]:
    """Yield when the clock of a zone changes, and by how much, in this time."""
    at = since
    while at < until:
        before, after = at, at + _DAY
        change = _offset(after, zone) - _offset(before, zone)
        if change:
            while after - before > timedelta(seconds=1):
                middle = before + (after - before) / 2
                if _offset(middle, zone) == _offset(at, zone):
                    before = middle
                else:
                    after = middle
            yield _whole_minute(after), change
        at += _DAY


def repeated_hours(
    zone: tzinfo, since: datetime, until: datetime
) -> tuple[Window, ...]:
    """Return the spans that the clock of a zone shows twice."""
    return tuple(
        Window(at + change, at - change)
        for at, change in clock_changes(zone, since, until)
        if change < timedelta()
    )


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _whole_minute(at: datetime) -> datetime:
    """Return the minute at or before: clocks change at whole minutes, and the search ends within a second after."""
    return at.replace(second=0, microsecond=0)
