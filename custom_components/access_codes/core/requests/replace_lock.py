"""Split a record for the replacement of its lock: codes that move, and codes that the old lock may still hold."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime

from ..model import (
    AccessCode,
    Event,
    EventType,
    ExternalChange,
    Link,
    LockRecord,
    Progress,
)
from ..record.edit import RecordEdit
from ..record.unmanaged import given_up_names
from .leave_lock import codes_left_on_lock


# contract 10.21
def codes_to_move(record: LockRecord) -> tuple[AccessCode, ...]:
    """Return the codes for the new lock: neither deleted nor used up. Backup codes that nobody has pulled stay behind."""
    return tuple(
        code
        for code in record.codes.values()
        if code.deleted_at is None and code.used_at is None and not code.is_in_pool
    )


# contract 14.16
def record_of_old_lock(
    record: LockRecord, now: datetime, kept_for: str, new_id: Callable[[], str]
) -> LockRecord | None:
    """Return the record of the old lock, with the codes that it may hold marked as deleted; None if it holds nothing.

    These codes get ids of their own: if the old lock is linked again, they stand beside those that moved.
    """
    ids = {code.access_code_id: new_id() for code in codes_left_on_lock(record)}
    if not ids and not given_up_names(record):
        return None
    codes = {
        new: _left(record.codes[access_code_id], new, now)
        for access_code_id, new in ids.items()
    }
    placements = {
        slot: replace(placement, owner=ids[placement.owner])
        for slot, placement in record.placements.items()
        if placement.owner in ids
    }
    return LockRecord(
        record.lock_id,
        codes=codes,
        placements=placements,
        capabilities=record.capabilities,
        event_count=record.event_count,
        code_count=record.code_count,
        is_read=record.is_read,
        full_read=record.full_read,
        missing_slots=record.missing_slots,
        vacant_slots=record.vacant_slots,
        unmanaged=record.unmanaged,
        unmanaged_numbers=record.unmanaged_numbers,
        unmanaged_count=record.unmanaged_count,
        inactive_since=record.inactive_since,
        given_up=record.given_up,
        late_clears=record.late_clears,
        clock_stepped_at=record.clock_stepped_at,
        method=record.method,
        method_settings=record.method_settings,
        kept_for=kept_for,
    )


# contract 13.142, 14.15
def move(
    record: LockRecord, now: datetime, lock_id: str, link: Link, onto: LockRecord | None
) -> LockRecord:
    """Return the record of the new lock: the codes without placements.

    ``onto``: the orphaned record of the new lock, which is merged as for a lock that is linked again.
    """
    codes = {code.access_code_id: _moved(code, now) for code in codes_to_move(record)}
    edit = RecordEdit(record)
    for access_code_id, code in record.codes.items():
        if access_code_id not in codes and not code.is_unmanaged:
            edit.emit(EventType.DELETED, now, code, verified=False)
    record = edit.result()
    if onto is None:
        onto = LockRecord(lock_id)
    edit = RecordEdit(
        LockRecord(
            lock_id,
            codes={**onto.codes, **codes},
            placements=onto.placements,
            capabilities=onto.capabilities,
            constraints=onto.constraints,
            reported_capabilities=onto.reported_capabilities,
            outbox=record.outbox,
            timeline={**onto.timeline, **_timeline_of(record, codes)},
            event_count=max(record.event_count, onto.event_count),
            code_count=max(record.code_count, onto.code_count),
            bucket=record.bucket,
            vacant_slots=onto.vacant_slots,
            unmanaged=onto.unmanaged,
            unmanaged_numbers=onto.unmanaged_numbers,
            unmanaged_count=onto.unmanaged_count,
            inactive_since=onto.inactive_since,
            given_up=onto.given_up,
            late_clears=onto.late_clears,
            clock_stepped_at=record.clock_stepped_at,
            link=link,
            applied_changes=record.applied_changes | onto.applied_changes,
        )
    )
    for code in codes.values():
        edit.emit(
            EventType.CHANGED,
            now,
            code,
            changed="lock_entity_id",
            reason="lock_replaced",
        )
    return edit.result()


def _timeline_of(
    record: LockRecord, codes: Container[str]
) -> dict[str, tuple[Event, ...]]:
    return {key: events for key, events in record.timeline.items() if key in codes}


def _left(code: AccessCode, access_code_id: str, now: datetime) -> AccessCode:
    return replace(
        code,
        access_code_id=access_code_id,
        common_code_key=None,
        deleted_at=code.deleted_at or now,
        progress=Progress(on_device=code.progress.on_device),
    )


def _moved(code: AccessCode, now: datetime) -> AccessCode:
    """Return a code that is not on its lock yet, without errors of the old lock.

    An allowed removal at the old lock still counts: the code was not asked for since.
    """
    return replace(
        code,
        external=code.external if code.external is ExternalChange.REMOVED else None,
        progress=Progress(was_set=code.progress.was_set, lost_at=now),
    )
