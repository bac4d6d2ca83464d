"""Apply reports that a lock sends of its own accord: changes, uses, denials, its return."""

from dataclasses import replace

from ..model import (
    EMPTY,
    UNREADABLE,
    Content,
    EventType,
    ExternalChange,
    LockRecord,
    Placement,
    Readability,
    World,
)
from ..record import journal
from ..record.edit import RecordEdit, edited
from ..retries import unblock_all, unblock_refused
from ..schedule import wanted_now
from .assigned_pins import is_assignment
from .external_changes import apply_unexpected, emit_change, with_allowed_change
from .named_slots import adopt, apply_move_report
from .observation import Contents, Observation, observe_other_slot
from .reads import apply_to_own_slot


def apply_report(
    record: LockRecord,
    world: World,
    slot: str,
    content: Content | None,
    is_own_echo: bool,
) -> Observation:
    """Return the record after a report about a slot; ``None``: an unknown change that leaves it occupied."""
    edit = RecordEdit(record)
    if content is not None:
        observed = adopt(edit, world.observed, slot, content)
        world = replace(world, observed=observed)
    moved = apply_move_report(edit, world, slot, content)
    if moved is not None:
        return Observation(edit.result(), moved)
    placement = edit.placements.get(slot)
    if placement is None:
        known = UNREADABLE if content is None else content
        observed = observe_other_slot(edit, world, world.observed, slot, known)
        if not is_own_echo:
            unblock_refused(edit)
    elif is_own_echo and not is_assignment(placement, content):
        observed = world.observed
        _apply_echo(edit, placement, content)
    else:
        observed = _apply_to_placement(edit, world, placement, content)
    return Observation(edit.result(), observed)


# contract 13.48
def _apply_echo(
    edit: RecordEdit, placement: Placement, content: Content | None
) -> None:
    """Read a slot after a report around a command of ours that the command does not explain.

    Such a report may be about that command, and may be older than it. Reports that it explains are left to its answer.
    A report of an unknown change may be about another one: it costs a read where a read shows the PIN.
    """
    if content is None:
        needs_read = edit.readability is Readability.PIN
    else:
        needs_read = content not in placement.possible and edit.can_be_read
    if needs_read:
        edit.put_placement(replace(placement, needs_read=True))


# contract 13.28
def _apply_to_placement(
    edit: RecordEdit, world: World, placement: Placement, content: Content | None
) -> Contents:
    observed = world.observed
    if content is None:
        if edit.readability is Readability.PIN:
            opened = journal.leave_open(placement, UNREADABLE)
            edit.put_placement(replace(opened, needs_read=True))
        elif placement.is_confirmed:
            after = replace(placement, possible=frozenset({UNREADABLE}), unproven=None)
            apply_unexpected(edit, world, placement, after)
        else:
            return observed
    elif content is EMPTY and _is_uncertain(placement) and edit.can_be_read:
        # It may be older than the command in doubt: the answer to a read that went out before that command.
        edit.put_placement(replace(placement, needs_read=True))
    else:
        observed = apply_to_own_slot(edit, world, observed, placement, content)
    unblock_refused(edit)
    return observed


def _is_uncertain(placement: Placement) -> bool:
    return len(placement.possible) > 1 and EMPTY in placement.possible


def apply_all_cleared(record: LockRecord, world: World) -> Observation:
    """Return the record after a report that the lock has lost all codes."""
    edit = RecordEdit(record)
    _clear_all(edit, world)
    slots = record.capabilities.slots if record.capabilities else ()
    observed: Contents = {slot: EMPTY for slot in slots if slot not in edit.placements}
    edit.set_record(replace(edit.record, unmanaged={}, given_up={}))
    unblock_refused(edit)
    return Observation(edit.result(), observed)


# contract 8.10
def _clear_all(edit: RecordEdit, world: World) -> None:
    """Empty all slots of ours: one reset, not a change of each code."""
    is_any_code_lost = False
    for placement in list(edit.placements.values()):
        if _is_uncertain(placement) and edit.can_be_read:
            # The report may be older than the command in doubt.
            edit.put_placement(replace(placement, needs_read=True))
            continue
        edit.put_placement(
            replace(
                placement,
                possible=frozenset({EMPTY}),
                deviation=None,
                unproven=None,
                altered=None,
                needs_read=False,
                needs_clear_first=False,
                next_slot=None,
                next_possible=frozenset(),
            )
        )
        code = edit.codes[placement.owner]
        if wanted_now(code, world) is EMPTY:
            continue
        if code.pin is None and not code.is_waiting_for_assignment:
            code = with_allowed_change(code, ExternalChange.REMOVED, EMPTY)
        else:
            is_any_code_lost = True
            progress = replace(code.progress, lost_at=world.now, attempt=None)
            code = replace(code, progress=progress)
        edit.put_code(code)
        emit_change(edit, world, code, ExternalChange.REMOVED)
    if is_any_code_lost:
        edit.set_record(replace(edit.record, reset_at=world.now))


# contract 4.13, 11.8
def apply_used(record: LockRecord, world: World, slot: str, action: str) -> LockRecord:
    """Return the record after a use of a slot's code to "unlock" or "lock"; a one-time code ends with it."""
    placement = record.placements.get(slot)
    if placement is None:
        return record
    edit = RecordEdit(record)
    code = record.codes[placement.owner]
    edit.emit(EventType.USED, world.now, code, action=action, source="lock")
    if code.is_one_time_use and code.used_at is None:
        edit.put_code(replace(code, used_at=world.now))
    return edit.result()


# contract 11.10
def apply_access_denied(record: LockRecord, world: World, reason: str) -> LockRecord:
    """Return the record after a refusal at the lock's keypad."""
    return edited(
        record,
        lambda edit: edit.emit(EventType.ACCESS_DENIED, world.now, reason=reason),
    )


# contract 5.20, 8.2
def came_back(record: LockRecord) -> LockRecord:
    """Return the record after the lock's return: all is tried at once, and our slots are read."""
    edit = RecordEdit(record)
    if edit.can_be_read:
        for placement in record.placements.values():
            edit.put_placement(replace(placement, needs_read=True))
    unblock_all(edit)
    return edit.result()
