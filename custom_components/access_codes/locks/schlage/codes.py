"""Codes as the cloud lists them: their content, and the windows that it can hold."""

from collections.abc import Iterable

from pyschlage.code import (
    AccessCode,
    MultiRecurringSchedule,
    RecurringSchedule,
    TemporarySchedule,
)

from ...core.model import UNREADABLE, Content, KnownPin, Pin, Window


# contract 12.233
def content_of(code: AccessCode) -> Content:
    """Return the content of a code; one that is switched off, or opens by the week, is none that we could write."""
    if code.disabled or _recurs(code):
        return UNREADABLE
    return KnownPin(Pin(code.code), window_of(code))


def _recurs(code: AccessCode) -> bool:
    match code.schedule:
        case MultiRecurringSchedule(schedule1=first, schedule2=second):
            return first is not None or second is not None
        case RecurringSchedule():
            return True
        case _:
            return False


def window_of(code: AccessCode) -> Window | None:
    """Return the window of a code; None if it opens always."""
    schedule = code.schedule
    if not isinstance(schedule, TemporarySchedule):
        return None
    return Window(schedule.start, schedule.end)


def schedule_of(window: Window | None) -> TemporarySchedule | None:
    """Return a window as the cloud takes it."""
    if window is None:
        return None
    return TemporarySchedule(window.starts_at, window.ends_at)


def holds_pin(codes: Iterable[AccessCode], pin: Pin) -> bool:
    """Return whether one of the codes has a PIN."""
    return any(Pin(code.code) == pin for code in codes)


def holds_name(codes: Iterable[AccessCode], name: str) -> bool:
    """Return whether one of the codes has a name, as the integration compares names."""
    folded = name.strip().lower()
    return any(code.name.strip().lower() == folded for code in codes)
