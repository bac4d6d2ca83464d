"""Access codes as people want them, and their progress on the lock."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .lock import Outcome
from .pin import Pin
from .window import Window


class Status(StrEnum):
    """Status of an access code, as section "Status" of docs/behaviour.md defines it."""

    UNSET = "unset"
    SETTING = "setting"
    SET = "set"
    REMOVING = "removing"
    UNKNOWN = "unknown"


class CodeType(StrEnum):
    """Validity of a code: until it is deleted, or in a window."""

    ONGOING = "ongoing"
    TIME_BOUND = "time_bound"


class ExternalChange(StrEnum):
    """Kind of a change that was made to a code at the lock."""

    MODIFIED = "modified"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule by which the first occurrence of a window is repeated."""

    rule: str
    """The value of an RRULE (RFC 5545)."""
    zone: str
    """Name of the time zone by whose wall clock the times are repeated."""
    first: Window
    """The first occurrence."""
    kept_for: str = ""
    """Time zone of Home Assistant for which a person has chosen that the recurrence keeps its own."""


@dataclass(frozen=True, slots=True)
class Position:
    """Position of a window among the occurrences of its rule."""

    previous_end: datetime | None = None
    """End of the occurrence before it."""
    is_over: bool = False
    """It is the last one, and has ended."""
    was_missed: bool = False
    """The occurrence before it ended without the code being set."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Failed tries to set, or remove, a code; the last outcome counts."""

    outcome: Outcome
    is_removal: bool
    failures: int
    """Number of failed tries in a row."""
    retry_at: datetime | None
    """Earliest next try. None: no try before a change elsewhere (section "Retries")."""
    is_preload: bool = False
    """The tries were to put the code on the lock before its window."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a code on the lock. Written by plan and by results, never by requests."""

    announced: Status | None = None
    """The status that was last published."""
    on_device: bool = False
    """The lock has confirmed (or accepted, where it cannot confirm) that it holds the code."""
    was_set: bool = False
    """The code has been ``set`` since its window or type last changed."""
    lost_at: datetime | None = None
    """When the lock last lost the code against the rule, or its content ceased to be the right one."""
    attempt: Attempt | None = None
    problems: dict[str, datetime] = field(default_factory=dict)
    """Start of each error and warning, by its code."""
    is_scheduled: bool = False
    """Ahead of its window, the lock holds the code with it."""
    announced_at: datetime | None = None
    """When the status was first announced; None for one that an earlier version announced."""

    @property
    def retry_at(self) -> datetime | None:
        """When what the lock has not done is tried next; None if nothing is."""
        return None if self.attempt is None else self.attempt.retry_at


type EntityKey = tuple[str, str | None]
"""Entity id and registry id, under which a code knows an entity."""


@dataclass(frozen=True, slots=True)
class SeenEntity:
    """An entity of ``active_while`` as it is now."""

    entity_id: str
    registry_id: str | None
    """Its id in the entity registry; None for an entity that is not there."""
    is_on: bool | None
    """None: its state is not known."""
    is_missing: bool = False
    """Its state is not known although Home Assistant has started."""


@dataclass(frozen=True, slots=True)
class ActiveWhile:
    """The entity whose state *on* a code depends on, and its last known state."""

    entity_id: str
    registry_id: str | None
    is_on: bool
    """The last known state. One that was never known counts as off."""
    since: datetime
    """When this state was first seen."""
    lost_at: datetime | None = None
    """Since when its state is not known; None while it is."""

    @property
    def key(self) -> EntityKey:
        """The ids by which it is found."""
        return self.entity_id, self.registry_id


@dataclass(frozen=True, slots=True)
class Pull:
    """The use of a backup code in place of another code, its original."""

    original_id: str
    """Id of the original."""
    pulled_at: datetime
    window: Window | None
    """Window of the original when the backup was pulled."""


@dataclass(frozen=True, slots=True)
class AccessCode:
    """One PIN on one lock, as requested, and its progress. All times are aware instants in UTC."""

    access_code_id: str
    name: str
    pin: Pin | None
    """None after an allowed change at a lock that hides PINs, and until the lock names the PIN that it chose."""
    window: Window | None
    """None: ongoing. Of a code with a recurrence: its current or next occurrence, or the last one."""
    created_at: datetime
    changed_at: datetime
    """The last change of PIN, window or type."""
    common_code_key: str | None = None
    is_external_modification_allowed: bool = False
    is_one_time_use: bool = False
    prefer_native_scheduling: bool = True
    deleted_at: datetime | None = None
    used_at: datetime | None = None
    """When the code was used up: by its only use, or the last one of its limit."""
    is_use_open: bool = False
    """Home Assistant has let somebody in by the last use, and the lock has not moved yet: it may be undone."""
    most_uses: int | None = None
    """Limit of the uses of a code that is not for one use. None: without limit."""
    use_count: int = 0
    """Number of uses, as far as the lock reported them, or Home Assistant let somebody in."""
    last_used_at: datetime | None = None
    paused_at: datetime | None = None
    """Since when the code is paused: kept, and not wanted until it is resumed."""
    resumed_at: datetime | None = None
    """When the last pause ended."""
    active_while: ActiveWhile | None = None
    """The entity that has to be on for the code to be wanted."""
    is_pin_chosen_by_lock: bool = False
    """The lock chooses the PIN; until it has named it, ``pin`` is None."""
    external: ExternalChange | None = None
    """The change at the lock that is in effect because it is allowed."""
    is_unmanaged: bool = False
    """A code of somebody else, which is here only while it is taken off the lock by a person's wish. Its id is that of the
    unmanaged code, which stays among the unmanaged ones until it is gone.
    """
    recurrence: Recurrence | None = None
    """None: a single window."""
    position: Position = Position()
    """Position of the window in the recurrence."""
    uses_backup_pool: bool = False
    """A backup code can be pulled for it."""
    pulled_backup_id: str | None = None
    """Id of the backup code that was pulled for it, until that is deleted."""
    is_backup: bool = False
    """A backup code: in the pool, or pulled for another code."""
    pull: Pull | None = None
    """Of a backup code that was pulled: for which code."""
    progress: Progress = Progress()

    # contract 12.78
    @property
    def is_waiting_for_assignment(self) -> bool:
        """The lock chooses the PIN and has not named it yet."""
        return self.is_pin_chosen_by_lock and self.pin is None and self.external is None

    # contract 3.32
    @property
    def max_uses(self) -> int | None:
        """Number of uses after which the code is used up; None: without limit."""
        return 1 if self.is_one_time_use else self.most_uses

    # contract 3.30
    @property
    def is_paused(self) -> bool:
        """The code is kept, and not wanted until it is resumed."""
        return self.paused_at is not None

    # contract 6.162, 10.4
    @property
    def is_listed(self) -> bool:
        """A code that people asked for: neither one of somebody else nor a backup code. Only these have sensors."""
        return not (self.is_unmanaged or self.is_backup)

    # contract 10.2
    @property
    def is_in_pool(self) -> bool:
        """A backup code that nobody has pulled: it opens the door, and its PIN is told to nobody."""
        return self.is_backup and self.pull is None

    @property
    def type(self) -> CodeType:
        """The type: ongoing without a window, time-bound with one."""
        return CodeType.ONGOING if self.window is None else CodeType.TIME_BOUND
