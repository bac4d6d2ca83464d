"""The status of a code as a sentence for people: what it says, and since or until when. Texts are chosen elsewhere."""

from datetime import datetime
from typing import NamedTuple

from .model import AccessCode, ExternalChange, Status
from .schedule import inactive_since


class DisplayStatus(NamedTuple):
    """Sentence about the status of a code: the key of its text, and the instant in it."""

    key: str
    at: datetime | None = None
    """None: the instant is not known."""
    entity_id: str = ""
    """The entity that the code waits for."""


# contract 3.34, 3.60
def display_status(
    code: AccessCode, status: Status, now: datetime, *, is_scheduled: bool
) -> DisplayStatus:
    """Return what is to be said about the status of a code. ``is_scheduled``: it is on the lock, with its window."""
    if status is not Status.UNSET:
        return DisplayStatus(status.value, code.progress.announced_at)
    if code.deleted_at is not None:
        return DisplayStatus("deleted", code.deleted_at)
    if code.used_at is not None:
        return DisplayStatus("used_up", code.used_at)
    window = code.window
    if window is not None and window.ends_at <= now:
        return DisplayStatus("ended", window.ends_at)
    if code.paused_at is not None:
        return DisplayStatus("paused", code.paused_at)
    if code.active_while is not None and (since := inactive_since(code)) is not None:
        return DisplayStatus("inactive", since, code.active_while.entity_id)
    if code.external is ExternalChange.REMOVED:
        return DisplayStatus("removed_at_lock", code.progress.announced_at)
    if window is not None and now < window.starts_at:
        return DisplayStatus(
            "scheduled" if is_scheduled else "begins", window.starts_at
        )
    return DisplayStatus(status.value, code.progress.announced_at)


# contract 3.34
def said_until(code: AccessCode, status: Status, now: datetime) -> datetime | None:
    """Return when something else is to be said though nothing has changed but the time; None: never."""
    if status is not Status.UNSET or code.window is None:
        return None
    edges = (code.window.starts_at, code.window.ends_at)
    return min([at for at in edges if at > now], default=None)
