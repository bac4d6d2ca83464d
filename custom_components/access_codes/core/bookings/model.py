"""Types of bookings: events of a feed, stays, and the ledger of the bookings that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from ..model import AccessCode, Pin, Window
from .pin_source import PinSource

type CodesOfLock = Mapping[str, Sequence[AccessCode]]
"""The codes of bookings on one lock that are not deleted, by their key."""

type CodesByLock = Mapping[str, CodesOfLock]
"""The same of each lock that is loaded, by its registry id."""


class BookingState(StrEnum):
    """State of a booking in the ledger."""

    FOLLOWED = "followed"
    GONE = "gone"
    """The feed does not list it any more; its guest gets the same PIN if it returns soon."""
    CANCELLED = "cancelled"
    """The feed says so."""


class HappeningKind(StrEnum):
    """Kind of a change of a booking, as the event entity names it."""

    CREATED = "created"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"


@dataclass(frozen=True, slots=True)
class Happening:
    """A change of one booking."""

    kind: HappeningKind
    key: str


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event, as a calendar lists it. Its end is exclusive."""

    uid: str | None
    recurrence_id: str | None
    summary: str
    starts: date | datetime
    ends: date | datetime
    description: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Terms by which events become bookings."""

    zone: tzinfo
    check_in: time
    check_out: time
    use_event_times: bool = True
    early_check_in: timedelta = timedelta(0)
    late_check_out: timedelta = timedelta(0)
    ignore: tuple[str, ...] = ()
    """Summaries of events that are no guests; ``*`` stands for any text."""
    name_template: str = "{summary}"
    hides_summaries: bool = False
    guest: str = "Guest"
    """Name of a guest whose summary is empty, hidden or cannot be shown."""
    pin_source: PinSource = PinSource.RANDOM
    pin_label: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay of a guest, as the feed has it now."""

    uid: str | None
    occurrence: str
    """Which event of its series it is; empty for one that does not repeat."""
    summary: str
    days: str
    """Start and end as the feed writes them."""
    window: Window
    name: str
    details: str
    """Digest of the description."""
    description: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking that is known. Its codes have its key in common."""

    key: str
    uid: str | None
    occurrence: str
    summary: str
    days: str
    window: Window
    name: str
    details: str = ""
    state: BookingState = BookingState.FOLLOWED
    is_missing: bool = False
    """It runs, and the feed does not list it any more."""
    missing_since: datetime | None = None
    is_kept: bool = False
    """A person says that it stays although it is missing."""
    former_windows: tuple[Window, ...] = ()
    """Windows that a code may have from us: any further one is a person's."""
    adopted_window: Window | None = None
    """Window that all its codes had when it took them up: they keep it until it moves."""
    former_names: tuple[str, ...] = ()
    made_on: frozenset[str] = frozenset()
    """Registry ids of the locks on which it got a code, and gets no other."""
    removed_on: frozenset[str] = frozenset()
    """Locks on which a person has deleted its code."""
    pin: Pin | None = None
    """PIN of a booking that is gone, for its return; and for locks that get their code later."""
    left_at: datetime | None = None
    """When it went, or was cancelled."""
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None
    sent_at: datetime | None = None
    """When its codes were sent to the guest the last time."""
    sent_codes: frozenset[str] = frozenset()
    """Ids of codes whose PIN the guest was sent."""
    sent_by: frozenset[str] = frozenset()
    """Notify entities that have sent its codes, while others have not."""

    @property
    def is_followed(self) -> bool:
        """Return whether its codes are wanted."""
        return self.state is BookingState.FOLLOWED


@dataclass(frozen=True, slots=True)
class Ledger:
    """The bookings that are known, by their keys."""

    bookings: dict[str, Booking] = field(default_factory=dict)
    has_changing_ids: bool = False
    """The feed gives its events new ids at each read."""
    had_several: bool = False
    """The last good read listed several events that were not over, guests or not."""
