"""Requests of repairs and of unlinking: delete, forget, adopt."""

from collections.abc import Iterable
from dataclasses import replace

from ..model import EMPTY, AccessCode, EventType, LockRecord, Placement, World
from ..record.edit import RecordEdit, request
from ..record.unmanaged import release_slots
from .delete import delete_code
from .lookup import find


def codes_left_on_lock(record: LockRecord) -> tuple[AccessCode, ...]:
    """Return the codes that the lock itself holds or may hold."""
    if record.capabilities is not None and record.capabilities.is_virtual:
        return ()
    owners = {
        placement.owner
        for placement in record.placements.values()
        if placement.may_hold != {EMPTY}
    }
    return tuple(
        code for code in record.codes.values() if code.access_code_id in owners
    )


@request
def adopt_lock(edit: RecordEdit, _: World, lock_id: str) -> None:
    """Store the new registry id of a lock that has returned."""
    edit.set_record(replace(edit.record, lock_id=lock_id))


@request
def delete_all(edit: RecordEdit, world: World) -> None:
    """Mark all codes as deleted."""
    for access_code_id in list(edit.codes):
        delete_code(edit, world, access_code_id)


# contract 11.5, 13.47
def forget_codes(
    edit: RecordEdit, world: World, access_code_ids: Iterable[str]
) -> None:
    """Drop codes of a lock that is gone: their slots are unmanaged, and are read once the lock is back. Raises Refused."""
    released: list[Placement] = []
    for access_code_id in access_code_ids:
        code = find(edit, access_code_id)
        edit.drop_code(access_code_id)
        if (placement := edit.by_owner.get(access_code_id)) is not None:
            released.append(placement)
        edit.emit(EventType.DELETED, world.now, code, verified=False)
    release_slots(edit, released)
    if released:
        edit.set_record(replace(edit.record, is_read=False, read_attempt=None))


@request
def forget(edit: RecordEdit, world: World, access_code_id: str) -> None:
    """Drop a code of a lock that is gone: the PIN may still open it. Raises Refused."""
    forget_codes(edit, world, [access_code_id])


@request
def forget_all(edit: RecordEdit, world: World) -> None:
    """Drop all codes of a lock that is gone."""
    forget_codes(edit, world, list(edit.codes))
