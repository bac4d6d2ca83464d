"""Codes, entries and calendars of other managers of lock codes, in one form for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..model import Pin


class Obstacle(StrEnum):
    """Reason why a code of another manager cannot be carried over."""

    UNREADABLE = "unreadable"
    """Its fields have a form that we do not know."""
    NO_PIN = "no_pin"
    NO_SLOT = "no_slot"
    OVER = "over"
    """Its window has ended."""
    USED_UP = "used_up"
    USES_NOT_KNOWN = "uses_not_known"
    """It is limited in its uses, and the manager does not store how many are left."""
    NEVER_VALID = "never_valid"
    """By its days and hours the other manager never sets it."""
    HOURS_EXCLUDED = "hours_excluded"
    """On a day it is valid except for some hours: two windows on one day."""
    DAYS_DIFFER = "days_differ"
    """Its hours are not the same on all its days."""
    DAYS_IN_A_RANGE = "days_in_a_range"
    """It has days of the week and a range of dates."""


class Problem(StrEnum):
    """Reason why an entry of another manager cannot be read at all."""

    VERSION_NOT_KNOWN = "version_not_known"
    STORE_MISSING = "store_missing"
    STORE_UNREADABLE = "store_unreadable"


class Duty(StrEnum):
    """A duty of another manager besides codes: it ends with that manager."""

    RELOCK = "relock"
    NOTIFICATIONS = "notifications"


@dataclass(frozen=True, slots=True)
class SubentryData:
    """A subentry of a config entry, as stored."""

    type: str
    title: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryData:
    """A config entry, as stored."""

    entry_id: str
    title: str
    version: int
    data: Mapping[str, Any]
    options: Mapping[str, Any]
    subentries: tuple[SubentryData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCode:
    """A code of another manager, with all locks that have it in the same slot."""

    key: str
    """Unique among the codes of a manager: the id of its entry and its slot."""
    entry_id: str
    name: str | None
    lock_entity_ids: tuple[str, ...]
    slot: int | None = None
    pin: Pin | None = None
    is_enabled: bool = True
    starts_at: datetime | None = None
    """Start of its window, or of the first occurrence of ``recurrence``."""
    ends_at: datetime | None = None
    recurrence: str | None = None
    """Value of an RRULE, by which its window is repeated."""
    condition: str | None = None
    """Entity id: the code is valid only while it is on."""
    uses_left: int | None = None
    calendar: str | None = None
    """Title of the entry of Rental Control that sets the code from a calendar of bookings."""
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class OtherEntry:
    """A config entry of another manager: its codes, or why they are not known."""

    entry_id: str
    title: str
    lock_entity_ids: tuple[str, ...] = ()
    codes: tuple[OtherCode, ...] = ()
    duties: frozenset[Duty] = frozenset()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCalendar:
    """An entry of Rental Control: how it makes codes from a calendar of bookings."""

    entry_id: str
    title: str
    keymaster_lock: str | None = None
    """Name by which keymaster knows the lock."""
    slots: range = range(0)
    """Slots of that lock which it fills."""
    check_in: str | None = None
    check_out: str | None = None
    minutes_before: int = 0
    minutes_after: int = 0
    code_length: int | None = None
    honors_event_times: bool = False
    problem: Problem | None = None
