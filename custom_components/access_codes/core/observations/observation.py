"""The result of an observation: the record, and the contents of slots that are not ours."""

from dataclasses import dataclass

from ..full_read import unread_slots, with_doubt
from ..model import EMPTY, Content, EventType, LockRecord, World
from ..record.edit import RecordEdit
from ..record.slot_names import slot_label
from ..record.unmanaged import put_unmanaged

type Contents = dict[str, Content]
"""Contents by slot."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The record and the contents of slots that are not ours, after an answer or a report of the lock."""

    record: LockRecord
    observed: Contents


# contract 8.5, 11.9
def observe_other_slot(
    edit: RecordEdit, world: World, observed: Contents, slot: str, content: Content
) -> Contents:
    """Store the content of a slot that is not ours, and emit a change; return all observed contents."""
    record = edit.record
    known = record.unmanaged.get(slot) or observed.get(slot)
    is_known = record.is_read and edit.can_be_read and slot not in unread_slots(record)
    if known is None and is_known:
        known = EMPTY
    label = slot_label(record, slot)
    put_unmanaged(edit, slot, content)
    if known is not None and (known is EMPTY) is not (content is EMPTY):
        if content is EMPTY:
            edit.emit(EventType.UNMANAGED_REMOVED, world.now, slot=label)
        else:
            label = slot_label(edit.record, slot)
            edit.emit(EventType.UNMANAGED_CREATED, world.now, slot=label)
    return {**observed, slot: content}


# contract 12.80
def doubt_other_slot(edit: RecordEdit, observed: Contents, slot: str) -> Contents:
    """Have a slot that is not ours read, as what is known of it may have changed; return all observed contents."""
    if slot in edit.record.unmanaged or observed.get(slot, EMPTY) is not EMPTY:
        edit.set_record(with_doubt(edit.record, slot))
        return {known: held for known, held in observed.items() if known != slot}
    return observed
