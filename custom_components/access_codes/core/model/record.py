"""Everything about one linked lock that is on disk."""

from dataclasses import dataclass, field
from datetime import datetime

from .codes import AccessCode, Attempt
from .lock import LockCapabilities
from .slots import Content, Placement


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of a linked lock that decisions depend on."""

    programming_lead: int = 0
    """Seconds before ``starts_at`` at which a code is programmed."""
    delay_threshold: int = 300
    """Seconds after which a delay is announced."""
    expired_retention: int = 7
    """Days for which an expired code is kept."""
    reserved_slots: frozenset[str] = frozenset()
    default_code_length: int = 6
    min_code_length: int | None = None
    max_code_length: int | None = None
    preflight: int = 0
    """Seconds before a code is to be programmed at which the lock is to have answered; 0: it is not asked."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, to be told once (across a crash: at least once, with the same id)."""

    event_id: str
    type: str
    occurred_at: datetime
    access_code_id: str | None = None
    name: str | None = None
    details: dict[str, str | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Wrong tries at ``enter_code``: full at 5, drained by one each 5 minutes."""

    level: float = 0.0
    measured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RestoreCheck:
    """The journal may be older than the lock: nothing is set until that is known."""

    is_restored: bool = False
    """The record on disk is not the one that was written last: a backup was put back."""
    unexpected: frozenset[str] = frozenset()
    """Places of ours that hold what the journal rules out, as the lock told when it was asked."""
    unknown_codes: frozenset[str] = frozenset()
    """Occupied slots that are not ours and that nobody knew of."""
    needs_decision: bool = False
    """A person is to say whether the lock is right, or what is stored."""


@dataclass(frozen=True, slots=True)
class Link:
    """By what a lock is reached and recognised, as its config entry is to say."""

    method: str
    platform: str
    unique_id: str


@dataclass(frozen=True, slots=True)
class LockRecord:
    """Everything about one linked lock that must outlive us. What is on disk is exactly this."""

    lock_id: str
    """The lock's entity-registry id."""
    codes: dict[str, AccessCode] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)
    """By slot. A slot that is not here is not ours."""
    capabilities: LockCapabilities | None = None
    """As last told by the adapter."""
    outbox: tuple[Event, ...] = ()
    """Events that may not have been told yet."""
    event_count: int = 0
    code_count: int = 0
    """For default names."""
    is_read: bool = False
    """The lock was read in full once since it was linked."""
    bucket: Bucket = Bucket()
    read_attempt: Attempt | None = None
    """How the first full read went wrong."""
    unmanaged: dict[str, Content] = field(default_factory=dict)
    """What slots that are not ours hold, as last told, by slot; never empty. Known without asking after a start."""
    reset_at: datetime | None = None
    """When the lock was last seen to have lost everything at once; None once all is back."""
    restore_check: RestoreCheck | None = None
    looked_at: datetime | None = None
    """When a doubt was last settled. The first surprise after a start is a reason to look at all our slots."""
    answered_at: datetime | None = None
    """When the lock last gave an answer that was worth writing down."""
    clock_stepped_at: datetime | None = None
    written_at: datetime | None = None
    link: Link | None = None
    """Since the lock replaced another one: a config entry on disk may still name that one."""
    kept_for: str | None = None
    """The config entry whose own record holds all of this as soon as it is about the same lock."""

    def placement_of(self, access_code_id: str) -> Placement | None:
        """Return the code's slot."""
        for placement in self.placements.values():
            if placement.owner == access_code_id:
                return placement
        return None

    def placements_by_owner(self) -> dict[str, Placement]:
        """Return the slots by the ids of their codes."""
        return {placement.owner: placement for placement in self.placements.values()}
