"""Rules of a time zone as a lock's clock takes them: an offset, and daylight saving in periods."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_AHEAD: Final = 800
"""Days that are looked through: some zones change once a year only."""


@dataclass(frozen=True, slots=True)
class Period:
    """Time from one change of a zone's offset to the next, in microseconds since 2000, UTC."""

    saving: int
    """Seconds that the clock is ahead of the zone's own offset."""
    begins: int
    ends: int | None
    """None: nothing further is known."""


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """Offset of a zone in seconds, and the periods of daylight saving from now on."""

    offset: int
    periods: tuple[Period, ...]


# contract 12.340
def zone_rules(zone: tzinfo, now: datetime, most: int) -> ZoneRules:
    """Return the rules from now on, with at most so many periods.

    The smallest offset counts as the zone's own, whatever the zone calls its summer.
    """
    changes = _changes(zone, now)
    offsets = [_offset(zone, moment) for moment in (now, *changes)]
    own = min(offsets)
    ends = [microseconds(change) for change in changes]
    if not changes:
        return ZoneRules(_seconds(own), (Period(0, 0, None),))
    periods = [
        Period(_seconds(offset - own), begins, until)
        for offset, begins, until in zip(offsets, [0, *ends], ends, strict=False)
    ]
    return ZoneRules(_seconds(own), tuple(periods[:most]))


def next_change(zone: tzinfo, now: datetime) -> datetime | None:
    """Return when the zone's offset changes next, to the minute; None if it does not."""
    return next(iter(_changes(zone, now)), None)


def microseconds(moment: datetime) -> int:
    """Return a moment as a lock's UTC clock counts it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _changes(zone: tzinfo, now: datetime) -> list[datetime]:
    """Return the next moments at which the offset changes."""
    found = []
    day = now.astimezone(UTC).replace(second=0, microsecond=0)
    for _ in range(_AHEAD):
        later = day + _DAY
        if _offset(zone, day) != _offset(zone, later):
            found.append(_change_between(zone, day, later))
        day = later
    return found


def _change_between(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    while after - before > _MINUTE:
        middle = before + (after - before) // 2 // _MINUTE * _MINUTE
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _seconds(offset: timedelta) -> int:
    return int(offset.total_seconds())
