"""Changes that follow from the record by itself, before the next command is chosen.

Empty slots are released, deleted and expired codes are dropped, and the slot of a code that is no longer wanted goes
over to the code that wants the same PIN.
"""

from dataclasses import replace
from datetime import timedelta

from ..full_read import is_list_due, unread_slots
from ..goals import Goals
from ..model import (
    EMPTY,
    AccessCode,
    EventType,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Outcome,
    Placement,
    RestoreCheck,
    World,
    is_provisional,
)
from ..observations.restore_check import resolve
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT
from ..record.late_writes import expire
from ..record.moves import conclude_move
from ..record.slot_names import is_name_of
from ..retries import is_same_wish, record_failure
from ..schedule import CLOCK_TRUST_DELAY, ended_at
from .pin_conflicts import holders_by_pin


def apply_housekeeping(
    edit: RecordEdit, world: World, capabilities: LockCapabilities | None
) -> dict[str, bool]:
    """Apply these changes, and return for each code's id whether the code is wanted now."""
    goals = Goals(edit, world)
    wanted = {
        access_code_id: goals.is_wanted(code)
        for access_code_id, code in edit.codes.items()
    }
    if capabilities is not None and _is_nothing_to_read(edit.record, capabilities):
        edit.set_record(replace(edit.record, is_read=True))
    if edit.record.is_reset_reported and edit.record.is_read:
        edit.set_record(replace(edit.record, is_reset_reported=False))
    expire(edit, world.now)
    _forget_stale_attempts(edit, goals)
    if capabilities is not None and capabilities.is_pin_chosen_by_lock:
        _forget_assigned_pins(edit, wanted)
    if capabilities is not None and not capabilities.is_virtual:
        _hand_over(edit, world, capabilities, goals)
        resolve(edit, world, capabilities, wanted)
    for placement in list(edit.placements.values()):
        if placement.next_slot is not None:
            placement = conclude_move(edit, placement)
        _release_if_empty(edit, world, placement, goals)
    for code in list(edit.codes.values()):
        if not wanted[code.access_code_id]:
            _drop_if_over(edit, world, code)
    return wanted


def _is_nothing_to_read(record: LockRecord, capabilities: LockCapabilities) -> bool:
    """Return whether a full read would have nothing to do."""
    if record.is_read:
        return False
    return not capabilities.can_be_read or not (
        unread_slots(record) or is_list_due(record)
    )


# contract 5.22, 9.9
def _forget_stale_attempts(edit: RecordEdit, goals: Goals) -> None:
    """Forget the failures of a removal once the code is wanted again, and the reverse: a new attempt is due."""
    for code in list(edit.codes.values()):
        attempt = code.progress.attempt
        if attempt is None:
            continue
        is_preload = goals.is_preloaded(code)
        is_removal = not is_preload and not goals.is_wanted(code)
        if not is_same_wish(attempt, is_removal, is_preload):
            edit.put_code(replace(code, progress=replace(code.progress, attempt=None)))


# contract 12.78
def _forget_assigned_pins(edit: RecordEdit, wanted: dict[str, bool]) -> None:
    """Forget PINs of the lock's choice that it does not hold any more: it chooses new ones."""
    for code in list(edit.codes.values()):
        if not wanted[code.access_code_id] or code.pin is None:
            continue
        placement = edit.by_owner.get(code.access_code_id)
        is_gone = placement is None or placement.may_hold == EMPTY_SLOT
        if code.is_pin_chosen_by_lock and code.external is None and is_gone:
            edit.put_code(replace(code, pin=None))


# contract 4.20, 9.13
def _hand_over(
    edit: RecordEdit, world: World, capabilities: LockCapabilities, goals: Goals
) -> None:
    """Give a waiting code the slot of one that is not due, where that slot is the only holder of its PIN and window."""
    waiting = [
        code
        for code in edit.codes.values()
        if code.access_code_id not in edit.by_owner and goals.is_due(code)
    ]
    if not waiting or all(goals.is_due(edit.codes[owner]) for owner in edit.by_owner):
        return
    holders = holders_by_pin(edit.placements.values())
    for code in waiting:
        content = goals.content(code)
        if not isinstance(content, KnownPin):
            continue
        slots = holders.get(content.pin, ())
        if len(slots) != 1:
            continue
        # As it is now: another code may have taken the slot over.
        holder = edit.placements[slots[0].slot]
        former = edit.codes[holder.owner]
        # A further content in doubt belongs to the former code, which stays until that is gone.
        if goals.is_due(former) or not holder.may_hold <= {EMPTY, content}:
            continue
        if capabilities.name_length and not is_name_of(holder.name, code, capabilities):
            continue
        if is_provisional(holder.slot) or holder.next_slot is not None:
            continue
        edit.hand_over(
            replace(holder, deviation=None, put_backs=(), altered=None),
            code.access_code_id,
        )
        _emit_removed(edit, world, former, is_verified=not holder.is_unverified)


# contract 13.33
def _release_if_empty(
    edit: RecordEdit, world: World, placement: Placement, goals: Goals
) -> None:
    """Release a slot that is empty and needs no content."""
    if placement.may_hold != EMPTY_SLOT:
        return
    code = edit.codes[placement.owner]
    check = edit.record.restore_check
    if check is not None and _is_under_check(check, placement, goals.is_wanted(code)):
        return
    is_due, goal = goals.is_due(code), goals.content(code)
    is_altered = is_due and placement.altered == goal
    if is_due and goal is not EMPTY and not is_altered:
        if code.progress.on_device and not goals.is_wanted(code):
            # The slot is kept for the code, which was moved to a later window or lost before it.
            _emit_removed(edit, world, code, is_verified=not placement.is_unverified)
        return
    if placement.has_remainder:
        # contract 12.44
        return
    edit.drop_placement(placement)
    if is_altered or not is_due:
        _emit_removed(edit, world, code, is_verified=not placement.is_unverified)
    if is_altered:
        record_failure(edit, world, placement.owner, Outcome.INVALID)


def _is_under_check(
    restore_check: RestoreCheck, placement: Placement, is_wanted: bool
) -> bool:
    """Return whether it is still open if the slot was emptied alone or with all slots of the lock."""
    is_open = (
        placement.slot in restore_check.unexpected and not restore_check.needs_decision
    )
    return is_open and is_wanted


# contract 11.4
def _emit_removed(
    edit: RecordEdit, world: World, code: AccessCode, *, is_verified: bool
) -> None:
    """Emit that a code is off the lock, if it ever was on it, and reset its progress."""
    progress = code.progress
    if progress.on_device:
        edit.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=is_verified)
    edit.put_code(
        replace(
            code,
            progress=replace(progress, on_device=False, attempt=None, lost_at=None),
        )
    )


# contract 4.12, 4.29, 11.5, 14.10
def _drop_if_over(edit: RecordEdit, world: World, code: AccessCode) -> None:
    """Drop a deleted code that has left the lock, and an expired one after its retention."""
    if code.access_code_id in edit.by_owner:
        return
    if code.deleted_at is None:
        ended = ended_at(code, world.now)
        if ended is None or world.now < ended + timedelta(
            days=world.settings.expired_retention
        ):
            return
        stepped_at = edit.record.clock_stepped_at
        if stepped_at is not None and world.now < stepped_at + CLOCK_TRUST_DELAY:
            return
    if code.progress.on_device:
        edit.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=True)
    edit.drop_code(code.access_code_id)
    edit.emit(EventType.DELETED, world.now, code)
