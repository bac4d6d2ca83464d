"""Requests about unmanaged codes: take one off the lock, make it a managed one, or ignore it."""

from contextlib import suppress
from dataclasses import replace

from ..display_text import is_in_text
from ..model import AccessCode, Content, KnownPin, Pin, Placement, Window, World
from ..record.edit import RecordEdit, request
from ..record.late_writes import new_placement
from ..record.slot_names import slot_label
from ..record.unmanaged import (
    convert_unmanaged,
    find_unmanaged,
    held_by_others,
    is_recalled,
    put_ignored,
    put_unmanaged,
)
from .inputs import CreateRequest
from .limits import (
    check_count,
    check_key,
    check_pin_is_free,
    check_pin_is_taken,
    check_texts_hide_pin,
    checked_name,
)
from .names import default_name
from .new_code import new_code
from .pin_generator import capabilities_of
from .refused import Refused
from .windows import window_of_new_code

_ID = "unmanaged_access_code_id"


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
    put_ignored(edit, slot, is_ignored=False)
    return slot


# contract 11.346, 11.347
@request
def ignore_unmanaged(
    edit: RecordEdit,
    world: World,
    unmanaged_access_code_id: str,
    *,
    is_ignored: bool,
) -> None:
    """Keep in mind whether an unmanaged code is to be seen, until its slot changes. Raises Refused."""
    if unmanaged_access_code_id in edit.codes:
        raise Refused("unmanaged_access_code_being_deleted", field=_ID)
    slot, content = _find(edit, world, unmanaged_access_code_id)
    put_unmanaged(edit, slot, content)
    put_ignored(edit, slot, is_ignored=is_ignored)


# contract 6.164, 6.165, 6.166, 11.121
@request
def convert_to_managed(
    edit: RecordEdit,
    world: World,
    given: CreateRequest,
    *,
    unmanaged_access_code_id: str,
    access_code_id: str,
) -> AccessCode:
    """Make an unmanaged code a managed one in the slot where it stands. Raises Refused.

    The journal begins with what the slot is known to hold: with a known PIN nothing is left to do.
    """
    if unmanaged_access_code_id in edit.codes:
        raise Refused("unmanaged_access_code_being_deleted", field=_ID)
    slot, content = _find(edit, world, unmanaged_access_code_id)
    record = edit.record
    if slot in world.settings.reserved_slots:
        raise Refused(
            "slot_is_reserved", field=_ID, slot=slot_label(record, slot) or ""
        )
    check_count(record)
    check_key(given.common_code_key)
    window = _window(given, content, world)
    pin = _pin(edit, world, given, content)
    if capabilities_of(record).are_names_keys and is_in_text(pin.reveal(), slot):
        raise Refused("name_on_lock_contains_code", field=_ID)
    count, name = _name(edit, given, slot, pin)
    check_texts_hide_pin(name, given.common_code_key, pin)
    code = new_code(
        record,
        world,
        given,
        access_code_id=access_code_id,
        name=name,
        pin=pin,
        window=window,
    )
    check_pin_is_free(record, world, code)
    placement = _taken_over(edit, world, slot, content, code)
    edit.set_record(replace(record, code_count=count))
    convert_unmanaged(edit, world.now, code, placement)
    return code


# contract 6.165
def _pin(edit: RecordEdit, world: World, given: CreateRequest, content: Content) -> Pin:
    """Return the PIN of a code that becomes ours: the one that the lock shows, else the given one. Raises Refused."""
    record = edit.record
    if isinstance(content, KnownPin):
        if given.code is not None and given.code != content.pin:
            raise Refused("code_is_another", field="code")
        if not capabilities_of(record).is_pin_chosen_by_lock:
            check_pin_is_taken(record, world, content.pin)
        return content.pin
    if given.code is None:
        raise Refused("code_needed", field="code")
    check_pin_is_taken(record, world, given.code)
    return given.code


def _window(given: CreateRequest, content: Content, world: World) -> Window | None:
    """Return the window of a code that becomes ours: as given, else the one that the lock holds. Raises Refused."""
    starts_at, ends_at = given.starts_at, given.ends_at
    if starts_at is None and ends_at is None and isinstance(content, KnownPin):
        held = content.window
        if held is not None:
            starts_at, ends_at = held.starts_at, held.ends_at
    return window_of_new_code(starts_at, ends_at, world.now)


# contract 6.166
def _name(
    edit: RecordEdit, given: CreateRequest, slot: str, pin: Pin
) -> tuple[int, str]:
    """Return the number of codes made so far, and the name: as given, else a key that is a name, else the default."""
    record = edit.record
    if given.name is not None:
        return record.code_count + 1, checked_name(given.name)
    if capabilities_of(record).are_names_keys:
        with suppress(Refused):
            return record.code_count + 1, checked_name(slot)
    return default_name(record, pin)


# contract 6.164, 6.167
def _taken_over(
    edit: RecordEdit, world: World, slot: str, content: Content, code: AccessCode
) -> Placement:
    """Return the journal of a slot that becomes ours with its content. What was last seen too long ago is read."""
    record = edit.record
    needs_read = edit.can_be_read and is_recalled(record, world, slot)
    return replace(
        new_placement(record, slot, code.access_code_id),
        possible=frozenset({content}),
        is_confirmed=not needs_read,
        is_unverified=not edit.can_be_read,
        needs_read=needs_read,
        name=slot if capabilities_of(record).are_names_keys else None,
        kept_name=code.name,
    )


# contract 6.160
def _find(
    edit: RecordEdit, world: World, unmanaged_access_code_id: str
) -> tuple[str, Content]:
    """Return the slot and the content of an unmanaged code. Raises Refused."""
    if capabilities_of(edit.record).is_virtual:
        raise Refused("unmanaged_needs_a_real_lock", field=_ID)
    slot = find_unmanaged(edit.record, world, unmanaged_access_code_id)
    if slot is None:
        raise Refused("unmanaged_access_code_not_found", field=_ID)
    return slot, held_by_others(edit.record, world)[slot]
