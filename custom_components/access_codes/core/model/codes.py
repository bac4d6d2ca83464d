"""Access codes: wishes, and progress on the lock."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .lock import Outcome
from .pin import Pin


class Status(StrEnum):
    """Status of an access code, as section "Status" of docs/behaviour.md defines it."""

    UNSET = "unset"
    SETTING = "setting"
    SET = "set"
    REMOVING = "removing"
    UNKNOWN = "unknown"


class CodeType(StrEnum):
    """Whether a code is valid until it is deleted, or in a window."""

    ONGOING = "ongoing"
    TIME_BOUND = "time_bound"


class Change(StrEnum):
    """How a code was changed at the lock."""

    MODIFIED = "modified"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open span ``[starts_at, ends_at)``; both are aware instants in UTC."""

    starts_at: datetime
    ends_at: datetime

    def contains(self, now: datetime) -> bool:
        """Tell whether the instant is inside."""
        return self.starts_at <= now < self.ends_at

    def overlaps(self, other: Window) -> bool:
        """Tell whether the two share an instant; adjoining windows do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Attempt:
    """How the last tries to bring a code on, or off, its lock went wrong."""

    outcome: Outcome
    is_removal: bool
    failures: int
    """Tries in a row that brought nothing."""
    retry_at: datetime | None
    """None: not before something changes (section "Retries")."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a code has come on the lock. Written by plan and by results, never by requests."""

    announced: Status | None = None
    """The status that was last told to the outside."""
    on_device: bool = False
    """The lock has confirmed (or accepted, where it can confirm nothing) that it holds the code."""
    was_set: bool = False
    """It has been ``set`` since its window or type last changed."""
    lost_at: datetime | None = None
    """When the lock was last seen without it against the rule."""
    attempt: Attempt | None = None
    problems: dict[str, datetime] = field(default_factory=dict)
    """Error and warning codes that are shown, and since when."""


@dataclass(frozen=True, slots=True)
class AccessCode:
    """One PIN on one lock: what is wished, and how far it is. All times are aware instants in UTC."""

    access_code_id: str
    name: str
    pin: Pin | None
    """None only after an allowed change at a lock that does not tell PINs."""
    window: Window | None
    """None: ongoing."""
    created_at: datetime
    changed_at: datetime
    """The last change of PIN, window or type."""
    common_code_key: str | None = None
    is_external_modification_allowed: bool = False
    is_one_time_use: bool = False
    prefer_native_scheduling: bool = True
    deleted_at: datetime | None = None
    used_at: datetime | None = None
    """When a one-time code was used up."""
    external: Change | None = None
    """The change at the lock that is in effect because it is allowed."""
    progress: Progress = Progress()

    @property
    def type(self) -> CodeType:
        """Ongoing without a window."""
        return CodeType.ONGOING if self.window is None else CodeType.TIME_BOUND
