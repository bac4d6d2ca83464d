"""The next instant at which something becomes due by the clock alone."""

from datetime import datetime, timedelta

from .clockwork import CALM_CLOCK, ended_at
from .model import AccessCode, Settings, Status


class Deadline:
    """The earliest of the instants that lie ahead."""

    __slots__ = ("_lead", "_now", "_retention", "at")

    def __init__(self, now: datetime, settings: Settings) -> None:
        """Look ahead from now."""
        self._now = now
        self._lead = timedelta(seconds=settings.programming_lead)
        self._retention = timedelta(days=settings.expired_retention)
        self.at: datetime | None = None

    def add(self, at: datetime | None) -> None:
        """Look again then, if it is still to come."""
        if at is not None and at > self._now and (self.at is None or at < self.at):
            self.at = at

    def add_for(
        self, code: AccessCode, status: Status, clock_stepped_at: datetime | None
    ) -> None:
        """Look again at the code's boundaries, and at the end of its retention."""
        if code.deleted_at is not None:
            return
        window = code.window
        if window is not None:
            if window.starts_at > self._now:
                if self._lead:
                    self.add(window.starts_at - self._lead)
                self.add(window.starts_at)
            self.add(window.ends_at)
        if status is Status.UNSET and (ended := ended_at(code, self._now)) is not None:
            over_at = ended + self._retention
            if clock_stepped_at is not None:
                over_at = max(over_at, clock_stepped_at + CALM_CLOCK)
            self.add(over_at)
