"""Requests to take codes over from another manager, in the slots where its store says that they are.

Nothing is sent to the lock for it but reads: the journal of each slot begins with the PIN that the other manager has
there. What the lock is known to hold has the last word, and a code that does not fit it is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..display_text import is_in_text
from ..model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Content,
    EventType,
    KnownPin,
    LockRecord,
    Pin,
    Placement,
    SlotNaming,
    World,
)
from ..record.edit import RecordEdit, request
from ..record.late_writes import new_placement
from ..record.slot_names import slot_label
from ..record.unmanaged import convert_unmanaged, held_by_others, is_recalled
from ..schedule import is_wanted
from .capacity import check_room
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

_CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """A code of another manager on one lock, as it is to become ours. ``given.code`` is its PIN."""

    key: str
    """By which the caller knows it."""
    slot: str | None
    """Number of the slot by the other manager; None where that is not the lock's own."""
    given: CreateRequest
    is_paused: bool
    """The other manager has switched it off."""
    access_code_id: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one of these codes."""

    refusal: Refused | None = None
    is_ours_already: bool = False
    """The slot has been taken over before, with this PIN."""
    is_renamed: bool = False
    """Its name cannot be a name here: it gets another one."""
    is_off: bool = False
    """It is not to be on the lock now, and is not."""
    is_unproven: bool = False
    """The lock has not shown the PIN: it is taken on the other manager's word."""


class NotTakenOver(Exception):
    """Some of the codes cannot be taken over any more, so none was."""

    def __init__(self, verdicts: dict[str, Verdict]) -> None:
        """Store what would become of each, by its key."""
        super().__init__("not taken over")
        self.verdicts = verdicts


# contract 17.40
def verdicts_on(
    record: LockRecord, world: World, wishes: Iterable[TakeOver]
) -> tuple[LockRecord, dict[str, Verdict]]:
    """Return the record with all codes that can be taken over, and what becomes of each, by its key."""
    verdicts = {}
    for wish in wishes:
        if _is_ours(record, wish):
            verdicts[wish.key] = Verdict(is_ours_already=True)
            continue
        try:
            record, verdicts[wish.key] = _take_over(record, world, wish)
        except Refused as refusal:
            verdicts[wish.key] = Verdict(refusal)
    return record, verdicts


# contract 17.41
def take_over(
    record: LockRecord, world: World, wishes: Iterable[TakeOver]
) -> tuple[LockRecord, int]:
    """Take all these codes over, and return their number. Raises NotTakenOver where one of them cannot be."""
    after, verdicts = verdicts_on(record, world, wishes)
    if any(verdict.refusal is not None for verdict in verdicts.values()):
        raise NotTakenOver(verdicts)
    return after, sum(not verdict.is_ours_already for verdict in verdicts.values())


# contract 17.46
def needs_reading(record: LockRecord, world: World, wishes: Iterable[TakeOver]) -> bool:
    """Return whether the lock can be read, and a slot of these codes has not been since it was linked or started."""
    capabilities = record.capabilities
    if capabilities is None or not capabilities.can_be_read or capabilities.is_virtual:
        return False
    if capabilities.slot_naming is not SlotNaming.FIXED:
        return not record.is_read
    return any(
        wish.slot in capabilities.slots
        and not record.is_ours(wish.slot)
        and _held(record, world, wish.slot) is None
        for wish in wishes
        if wish.slot is not None
    )


# contract 17.42
def _is_ours(record: LockRecord, wish: TakeOver) -> bool:
    """Return whether the code was taken over before: by an attempt that did not come to all its locks."""
    for placement in record.placements.values():
        code = record.codes[placement.owner]
        if code.pin == wish.given.code and code.is_listed and code.deleted_at is None:
            return wish.slot is None or placement.slot == wish.slot
    return False


@request
def _take_over(edit: RecordEdit, world: World, wish: TakeOver) -> Verdict:
    """Take one code over. Raises Refused."""
    record, pin = edit.record, wish.given.code
    assert pin is not None
    check_count(record)
    check_key(wish.given.common_code_key)
    check_pin_is_taken(record, world, pin)
    slot = _slot_of(record, world, wish, pin)
    label = slot_label(record, slot) or slot
    _check_slot(record, world, slot, label)
    count, name = _name(record, wish, pin)
    given = wish.given
    code = new_code(
        record,
        world,
        given,
        access_code_id=wish.access_code_id,
        name=name,
        pin=pin,
        window=window_of_new_code(given.starts_at, given.ends_at, world.now),
    )
    if wish.is_paused:
        code = replace(code, paused_at=world.now)
    check_pin_is_free(record, world, code)
    _check_no_other_slot(record, world, slot, pin)
    held = _held(record, world, slot)
    edit.set_record(replace(record, code_count=count))
    if is_wanted(code, world.settings, world.now):
        placement = _placement(edit, world, slot, held, code)
        convert_unmanaged(edit, world.now, code, placement)
        is_off = False
        is_unproven = not placement.is_confirmed or placement.is_unverified
    else:
        _check_is_off(edit, slot, held, label)
        check_room(record, world, code)
        edit.put_code(code)
        edit.emit(EventType.CREATED, world.now, code)
        is_off, is_unproven = True, False
    is_renamed = given.name is not None and name != given.name.strip()
    return Verdict(is_renamed=is_renamed, is_off=is_off, is_unproven=is_unproven)


# contract 17.43
def _slot_of(record: LockRecord, world: World, wish: TakeOver, pin: Pin) -> str:
    """Return the slot of the code: by its number, where that is the lock's own, else by its PIN. Raises Refused."""
    capabilities = capabilities_of(record)
    if capabilities.is_virtual:
        raise Refused("unmanaged_needs_a_real_lock", field="lock")
    if wish.slot is not None and capabilities.slot_naming is SlotNaming.FIXED:
        if wish.slot not in capabilities.slots:
            raise Refused("slot_not_on_lock", field=_CODE, slot=wish.slot)
        return wish.slot
    slots = [
        slot
        for slot, content in held_by_others(record, world).items()
        if isinstance(content, KnownPin) and content.pin == pin
    ]
    if len(slots) != 1:
        raise Refused("slot_not_found_by_code", field=_CODE)
    if capabilities.are_names_keys and is_in_text(pin.reveal(), slots[0]):
        raise Refused("name_on_lock_contains_code", field=_CODE)
    return slots[0]


def _check_slot(record: LockRecord, world: World, slot: str, label: str) -> None:
    """Refuse a slot that is reserved, ours, missing on the lock, or switched off by it."""
    if slot in world.settings.reserved_slots:
        raise Refused("slot_is_reserved", field=_CODE, slot=label)
    if record.is_ours(slot):
        raise Refused("slot_is_ours", field=_CODE, slot=label)
    if slot in record.missing_slots:
        raise Refused("slot_not_on_lock", field=_CODE, slot=label)
    if slot in record.inactive_since:
        raise Refused("slot_is_switched_off", field=_CODE, slot=label)


# contract 17.44
def _name(record: LockRecord, wish: TakeOver, pin: Pin) -> tuple[int, str]:
    """Return the number of codes made so far, and the name: as given, or the default where it cannot be a name here."""
    key = wish.given.common_code_key
    if wish.given.name is not None:
        try:
            name = checked_name(wish.given.name)
            check_texts_hide_pin(name, key, pin)
        except Refused:
            return default_name(record, pin)
        return record.code_count + 1, name
    return default_name(record, pin)


def _check_no_other_slot(record: LockRecord, world: World, slot: str, pin: Pin) -> None:
    """Refuse a PIN that the lock holds in another slot, too: the code would have to be taken off one of them."""
    for other, content in held_by_others(record, world).items():
        if other != slot and isinstance(content, KnownPin) and content.pin == pin:
            label = slot_label(record, other) or other
            raise Refused("code_on_lock_twice", field=_CODE, slot=label)


def _held(record: LockRecord, world: World, slot: str) -> Content | None:
    """Return the content of a slot as far as it is known; None for one that was not read."""
    if (held := held_by_others(record, world).get(slot)) is not None:
        return held
    if slot in record.vacant_slots and not capabilities_of(record).can_be_read:
        return EMPTY
    return world.observed.get(slot)


# contract 17.45, 17.46
def _placement(
    edit: RecordEdit,
    world: World,
    slot: str,
    held: Content | None,
    code: AccessCode,
) -> Placement:
    """Return the journal of a slot that holds a code of the other manager. Raises Refused where it does not.

    A slot that has not shown the PIN since the start is read, where the lock can be read.
    """
    record = edit.record
    assert code.pin is not None
    expected = KnownPin(code.pin)
    label = slot_label(record, slot) or slot
    if held is EMPTY:
        raise Refused("slot_is_empty", field=_CODE, slot=label)
    if held not in (None, UNREADABLE, expected):
        raise Refused("slot_holds_another_code", field=_CODE, slot=label)
    is_proven = held == expected and not is_recalled(record, world, slot)
    needs_read = edit.can_be_read and not is_proven
    return replace(
        new_placement(record, slot, code.access_code_id),
        possible=frozenset({expected}),
        is_confirmed=not needs_read,
        is_unverified=held != expected or not edit.can_be_read,
        needs_read=needs_read,
        name=slot if capabilities_of(record).are_names_keys else None,
        kept_name=code.name,
    )


# contract 17.47
def _check_is_off(
    edit: RecordEdit, slot: str, held: Content | None, label: str
) -> None:
    """Refuse a code that is not valid now, unless its slot is known to be empty, or cannot be read."""
    if held is None and edit.can_be_read:
        raise Refused("slot_not_read", field=_CODE, slot=label)
    if held not in (None, EMPTY):
        raise Refused("slot_is_not_empty", field=_CODE, slot=label)
