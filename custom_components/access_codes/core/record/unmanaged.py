"""Unmanaged codes: contents of slots that are not ours, as the lock last reported them, before the start included."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import NAMESPACE_OID, uuid5

from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    EventType,
    LockCapabilities,
    LockRecord,
    Placement,
    World,
    find_made_of,
)
from .edit import RecordEdit
from .freshness import is_due
from .late_writes import abandon
from .slot_names import slot_label


def held_by_others(
    record: LockRecord, world: World, ours: Container[str] | None = None
) -> dict[str, Content]:
    """Return the known contents of occupied slots that are not ours; ``ours``: our slots, if not those of the record."""
    if ours is None:
        ours = record.placements
    return {
        slot: content
        for slot, content in {**world.observed, **record.unmanaged}.items()
        if content is not EMPTY and slot not in ours
    }


# contract 12.74
def unmanaged_id(record: LockRecord, slot: str) -> str:
    """Return the id of an unmanaged code, a UUID derived from its slot: its one lasting property.

    A key that is a name may change, and could be guessed from the id: there it is derived from the code's number.
    """
    capabilities = record.capabilities
    if capabilities is not None and capabilities.are_names_keys:
        slot = f"#{record.unmanaged_numbers.get(slot, 0)}"
    return _id_of(f"{record.lock_id}/{slot}")


@lru_cache(2000)
def _id_of(text: str) -> str:
    """Return the UUID of a text. A plan may ask for those of all slots of a lock."""
    return str(uuid5(NAMESPACE_OID, text))


# contract 6.162
def unmanaged_contents(record: LockRecord, world: World) -> dict[str, Content]:
    """Return the contents of the unmanaged codes in the order of the lock, those included that are being removed."""
    held = {
        placement.slot: record.unmanaged.get(placement.slot, EMPTY)
        for placement in record.placements.values()
        if record.codes[placement.owner].is_unmanaged
    } | held_by_others(record, world)
    slots = record.capabilities.slots if record.capabilities is not None else ()
    order = dict.fromkeys((*slots, *held))
    return {slot: held[slot] for slot in order if slot in held}


def find_unmanaged(
    record: LockRecord, world: World, unmanaged_access_code_id: str
) -> str | None:
    """Return the slot of the unmanaged code with this id; None for an unknown id, or a code that is being removed."""
    for slot in held_by_others(record, world):
        if unmanaged_id(record, slot) == unmanaged_access_code_id:
            return slot
    return None


# contract 11.348
def ignored_ids(record: LockRecord) -> list[str]:
    """Return the ids of the unmanaged codes that a person does not want to see."""
    return [
        unmanaged_id(record, slot)
        for slot in record.unmanaged
        if slot in record.ignored_slots and slot not in record.placements
    ]


def is_recalled(record: LockRecord, world: World, slot: str) -> bool:
    """Return whether a slot was occupied at its last report, and that report came before the start or is too old."""
    if slot not in record.unmanaged:
        return False
    return world.observed.get(slot, EMPTY) is EMPTY or is_due(record, slot, world.now)


# contract 4.41
def unread_slots(
    record: LockRecord, world: World, capabilities: LockCapabilities
) -> list[str]:
    """Return the slots of a lock that cannot be read of which nothing is known: a person may call them empty."""
    if capabilities.can_be_read or capabilities.is_virtual:
        return []
    known = record.placements.keys() | record.unmanaged.keys() | record.vacant_slots
    return [
        slot
        for slot in capabilities.slots
        if slot not in known
        and slot not in world.settings.reserved_slots
        and world.observed.get(slot) is None
    ]


# contract 8.3
def put_unmanaged(edit: RecordEdit, slot: str, content: Content) -> None:
    """Store the content of a slot that is not ours."""
    record = edit.record
    if record.unmanaged.get(slot, EMPTY) == content:
        return
    unmanaged = {
        known: held for known, held in record.unmanaged.items() if known != slot
    }
    given_up = record.given_up
    if content is not EMPTY:
        unmanaged[slot] = content
    # contract 11.347
    if slot not in record.unmanaged or content is not UNREADABLE:
        put_ignored(edit, slot, is_ignored=False)
    if slot in given_up and _is_replaced(record.unmanaged.get(slot), content):
        given_up = {known: name for known, name in given_up.items() if known != slot}
    edit.set_record(replace(edit.record, unmanaged=unmanaged, given_up=given_up))
    _number_unmanaged(edit)


# contract 11.347
def put_ignored(edit: RecordEdit, slot: str, *, is_ignored: bool) -> None:
    """Store whether a person does not want to see the unmanaged code of a slot."""
    record = edit.record
    others = record.ignored_slots - {slot}
    ignored = others | {slot} if is_ignored else others
    if ignored != record.ignored_slots:
        edit.set_record(replace(record, ignored_slots=ignored))


# contract 6.164, 17.45
def convert_unmanaged(
    edit: RecordEdit, at: datetime, code: AccessCode, placement: Placement
) -> None:
    """Make the unmanaged code of a slot one of ours, with the journal of that slot, and emit that."""
    record, slot = edit.record, placement.slot
    label, unmanaged = slot_label(record, slot), unmanaged_id(record, slot)
    put_unmanaged(edit, slot, EMPTY)
    edit.put_code(code)
    edit.put_placement(placement)
    edit.emit(
        EventType.UNMANAGED_CONVERTED,
        at,
        code,
        slot=label,
        unmanaged_access_code_id=unmanaged,
    )


# contract 11.9, 11.120
def drop_unmanaged(
    edit: RecordEdit, at: datetime, slot: str, **details: bool | None
) -> None:
    """Drop an unmanaged code that is gone, and emit that."""
    record = edit.record
    label, unmanaged = slot_label(record, slot), unmanaged_id(record, slot)
    put_unmanaged(edit, slot, EMPTY)
    edit.emit(
        EventType.UNMANAGED_REMOVED,
        at,
        None,
        slot=label,
        unmanaged_access_code_id=unmanaged,
        **details,
    )


def move_unmanaged(edit: RecordEdit, slot: str, new_slot: str) -> None:
    """Follow an unmanaged code to another key, as after a rename at the lock: it keeps its number."""
    record = edit.record
    edit.set_record(
        replace(
            record,
            unmanaged=_renamed(record.unmanaged, slot, new_slot),
            unmanaged_numbers=_renamed(record.unmanaged_numbers, slot, new_slot),
            given_up=_renamed(record.given_up, slot, new_slot),
            late_clears=_renamed(record.late_clears, slot, new_slot),
        )
    )
    put_ignored(edit, slot, is_ignored=False)


def _renamed[T](values: dict[str, T], slot: str, new_slot: str) -> dict[str, T]:
    return {
        new_slot if known == slot else known: value for known, value in values.items()
    }


def _number_unmanaged(edit: RecordEdit) -> None:
    """Give unmanaged codes their numbers, where slots are names."""
    record = edit.record
    if record.capabilities is None or not record.capabilities.are_names_keys:
        return
    numbers = {
        slot: number
        for slot, number in record.unmanaged_numbers.items()
        if slot in record.unmanaged
    }
    count = record.unmanaged_count
    for slot in record.unmanaged:
        if slot not in numbers:
            count += 1
            numbers[slot] = count
    edit.set_record(replace(record, unmanaged_numbers=numbers, unmanaged_count=count))


# contract 13.143
def _is_replaced(before: Content | None, after: Content) -> bool:
    """Return whether a slot no longer holds what it held: it is empty, or has another known content.

    What the lock may have made of the PIN is no other content.
    """
    if before is not None and find_made_of((before,), after):
        return False
    return after is EMPTY or UNREADABLE not in (before, after)


# contract 13.82
def given_up_names(record: LockRecord) -> tuple[str, ...]:
    """Return the names of the given up codes that the lock may still hold."""
    return tuple(
        name for slot, name in record.given_up.items() if slot in record.unmanaged
    )


# contract 13.120
def may_still_come(record: LockRecord, now: datetime, slot: str) -> bool:
    """Return whether the lock may still carry out a write of a given up code: *empty* is then no last word."""
    until = record.late_clears.get(slot)
    return slot in record.given_up and until is not None and now < until


# contract 13.47, 13.82, 13.120, 13.140
def release_slots(
    edit: RecordEdit, now: datetime, given_up: Iterable[tuple[Placement, AccessCode]]
) -> None:
    """Make the slots of given up codes unmanaged, with the content that each may hold; one of several is not known."""
    released: dict[str, Content] = {}
    names: dict[str, str] = {}
    late: dict[str, datetime] = {}
    for placement, code in given_up:
        placement = abandon(placement, now, edit.record.capabilities)
        edit.drop_placement(placement)
        for slot, possible in (
            (placement.slot, placement.slot_may_hold),
            (placement.next_slot, placement.next_may_hold),
        ):
            if slot is not None and (held := possible - {EMPTY}):
                content = next(iter(held)) if len(held) == 1 else UNREADABLE
                released[slot] = UNREADABLE if content is UNDISCLOSED else content
                names[slot] = code.name
                if placement.late and placement.late_until is not None:
                    late[slot] = placement.late_until
    if released:
        record = edit.record
        edit.set_record(
            replace(
                record,
                unmanaged={**record.unmanaged, **released},
                given_up={**record.given_up, **names},
                late_clears={**record.late_clears, **late},
                ignored_slots=record.ignored_slots - released.keys(),
            )
        )
        _number_unmanaged(edit)
