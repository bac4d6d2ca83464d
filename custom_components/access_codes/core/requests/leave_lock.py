"""What the answer to a repair, and leaving a lock, change in the record: pure functions, as requests are."""

from dataclasses import replace

from ..model import EMPTY, AccessCode, EventType, LockRecord, World
from ..record.events import emit
from .delete import delete
from .lookup import find


def codes_left_on_lock(record: LockRecord) -> tuple[AccessCode, ...]:
    """Return the codes that the lock itself holds, or may hold, apart from us."""
    if record.capabilities is not None and record.capabilities.is_virtual:
        return ()
    owners = {
        placement.owner
        for placement in record.placements.values()
        if placement.possible != {EMPTY}
    }
    return tuple(
        code for code in record.codes.values() if code.access_code_id in owners
    )


def adopt_lock(record: LockRecord, _: World, lock_id: str) -> tuple[LockRecord, None]:
    """Note that the lock has come back under a new registry id."""
    return replace(record, lock_id=lock_id), None


def delete_all(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Mark every code as to be deleted."""
    for access_code_id in record.codes:
        record, _ = delete(record, world, access_code_id)
    return record, None


# contract 11.5
def forget(
    record: LockRecord, world: World, access_code_id: str
) -> tuple[LockRecord, None]:
    """Drop a code whose lock is gone, whatever stands there: the PIN may still open it. Raises Refused."""
    code = find(record, access_code_id)
    codes = {key: value for key, value in record.codes.items() if key != access_code_id}
    placements = {
        slot: placement
        for slot, placement in record.placements.items()
        if placement.owner != access_code_id
    }
    record = replace(record, codes=codes, placements=placements)
    return emit(record, EventType.DELETED, world.now, code, verified=False), None


def forget_all(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Drop all codes of a lock that is gone."""
    for access_code_id in record.codes:
        record, _ = forget(record, world, access_code_id)
    return record, None
