"""Windows as a lock can enforce them: rounded inwards to its granularity."""

from datetime import UTC, datetime, timedelta

from .model import AccessCode, LockCapabilities, Settings, Window, WindowSupport

_LEAST_LIMIT = 60
"""Seconds that a code may lose by rounding, whatever the settings."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_NO_TIME = timedelta()


# contract 9.1, 9.2, 9.3, 14.61
def native_window(
    code: AccessCode, capabilities: LockCapabilities | None, settings: Settings
) -> Window | None:
    """Return the window of the code as the lock can enforce it; None where Home Assistant has to.

    The number of windows that the lock can hold is not considered.
    """
    support = capabilities.native_windows if capabilities is not None else None
    window = code.window
    if support is None or window is None or not code.prefer_native_scheduling:
        return None
    if support.granularity < 1:
        return None
    step = timedelta(seconds=support.granularity)
    start, end = window.starts_at - _EPOCH, window.ends_at - _EPOCH
    early = end % step
    if code.changed_at >= window.starts_at:
        # It had begun when it was asked for: a start in the past opens nothing too early.
        start, late = max(start - start % step, _NO_TIME), _NO_TIME
    else:
        late = -start % step
        start += late
    end -= early
    limit = timedelta(seconds=max(settings.max_time_rounding, _LEAST_LIMIT))
    if max(late, early) > limit or start >= end:
        return None
    rounded = Window(_EPOCH + start, _EPOCH + end)
    return None if _is_ambiguous(rounded, support) else rounded


# contract 9.60
def _is_ambiguous(window: Window, support: WindowSupport) -> bool:
    """Return whether the window begins or ends amid an hour that the lock's clock shows twice."""
    return any(
        hour.starts_at < instant < hour.ends_at
        for hour in support.repeated_hours
        for instant in (window.starts_at, window.ends_at)
    )
