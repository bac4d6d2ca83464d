"""Apply the loss of all codes of a lock at once: a reset, and no change of each code.

The cause is not known. It may be a person at the lock, or a driver that empties a lock which it sees for the first time.
"""

from collections.abc import Container, Mapping
from dataclasses import replace

from ..full_read import read_anew
from ..goals import Goals
from ..model import EMPTY, ExternalChange, LockRecord, Placement, World
from ..record.edit import RecordEdit, request
from ..record.journal import EMPTY_SLOT
from ..record.moves import without_move
from ..record.slot_names import slot_label
from ..record.unmanaged import may_still_come
from ..retries import unblock_refused
from .external_changes import emit_change, with_allowed_change
from .observation import Observation


# contract 8.10, 8.20, 13.141
def apply_all_cleared(record: LockRecord, world: World) -> Observation:
    """Return the record after a report that the lock has lost all codes.

    A lock that can be read is read: the report may be false.
    """
    edit = RecordEdit(record)
    observed = world.observed
    if edit.can_be_read:
        for placement in list(edit.placements.values()):
            edit.put_placement(replace(placement, needs_read=True))
        suspect_reset(edit)
    else:
        for placement in list(edit.placements.values()):
            lose_to_reset(edit, world, _cleared(placement, world))
        slots = record.capabilities.slots if record.capabilities else ()
        awaited = {
            slot for slot in record.given_up if may_still_come(record, world.now, slot)
        }
        ours = edit.placements.keys() | awaited
        observed = {slot: EMPTY for slot in slots if slot not in ours}
        forgotten = replace(
            edit.record,
            unmanaged=_of(awaited, record.unmanaged),
            given_up=_of(awaited, record.given_up),
            ignored_slots=frozenset(),
        )
        edit.set_record(forgotten)
    unblock_refused(edit)
    return Observation(edit.result(), observed)


def _of[T](slots: Container[str], values: Mapping[str, T]) -> dict[str, T]:
    return {slot: value for slot, value in values.items() if slot in slots}


# contract 8.20
def _cleared(placement: Placement, world: World) -> Placement:
    """Return the placement after a reset; a write that is under way may reach the lock after it."""
    is_moving = placement.next_slot is not None
    if world.is_command_under_way and (is_moving or len(placement.possible) > 1):
        possible = placement.possible | EMPTY_SLOT
        next_possible = (
            placement.next_possible | EMPTY_SLOT if is_moving else frozenset()
        )
        return replace(placement, possible=possible, next_possible=next_possible)
    return replace(without_move(placement), possible=EMPTY_SLOT)


def suspect_reset(edit: RecordEdit) -> None:
    """Have the lock read in full: all codes on it may be gone, those of others included."""
    edit.set_record(replace(read_anew(edit.record), is_reset_reported=True))


def is_in_reset(edit: RecordEdit, placement: Placement) -> bool:
    """Return whether a slot was not read since the report of a reset.

    Never in a record from a backup: what is missing on the lock may have been deleted since then.
    """
    check = edit.record.restore_check
    is_restored = check is not None and check.is_restored
    return edit.record.is_reset_reported and placement.needs_read and not is_restored


def lose_to_reset(edit: RecordEdit, world: World, placement: Placement) -> None:
    """Store that a slot of ours is empty since a reset: the code is set again, even where it may be changed there."""
    edit.put_placement(
        replace(
            placement,
            deviation=None,
            unproven=None,
            altered=None,
            needs_read=False,
            needs_clear_first=False,
        )
    )
    code = edit.codes[placement.owner]
    if Goals(edit, world).content_now(code) is EMPTY:
        return
    if code.pin is None and not code.is_waiting_for_assignment:
        code = with_allowed_change(code, ExternalChange.REMOVED, EMPTY)
    else:
        progress = replace(code.progress, lost_at=world.now, attempt=None)
        code = replace(code, progress=progress)
        edit.set_record(replace(edit.record, reset_at=world.now))
    edit.put_code(code)
    emit_change(edit, world, code, ExternalChange.REMOVED)


# contract 8.21
def note_lost_slot(edit: RecordEdit, slot: str) -> None:
    """Remember a code of somebody else that a reset has taken away: nobody but its owner can bring it back."""
    record = edit.record
    is_in_reset = record.is_reset_reported and not record.is_read
    if is_in_reset and slot in record.unmanaged:
        # A key that is a name is not shown, and gets no number again.
        label = slot_label(record, slot) or slot
        edit.set_record(replace(record, lost_slots=record.lost_slots | {label}))


# contract 8.21
@request
def take_note(edit: RecordEdit, world: World) -> None:
    """Forget which codes of others a reset took away, once a person knows."""
    edit.set_record(replace(edit.record, lost_slots=frozenset()))
