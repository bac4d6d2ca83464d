"""Requests of repairs and of unlinking: delete, forget, adopt."""

from collections.abc import Iterable
from dataclasses import replace

from ..full_read import read_anew
from ..model import AccessCode, EventType, Link, LockRecord, Placement, World
from ..record.edit import RecordEdit, request, with_progress
from ..record.journal import EMPTY_SLOT
from ..record.late_writes import abandon
from ..record.unmanaged import (
    drop_unmanaged,
    given_up_names,
    may_still_come,
    release_slots,
)
from ..schedule import is_wanted
from .delete import delete_code
from .lookup import find


def codes_left_on_lock(record: LockRecord) -> tuple[AccessCode, ...]:
    """Return the codes that the lock itself holds or may hold, be it from before it became a virtual one."""
    owners = {
        placement.owner
        for placement in record.placements.values()
        if placement.may_hold != EMPTY_SLOT
    }
    return tuple(
        code for code in record.codes.values() if code.access_code_id in owners
    )


# contract 13.82, 13.83
def names_left_on_lock(record: LockRecord) -> tuple[str, ...]:
    """Return the names of all codes that the lock itself holds or may hold, given up ones included."""
    left = tuple(code.name for code in codes_left_on_lock(record))
    return (*left, *given_up_names(record))


# contract 13.110
def is_unlinked_at_once(record: LockRecord) -> bool:
    """Return whether Home Assistant alone checks the codes of the lock: they end with the link."""
    capabilities = record.capabilities
    is_virtual = capabilities is not None and capabilities.is_virtual
    return is_virtual and not names_left_on_lock(record)


# contract 13.84
@request
def confirm_gone(edit: RecordEdit, world: World) -> None:
    """Drop what the slots of a virtual lock may hold: a person says that it is gone."""
    record = edit.record
    if record.capabilities is None or not record.capabilities.is_virtual:
        return
    for placement in list(edit.placements.values()):
        code = edit.codes[placement.owner]
        edit.drop_placement(placement)
        if code.progress.on_device and not is_wanted(code, world.settings, world.now):
            edit.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=False)
            edit.put_code(with_progress(code, replace(code.progress, on_device=False)))
    edit.set_record(
        replace(
            record,
            unmanaged={
                slot: content
                for slot, content in record.unmanaged.items()
                if slot not in record.given_up
            },
            given_up={},
        )
    )


@request
def adopt_lock(
    edit: RecordEdit, _: World, lock_id: str, link: Link | None = None
) -> None:
    """Store the new registry id of a lock that has returned. ``link``: its identity, where that is another one."""
    link = link or edit.record.link
    edit.set_record(replace(edit.record, lock_id=lock_id, link=link))


# contract 12.112
@request
def store_method_settings(edit: RecordEdit, _: World, settings: str | None) -> None:
    """Store what a person has changed in the settings of the lock's method."""
    edit.set_record(replace(edit.record, method_settings=settings))


@request
def delete_all(edit: RecordEdit, world: World) -> None:
    """Mark all codes as deleted."""
    for access_code_id in list(edit.codes):
        delete_code(edit, world, access_code_id)


# contract 11.5, 13.47
def forget_codes(
    edit: RecordEdit, world: World, access_code_ids: Iterable[str]
) -> None:
    """Drop codes of a lock that is gone: their slots are unmanaged, and are read once the lock is back. Raises Refused."""
    released: list[tuple[Placement, AccessCode]] = []
    for access_code_id in access_code_ids:
        code = find(edit, access_code_id)
        edit.drop_code(access_code_id)
        placement = edit.by_owner.get(access_code_id)
        if code.is_unmanaged and placement is not None:
            # It was never ours: it stays what it was, among the unmanaged codes.
            edit.drop_placement(abandon(placement, world.now, edit.record.capabilities))
            edit.set_record(read_anew(edit.record))
            continue
        if placement is not None:
            released.append((placement, code))
        edit.emit(EventType.DELETED, world.now, code, verified=False)
    release_slots(edit, world.now, released)
    if released:
        edit.set_record(read_anew(edit.record))


# contract 4.41, 13.73, 13.141
@request
def take_for_empty(edit: RecordEdit, world: World, slots: Iterable[str]) -> None:
    """Take slots for empty by a person's word, on a lock that cannot be read: unread ones, and those of unmanaged codes.

    Not so those to which a given up code may still come.
    """
    capabilities = edit.record.capabilities
    if capabilities is None or capabilities.can_be_read:
        return
    record = edit.record
    called_empty = frozenset(
        slot for slot in slots if not may_still_come(record, world.now, slot)
    )
    vacant = record.vacant_slots | called_empty.intersection(capabilities.slots)
    if vacant != record.vacant_slots:
        edit.set_record(replace(record, vacant_slots=vacant))
    for slot in sorted(called_empty):
        if slot in edit.record.unmanaged and slot not in edit.placements:
            drop_unmanaged(edit, world.now, slot)


@request
def forget(edit: RecordEdit, world: World, access_code_id: str) -> None:
    """Drop a code of a lock that is gone: the PIN may still open it. Raises Refused."""
    forget_codes(edit, world, [access_code_id])


@request
def forget_all(edit: RecordEdit, world: World) -> None:
    """Drop all codes of a lock that is gone."""
    forget_codes(edit, world, list(edit.codes))
