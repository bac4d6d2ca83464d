"""Changes that follow from the record by itself, before the next command is chosen.

Empty slots are released, deleted and expired codes are dropped, and the slot of a code that is no longer wanted goes
over to the code that wants the same PIN.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from ..full_read import is_list_due, unread_slots, with_doubt
from ..goals import Goals
from ..model import (
    EMPTY,
    UNDISCLOSED,
    AccessCode,
    EventType,
    ExternalChange,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Outcome,
    Pin,
    Placement,
    RestoreCheck,
    World,
    is_provisional,
)
from ..model.copies import replace
from ..observations.restore_check import resolve
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, pins_in
from ..record.late_writes import expire
from ..record.moves import conclude_move
from ..record.slot_names import is_name_of
from ..record.unmanaged import drop_unmanaged
from ..requests.names import rename_to_hide_pin
from ..retries import is_same_wish, record_failure
from ..schedule import CLOCK_TRUST_DELAY, ended_at
from .pin_holders import PinHolders


class Scope(NamedTuple):
    """The codes that a decision has to look at: all, or those about which the last one may be wrong."""

    wanted: dict[str, bool]
    """Wishes of this instant, by the ids of the codes: True for a code that is wanted now."""
    outdated: set[str]
    """Ids of the codes to look at. Those that another one affects are added."""
    contended: Collection[str]
    """Ids of further codes that wait for a PIN which a slot may hold."""
    holders: PinHolders

    def ids(self, edit: RecordEdit) -> list[str]:
        """Return the ids of the codes to look at, in the order of the record."""
        outdated = self.outdated
        if len(outdated) == len(edit.codes):
            return list(edit.codes)
        return [code for code in edit.codes if code in outdated]


def apply_housekeeping(
    edit: RecordEdit, world: World, capabilities: LockCapabilities | None, scope: Scope
) -> None:
    """Apply these changes, to codes that are outdated."""
    goals = Goals(edit, world)
    if capabilities is not None and _is_nothing_to_read(edit.record, capabilities):
        edit.set_record(replace(edit.record, is_read=True))
    if edit.record.is_reset_reported and edit.record.is_read:
        edit.set_record(replace(edit.record, is_reset_reported=False))
    if not world.is_command_under_way:
        # The answer of a read that was asked before is no last word about a slot.
        _expire(edit, world)
    _forget_stale_attempts(edit, goals, scope)
    _learn_pins(edit, world, scope)
    if capabilities is not None and capabilities.is_pin_chosen_by_lock:
        _forget_assigned_pins(edit, scope)
    if capabilities is not None and not capabilities.is_virtual:
        _hand_over(edit, world, capabilities, goals, scope)
        resolve(edit, world, capabilities, scope.wanted)
    is_all = len(scope.outdated) == len(edit.codes)
    for placement in list(edit.placements.values()):
        if not is_all and placement.owner not in scope.outdated:
            continue
        if placement.next_slot is not None:
            placement = conclude_move(edit, placement)
        if placement.may_hold == EMPTY_SLOT:
            _release_if_unneeded(edit, world, placement, goals)
    for access_code_id in scope.ids(edit):
        if not scope.wanted[access_code_id]:
            _drop_if_over(edit, world, edit.codes[access_code_id])
            if access_code_id not in edit.codes:
                scope.outdated.discard(access_code_id)


# contract 13.120
def _expire(edit: RecordEdit, world: World) -> None:
    """Turn writes that can come no more into doubts; slots that are not ours any more are looked at once more."""
    before = edit.record.late_clears
    expire(edit, world.now)
    record = edit.record
    if not edit.can_be_read or before is record.late_clears:
        return
    for slot in before.keys() - record.late_clears.keys():
        if slot in record.unmanaged and slot not in edit.placements:
            edit.set_record(with_doubt(edit.record, slot))


def _is_nothing_to_read(record: LockRecord, capabilities: LockCapabilities) -> bool:
    """Return whether a full read would have nothing to do."""
    if record.is_read:
        return False
    return not capabilities.can_be_read or not (
        unread_slots(record) or is_list_due(record)
    )


# contract 5.22, 9.9
def _forget_stale_attempts(edit: RecordEdit, goals: Goals, scope: Scope) -> None:
    """Forget the failures of a removal once the code is wanted again, and the reverse: a new attempt is due."""
    for access_code_id in scope.ids(edit):
        code = edit.codes[access_code_id]
        attempt = code.progress.attempt
        if attempt is None:
            continue
        is_preload = goals.is_preloaded(code)
        is_removal = not is_preload and not scope.wanted[access_code_id]
        if not is_same_wish(attempt, is_removal, is_preload):
            edit.put_code(replace(code, progress=replace(code.progress, attempt=None)))


# contract 13.123
def _learn_pins(edit: RecordEdit, world: World, scope: Scope) -> None:
    """Know the PIN again of a code that had an unknown one, once its slot certainly holds one that is known.

    A change at the lock was accepted while our put-back of it was under way.
    """
    for access_code_id in scope.ids(edit):
        code = edit.codes[access_code_id]
        if code.pin is not None or code.external is not ExternalChange.MODIFIED:
            continue
        placement = edit.by_owner.get(access_code_id)
        held = None if placement is None else placement.known_pin
        if held is not None:
            edit.put_code(replace(code, pin=held.pin, external=None))
            rename_to_hide_pin(edit, world, edit.codes[access_code_id])


# contract 12.78, 13.153
def _forget_assigned_pins(edit: RecordEdit, scope: Scope) -> None:
    """Forget PINs of the lock's choice that it does not hold any more: it chooses new ones."""
    for access_code_id in scope.ids(edit):
        code = edit.codes[access_code_id]
        if not scope.wanted[access_code_id] or code.pin is None:
            continue
        placement = edit.by_owner.get(access_code_id)
        if (
            code.is_pin_chosen_by_lock
            and code.external is None
            and _is_replaced(placement, code.pin)
        ):
            edit.put_code(replace(code, pin=None))


def _is_replaced(placement: Placement | None, pin: Pin) -> bool:
    """Return whether a PIN of the lock's choice is off the lock, or another one was asked for in its place."""
    if placement is None or placement.may_hold == EMPTY_SLOT:
        return True
    return UNDISCLOSED in placement.may_hold and pin not in pins_in(placement)


# contract 4.20, 8.63, 9.13
def _hand_over(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    goals: Goals,
    scope: Scope,
) -> None:
    """Give a waiting code the slot of one that is not due, where that slot is the only holder of its PIN and window."""
    wanted, by_owner = scope.wanted, edit.by_owner
    outdated, contended = scope.outdated, scope.contended

    def is_due(access_code_id: str) -> bool:
        return wanted[access_code_id] or goals.is_preloaded(edit.codes[access_code_id])

    waiting = [
        access_code_id
        for access_code_id in edit.codes
        if access_code_id not in by_owner
        and (access_code_id in outdated or access_code_id in contended)
        and is_due(access_code_id)
    ]
    if not waiting or all(map(is_due, by_owner)):
        return
    for code in [edit.codes[access_code_id] for access_code_id in waiting]:
        content = goals.content(code)
        if not isinstance(content, KnownPin):
            continue
        slots = scope.holders.with_pin(content.pin)
        if len(slots) != 1:
            continue
        # As it is now: another code may have taken the slot over.
        holder = edit.placements[slots[0].slot]
        former = edit.codes[holder.owner]
        # A further content in doubt belongs to the former code, which stays until that is gone.
        if is_due(holder.owner) or not holder.may_hold <= {EMPTY, content}:
            continue
        if capabilities.name_length and not is_name_of(holder.name, code, capabilities):
            continue
        if is_provisional(holder.slot) or holder.next_slot is not None:
            continue
        if former.is_unmanaged and holder.needs_read:
            continue
        edit.hand_over(
            replace(holder, deviation=None, put_backs=(), altered=None, kept_name=None),
            code.access_code_id,
        )
        _emit_removed(edit, world, former, is_verified=not holder.is_unverified)
        if former.is_unmanaged:
            drop_unmanaged(edit, world.now, holder.slot, verified=True)
        outdated.update((code.access_code_id, former.access_code_id))


# contract 13.33
def _release_if_unneeded(
    edit: RecordEdit, world: World, placement: Placement, goals: Goals
) -> None:
    """Release an empty slot that needs no content."""
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
    if code.is_unmanaged:
        is_verified = not placement.is_unverified
        drop_unmanaged(edit, world.now, placement.slot, verified=is_verified)
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
    if not code.is_unmanaged:
        edit.emit(EventType.DELETED, world.now, code)
