"""Who is wanted when, since when, and how long to wait before the next try. All times are aware instants in UTC."""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from .model import EMPTY, OTHER, AccessCode, Change, Content, Held, Settings

AT_ONCE = datetime.min.replace(tzinfo=UTC)
"""A retry time that has always come."""

DEVICE_ERROR_AFTER = timedelta(seconds=120)
NO_DEVICE_ERROR_IN_FIRST = timedelta(seconds=180)
PUT_BACK_SPAN = timedelta(hours=1)
PUT_BACK_LIMIT = 3
PUT_BACK_PAUSE = timedelta(minutes=15)
CALM_CLOCK = timedelta(hours=24)

_FIRST_RETRY = 10.0
_LONGEST_RETRY = 900.0
_HOURLY = 3600.0
_FAILURES_IN_A_DAY = 102
"""10 s doubling to 15 min makes this many tries in the first day."""


def is_wanted(code: AccessCode, settings: Settings, now: datetime) -> bool:
    """Tell whether the code should be on its lock at this instant."""
    if code.deleted_at is not None or code.used_at is not None:
        return False
    window = code.window
    if window is None:
        return True
    if now >= window.ends_at:
        return False
    # A window may begin with the calendar: there is nothing before it to count back to.
    return now + timedelta(seconds=settings.programming_lead) >= window.starts_at


def wanted_content(code: AccessCode) -> Content:
    """Return what the code's place ought to hold while the code is wanted."""
    if code.external is Change.REMOVED:
        return EMPTY
    return OTHER if code.pin is None else Held(code.pin)


def ended_at(code: AccessCode, now: datetime) -> datetime | None:
    """Return when the code's validity ended by its window or its use; None while it has not."""
    if code.used_at is not None:
        return code.used_at
    if code.window is not None and code.window.ends_at <= now:
        return code.window.ends_at
    return None


def set_due_since(code: AccessCode) -> datetime:
    """Return since when a wanted code should be on the lock, for the announcement of a delay."""
    since = code.changed_at
    if code.window is not None and code.window.starts_at > since:
        since = code.window.starts_at
    if (lost_at := code.progress.lost_at) is not None and lost_at > since:
        since = lost_at
    return since


def removal_due_since(code: AccessCode, now: datetime) -> datetime:
    """Return since when an unwanted code should be off the lock."""
    since = [at for at in (code.deleted_at, code.used_at) if at is not None]
    if (window := code.window) is not None:
        since.append(
            max(window.ends_at, code.changed_at)
            if window.ends_at <= now
            else code.changed_at
        )
    return min(since, default=code.changed_at)


def retry_delay(failures: int, seed: str) -> timedelta:
    """Return the pause after so many failures: 10 s doubling to 15 min, hourly after a day, with jitter.

    The jitter of up to a tenth is drawn from the seed, so that a decision can be repeated.
    """
    if failures > _FAILURES_IN_A_DAY:
        seconds = _HOURLY
    else:
        seconds = min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LONGEST_RETRY)
    digest = blake2b(f"{seed}:{failures}".encode(), digest_size=2).digest()
    return timedelta(seconds=seconds * (1 + int.from_bytes(digest) / 65536 / 10))
