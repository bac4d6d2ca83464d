"""Windows of a code: its single window, or the occurrences of its recurrence, of which it carries the current or next one."""

from collections.abc import Iterator
from datetime import datetime

from .model import AccessCode, Position, Recurrence, Window
from .model.copies import replace
from .recurrence import occurrence_at, windows_between


# contract 15.10, 15.11
def advanced(code: AccessCode, now: datetime) -> AccessCode:
    """Return the code with the window of this instant: itself, while its window is the current or next one, or once it has ended."""
    recurrence, window, position = code.recurrence, code.window, code.position
    has_ended = code.used_at is not None or code.deleted_at is not None
    if recurrence is None or window is None or has_ended:
        return code
    is_ahead = position.previous_end is not None and now < position.previous_end
    if not is_ahead and (now >= window.ends_at) is position.is_over:
        return code
    found = occurrence_at(recurrence, now)
    if found.window == window:
        position = replace(
            position,
            previous_end=found.previous_end,
            is_over=now >= window.ends_at,
        )
        return code if position == code.position else replace(code, position=position)
    progress = code.progress
    # What the lock itself opened and closed was not missed.
    was_missed = not (is_ahead or progress.was_set or progress.is_scheduled)
    attempt = progress.attempt
    if attempt is not None and not attempt.is_removal:
        attempt = None
    return replace(
        code,
        window=found.window,
        position=Position(found.previous_end, now >= found.window.ends_at, was_missed),
        progress=replace(progress, was_set=False, attempt=attempt),
    )


# contract 15.9
def with_recurrence(
    code: AccessCode, recurrence: Recurrence, now: datetime
) -> AccessCode:
    """Return the code with a recurrence, at its occurrence of this instant."""
    found = occurrence_at(recurrence, now)
    return replace(
        code,
        recurrence=recurrence,
        window=found.window,
        position=Position(found.previous_end, now >= found.window.ends_at),
    )


def window_at(code: AccessCode, at: datetime) -> Window | None:
    """Return the window that is, or was, the current or next one at an instant; None of an ongoing code."""
    if code.recurrence is None:
        return code.window
    return occurrence_at(code.recurrence, at).window


def windows_in(
    code: AccessCode, starts_at: datetime, ends_at: datetime
) -> Iterator[Window]:
    """Yield the windows of a code that share an instant with ``[starts_at, ends_at)``; none of an ongoing code."""
    if code.recurrence is not None:
        yield from windows_between(code.recurrence, starts_at, ends_at)
    elif (window := code.window) is not None:
        if window.starts_at < ends_at and window.ends_at > starts_at:
            yield window
