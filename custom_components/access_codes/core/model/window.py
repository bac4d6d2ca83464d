"""Window of a code, or of what a lock holds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open span ``[starts_at, ends_at)``; both are aware instants in UTC."""

    starts_at: datetime
    ends_at: datetime

    # contract 2.7
    def contains(self, now: datetime) -> bool:
        """Return whether the instant is in the window."""
        return self.starts_at <= now < self.ends_at

    def overlaps(self, other: Window) -> bool:
        """Return whether the windows share an instant; adjoining ones do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at
