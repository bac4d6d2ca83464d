"""Overlaps of the windows of codes, over all their occurrences in the next 400 days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..code_windows import windows_in
from ..model import AccessCode, Window
from .refused import Refused

HORIZON = timedelta(days=400)
"""Time for which the occurrences of recurring codes are compared."""


# contract 15.17, 15.18
def may_open_at_once(code: AccessCode, other: AccessCode, now: datetime) -> bool:
    """Return whether two codes share an instant from now on. Raises Refused where that cannot be decided."""
    if is_over(code, now) or is_over(other, now):
        return False
    if code.window is None or other.window is None:
        return True
    if code.recurrence is None and other.recurrence is None:
        return code.window.overlaps(other.window)
    if other.recurrence is None:
        return _has_window_in(code, other.window, now)
    if code.recurrence is None:
        return _has_window_in(other, code.window, now)
    ours, theirs = windows_ahead(code, now), windows_ahead(other, now)
    if _is_any_shared(iter(ours), iter(theirs)):
        return True
    if not (ours and theirs):
        raise Refused("recurrence_not_comparable", field="recurrence", name=other.name)
    return False


def is_over(code: AccessCode, now: datetime) -> bool:
    """Return whether the last window of a code has ended."""
    if code.window is None or now < code.window.ends_at:
        return False
    return code.recurrence is None or code.position.is_over


def windows_ahead(code: AccessCode, now: datetime) -> list[Window]:
    """Return the windows of a code in the time for which they are compared; that of a code without recurrence at any time."""
    if code.recurrence is None:
        return [] if code.window is None else [code.window]
    return list(windows_in(code, now, now + HORIZON))


def _has_window_in(code: AccessCode, window: Window, now: datetime) -> bool:
    since = max(window.starts_at, now)
    return next(windows_in(code, since, window.ends_at), None) is not None


def _is_any_shared(ours: Iterator[Window], theirs: Iterator[Window]) -> bool:
    one, other = next(ours, None), next(theirs, None)
    while one is not None and other is not None:
        if one.overlaps(other):
            return True
        if one.ends_at < other.ends_at:
            one = next(ours, None)
        else:
            other = next(theirs, None)
    return False
