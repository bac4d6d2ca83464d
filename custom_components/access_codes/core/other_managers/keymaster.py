"""keymaster, versions 0.1 to 0.5: locks and links between them in its config entries, codes in a store of its own.

A child lock has the codes of its parent, but for the slots that override it. PINs are stored as Base64 of the id of
the entry and the PIN.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from ..local_time import to_instant
from ..model import Pin
from .fields import mapping, number, text
from .model import (
    Duty,
    EntryData,
    Obstacle,
    OtherCalendar,
    OtherCode,
    OtherEntry,
    Problem,
)
from .weekly import weekly

STORE = "keymaster.locks"
"""Name of its file in Home Assistant's storage."""

_VERSIONS = range(3, 5)
"""Of the config entry. Earlier ones keep codes in helpers, and are turned into these when keymaster is loaded."""

_STORE_VERSION = 1


# contract 17.3, 17.20
def read(
    entries: Iterable[EntryData],
    store: Any,
    calendars: Iterable[OtherCalendar],
    *,
    now: datetime,
    zone: tzinfo,
) -> list[OtherEntry]:
    """Return the codes of the entries.

    ``store``: its file in Home Assistant's storage, as parsed; None without one. ``zone``: Home Assistant's, in which
    keymaster's hours are meant.
    """
    known = list(entries)
    reader = _Reader(_locks(store), list(calendars), now, zone)
    return [reader.entry(entry, known) for entry in known]


# contract 17.22
def _locks(store: Any) -> Mapping[str, Any] | Problem:
    """Return the stored locks by the ids of their entries, or why they are not known."""
    if store is None:
        return Problem.STORE_MISSING
    version = mapping(store).get("version")
    if version != _STORE_VERSION:
        is_known_form = isinstance(version, int)
        return Problem.VERSION_NOT_KNOWN if is_known_form else Problem.STORE_UNREADABLE
    locks = mapping(store).get("data")
    return locks if isinstance(locks, Mapping) else Problem.STORE_UNREADABLE


class _Reader:
    """Reads the entries of one store."""

    def __init__(
        self,
        locks: Mapping[str, Any] | Problem,
        calendars: list[OtherCalendar],
        now: datetime,
        zone: tzinfo,
    ) -> None:
        self._locks = locks
        self._calendars = calendars
        self._now = now
        self._zone = zone

    def entry(self, entry: EntryData, others: list[EntryData]) -> OtherEntry:
        """Return an entry with its codes: those of a parent with the children that follow them."""
        lock = text(entry.data.get("lock_entity_id"))
        locks = () if lock is None else (lock,)
        problem = self._problem(entry)
        if problem is not None:
            return OtherEntry(entry.entry_id, entry.title, locks, problem=problem)
        parent = self._parent(entry, others)
        children = [
            other
            for other in others
            if self._problem(other) is None and self._parent(other, others) is entry
        ]
        own = _slots(self._lock(entry))
        codes = [
            self._code(entry, slot, locks, children)
            for slot in own
            if parent is None or _is_own(own[slot])
        ]
        return OtherEntry(
            entry.entry_id,
            entry.title,
            locks,
            tuple(code for code in codes if code is not None),
            _duties(self._lock(entry)),
        )

    def _problem(self, entry: EntryData) -> Problem | None:
        if entry.version not in _VERSIONS:
            return Problem.VERSION_NOT_KNOWN
        if isinstance(self._locks, Problem):
            return self._locks
        if entry.entry_id not in self._locks:
            return Problem.STORE_MISSING
        slots = self._lock(entry).get("code_slots")
        if not isinstance(slots, Mapping | None):
            return Problem.STORE_UNREADABLE
        return None

    def _lock(self, entry: EntryData) -> Mapping[str, Any]:
        assert not isinstance(self._locks, Problem)
        return mapping(self._locks[entry.entry_id])

    def _parent(self, entry: EntryData, others: list[EntryData]) -> EntryData | None:
        """Return the entry of the parent lock, where it is there; the store has the last word."""
        parent = text(self._lock(entry).get("parent_config_entry_id"))
        if parent is None or parent == entry.entry_id:
            return None
        found = next((other for other in others if other.entry_id == parent), None)
        return None if found is None or self._problem(found) is not None else found

    # contract 17.23
    def _code(
        self,
        entry: EntryData,
        slot: int,
        locks: tuple[str, ...],
        children: list[EntryData],
    ) -> OtherCode | None:
        """Return the code of a slot; None for one without a name and a PIN, which nobody has filled."""
        fields = _slots(self._lock(entry))[slot]
        name, stored = text(fields.get("name")), fields.get("pin")
        if name is None and not stored:
            return None
        digits = _pin(stored, entry.entry_id)
        key = f"{entry.entry_id}/{slot}"
        base = OtherCode(
            key=key,
            entry_id=entry.entry_id,
            name=name,
            lock_entity_ids=(*locks, *self._followers(slot, children)),
            slot=slot,
            pin=digits,
            is_enabled=fields.get("enabled") is True,
            calendar=self._calendar(entry, slot),
        )
        if stored and digits is None:
            return replace(base, obstacle=Obstacle.UNREADABLE)
        if digits is None:
            return replace(base, obstacle=Obstacle.NO_PIN)
        return self._limited(base, fields)

    def _followers(self, slot: int, children: list[EntryData]) -> Iterable[str]:
        """Iterate over the child locks that have the parent's code in this slot."""
        for child in children:
            fields = _slots(self._lock(child)).get(slot)
            lock = text(child.data.get("lock_entity_id"))
            if fields is not None and not _is_own(fields) and lock is not None:
                yield lock

    # contract 17.24
    def _calendar(self, entry: EntryData, slot: int) -> str | None:
        """Return the calendar of bookings that fills the slot, by the title of its entry."""
        lock = text(entry.data.get("lockname"))
        for calendar in self._calendars:
            if calendar.keymaster_lock == lock is not None and slot in calendar.slots:
                return calendar.title
        return None

    # contract 17.20, 17.21
    def _limited(self, code: OtherCode, fields: Mapping[str, Any]) -> OtherCode:
        """Return the code with its uses, its range of dates and its days of the week."""
        uses = None
        if fields.get("accesslimit_count_enabled") is True:
            uses = number(fields.get("accesslimit_count"))
            if uses is None or uses <= 0:
                return replace(code, obstacle=Obstacle.USED_UP)
        starts_at = ends_at = None
        is_ranged = fields.get("accesslimit_date_range_enabled") is True
        if is_ranged:
            starts_at = self._instant(fields, "start", is_end=False)
            ends_at = self._instant(fields, "end", is_end=True)
            if starts_at is None or ends_at is None or ends_at <= starts_at:
                return replace(code, obstacle=Obstacle.NEVER_VALID)
            if ends_at <= self._now:
                return replace(code, obstacle=Obstacle.OVER)
        days = None
        if fields.get("accesslimit_day_of_week_enabled") is True:
            days = weekly(fields.get("accesslimit_day_of_week"), self._now, self._zone)
        if isinstance(days, Obstacle):
            return replace(code, obstacle=days)
        if days is not None and is_ranged:
            return replace(code, obstacle=Obstacle.DAYS_IN_A_RANGE)
        if days is not None:
            starts_at, ends_at = days.starts_at, days.ends_at
        return replace(
            code,
            uses_left=uses,
            starts_at=starts_at,
            ends_at=ends_at,
            recurrence=None if days is None else days.rule,
        )

    def _instant(
        self, fields: Mapping[str, Any], end: str, *, is_end: bool
    ) -> datetime | None:
        stored = text(fields.get(f"accesslimit_date_range_{end}"))
        try:
            moment = datetime.fromisoformat(stored or "")
            return to_instant(moment, self._zone, is_end=is_end)
        except ValueError, OverflowError:
            return None


def _slots(lock: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Return the slots of a lock by their numbers."""
    return {
        slot: mapping(fields)
        for key, fields in mapping(lock.get("code_slots")).items()
        if (slot := number(key)) is not None
    }


def _is_own(fields: Mapping[str, Any]) -> bool:
    """Return whether a slot of a child lock does not follow its parent."""
    return fields.get("override_parent") is True


def _pin(stored: Any, entry_id: str) -> Pin | None:
    """Return a stored PIN; None for one that is not of this entry, or hidden by the lock."""
    try:
        plain = b64decode(text(stored) or "", validate=True).decode()
    except Error, UnicodeDecodeError:
        return None
    digits = plain.removeprefix(entry_id)
    if not plain.startswith(entry_id) or not digits.isdecimal():
        return None
    return Pin(digits)


def _duties(lock: Mapping[str, Any]) -> frozenset[Duty]:
    found = set()
    if lock.get("autolock_enabled") is True:
        found.add(Duty.RELOCK)
    slots = _slots(lock).values()
    if lock.get("lock_notifications") is True or lock.get("door_notifications") is True:
        found.add(Duty.NOTIFICATIONS)
    if any(slot.get("notifications") is True for slot in slots):
        found.add(Duty.NOTIFICATIONS)
    return frozenset(found)
