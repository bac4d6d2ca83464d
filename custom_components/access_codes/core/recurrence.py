"""Recurring windows: rules of RFC 5545, and the windows of their occurrences.

All parts of a rule that are taken choose days. So ``dateutil.rrule`` finds the days, and each occurrence has the times of day
of the first one, by the wall clock of a stored zone. Occurrences that touch or overlap are one window.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import chain
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from .local_time import to_instant
from .model import Recurrence, Window

LONGEST_RULE = 500
"""Characters of a rule."""

LONGEST_RUN = timedelta(days=400)
"""Limit of a window of occurrences that touch or overlap: a further one begins the next window."""

MOST_OCCURRENCES = 9999
"""Limit of COUNT."""

_WEEKDAYS = "MO|TU|WE|TH|FR|SA|SU"

_SHAPES = {
    name: re.compile(shape, re.ASCII)
    for name, shape in {
        "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
        "INTERVAL": r"[1-9]\d{0,3}",
        "BYDAY": rf"([+-]?[1-9]\d?)?({_WEEKDAYS})(,([+-]?[1-9]\d?)?({_WEEKDAYS}))*",
        "BYMONTHDAY": r"[+-]?([1-9]|[12]\d|3[01])(,[+-]?([1-9]|[12]\d|3[01]))*",
        "BYSETPOS": r"[+-]?[1-9]\d{0,2}(,[+-]?[1-9]\d{0,2})*",
        "COUNT": r"[1-9]\d{0,3}",
        "UNTIL": r"\d{8}(T\d{6}Z?)?",
    }.items()
}
"""Forms of the parts that are taken."""

_MOST_WEEKDAYS = {"MONTHLY": 5, "YEARLY": 53}
"""Highest number before a day of the week, by frequency. dateutil raises for some others, and finds no day for the rest."""

_MOST_POSITIONS = 366
"""Highest number of BYSETPOS."""

_NOT_TAKEN = frozenset(
    {
        "BYSECOND",
        "BYMINUTE",
        "BYHOUR",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYMONTH",
        "BYEASTER",
        "WKST",
        "RSCALE",
        "SKIP",
    }
)
"""Further parts of RFC 5545 and RFC 7529."""

_FREQUENCIES_NOT_TAKEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})

_UNTIL_FORMS = {8: "%Y%m%d", 15: "%Y%m%dT%H%M%S", 16: "%Y%m%dT%H%M%SZ"}

_WEEK = 7

_CYCLE = 400
"""Years after which dates fall on the same weekdays again."""

_CYCLE_OF_DAYS = timedelta(days=146097)

_LATE_CYCLE = 9200
"""Start of the cycle in which rules are expanded: dateutil goes on to the year 9999, which is then near."""


class InvalidRule(Exception):
    """A rule that is not taken. Without a part, the text is no rule at all."""

    def __init__(self, part: str = "", *, is_known: bool = True) -> None:
        """Store the part; ``is_known`` is false for one that is not taken at all."""
        super().__init__(part)
        self.part = part
        self.is_known = is_known


class Rule(NamedTuple):
    """A rule that is taken."""

    days: str
    """The rule without its UNTIL."""
    until: datetime | None
    """The last instant, or wall-clock time, at which an occurrence may begin."""
    step: int | None
    """Number of days by which the first day can be moved without changing the later ones; None: it cannot be moved."""


# contract 15.1, 15.2
@lru_cache(maxsize=256)
def parse_rule(value: str) -> Rule:
    """Return the rule in an RRULE value. Raises InvalidRule with the part that is not taken."""
    if len(value) > LONGEST_RULE:
        raise InvalidRule
    parts: dict[str, str] = {}
    for part in value.split(";"):
        name, _, content = part.partition("=")
        if name in parts:
            raise InvalidRule(name)
        if name in _NOT_TAKEN:
            raise InvalidRule(name, is_known=False)
        if name not in _SHAPES:
            raise InvalidRule
        if name == "FREQ" and content in _FREQUENCIES_NOT_TAKEN:
            raise InvalidRule(f"FREQ={content}", is_known=False)
        if not _SHAPES[name].fullmatch(content):
            raise InvalidRule(name)
        parts[name] = content
    if "FREQ" not in parts:
        raise InvalidRule("FREQ")
    _check_together(parts)
    until = parts.pop("UNTIL", None)
    days = ";".join(f"{name}={content}" for name, content in parts.items())
    return Rule(days, None if until is None else _until(until), _step(parts))


def _check_together(parts: dict[str, str]) -> None:
    """Refuse parts that RFC 5545 does not allow together."""
    frequency = parts["FREQ"]
    if "COUNT" in parts and "UNTIL" in parts:
        raise InvalidRule("UNTIL")
    if _highest(parts.get("BYDAY", "")) > _MOST_WEEKDAYS.get(frequency, 0):
        raise InvalidRule("BYDAY")
    if "BYMONTHDAY" in parts and frequency == "WEEKLY":
        raise InvalidRule("BYMONTHDAY")
    is_chosen_from = parts.keys() & {"BYDAY", "BYMONTHDAY"}
    if "BYSETPOS" in parts and not is_chosen_from:
        raise InvalidRule("BYSETPOS")
    if _highest(parts.get("BYSETPOS", "")) > _MOST_POSITIONS:
        raise InvalidRule("BYSETPOS")


def _highest(content: str) -> int:
    """Return the highest number in a part, whatever its sign; 0 without one."""
    return max(map(int, re.findall(r"\d+", content)), default=0)


def _until(content: str) -> datetime:
    """Return the end that UNTIL names: in UTC, or a naive wall-clock time. A date counts to its last instant."""
    try:
        until = datetime.strptime(content, _UNTIL_FORMS[len(content)])
    except ValueError:
        raise InvalidRule("UNTIL") from None
    if content.endswith("Z"):
        return until.replace(tzinfo=UTC)
    return until if "T" in content else datetime.combine(until, time.max)


def _step(parts: dict[str, str]) -> int | None:
    interval = int(parts.get("INTERVAL", "1"))
    if "COUNT" in parts:
        return None
    return {"DAILY": interval, "WEEKLY": interval * _WEEK}.get(parts["FREQ"])


@cache
def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone; None without one of this name."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError, ValueError, OSError:
        return None


# contract 15.3
def is_first_an_occurrence(recurrence: Recurrence) -> bool:
    """Return whether the rule chooses the day of the first occurrence."""
    zone = zone_named(recurrence.zone)
    if zone is None:
        return False
    rule = parse_rule(recurrence.rule)
    starts_at = recurrence.first.starts_at
    first = _wall(starts_at, zone)
    if next(_days(rule, first.date(), first.date()), None) != first.date():
        return False
    return not _is_after_end(rule, first, starts_at)


class Occurrence(NamedTuple):
    """The current or next occurrence at an instant; the last one after its end."""

    window: Window
    previous_end: datetime | None
    """End of the occurrence before it."""


# contract 15.7
def occurrence_at(recurrence: Recurrence, now: datetime) -> Occurrence:
    """Return the current occurrence, else the next, else the last one."""
    previous, last, coming = _around(recurrence, now)
    window = next(coming, None)
    if window is not None:
        return Occurrence(window, None if last is None else last.ends_at)
    if last is None:
        # A rule without an occurrence: only of a zone that has no name any more.
        return Occurrence(recurrence.first, None)
    return Occurrence(last, None if previous is None else previous.ends_at)


# contract 15.8
def windows_between(
    recurrence: Recurrence, starts_at: datetime, ends_at: datetime
) -> Iterator[Window]:
    """Yield the occurrences that share an instant with ``[starts_at, ends_at)``, in their order."""
    _, _, coming = _around(recurrence, starts_at)
    for window in coming:
        if window.starts_at >= ends_at:
            return
        yield window


def _around(
    recurrence: Recurrence, now: datetime
) -> tuple[Window | None, Window | None, Iterator[Window]]:
    """Return the last two occurrences that are over at an instant, and those to come."""
    zone = zone_named(recurrence.zone)
    if zone is None:
        return None, None, iter(())
    rule = parse_rule(recurrence.rule)
    first = _wall(recurrence.first.starts_at, zone).toordinal()
    span = recurrence.first.ends_at - recurrence.first.starts_at
    # A damaged record may have an end before its start.
    back = max(span.days, 0) + 3
    while True:
        # The first window of an expansion may have begun earlier: it counts only for its end.
        after = max(now.toordinal() - back, first)
        is_whole = rule.step is None or after == first
        windows = _merged(_occurrences(recurrence, rule, zone, after))
        previous = last = None
        for window in windows:
            if window.ends_at > now:
                if last is not None or is_whole:
                    return previous, last, chain((window,), windows)
                break
            previous, last = last, window
        else:
            if previous is not None or is_whole:
                return previous, last, iter(())
        back = back * 4 + (rule.step or 0)


# contract 15.6
def _merged(occurrences: Iterator[Window]) -> Iterator[Window]:
    """Yield windows of occurrences that touch or overlap."""
    run: Window | None = None
    for window in occurrences:
        if run is None:
            run = window
        elif (
            window.starts_at > run.ends_at
            or window.starts_at - run.starts_at >= LONGEST_RUN
        ):
            yield run
            run = window
        else:
            run = Window(run.starts_at, max(run.ends_at, window.ends_at))
    if run is not None:
        yield run


# contract 15.4, 15.5
def _occurrences(
    recurrence: Recurrence, rule: Rule, zone: ZoneInfo, after: int
) -> Iterator[Window]:
    """Yield the occurrences, from the last step of the rule before a day on."""
    first = recurrence.first
    starts, ends = _wall(first.starts_at, zone), _wall(first.ends_at, zone)
    nights = ends.toordinal() - starts.toordinal()
    if ends <= starts:
        # By the wall clock it has no length: it ended in the second of two equal hours.
        yield first
        return
    try:
        for day in _days(rule, starts.date(), date.fromordinal(after)):
            if day == starts.date():
                # As it was asked for, in whichever of two equal hours.
                yield first
                continue
            wall = datetime.combine(day, starts.time())
            starts_at = to_instant(wall, zone, is_end=False)
            if _is_after_end(rule, wall, starts_at):
                return
            wall = datetime.combine(day + timedelta(nights), ends.time())
            ends_at = to_instant(wall, zone, is_end=True)
            # A clock that skips the end shows none of the occurrence.
            if starts_at < ends_at:
                yield Window(starts_at, ends_at)
    except OverflowError:
        return


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _is_after_end(rule: Rule, wall: datetime, starts_at: datetime) -> bool:
    """Return whether an occurrence would begin after the end of the rule."""
    if rule.until is None:
        return False
    return (starts_at if rule.until.tzinfo else wall) > rule.until


@lru_cache(maxsize=256)
def _expansion(days: str, first: date) -> Iterable[datetime]:
    """Return the days of a rule at midnight; each iteration of it begins anew."""
    found: Iterable[datetime] = rrulestr(days, dtstart=datetime.combine(first, time()))
    return found


def _days(rule: Rule, first: date, after: date) -> Iterator[date]:
    """Yield the days that the rule chooses, from the last step before a day on. Raises OverflowError after year 9999."""
    if rule.step is not None:
        first += timedelta((after - first).days // rule.step * rule.step)
    cycles = (_LATE_CYCLE - first.year) // _CYCLE + 1
    late = first.year + cycles * _CYCLE
    for found in _expansion(rule.days, first.replace(year=late)):
        yield found.date() - cycles * _CYCLE_OF_DAYS
