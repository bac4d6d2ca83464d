"""What follows from the record by itself, before anything is told to the lock.

Places that are empty are given back, codes that are gone are forgotten, and a slot whose code is no longer wanted
goes over to the code that wants the same PIN.
"""

from dataclasses import replace
from datetime import timedelta

from ..model import (
    EMPTY,
    AccessCode,
    EventType,
    KnownPin,
    LockCapabilities,
    Pin,
    Placement,
    Readability,
    RestoreCheck,
    World,
)
from ..observations.restore_check import resolve
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, pins_in
from ..schedule import CLOCK_SETTLE_TIME, ended_at, is_wanted, wanted_content


def keep_house(
    edit: RecordEdit, world: World, capabilities: LockCapabilities | None
) -> dict[str, bool]:
    """Bring the draft to rest; return who is wanted now."""
    wanted = {
        access_code_id: is_wanted(code, world.settings, world.now)
        for access_code_id, code in edit.codes.items()
    }
    if (
        capabilities is not None
        and capabilities.reads is Readability.NOTHING
        and not edit.record.is_read
    ):
        edit.set_record(replace(edit.record, is_read=True))
    _forget_stale_attempts(edit, wanted)
    if capabilities is not None and not capabilities.is_virtual:
        _hand_over(edit, world, capabilities, wanted)
        resolve(edit, world, capabilities, wanted)
    for placement in list(edit.placements.values()):
        _release_if_empty(edit, world, placement, wanted)
    for code in list(edit.codes.values()):
        if not wanted[code.access_code_id]:
            _forget_if_over(edit, world, code)
    return wanted


def _forget_stale_attempts(edit: RecordEdit, wanted: dict[str, bool]) -> None:
    """Drop how a removal failed once the code is wanted again, and the reverse: it is newly due."""
    for code in list(edit.codes.values()):
        attempt = code.progress.attempt
        if attempt is not None and attempt.is_removal is wanted[code.access_code_id]:
            edit.put_code(replace(code, progress=replace(code.progress, attempt=None)))


def _hand_over(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    wanted: dict[str, bool],
) -> None:
    """Let a wanted code take the slot of one that is not, where that slot is the only holder of its PIN."""
    waiting = [
        code
        for code in edit.codes.values()
        if wanted[code.access_code_id] and code.access_code_id not in edit.by_owner
    ]
    if not waiting or all(wanted[owner] for owner in edit.by_owner):
        return
    holders = _holders(edit)
    for code in waiting:
        content = wanted_content(code)
        if not isinstance(content, KnownPin):
            continue
        slots = holders.get(content.pin, ())
        if len(slots) != 1:
            continue
        holder = edit.placements[slots[0]]
        # What else the slot may hold is its owner's, who is not gone before that is.
        if wanted[holder.owner] or not _holds_at_most(holder, content.pin):
            continue
        if (
            capabilities.name_length
            and holder.name != code.name[: capabilities.name_length]
        ):
            continue
        former = edit.codes[holder.owner]
        edit.hand_over(
            replace(holder, deviation=None, put_backs=()), code.access_code_id
        )
        _emit_removed(edit, world, former, is_verified=not holder.is_unverified)


def _holders(edit: RecordEdit) -> dict[Pin, list[str]]:
    """Return the slots that may hold each PIN."""
    holders: dict[Pin, list[str]] = {}
    for placement in edit.placements.values():
        for pin in pins_in(placement):
            holders.setdefault(pin, []).append(placement.slot)
    return holders


def _holds_at_most(placement: Placement, pin: Pin) -> bool:
    """Tell whether the slot holds this PIN, if it holds anything."""
    return all(
        content is EMPTY or (isinstance(content, KnownPin) and content.pin == pin)
        for content in placement.possible
    )


def _release_if_empty(
    edit: RecordEdit, world: World, placement: Placement, wanted: dict[str, bool]
) -> None:
    """Give back a slot that is empty and is to stay so."""
    if placement.possible != EMPTY_SLOT:
        return
    restore_check = edit.record.restore_check
    if restore_check is not None and _is_doubted(restore_check, placement, wanted):
        return
    code = edit.codes[placement.owner]
    if wanted[placement.owner] and wanted_content(code) is not EMPTY:
        return
    edit.drop_placement(placement)
    if not wanted[placement.owner]:
        _emit_removed(edit, world, code, is_verified=not placement.is_unverified)


def _is_doubted(
    restore_check: RestoreCheck, placement: Placement, wanted: dict[str, bool]
) -> bool:
    """Tell whether it is still to be seen if the slot was emptied by itself or with all others."""
    is_open = (
        placement.slot in restore_check.unexpected and not restore_check.needs_decision
    )
    return is_open and wanted[placement.owner]


def _emit_removed(
    edit: RecordEdit, world: World, code: AccessCode, *, is_verified: bool
) -> None:
    """Tell that a code is off the lock, if it ever was on it."""
    progress = code.progress
    if progress.on_device:
        edit.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=is_verified)
    edit.put_code(
        replace(
            code,
            progress=replace(progress, on_device=False, attempt=None, lost_at=None),
        )
    )


def _forget_if_over(edit: RecordEdit, world: World, code: AccessCode) -> None:
    """Forget a deleted code that has left the lock, and an expired one whose retention is over."""
    if code.access_code_id in edit.by_owner:
        return
    if code.deleted_at is None:
        ended = ended_at(code, world.now)
        if ended is None or world.now < ended + timedelta(
            days=world.settings.expired_retention
        ):
            return
        stepped_at = edit.record.clock_stepped_at
        if stepped_at is not None and world.now < stepped_at + CLOCK_SETTLE_TIME:
            return
    if code.progress.on_device:
        edit.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=True)
    edit.drop_code(code.access_code_id)
    edit.emit(EventType.DELETED, world.now, code)
