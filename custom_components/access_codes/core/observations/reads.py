"""Apply answers to reads."""

from ..full_read import fixed_slots, with_answers
from ..goals import Goals
from ..model import (
    EMPTY,
    UNREADABLE,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Readability,
    World,
    find_made_of,
    has_pin_of,
)
from ..model.copies import replace
from ..record import journal
from ..record.edit import RecordEdit
from ..record.freshness import note_read
from ..record.late_writes import give_up
from ..retries import forget_attempt, put_back, record_failure, unblock_refused
from ..schedule import is_wanted
from .assigned_pins import apply_assignment, is_assignment
from .external_changes import apply_unexpected, lose_converted
from .lock_reset import is_in_reset, lose_to_reset, note_lost_slot
from .named_slots import adopt, apply_move_read
from .observation import Contents, Observation, observe_other_slot
from .restore_check import record_unexpected, record_unknown_code


def apply_read(
    record: LockRecord,
    world: World,
    slot: str,
    content: Content,
    command: Command | None = None,
) -> Observation:
    """Return the record after the lock's answer about one slot."""
    edit = RecordEdit(record)
    observed = apply_slot_content(edit, world, world.observed, slot, content)
    note_read(edit, world.now, (slot,))
    after = with_answers(edit.result(), [slot])
    is_check = command is not None and command.kind is CommandKind.CHECK
    if after is not record or is_check:
        after = replace(after, answered_at=world.now)
    return Observation(after, observed)


def apply_slot_content(
    edit: RecordEdit, world: World, observed: Contents, slot: str, content: Content
) -> Contents:
    """Apply the content of one slot, as read; return all observed contents."""
    observed = adopt(edit, observed, slot, content)
    moved = apply_move_read(edit, world, observed, slot, content)
    if moved is not None:
        return moved
    before = edit.placements.get(slot)
    if before is None:
        if content is EMPTY:
            note_lost_slot(edit, slot)
        else:
            record_unknown_code(edit, world, observed, slot, content)
        return observe_other_slot(edit, world, observed, slot, content)
    is_code_wanted = is_wanted(edit.codes[before.owner], world.settings, world.now)
    observed = apply_to_own_slot(edit, world, observed, before, content)
    after = edit.placements.get(slot)
    if (
        after is not None
        and is_code_wanted
        and journal.is_unexpected(before, after)
        and _find_altered(before, after, content) is None
        and not _is_in_other_window(before, content)
        and not (is_in_reset(edit, before) and content is EMPTY)
    ):
        record_unexpected(edit, world, before, after)
    return observed


# contract 8.20, 13.31
def apply_to_own_slot(
    edit: RecordEdit,
    world: World,
    observed: Contents,
    before: Placement,
    content: Content,
) -> Contents:
    """Apply the content of a slot of ours, as read or reported; return all observed contents."""
    if is_assignment(before, content):
        apply_assignment(edit, world, before, content)
        return observed
    if _is_replaced(edit, before, content):
        edit.drop_placement(before)
        return observe_other_slot(edit, world, observed, before.slot, content)
    after = journal.read(before, content, edit.readability)
    if not journal.is_unexpected(before, after):
        _apply_proof(edit, world, before, after)
    elif content is EMPTY and is_in_reset(edit, before):
        lose_to_reset(edit, world, after)
    elif (altered := _find_altered(before, after, content)) is not None:
        # Whatever the lock made of our write, the slot is ours.
        edit.put_placement(
            replace(after, is_confirmed=True, deviation=None, altered=altered)
        )
        forget_attempt(edit, after.owner)
    elif _is_in_other_window(before, content):
        # contract 13.122
        edit.put_placement(replace(after, is_confirmed=True))
        if is_wanted(edit.codes[after.owner], world.settings, world.now):
            record_failure(edit, world, after.owner, Outcome.ACCEPTED)
    elif _may_still_come(before) and not before.is_confirmed:
        # contract 13.97
        record_failure(edit, world, before.owner, Outcome.ACCEPTED)
    elif not before.is_confirmed and EMPTY not in after.possible:
        # The slot was filled before our first write to it: it was never ours.
        edit.drop_placement(after)
        forget_attempt(edit, after.owner)
        lose_converted(edit, world, after.owner)
        return observe_other_slot(edit, world, observed, after.slot, content)
    else:
        apply_unexpected(edit, world, before, after)
    return observed


# contract 13.46, 13.144
def _find_altered(
    before: Placement, after: Placement, content: Content
) -> KnownPin | None:
    """Return the write of ours of which the lock has made the content of the slot.

    Without an answer to our first write to an empty slot, that is one whose PIN the lock has shortened or padded.
    """
    if (altered := journal.find_altered(before, after)) is not None:
        return altered
    held = before.slot_may_hold
    if before.is_confirmed or EMPTY not in held or has_pin_of(held, content):
        return None
    return find_made_of(held, content)


def _is_in_other_window(placement: Placement, content: Content) -> bool:
    """Return whether a slot that was empty holds the PIN of our first write, and not in its window."""
    return not placement.is_confirmed and has_pin_of(placement.slot_may_hold, content)


def _may_still_come(placement: Placement) -> bool:
    """Return whether the lock may still carry out a write of a PIN of ours, over its present content."""
    return any(isinstance(content, KnownPin) for content in placement.late)


# contract 8.62
def _is_replaced(edit: RecordEdit, placement: Placement, content: Content) -> bool:
    """Return whether a slot that is to be emptied for somebody else holds another code than the one that was meant."""
    if content is EMPTY or not edit.codes[placement.owner].is_unmanaged:
        return False
    if content is UNREADABLE and edit.readability is not Readability.PIN:
        return False
    meant = edit.record.unmanaged.get(placement.slot, EMPTY)
    return content != meant and not has_pin_of((meant,), content)


def _apply_proof(
    edit: RecordEdit, world: World, before: Placement, after: Placement
) -> None:
    """Apply an answer that our own commands explain: proof of a write, or of its failure."""
    goals, code = Goals(edit, world), edit.codes[after.owner]
    wanted = goals.content_now(code)
    is_disproved = before.unproven is not None and before.unproven not in after.possible
    if is_disproved and before.unproven is not None:
        # Also where the wish has turned meanwhile, and the slot holds what is wanted now.
        unproven = frozenset({before.unproven})
        after = give_up(after, unproven, world.now, edit.record.capabilities)
    if before.unproven is not None and after.possible in ({before.unproven}, {wanted}):
        unblock_refused(edit)
    if after.possible == {wanted}:
        if wanted is not EMPTY:
            after = replace(after, altered=None)
        if after.deviation is not None:
            after = replace(after, deviation=None)
            if before.unproven is not None:
                after = put_back(after, world.now)
        edit.put_placement(after)
        if not (after.has_remainder and wanted is EMPTY):
            # A removal that leaves a remainder again and again is tried at longer and longer intervals.
            forget_attempt(edit, after.owner)
        return
    edit.put_placement(after)
    if is_disproved and before.unproven in (wanted, EMPTY, goals.preload(code)):
        # Accepted, and not carried out. A clear may have been the first step of a set, the window that of a removal.
        record_failure(edit, world, after.owner, Outcome.ACCEPTED)


# contract 8.35
def listed_contents(
    record: LockRecord, world: World, contents: Contents, *, is_complete: bool
) -> Contents:
    """Return the contents that follow from the lock's list: what a complete one does not name is empty."""
    if not is_complete:
        return contents
    slots = (
        *fixed_slots(record.capabilities),
        *record.placements,
        *record.unmanaged,
        *world.observed,
    )
    return {**dict.fromkeys(slots, EMPTY), **contents}


def apply_list(record: LockRecord, world: World, contents: Contents) -> Observation:
    """Return the record after the lock's list, and what follows from it."""
    observed = world.observed
    ours_first = sorted(contents, key=lambda slot: slot not in record.placements)
    for slot in ours_first:
        edit = RecordEdit(record)
        observed = apply_slot_content(edit, world, observed, slot, contents[slot])
        record = edit.result()
    edit = RecordEdit(record)
    note_read(edit, world.now, contents)
    record = with_answers(edit.result(), contents, is_listed=True)
    return Observation(replace(record, answered_at=world.now), observed)


def apply_sign_of_life(record: LockRecord, world: World) -> Observation:
    """Return the record after an answer that tells of no slot."""
    return Observation(replace(record, answered_at=world.now), world.observed)
