"""Requests about unmanaged codes: take one off the lock."""

from dataclasses import replace

from ..model import AccessCode, Content, World
from ..record.edit import RecordEdit, request
from ..record.late_writes import new_placement
from ..record.unmanaged import find_unmanaged, held_by_others, put_unmanaged
from .pin_generator import capabilities_of
from .refused import Refused


# contract 6.161, 8.61
@request
def delete_unmanaged(
    edit: RecordEdit, world: World, unmanaged_access_code_id: str, *, name: str
) -> str:
    """Have an unmanaged code taken off the lock, and return its slot. ``name``: for people. Idempotent. Raises Refused.

    Until it is gone its slot has a journal, as if it were ours.
    """
    placement = edit.by_owner.get(unmanaged_access_code_id)
    if placement is not None and edit.codes[placement.owner].is_unmanaged:
        return placement.slot
    slot, content = _find(edit, world, unmanaged_access_code_id)
    edit.put_code(
        AccessCode(
            access_code_id=unmanaged_access_code_id,
            name=name,
            pin=None,
            window=None,
            created_at=world.now,
            changed_at=world.now,
            deleted_at=world.now,
            is_unmanaged=True,
        )
    )
    edit.put_placement(
        replace(
            new_placement(edit.record, slot, unmanaged_access_code_id),
            possible=frozenset({content}),
            is_confirmed=True,
            needs_read=edit.can_be_read,
        )
    )
    put_unmanaged(edit, slot, content)
    return slot


# contract 6.160
def _find(
    edit: RecordEdit, world: World, unmanaged_access_code_id: str
) -> tuple[str, Content]:
    """Return the slot and the content of an unmanaged code. Raises Refused."""
    if capabilities_of(edit.record).is_virtual:
        raise Refused("unmanaged_needs_a_real_lock", field="unmanaged_access_code_id")
    slot = find_unmanaged(edit.record, world, unmanaged_access_code_id)
    if slot is None:
        raise Refused(
            "unmanaged_access_code_not_found", field="unmanaged_access_code_id"
        )
    return slot, held_by_others(edit.record, world)[slot]
