"""Recurrences of requests. Invalid ones raise Refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ..code_windows import with_recurrence
from ..model import AccessCode, CodeType, Position, Recurrence, Window
from ..recurrence import (
    LONGEST_RUN,
    InvalidRule,
    is_first_an_occurrence,
    occurrence_at,
    parse_rule,
    windows_between,
)
from .inputs import CreateRequest, Unchanged, UpdateRequest
from .refused import Refused
from .windows import window_of_update

_MOST_YEARS = 10

_OLDEST = timedelta(days=_MOST_YEARS * 365.25)
"""Limit of the age of a first occurrence: a rule is expanded from there."""

_MOST_YEARS_AHEAD = 100

_FARTHEST = timedelta(days=_MOST_YEARS_AHEAD * 365.25)
"""Limit of the time until a first occurrence: shortly before the year 10000 there is no calendar for those after it."""

_OTHER_DAY = timedelta(days=1)
"""Time after the first occurrence from which an end alone cannot be meant for it."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


# contract 15.14
def with_asked_recurrence(
    code: AccessCode, given: CreateRequest, now: datetime
) -> AccessCode:
    """Return a new code, whose window is the first occurrence, with the recurrence that is asked for, if any."""
    if not given.recurrence:
        return code
    recurrence = _recurrence(given.recurrence, given.zone, code.window, now)
    return with_recurrence(code, recurrence, now)


# contract 15.15
def with_updated_windows(
    code: AccessCode, given: UpdateRequest, now: datetime
) -> AccessCode:
    """Return the code with the times and the recurrence after an update."""
    asked = _given(given.recurrence)
    if asked == "":
        code = _without_recurrence(code, now)
    before = code.recurrence
    if before is not None:
        _check_end_alone(before.first, given, now)
    window = window_of_update(
        code.window if before is None else before.first,
        _given(given.type),
        _given(given.starts_at),
        _given(given.ends_at),
        # The end of a first occurrence may lie in the past: it does not end the code.
        now if before is None else _LONG_AGO,
    )
    if window is None and asked:
        is_ongoing = given.type is CodeType.ONGOING
        key = "ongoing_with_times" if is_ongoing else "recurrence_without_times"
        raise Refused(key, field="type" if is_ongoing else "starts_at")
    rule = asked if before is None or asked is not None else before.rule
    if window is None or not rule:
        return replace(code, window=window, recurrence=None, position=Position())
    zone = given.zone if before is None or asked is not None else before.zone
    if before is not None and (
        before == replace(before, rule=_normal(rule), zone=zone, first=window)
    ):
        return code
    return with_recurrence(code, _recurrence(rule, zone, window, now), now)


# contract 15.30
def _without_recurrence(code: AccessCode, now: datetime) -> AccessCode:
    """Return the code with the current or next occurrence, after the end the last, as its single window."""
    if code.recurrence is None:
        return code
    # A code that is used up has no further occurrence than the one of its last use.
    is_ended = code.used_at is not None
    window = code.window if is_ended else occurrence_at(code.recurrence, now).window
    return replace(code, window=window, recurrence=None, position=Position())


# contract 15.25
def _check_end_alone(first: Window, given: UpdateRequest, now: datetime) -> None:
    """Refuse an end alone by which somebody means to end the code now or soon: it would make each occurrence longer."""
    ends_at = _given(given.ends_at)
    if ends_at is None or _given(given.starts_at) is not None or now < first.ends_at:
        return
    if ends_at - first.ends_at >= _OTHER_DAY:
        raise Refused("recurrence_ends_at_alone", field="ends_at")


def first_window(code: AccessCode) -> Window | None:
    """Return the first occurrence of a code, or its single window."""
    return code.window if code.recurrence is None else code.recurrence.first


# contract 15.31
def only_stops_repeating(code: AccessCode, after: AccessCode) -> bool:
    """Return whether a code keeps PIN and window, and loses its recurrence alone."""
    is_taken_away = code.recurrence is not None and after.recurrence is None
    return is_taken_away and (code.pin, code.window) == (after.pin, after.window)


# contract 15.32
def was_set_last(code: AccessCode, now: datetime) -> bool:
    """Return whether a code is between two occurrences and was set in the one before."""
    position, window = code.position, code.window
    is_between = position.previous_end is not None and not position.was_missed
    return is_between and window is not None and now < window.starts_at


def _recurrence(
    rule: str, zone: str, first: Window | None, now: datetime
) -> Recurrence:
    """Return a recurrence that is checked."""
    rule = _normal(rule)
    _check_rule(rule)
    if first is None:
        raise Refused("recurrence_without_times", field="starts_at")
    if now - first.starts_at > _OLDEST:
        raise Refused("recurrence_too_old", field="starts_at", limit=str(_MOST_YEARS))
    if first.starts_at - now > _FARTHEST:
        limit = str(_MOST_YEARS_AHEAD)
        raise Refused("recurrence_too_far", field="starts_at", limit=limit)
    recurrence = Recurrence(rule, zone, first)
    if not is_first_an_occurrence(recurrence):
        raise Refused("recurrence_without_first", field="starts_at")
    if _is_without_pause(recurrence):
        limit = str(LONGEST_RUN.days)
        raise Refused("recurrence_without_pause", field="ends_at", limit=limit)
    return recurrence


# contract 15.2
def _check_rule(rule: str) -> None:
    try:
        parse_rule(rule)
    except InvalidRule as invalid:
        if not invalid.part:
            raise Refused("recurrence_invalid", field="recurrence") from None
        is_known = invalid.is_known
        key = "recurrence_part_invalid" if is_known else "recurrence_part_not_taken"
        raise Refused(key, field="recurrence", part=invalid.part) from None


# contract 15.16
def _is_without_pause(recurrence: Recurrence) -> bool:
    """Return whether occurrences make a window that does not end."""
    first = recurrence.first
    if first.ends_at - first.starts_at >= LONGEST_RUN:
        return True
    soon = windows_between(recurrence, first.starts_at, first.starts_at + LONGEST_RUN)
    return any(window.ends_at - window.starts_at >= LONGEST_RUN for window in soon)


def _normal(rule: str) -> str:
    return rule.strip().upper()


def _given[Value](value: Value | Unchanged) -> Value | None:
    return None if isinstance(value, Unchanged) else value
