"""Windows as a lock's schedules hold them: dates of its own wall clock, which know neither zone nor daylight saving."""

from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from ...core.model import LockClock, Window

LOCAL_TIME: Final = "0/56/7"
"""Path of the lock's wall clock, in microseconds."""

_EPOCH: Final = datetime(2000, 1, 1)
_MINUTE: Final = timedelta(minutes=1)


# contract 12.175
def dates_of(window: Window, zone: tzinfo) -> tuple[int, int] | None:
    """Return start and end of a window in seconds of a wall clock; None if that clock cannot tell the two apart.

    The hour that comes twice in autumn is cut off: within it, the clock would open a second time.
    """
    start = window.starts_at.astimezone(zone)
    end = window.ends_at.astimezone(zone)
    first, last = start.replace(tzinfo=None, fold=0), end.replace(tzinfo=None, fold=0)
    while start.fold and _is_repeated(first, zone):
        first += _MINUTE
    while (
        not end.fold and _is_repeated(last - _MINUTE, zone) and _is_repeated(last, zone)
    ):
        last -= _MINUTE
    dates = _seconds(first), _seconds(last)
    return dates if dates[0] < dates[1] else None


def _is_repeated(wall: datetime, zone: tzinfo) -> bool:
    first = wall.replace(tzinfo=zone, fold=0).utcoffset()
    second = wall.replace(tzinfo=zone, fold=1).utcoffset()
    return first is not None and second is not None and first > second


def _seconds(wall: datetime) -> int:
    return int((wall - _EPOCH).total_seconds())


# contract 12.174
def clock_of(local_time: Any, now: datetime, zone: tzinfo) -> LockClock | None:
    """Return whether a lock's wall clock is right, within a minute; None if the lock shows none."""
    if not isinstance(local_time, int):
        return None
    shown = _EPOCH + timedelta(microseconds=local_time)
    wall = now.astimezone(zone).replace(tzinfo=None)
    return LockClock.TRUSTED if abs(shown - wall) <= _MINUTE else LockClock.MISMATCH
