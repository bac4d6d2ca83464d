"""The record of one linked lock, as it is on disk."""

from dataclasses import dataclass, field
from datetime import datetime

from .codes import AccessCode, Attempt
from .lock import Constraints, LockCapabilities
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
    """Seconds before a code is to be programmed within which the lock must answer; 0: no check."""
    max_time_rounding: int = 0
    """Seconds that a window may lose at each end so that the lock can hold it; below a minute, a minute."""
    backup_pool_size: int = 3
    """Number of backup codes that the lock holds while a code uses them."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event on the bus, emitted once (across a crash: at least once, with the same id)."""

    event_id: str
    type: str
    occurred_at: datetime
    access_code_id: str | None = None
    name: str | None = None
    details: dict[str, str | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Leaky bucket of wrong tries at ``enter_code``: full at 5, drained by one each 5 minutes."""

    level: float = 0.0
    measured_at: datetime | None = None
    is_refusal_emitted: bool = False
    """A try that was refused because the bucket is full has been emitted since it is full."""


@dataclass(frozen=True, slots=True)
class RestoreCheck:
    """A check that is open: the journal may be older than the lock, so no code is set."""

    is_restored: bool = False
    """The record on disk is not the last one written: a backup was restored."""
    unexpected: frozenset[str] = frozenset()
    """Slots of ours in which a read found a content that the journal rules out."""
    unknown_codes: frozenset[str] = frozenset()
    """Occupied slots that are neither ours nor known as unmanaged."""
    needs_decision: bool = False
    """A person must decide between the lock and the stored record."""


@dataclass(frozen=True, slots=True)
class FullRead:
    """A full read that has begun: what is left of it."""

    unread: frozenset[str] = frozenset()
    """Slots of the lock that have not answered yet."""
    silent: dict[str, Attempt] = field(default_factory=dict)
    """Failed tries, by slot, of those that did not answer: they are read after the others."""
    is_listed: bool = False
    """The lock has answered with its list."""


@dataclass(frozen=True, slots=True)
class Link:
    """Identity of a lock, as its config entry must hold it."""

    method: str
    platform: str
    unique_id: str
    method_settings: str | None = None
    """As in the record."""


@dataclass(frozen=True, slots=True)
class LockRecord:
    """State of one linked lock that survives a restart: exactly this is on disk."""

    lock_id: str
    """The lock's entity-registry id."""
    codes: dict[str, AccessCode] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)
    """Placements by slot. A slot that is not here is not ours."""
    capabilities: LockCapabilities | None = None
    """As last reported by the adapter, within the constraints."""
    constraints: Constraints | None = None
    """Limits that a person has reported."""
    reported_capabilities: LockCapabilities | None = None
    """As last reported by the adapter, where there are constraints."""
    outbox: tuple[Event, ...] = ()
    """Events that may not have been emitted yet."""
    event_count: int = 0
    timeline: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    """The newest events of each code, by its id and without it, oldest first; those of some gone codes included."""
    code_count: int = 0
    """Number of codes created so far, for default names."""
    is_read: bool = False
    """The lock was read in full once since it was linked, as far as its slots answer."""
    bucket: Bucket = Bucket()
    read_attempt: Attempt | None = None
    """Failed tries of a full read to which no slot has answered yet."""
    full_read: FullRead | None = None
    """The first full read; None before it begins, and once all slots have answered."""
    missing_slots: frozenset[str] = frozenset()
    """Slots that the lock says it does not have."""
    vacant_slots: frozenset[str] = frozenset()
    """Slots of a lock that cannot be read which a person has called empty: only these are taken."""
    unmanaged: dict[str, Content] = field(default_factory=dict)
    """Contents of occupied unmanaged slots, as last read or reported, by slot. They need no read after a start."""
    unmanaged_numbers: dict[str, int] = field(default_factory=dict)
    """Numbers of unmanaged slots, where the key is a name: id and label follow from the number."""
    unmanaged_count: int = 0
    """The last of these numbers."""
    inactive_since: dict[str, datetime] = field(default_factory=dict)
    """Slots whose code the lock holds and has switched off, with the time when that was first seen."""
    given_up: dict[str, str] = field(default_factory=dict)
    """Names of codes that were forgotten or released, by the unmanaged slots that may still hold them."""
    ignored_slots: frozenset[str] = frozenset()
    """Slots of unmanaged codes that a person does not want to see in the panel, until their contents change."""
    reset_at: datetime | None = None
    """When the lock last lost all codes at once; None once they are all back."""
    is_reset_reported: bool = False
    """All codes of the lock are said to be gone, or ours are found to be: until it is read in full, a read decides."""
    lost_slots: frozenset[str] = frozenset()
    """Slots of others that were found empty after a reset, until a person has taken note."""
    restore_check: RestoreCheck | None = None
    restore_checked_at: datetime | None = None
    """When a restore check last ended. The first unexpected content after a start makes all our slots be read."""
    answered_at: datetime | None = None
    """When the lock last gave an answer that changed the record."""
    clock_stepped_at: datetime | None = None
    """When the clock was last found to be stepped."""
    written_at: datetime | None = None
    is_unmarked: bool = False
    """No write marker can be kept: a missing one does not tell of a restored backup."""
    method: str | None = None
    """Method of the last link by which the lock itself held codes."""
    method_settings: str | None = None
    """Settings of the lock for that method, as JSON: without them codes could not be taken off later."""
    link: Link | None = None
    """Set since the lock replaced another one, as the config entry on disk may still name that one."""
    read_at: dict[str, int] = field(default_factory=dict)
    """When slots were last read, in seconds since 1970, on a lock that does not report every change."""
    use_ids: dict[str, int] = field(default_factory=dict)
    """Digests of the ids of the last uses from the lock's log, with their instants in seconds since 1970."""
    uses_known_until: int = 0
    """Uses from the lock's log up to this instant, in seconds since 1970, are told, whatever their ids."""
    late_clears: dict[str, datetime] = field(default_factory=dict)
    """Slots that are not ours any more, with the instant until which a clear without an answer may be carried out.

    So with any write of a code that was given up.
    """
    applied_changes: frozenset[str] = frozenset()
    """Ids of group changes of which this record contains its part, for as long as they may be in their journal."""
    backup_missed_at: datetime | None = None
    """When a backup code was asked for and none was left; None once there is one, or no code uses them."""
    kept_for: str | None = None
    """Id of the config entry that takes over this record: its own record has all of it once it is about this lock."""

    def is_ours(self, slot: str) -> bool:
        """Return whether the journal names the slot, also as one that a rename fills."""
        return slot in self.placements or any(
            placement.next_slot == slot for placement in self.placements.values()
        )

    def placement_of(self, access_code_id: str) -> Placement | None:
        """Return the code's slot."""
        for placement in self.placements.values():
            if placement.owner == access_code_id:
                return placement
        return None

    def placements_by_owner(self) -> dict[str, Placement]:
        """Return the slots by the ids of their codes."""
        return {placement.owner: placement for placement in self.placements.values()}
