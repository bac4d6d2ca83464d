"""Free slots of a lock: the one for the next new code, and their number."""

from ..model import EMPTY, LockCapabilities, LockRecord, Outcome, World
from ..record.edit import RecordEdit
from ..record.freshness import is_too_old_to_take
from ..record.unmanaged import held_by_others, is_recalled


# contract 4.22, 4.23, 4.40, 4.41, 8.4, 14.14
def find_free_slot(
    edit: RecordEdit, world: World, capabilities: LockCapabilities
) -> tuple[str | None, bool]:
    """Return the slot for the next new code, and whether it is known to be empty.

    Slots that are known to be empty come first, then unread ones, then those of unmanaged codes that were last seen
    before the start and may be gone, then those that did not answer: a read of one of these is the next step. On a lock
    that cannot be read there is no such step: a person has to say which slots are empty.
    """
    unread = recalled = silent = late = None
    if capabilities.capacity is not None and not has_room(edit, world, capabilities):
        return None, False
    record, can_be_read = edit.record, capabilities.can_be_read
    silent_slots = record.full_read.silent if record.full_read is not None else {}
    taken = (
        edit.placements.keys() | world.settings.reserved_slots | record.missing_slots
    )
    for slot in capabilities.slots:
        if slot in taken:
            continue
        if slot in record.unmanaged:
            if recalled is None and is_recalled(record, world, slot):
                recalled = slot
            continue
        content = world.observed.get(slot)
        if content is EMPTY and is_too_old_to_take(record, slot, world.now):
            content = None
        is_empty = content is EMPTY or (
            content is None and not can_be_read and slot in record.vacant_slots
        )
        if is_empty and _is_clear_late(edit, world, slot):
            late = late or slot
        elif is_empty:
            return slot, True
        elif content is None and slot in silent_slots:
            silent = silent or slot
        elif content is None and unread is None:
            unread = slot
    if not can_be_read:
        return late, late is not None
    if unread is None and late is not None:
        return late, True
    return unread or recalled or silent, False


# contract 13.71
def _is_clear_late(edit: RecordEdit, world: World, slot: str) -> bool:
    """Return whether an earlier clear may still empty the slot after a new set."""
    until = edit.record.late_clears.get(slot)
    return until is not None and world.now < until


def count_free_slots(
    edit: RecordEdit, world: World, capabilities: LockCapabilities | None
) -> int | None:
    """Return the number of free slots; None where slots are without limit or unknown."""
    if capabilities is None or capabilities.is_virtual:
        return None
    occupied = held_by_others(edit.record, world).keys() | edit.placements.keys()
    room = capabilities.room
    left = None if room is None else max(room - len(occupied), 0)
    if capabilities.has_named_slots:
        return left
    taken = occupied | world.settings.reserved_slots | edit.record.missing_slots
    free = len(capabilities.slots) - len(taken.intersection(capabilities.slots))
    return free if left is None else min(free, left)


# contract 4.40
def is_known_empty(
    record: LockRecord, world: World, capabilities: LockCapabilities, slot: str
) -> bool:
    """Return whether no read is needed before a new key is used."""
    if not capabilities.can_be_read:
        return True
    is_empty = world.observed.get(slot) is EMPTY
    return is_empty and not is_too_old_to_take(record, slot, world.now)


# contract 12.70
def has_room(edit: RecordEdit, world: World, capabilities: LockCapabilities) -> bool:
    """Return whether the lock has room for one more code: as it says, or while it has not called itself full."""
    free = count_free_slots(edit, world, capabilities)
    if free is not None:
        return free > 0
    return not any(
        (attempt := code.progress.attempt) is not None
        and attempt.outcome is Outcome.FULL
        and attempt.retry_at is None
        # contract 10.5
        and not code.is_in_pool
        for code in edit.codes.values()
    )
