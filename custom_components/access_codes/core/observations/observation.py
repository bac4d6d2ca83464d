"""The result of an observation: the record, and the contents of slots that are not ours."""

from typing import NamedTuple

from ..full_read import unread_slots, with_doubt
from ..model import EMPTY, Content, EventType, LockRecord, World
from ..record.edit import RecordEdit
from ..record.slot_names import slot_label
from ..record.unmanaged import (
    drop_unmanaged,
    may_still_come,
    put_unmanaged,
    unmanaged_id,
)
from ..retries import unblock_refused

type Contents = dict[str, Content]
"""Contents by slot."""


class Observation(NamedTuple):
    """The record and the contents of slots that are not ours, after an answer or a report of the lock."""

    record: LockRecord
    observed: Contents


# contract 5.28, 8.5, 11.9, 13.120
def observe_other_slot(
    edit: RecordEdit, world: World, observed: Contents, slot: str, content: Content
) -> Contents:
    """Store the content of a slot that is not ours, and emit a change; return all observed contents."""
    record = edit.record
    if content is EMPTY and may_still_come(record, world.now, slot):
        return observed
    known = record.unmanaged.get(slot) or observed.get(slot)
    is_known = record.is_read and edit.can_be_read and slot not in unread_slots(record)
    if known is None and is_known:
        known = EMPTY
    is_change = known is not None and (known is EMPTY) is not (content is EMPTY)
    if is_change and content is EMPTY:
        drop_unmanaged(edit, world.now, slot)
        unblock_refused(edit)
        return {**observed, slot: content}
    put_unmanaged(edit, slot, content)
    if is_change:
        edit.emit(
            EventType.UNMANAGED_CREATED,
            world.now,
            slot=slot_label(edit.record, slot),
            unmanaged_access_code_id=unmanaged_id(edit.record, slot),
        )
    return {**observed, slot: content}


def without_ours(record: LockRecord, observed: Contents) -> Contents:
    """Return the observed contents without those of slots that a request has made ours: the journal has them."""
    taken = {
        slot
        for slot, content in observed.items()
        if content is not EMPTY and slot in record.placements
    }
    if not taken:
        return observed
    return {slot: held for slot, held in observed.items() if slot not in taken}


# contract 12.80
def doubt_other_slot(edit: RecordEdit, observed: Contents, slot: str) -> Contents:
    """Have a slot that is not ours read, as what is known of it may have changed; return all observed contents."""
    if slot in edit.record.unmanaged or observed.get(slot, EMPTY) is not EMPTY:
        edit.set_record(with_doubt(edit.record, slot))
        return {known: held for known, held in observed.items() if known != slot}
    return observed
