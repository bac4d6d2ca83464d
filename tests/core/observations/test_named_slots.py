"""Keys that the lock gives to slots, and moves of a content between two keys."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    ExternalChange,
    KnownPin,
    Pin,
    Placement,
    SlotNaming,
)
from custom_components.access_codes.core.observations.listings import (
    SlotList,
    apply_listing,
)
from custom_components.access_codes.core.observations.named_slots import name_slot
from custom_components.access_codes.core.observations.reads import apply_read
from tests.support.builders import a_code, a_record, a_world, able, held

BY_NAME = able(
    slots=(), slot_naming=SlotNaming.BY_NAME, lists_slots=True, name_length=20
)
BOTH: frozenset[Content] = frozenset({EMPTY, held("4826")})
MOVING = Placement(
    "Anna", "a", BOTH, is_confirmed=True, next_slot="Bea", next_possible=BOTH
)


@pytest.mark.contract("12.75")
def test_the_key_of_a_code_that_was_given_up_meanwhile_is_not_called_empty() -> None:
    record = a_record(
        unmanaged={"k1": held("4826")},
        capabilities=able(slots=(), slot_naming=SlotNaming.BY_LOCK),
    )
    world = a_world()
    command = Command(CommandKind.SET, "gone", "a", Pin("4826"))
    assert name_slot(record, world, command, "k1") == (record, world, command)


@pytest.mark.contract("12.74")
def test_a_code_that_is_renamed_at_the_lock_during_our_rename_is_followed() -> None:
    record = a_record(
        a_code("a", name="Bea"),
        is_read=True,
        placements={"Anna": MOVING},
        capabilities=BY_NAME,
    )
    listed = SlotList({"Cid": held("4826")}, is_complete=True)
    command = Command(CommandKind.READ, "Anna", "a")
    after = apply_listing(record, a_world(), command, listed).record
    (placement,) = after.placements.values()
    assert (placement.slot, placement.owner) == ("Cid", "a")
    assert placement.possible == {held("4826")}
    assert placement.next_slot is None
    assert after.unmanaged == {}


@pytest.mark.contract("12.72", "8.6")
def test_another_pin_in_the_old_slot_of_a_rename_in_doubt_is_a_change_at_the_lock() -> (
    None
):
    record = a_record(
        a_code("a", name="Bea"),
        is_read=True,
        placements={"Anna": MOVING},
        capabilities=BY_NAME,
    )
    after = apply_read(record, a_world(), "Anna", held("5555")).record
    assert after.placements["Anna"].possible == {KnownPin(Pin("5555"))}
    assert after.placements["Anna"].deviation is ExternalChange.MODIFIED
    assert [event.type for event in after.outbox] == ["access_code.modified_external"]


@pytest.mark.contract("12.81")
@pytest.mark.parametrize(("owner", "slot"), [("a", "key-1"), ("b", "new:a")])
def test_the_key_in_an_answer_is_that_of_the_write_if_a_report_gave_it_to_the_code(
    owner: str, slot: str
) -> None:
    record = a_record(
        a_code("a"),
        a_code("b", "7351"),
        capabilities=able(slots=(), slot_naming=SlotNaming.BY_LOCK),
        placements={"key-1": Placement("key-1", owner, BOTH)},
    )
    command = Command(CommandKind.SET, "new:a", "a", Pin("4826"))
    same, _, named = name_slot(record, a_world(), command, "key-1")
    assert same is record
    assert named.slot == slot
