"""Apply reports that a lock sends of its own accord: changes, denials, its return."""

from ..full_read import with_doubt
from ..goals import Goals
from ..model import (
    EMPTY,
    UNREADABLE,
    Cause,
    Content,
    EventType,
    LockRecord,
    Placement,
    Readability,
    World,
)
from ..model.copies import replace
from ..record import journal
from ..record.edit import RecordEdit, edited
from ..retries import PUT_BACK_PAUSE, forget_attempt, unblock_all, unblock_refused
from .assigned_pins import is_assignment
from .external_changes import apply_unexpected
from .named_slots import adopt, apply_move_report, may_be_unnamed
from .observation import Contents, Observation, doubt_other_slot, observe_other_slot
from .reads import apply_to_own_slot


def apply_report(
    record: LockRecord,
    world: World,
    slot: str,
    content: Content | None,
    is_own_echo: bool,
    *,
    cause: Cause = Cause.UNKNOWN,
) -> Observation:
    """Return the record after a report about a slot; ``None``: an unknown change that leaves it occupied.

    ``cause`` is ``OURS`` only with no write of ours under way: then the report tells its effect.
    """
    edit = RecordEdit(record)
    if content is not None:
        observed = adopt(edit, world.observed, slot, content)
        world = replace(world, observed=observed)
    moved = apply_move_report(edit, world, slot, content)
    if moved is not None:
        return Observation(edit.result(), moved)
    placement = edit.placements.get(slot)
    if placement is None:
        observed = _apply_to_other_slot(edit, world, slot, content, is_own_echo)
        if not is_own_echo:
            unblock_refused(edit)
    elif is_own_echo and not is_assignment(placement, content):
        observed = world.observed
        if cause is Cause.OURS and content in (None, UNREADABLE):
            placement, content = _apply_ours(edit, world, placement), None
        _apply_echo(edit, placement, content)
    elif (
        content is None
        and cause is not Cause.OTHERS
        and _is_echo_of_put_back(edit, world, placement)
    ):
        observed = world.observed
        edit.put_placement(replace(placement, echoed_at=world.now, is_unverified=True))
    else:
        observed = _apply_to_placement(edit, world, placement, content)
    return Observation(edit.result(), observed)


# contract 12.80, 12.81, 13.124
def _apply_to_other_slot(
    edit: RecordEdit,
    world: World,
    slot: str,
    content: Content | None,
    is_own_echo: bool,
) -> Contents:
    """Apply a report of a slot that is not ours; one that may be false, or older than our last command, has it read."""
    if content is EMPTY and edit.can_be_read:
        return doubt_other_slot(edit, world.observed, slot)
    if is_own_echo and edit.can_be_read:
        edit.set_record(with_doubt(edit.record, slot))
        return world.observed
    if may_be_unnamed(edit, world.observed, slot, content):
        edit.set_record(with_doubt(edit.record, slot))
        return world.observed
    known = UNREADABLE if content is None else content
    return observe_other_slot(edit, world, world.observed, slot, known)


# contract 12.50
def _apply_ours(edit: RecordEdit, world: World, placement: Placement) -> Placement:
    """Apply the lock's word that an occupied slot holds what we wrote, where it hides its PINs."""
    if edit.readability is Readability.PIN:
        return placement
    possible = placement.slot_may_hold - {EMPTY}
    if not possible:
        return placement
    after = replace(placement, possible=possible, is_confirmed=True, unproven=None)
    if after == placement:
        return placement
    edit.put_placement(after)
    if possible == {Goals(edit, world).content_now(edit.codes[after.owner])}:
        forget_attempt(edit, after.owner)
    return after


# contract 13.72
def _is_echo_of_put_back(edit: RecordEdit, world: World, placement: Placement) -> bool:
    """Return whether a report of an unknown change is the first one after a put-back, on a lock that hides its PINs.

    A lock may report our own writes late. Taken for somebody else's change, each such report would lead to the next.
    """
    if edit.readability is Readability.PIN or not placement.put_backs:
        return False
    put_back_at = placement.put_backs[-1]
    if placement.echoed_at is not None and placement.echoed_at >= put_back_at:
        return False
    return world.now <= put_back_at + PUT_BACK_PAUSE


# contract 13.48
def _apply_echo(
    edit: RecordEdit, placement: Placement, content: Content | None
) -> None:
    """Read a slot after a report around a command of ours that the command does not explain.

    Such a report may be about that command, and may be older than it. Reports that it explains are left to its answer.
    A report of an unknown change may be about another one: it costs a read where a read shows the PIN, and where a write
    that was given up may be carried out now.
    """
    if placement.late and edit.can_be_read:
        needs_read = content is None or content not in placement.possible
    elif content is None:
        needs_read = edit.readability is Readability.PIN
    else:
        needs_read = content not in placement.slot_may_hold and edit.can_be_read
    if needs_read:
        edit.put_placement(replace(placement, needs_read=True))


# contract 12.80, 13.28
def _apply_to_placement(
    edit: RecordEdit, world: World, placement: Placement, content: Content | None
) -> Contents:
    observed = world.observed
    if content in (None, UNREADABLE) and _is_hidden_unmanaged(edit, placement):
        edit.drop_placement(placement)
        slot = placement.slot
        observed = observe_other_slot(edit, world, observed, slot, UNREADABLE)
    elif content is None:
        if edit.readability is Readability.PIN:
            opened = journal.leave_open(placement, UNREADABLE)
            edit.put_placement(replace(opened, needs_read=True))
        elif placement.late and edit.can_be_read:
            # Perhaps a write that was given up is carried out now.
            edit.put_placement(replace(placement, needs_read=True))
        elif placement.is_confirmed:
            after = replace(placement, possible=frozenset({UNREADABLE}), unproven=None)
            apply_unexpected(edit, world, placement, after)
        else:
            return observed
    elif content is EMPTY and edit.can_be_read:
        # It may be false, or older than our last command.
        edit.put_placement(replace(placement, needs_read=True))
    elif _may_be_older(world, placement, content):
        # contract 13.98
        edit.put_placement(journal.leave_open(placement, content))
    else:
        observed = apply_to_own_slot(edit, world, observed, placement, content)
    unblock_refused(edit)
    return observed


def _may_be_older(world: World, placement: Placement, content: Content) -> bool:
    """Return whether a write under way may reach the slot after the report of it.

    Not so the PIN that the lock itself chose for that write.
    """
    if content is UNREADABLE or is_assignment(placement, content):
        return False
    return world.is_command_under_way and len(placement.possible) > 1


# contract 8.62
def _is_hidden_unmanaged(edit: RecordEdit, placement: Placement) -> bool:
    """Return whether a slot is to be emptied for somebody else, and no read can tell what it holds after a change."""
    is_unmanaged = edit.codes[placement.owner].is_unmanaged
    return is_unmanaged and edit.readability is not Readability.PIN


# contract 12.44
def apply_remainder(slot: str, record: LockRecord, world: World) -> LockRecord:
    """Return the record after something of ours without a PIN was found in a slot: only a clear takes it away."""
    placement = record.placements.get(slot)
    if placement is None:
        return record
    after = replace(placement, has_remainder=True)
    return edited(record, lambda edit: edit.put_placement(after))


# contract 12.88
def apply_no_remainder(slot: str, record: LockRecord) -> LockRecord:
    """Return the record after a read that found a slot empty, without a remainder of ours."""
    placement = record.placements.get(slot)
    if placement is None or not placement.has_remainder:
        return record
    after = replace(placement, has_remainder=False)
    return edited(record, lambda edit: edit.put_placement(after))


# contract 8.65
def apply_inactive(
    slot: str, record: LockRecord, world: World, *, is_inactive: bool
) -> LockRecord:
    """Return the record after a look at whether the lock has switched off the code in a slot."""
    if is_inactive is (slot in record.inactive_since):
        return record
    others = {
        known: since for known, since in record.inactive_since.items() if known != slot
    }
    inactive = {slot: world.now} if is_inactive else {}
    return replace(record, inactive_since={**others, **inactive})


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
