"""Windows from the times of requests. Invalid times raise Refused."""

from datetime import datetime, timedelta

from ..model import CodeType, Window
from .refused import Refused

_INSTANT = timedelta(microseconds=1)


# contract 6.18
def window_of_new_code(
    starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> Window | None:
    """Return the window of a new code; an end alone starts now."""
    if ends_at is None:
        if starts_at is not None:
            raise Refused("ends_at_missing", field="ends_at")
        return None
    if ends_at <= now:
        raise Refused("ends_at_in_past", field="ends_at")
    return _window(now if starts_at is None else starts_at, ends_at)


# contract 6.20, 6.33
def window_of_update(
    window: Window | None,
    code_type: CodeType | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> Window | None:
    """Return the window of a code after an update; None stands for a type or time that was not given."""
    is_without_times = starts_at is None and ends_at is None
    if code_type is CodeType.ONGOING:
        if not is_without_times:
            raise Refused("ongoing_with_times", field="type")
        return None
    if window is None:
        if is_without_times and code_type is None:
            return None
        return _window_of_ongoing(starts_at, ends_at)
    if ends_at is not None and starts_at is None and ends_at <= now:
        return _ended(window, ends_at, now)
    return _window(starts_at or window.starts_at, ends_at or window.ends_at)


# contract 6.20
def _window_of_ongoing(starts_at: datetime | None, ends_at: datetime | None) -> Window:
    """Return the first window of a code without one."""
    match starts_at, ends_at:
        case None, None:
            raise Refused("time_bound_without_times", field="type")
        case None, _:
            raise Refused("starts_at_missing", field="starts_at")
        case _, None:
            raise Refused("ends_at_missing", field="ends_at")
        case _:
            return _window(starts_at, ends_at)


# contract 6.34
def _ended(window: Window, ends_at: datetime, now: datetime) -> Window:
    """Return the window of a code that is to end at once.

    An end before a start that has come means "now": the caller may have rounded the time of a code that has just begun.
    """
    if window.starts_at > now or ends_at > window.starts_at:
        return _window(window.starts_at, ends_at)
    return Window(min(window.starts_at, now - _INSTANT), now)


# contract 6.19
def _window(starts_at: datetime, ends_at: datetime) -> Window:
    if ends_at <= starts_at:
        raise Refused("ends_at_not_after_starts_at", field="ends_at")
    return Window(starts_at, ends_at)
