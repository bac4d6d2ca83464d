"""What is spoken of: access codes, windows, places and what a lock can do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

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


class Reads(StrEnum):
    """What a lock tells when one of its places is read."""

    PIN = "pin"
    PRESENCE = "presence"
    NOTHING = "nothing"


class Reach(StrEnum):
    """Whether commands can reach a lock now."""

    REACHABLE = "reachable"
    OFFLINE = "offline"
    """The lock's integration runs, and the lock does not answer."""
    DISCONNECTED = "disconnected"
    """The lock's integration is not loaded, or the lock is disabled."""
    REMOVED = "removed"
    """The lock's entity is gone."""


class Outcome(StrEnum):
    """What is known of a write (set, clear, rename) when the adapter returns."""

    CONFIRMED = "confirmed"
    """The lock itself told that it now holds this."""
    ACCEPTED = "accepted"
    """The lock took the command; what it holds was not told."""
    UNKNOWN = "unknown"
    """No answer in time: it may have been carried out, or may still be."""
    UNREACHABLE = "unreachable"
    """The lock could not be reached; it may still have been carried out."""
    REFUSED = "refused"
    """The lock answered no, and nothing changed."""
    DUPLICATE = "duplicate"
    """The lock answered that it holds this PIN already, and nothing changed."""
    FULL = "full"
    """The lock answered that it has no room, and nothing changed."""
    INVALID = "invalid"
    """The lock answered that it does not take such a PIN or name, and nothing changed."""


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


class Bare(Enum):
    """What a place holds, where it is not a PIN that we know."""

    EMPTY = "empty"
    OTHER = "other"
    """Something that is neither empty nor known."""


@dataclass(frozen=True, slots=True)
class Held:
    """A known PIN in a place, with the window that the lock itself enforces, if any."""

    pin: Pin
    window: Window | None = None


type Content = Held | Bare
"""What one place of a lock holds. A place that was never read has no content: it is unread, not empty."""

EMPTY = Bare.EMPTY
OTHER = Bare.OTHER


@dataclass(frozen=True, slots=True)
class LockCapabilities:
    """What a lock can do, as its adapter tells. Stored, so that a start does not wait for the lock."""

    places: tuple[str, ...] = ()
    """All places in the order in which they are to be used; meaningless when ``is_virtual``."""
    code_lengths: tuple[int, ...] = (4, 5, 6, 7, 8)
    """The lengths of PIN that the lock takes, ascending, never empty."""
    characters: str = "0123456789"
    has_enter_key: bool = True
    name_length: int = 0
    """Most characters of a name on the lock; 0 where the lock stores no names."""
    reads: Reads = Reads.PIN
    reports_changes: bool = False
    reports_use: bool = False
    is_virtual: bool = False
    """Home Assistant checks the codes itself: the lock "holds" exactly what is wanted."""


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


@dataclass(frozen=True, slots=True)
class Placement:
    """The journal of one place: whose it is, and what it may hold (section "Journal")."""

    place: str
    owner: str
    """The access code's id."""
    possible: frozenset[Content]
    """Never empty: the contents that the journal and reads cannot rule out."""
    is_confirmed: bool = False
    """The lock once confirmed that the place held what we set."""
    is_unverified: bool = False
    """What it holds rests on an acceptance, not on the lock's own word."""
    name: str | None = None
    """The name as it stands on the lock, where it stores names."""
    refused_name: str | None = None
    """A name that the lock does not take. What stands in the place stays, and is put back, under the name that it has."""
    deviation: Change | None = None
    """A change at the lock, against the rule, that is being put back."""
    put_backs: tuple[datetime, ...] = ()
    """When we put back what somebody changed, in the last hour."""
    is_to_be_cleared_first: bool = False
    """The lock called our own write a duplicate and cannot be read: clear, then set once more."""
    is_to_be_read: bool = False
    """The lock was away, or something happened to the place: look what it holds."""
    unproven: Content | None = None
    """What the lock accepted last without telling that it holds it: the next read is the proof."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of a linked lock that decisions depend on."""

    programming_lead: int = 0
    """Seconds before ``starts_at`` at which a code is programmed."""
    delay_threshold: int = 300
    """Seconds after which a delay is announced."""
    expired_retention: int = 7
    """Days for which an expired code is kept."""
    reserved_places: frozenset[str] = frozenset()
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
class Doubt:
    """The journal may be older than the lock: nothing is set until that is known."""

    is_restored: bool = False
    """The record on disk is not the one that was written last: a backup was put back."""
    surprises: frozenset[str] = frozenset()
    """Places of ours that hold what the journal rules out, as the lock told when it was asked."""
    strangers: frozenset[str] = frozenset()
    """Occupied places that are not ours and that nobody knew of."""
    is_asked: bool = False
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
    """By place. A place that is not here is not ours."""
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
    """What places that are not ours hold, as last told, by place; never empty. Known without asking after a start."""
    reset_at: datetime | None = None
    """When the lock was last seen to have lost everything at once; None once all is back."""
    doubt: Doubt | None = None
    looked_at: datetime | None = None
    """When a doubt was last settled. The first surprise after a start is a reason to look at all our places."""
    answered_at: datetime | None = None
    """When the lock last gave an answer that was worth writing down."""
    clock_stepped_at: datetime | None = None
    written_at: datetime | None = None
    link: Link | None = None
    """Since the lock replaced another one: a config entry on disk may still name that one."""
    kept_for: str | None = None
    """The config entry whose own record holds all of this as soon as it is about the same lock."""

    def placement_of(self, access_code_id: str) -> Placement | None:
        """Return the code's place."""
        for placement in self.placements.values():
            if placement.owner == access_code_id:
                return placement
        return None

    def placements_by_owner(self) -> dict[str, Placement]:
        """Return the places by the ids of their codes."""
        return {placement.owner: placement for placement in self.placements.values()}


@dataclass(frozen=True, slots=True)
class World:
    """What is known now and not kept: handed to every decision."""

    now: datetime
    started_at: datetime
    """When the engine started; errors of the device wait 180 s from here."""
    reach: Reach
    reach_since: datetime
    observed: dict[str, Content] = field(default_factory=dict)
    """Contents of places that are not ours, as read or reported since the start."""
    settings: Settings = Settings()
    attempted: frozenset[str] = frozenset()
    """Codes for which something was tried since the start."""
    probe_at: datetime | None = None
    """While unreachable: when one command may be tried. None: not known when."""
    heard_at: datetime | None = None
    """When the lock last told something, since the start."""
    is_read_wanted: bool = False
    """A full read was asked for (`sync`)."""
    is_stopping: bool = False


class CommandKind(StrEnum):
    """What the lock is told."""

    CLEAR = "clear"
    SET = "set"
    READ = "read"
    READ_ALL = "read_all"
    RENAME = "rename"
    CHECK = "check"
    """Read one place, whichever, to hear whether the lock answers."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command to the lock."""

    kind: CommandKind
    place: str | None = None
    access_code_id: str | None = None
    pin: Pin | None = None
    name: str | None = None
    window: Window | None = None
    before: frozenset[Content] = frozenset()
    """What the place could hold before the command, to return to if it is refused."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or a warning of a code."""

    code: str
    created_at: datetime
    is_device_error: bool = False
    details: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mutation:
    """Something wanted and not yet on the lock."""

    code: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CodeView:
    """What the outside sees of a code, besides its wishes."""

    status: Status
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    mutations: tuple[Mutation, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """A repair to be shown: its kind is a translation key."""

    kind: str
    access_code_id: str | None = None
    """None: about the lock."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from a record and the world."""

    record: LockRecord
    """The record with what was learnt: places given back, codes gone, problems, events in the outbox."""
    command: Command | None
    intended: LockRecord
    """``record`` with the command's intent: on disk before the command goes out."""
    views: dict[str, CodeView]
    issues: frozenset[Issue]
    deadline: datetime | None
    """When to plan again if nothing happens."""
    device_error: str | None = None
    """The device's error code while one is shown; its time is in the views."""
    free_places: int | None = None
    """None where places are without limit or unknown."""
