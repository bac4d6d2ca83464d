"""Age of what is known of the slots of a lock that does not report every change, and when they are read again.

Instants are stored in seconds since 1970, by slot. A lock that reports all changes, or cannot be read, has none.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ..model import LockCapabilities, LockRecord, SlotNaming
from .edit import RecordEdit

_OURS_BY_DEFAULT = 86400

_OURS_AT_LEAST = 900
"""Seconds between two reads of a slot: reads of a lock cost its battery."""

_OTHERS_BY_DEFAULT = 300

_TURNS = 3
"""Number of calls within which the command that follows a read comes, on a lock that allows only some a minute."""

_LONGEST = 10**9
"""Seconds that can be added to any stored instant."""

_LATEST = 10**11
"""Seconds since 1970 of a time in the calendar, to which a span can be added."""


def grows_old(capabilities: LockCapabilities | None) -> bool:
    """Return whether what a read shows may change without a report."""
    return (
        capabilities is not None
        and not capabilities.is_virtual
        and capabilities.can_be_read
        and not capabilities.reports_changes
    )


def note_read(edit: RecordEdit, now: datetime, slots: Iterable[str]) -> None:
    """Store that the lock itself has shown the contents of these slots now."""
    record = edit.record
    capabilities = record.capabilities
    if capabilities is None or not grows_old(capabilities):
        return
    known = record.read_at
    if capabilities.slot_naming is not SlotNaming.FIXED:
        kept = edit.placements.keys() | record.unmanaged.keys()
        known = {slot: at for slot, at in known.items() if slot in kept}
    second = int(now.timestamp())
    read_at = {**known, **dict.fromkeys(slots, second)}
    if read_at != record.read_at:
        edit.set_record(replace(record, read_at=read_at))


# contract 8.40
def own_read_due_at(record: LockRecord, slot: str) -> datetime | None:
    """Return when a slot of ours, or one that hinders a code, is to be read again; None: not by the clock."""
    capabilities = record.capabilities
    if capabilities is None or not grows_old(capabilities):
        return None
    span = capabilities.fresh_for or _OURS_BY_DEFAULT
    seconds = min(max(span, _OURS_AT_LEAST), _LONGEST)
    return _read_at(record, slot) + timedelta(seconds=seconds)


# contract 4.40
def is_too_old_to_take(record: LockRecord, slot: str, now: datetime) -> bool:
    """Return whether a slot that was empty must be read before it is taken."""
    capabilities = record.capabilities
    if capabilities is None or not grows_old(capabilities):
        return False
    span = capabilities.fresh_for or _OTHERS_BY_DEFAULT
    if capabilities.calls_per_minute:
        # The command after the read waits for its turn: older than that, it would be read again for ever.
        span = max(span, _TURNS * 60 // capabilities.calls_per_minute)
    return _read_at(record, slot) + timedelta(seconds=min(span, _LONGEST)) <= now


def is_due(record: LockRecord, slot: str, now: datetime) -> bool:
    """Return whether a slot of ours, or one that hinders a code, is to be read again now."""
    due_at = own_read_due_at(record, slot)
    return due_at is not None and due_at <= now


def is_read_since(record: LockRecord, slot: str, instant: datetime) -> bool:
    """Return whether a slot is known to have been read since an instant."""
    return _read_at(record, slot) >= instant


def not_ahead(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record after a backward clock step: no slot was read in the future."""
    second = int(now.timestamp())
    if all(at <= second for at in record.read_at.values()):
        return record
    read_at = {slot: min(at, second) for slot, at in record.read_at.items()}
    return replace(record, read_at=read_at)


def _read_at(record: LockRecord, slot: str) -> datetime:
    """Return when a slot was last read; long ago, if that is not known."""
    second = min(max(record.read_at.get(slot, 0), 0), _LATEST)
    return datetime.fromtimestamp(second, UTC)
