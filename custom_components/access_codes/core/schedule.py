"""Times at which a code is wanted, is due, or changes by the clock alone. All are aware instants in UTC."""

from datetime import datetime, timedelta

from .model import AccessCode, ExternalChange, Settings, Status, World

DEVICE_ERROR_AFTER = timedelta(seconds=120)

NO_DEVICE_ERROR_IN_FIRST = timedelta(seconds=180)

CLOCK_TRUST_DELAY = timedelta(hours=24)
"""Time for which a clock that was stepped is not trusted."""

PRELOAD_AHEAD = timedelta(hours=72)
"""Time before its window at which a code is put on a lock that enforces windows itself."""

_NO_LEAD = Settings()


# contract 4.60, 4.65
def is_held_back(code: AccessCode) -> bool:
    """Return whether the code is not wanted, whatever its window: paused, or inactive by its entity."""
    return code.paused_at is not None or inactive_since(code) is not None


def inactive_since(code: AccessCode) -> datetime | None:
    """Return since when the entity that the code depends on is off; None if it is on, or there is none."""
    active = code.active_while
    return None if active is None or active.is_on else active.since


# contract 2.7, 4.1, 4.13, 4.16, 4.27, 14.8
def is_wanted(code: AccessCode, settings: Settings, now: datetime) -> bool:
    """Return whether the code is to be on its lock at this instant."""
    if code.deleted_at is not None or code.used_at is not None or is_held_back(code):
        return False
    window = code.window
    if window is None:
        return True
    if now >= window.ends_at:
        return False
    # The lead is added to now: subtracted from a start in year 1 it would raise OverflowError.
    return now + timedelta(seconds=settings.programming_lead) >= window.starts_at


# contract 11.95
def is_valid(code: AccessCode, now: datetime) -> bool:
    """Return whether the code is to open the door at this instant, whatever the lock holds."""
    is_removed = code.external is ExternalChange.REMOVED
    return not is_removed and is_wanted(code, _NO_LEAD, now)


def ended_at(code: AccessCode, now: datetime) -> datetime | None:
    """Return when the code's validity ended by its window or its use; None while it has not."""
    if code.used_at is not None:
        return code.used_at
    if code.window is not None and code.window.ends_at <= now:
        return code.window.ends_at
    return None


# contract 5.8, 5.80
def set_due_since(code: AccessCode) -> datetime:
    """Return the instant from which the delay of a wanted code counts."""
    since = asked_at(code)
    if code.window is not None and code.window.starts_at > since:
        since = code.window.starts_at
    if (lost_at := code.progress.lost_at) is not None and lost_at > since:
        since = lost_at
    return since


# contract 3.50
def asked_at(code: AccessCode) -> datetime:
    """Return when a code was last asked for as it is: changed, resumed, or made active by its entity."""
    since = code.changed_at
    if code.resumed_at is not None and code.resumed_at > since:
        since = code.resumed_at
    if code.active_while is not None and code.active_while.since > since:
        since = code.active_while.since
    return since


def taken_back_at(code: AccessCode) -> datetime | None:
    """Return when the code was first deleted, used up, paused or made inactive by its entity; None while it is none of these."""
    wishes = (code.deleted_at, code.used_at, code.paused_at, inactive_since(code))
    return min((at for at in wishes if at is not None), default=None)


# contract 5.9, 5.81, 9.20, 15.12
def removal_due_since(code: AccessCode, world: World) -> datetime:
    """Return the instant at which an unwanted code became so: the delay of its removal counts from then."""
    ended = taken_back_at(code) or world.now
    if (window := code.window) is None:
        return ended
    lead = timedelta(seconds=world.settings.programming_lead)
    if ended + lead < window.starts_at:
        # An occurrence ended, a change moved the window to a later time, or the lock must not hold it ahead of its window
        # any more.
        causes = (
            code.changed_at,
            code.progress.lost_at,
            code.position.previous_end,
        )
        return min(max(at for at in causes if at is not None), ended)
    if window.ends_at <= ended:
        # A change may have moved the end into the past.
        return min(max(window.ends_at, code.changed_at), ended)
    return ended


# contract 15.13
def missed_until(code: AccessCode, retention: timedelta) -> datetime | None:
    """Return until when the occurrence before the window is told to be missed: the next one begins, or the retention ends."""
    ended = code.position.previous_end
    if code.window is None or ended is None or not code.position.was_missed:
        return None
    return min(ended + retention, code.window.starts_at)


class Deadline:
    """The earliest of the added instants that are in the future."""

    __slots__ = ("_lead", "_now", "_retention", "at")

    def __init__(self, now: datetime, settings: Settings) -> None:
        """Start without an instant."""
        self._now = now
        self._lead = timedelta(seconds=settings.programming_lead)
        self._retention = timedelta(days=settings.expired_retention)
        self.at: datetime | None = None

    def add(self, at: datetime | None) -> None:
        """Add an instant, if there is one."""
        if at is not None and at > self._now and (self.at is None or at < self.at):
            self.at = at

    # contract 4.24, 9.5
    def add_for(
        self,
        code: AccessCode,
        status: Status,
        clock_stepped_at: datetime | None,
        *,
        is_preloadable: bool = False,
    ) -> None:
        """Add the start and end of the code's window, the start of its preload, and the end of its retention."""
        if code.deleted_at is not None:
            return
        window = code.window
        if window is not None:
            if window.starts_at > self._now and not is_held_back(code):
                if self._lead:
                    self.add(window.starts_at - self._lead)
                if is_preloadable:
                    self.add(window.starts_at - PRELOAD_AHEAD)
            # Of a code that is held back the message changes then.
            self.add(window.starts_at)
            self.add(window.ends_at)
            self.add(missed_until(code, self._retention))
        if status is Status.UNSET and (ended := ended_at(code, self._now)) is not None:
            over_at = ended + self._retention
            if clock_stepped_at is not None:
                over_at = max(over_at, clock_stepped_at + CLOCK_TRUST_DELAY)
            self.add(over_at)
