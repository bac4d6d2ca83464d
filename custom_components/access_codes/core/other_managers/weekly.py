"""Days of the week of keymaster: as one recurring window, where they are one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from ..local_time import to_instant
from .fields import mapping, text
from .model import Obstacle

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_WHOLE_DAY = (time.min, None)

type _Hours = tuple[time, time | None]
"""The hours of a day; without an end until midnight."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """A window that is repeated each week, with the last occurrence that has begun. Instants in UTC."""

    rule: str
    starts_at: datetime
    ends_at: datetime


# contract 17.21
def weekly(days: Any, now: datetime, zone: tzinfo) -> Weekly | Obstacle | None:
    """Return the recurring window that the days make, or why they are not one; None where they restrict nothing.

    ``days``: by their numbers from Monday, as 0, on. ``zone``: by whose clock the hours are meant.
    """
    if not mapping(days):
        return None
    hours: dict[int, _Hours] = {}
    for day in range(7):
        found = _hours(mapping(mapping(days).get(str(day))))
        if isinstance(found, Obstacle):
            return found
        if found is not None:
            hours[day] = found
    if not hours:
        return Obstacle.NEVER_VALID
    if len(set(hours.values())) > 1:
        return Obstacle.DAYS_DIFFER
    [common] = set(hours.values())
    if len(hours) == len(_DAYS) and common == _WHOLE_DAY:
        return None
    return _repeated(hours, common, now, zone)


def _hours(day: Mapping[str, Any]) -> _Hours | Obstacle | None:
    """Return the hours of one day; None for one without any."""
    if not all(
        isinstance(day.get(field), bool)
        for field in ("dow_enabled", "limit_by_time", "include_exclude")
    ):
        return Obstacle.UNREADABLE
    if not day["dow_enabled"]:
        return None
    if not day["limit_by_time"]:
        return _WHOLE_DAY
    if not day["include_exclude"]:
        return Obstacle.HOURS_EXCLUDED
    starts, ends = _time(day.get("time_start")), _time(day.get("time_end"))
    # keymaster compares times of one day: hours over midnight never fit.
    if starts is None or ends is None or ends <= starts:
        return None
    return starts, ends


def _time(value: Any) -> time | None:
    try:
        return time.fromisoformat(text(value) or "").replace(tzinfo=None)
    except ValueError:
        return None


def _repeated(
    days: Mapping[int, _Hours], hours: _Hours, now: datetime, zone: tzinfo
) -> Weekly:
    """Return the window of the days, with the occurrence of the last of them that has begun."""
    rule = f"FREQ=WEEKLY;BYDAY={','.join(_DAYS[day] for day in sorted(days))}"
    starts, ends = hours
    date = now.astimezone(zone).date()
    while date.weekday() not in days:
        date -= timedelta(days=1)
    last = date if ends is not None else date + timedelta(days=1)
    return Weekly(
        rule,
        to_instant(datetime.combine(date, starts), zone, is_end=False),
        to_instant(datetime.combine(last, ends or time.min), zone, is_end=True),
    )
