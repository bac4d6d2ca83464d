"""What the answer to a repair, and leaving a lock, change in the record: pure functions, as requests are."""

from dataclasses import replace

from .events import emit
from .model import (
    EMPTY,
    OTHER,
    AccessCode,
    Change,
    Content,
    Held,
    LockRecord,
    Placement,
    Reads,
    World,
)
from .requests import delete, find


def left_on_lock(record: LockRecord) -> tuple[AccessCode, ...]:
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


def forget(
    record: LockRecord, world: World, access_code_id: str
) -> tuple[LockRecord, None]:
    """Drop a code whose lock is gone, whatever stands there: the PIN may still open it. Raises Refused."""
    code = find(record, access_code_id)
    codes = {key: value for key, value in record.codes.items() if key != access_code_id}
    placements = {
        place: placement
        for place, placement in record.placements.items()
        if placement.owner != access_code_id
    }
    record = replace(record, codes=codes, placements=placements)
    return emit(record, "access_code.deleted", world.now, code, verified=False), None


def forget_all(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Drop all codes of a lock that is gone."""
    for access_code_id in record.codes:
        record, _ = forget(record, world, access_code_id)
    return record, None


def accept_change(
    record: LockRecord, world: World, access_code_id: str
) -> tuple[LockRecord, None]:
    """Let a change that was made at the lock stand, as if it had been allowed. Raises Refused."""
    code = find(record, access_code_id)
    placement = record.placement_of(access_code_id)
    if placement is None or placement.deviation is None:
        return record, None
    pin = code.pin
    if placement.deviation is Change.MODIFIED:
        content = _changed_content(placement, code)
        pin = content.pin if isinstance(content, Held) else None
    code = replace(
        code,
        pin=pin,
        external=placement.deviation,
        progress=replace(code.progress, lost_at=None, attempt=None),
    )
    reads = record.capabilities.reads if record.capabilities else Reads.PIN
    placement = replace(
        placement,
        deviation=None,
        put_backs=(),
        is_confirmed=True,
        # A put-back that was under way may have been carried out: the lock has the last word.
        is_to_be_read=len(placement.possible) > 1 and reads is not Reads.NOTHING,
    )
    return replace(
        record,
        codes={**record.codes, access_code_id: code},
        placements={**record.placements, placement.place: placement},
    ), None


def _changed_content(placement: Placement, code: AccessCode) -> Content:
    """Return what somebody set at the lock, as far as the journal tells it from our own put-back."""
    ours = Held(code.pin) if code.pin is not None else OTHER
    others = placement.possible - {ours, EMPTY}
    return next(iter(others)) if len(others) == 1 else OTHER
