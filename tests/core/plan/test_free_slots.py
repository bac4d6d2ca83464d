"""The slot for the next new code, and the number of free slots."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.full_read import with_answers
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Attempt,
    Content,
    FullRead,
    LockRecord,
    Outcome,
    Placement,
    Readability,
    Settings,
)
from custom_components.access_codes.core.observations.connection_changes import (
    with_capabilities,
)
from custom_components.access_codes.core.plan.free_slots import (
    count_free_slots,
    find_free_slot,
)
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.unmanaged import unread_slots
from tests.support.builders import NOW, a_code, a_record, a_world, able, held

SLOTS = ("1", "2", "3", "4")


def a_lock(reads: Readability = Readability.PIN, **fields: Any) -> LockRecord:
    """Return the record of a lock with four slots, the first of them ours."""
    return a_record(
        a_code("a"),
        capabilities=able(slots=SLOTS, reads=reads),
        placements={"1": Placement("1", "a", frozenset({held("4826")}))},
        **fields,
    )


def free_slot(
    record: LockRecord, observed: dict[str, Content], reserved: tuple[str, ...] = ()
) -> tuple[str | None, bool]:
    """Return the free slot of a lock with these contents."""
    assert record.capabilities is not None
    world = a_world(
        observed=observed, settings=Settings(reserved_slots=frozenset(reserved))
    )
    return find_free_slot(RecordEdit(record), world, record.capabilities)


def test_an_empty_slot_goes_before_an_unread_one() -> None:
    assert free_slot(a_lock(), {"3": EMPTY}) == ("3", True)


def test_the_first_unread_slot_is_read_next() -> None:
    assert free_slot(a_lock(), {"2": UNREADABLE}) == ("3", False)


@pytest.mark.contract("4.41")
def test_an_unread_slot_of_a_lock_that_cannot_be_read_is_not_taken() -> None:
    record = a_lock(Readability.NOTHING)
    assert free_slot(record, {}) == (None, False)
    assert free_slot(record, {"3": EMPTY}) == ("3", True)
    vacant = frozenset({"1", "3", "4"})
    assert free_slot(replace(record, vacant_slots=vacant), {}) == ("3", True)


@pytest.mark.contract("4.41", "4.44")
def test_a_lock_that_can_be_read_is_read_whatever_was_said_of_it() -> None:
    record = a_lock(vacant_slots=frozenset(SLOTS))
    assert free_slot(record, {}) == ("2", False)
    assert record.capabilities is not None
    heard = replace(record.capabilities, code_lengths=(4,))
    told = with_capabilities(heard, record, a_world()).record
    assert told.vacant_slots == frozenset(SLOTS)
    assert with_answers(told, ["2"]).vacant_slots == frozenset()


@pytest.mark.contract("4.41")
def test_only_a_person_knows_of_the_unread_slots_of_a_lock_that_cannot_be_read() -> (
    None
):
    def unread(record: LockRecord) -> list[str]:
        assert record.capabilities is not None
        return unread_slots(record, world, record.capabilities)

    world = a_world(
        observed={"2": EMPTY}, settings=Settings(reserved_slots=frozenset({"4"}))
    )
    record = a_lock(Readability.NOTHING)
    assert unread(record) == ["3"]
    assert unread(replace(record, vacant_slots=frozenset({"3"}))) == []
    assert unread(replace(record, unmanaged={"3": UNREADABLE})) == []
    assert unread(a_lock()) == []


def test_a_slot_last_seen_occupied_before_the_start_is_the_last_choice() -> None:
    occupied: dict[str, Content] = dict.fromkeys(("2", "3", "4"), UNREADABLE)
    observed: dict[str, Content] = dict.fromkeys(("2", "4"), UNREADABLE)
    assert free_slot(a_lock(unmanaged=occupied), observed) == ("3", False)
    assert free_slot(a_lock(unmanaged=occupied), dict(occupied)) == (None, False)


def test_reserved_slots_are_not_free() -> None:
    record = a_lock()
    world = a_world(
        observed={"4": UNREADABLE},
        settings=Settings(reserved_slots=frozenset({"2", "99"})),
    )
    assert free_slot(record, {"2": EMPTY}, reserved=("2",)) == ("3", False)
    assert count_free_slots(RecordEdit(record), world, record.capabilities) == 1


def test_a_virtual_lock_has_slots_without_limit() -> None:
    edit = RecordEdit(a_record())
    assert count_free_slots(edit, a_world(), able(is_virtual=True)) is None
    assert count_free_slots(edit, a_world(), None) is None


@pytest.mark.contract("4.22", "12.70")
def test_a_lock_that_holds_fewer_codes_than_it_has_slots_is_full_at_that_number() -> (
    None
):
    others: dict[str, Content] = {"2": UNREADABLE}
    record = a_lock(unmanaged=others)
    world = a_world(observed={**others, "3": EMPTY, "4": EMPTY})

    def room_for(capacity: int | None) -> tuple[int | None, tuple[str | None, bool]]:
        limited = able(slots=SLOTS, capacity=capacity)
        edit = RecordEdit(replace(record, capabilities=limited))
        free = find_free_slot(edit, world, limited)
        return count_free_slots(edit, world, limited), free

    assert room_for(None) == (2, ("3", True))
    assert room_for(3) == (1, ("3", True))
    assert room_for(2) == (0, (None, False))
    assert room_for(1) == (0, (None, False))
    assert room_for(9) == (2, ("3", True))


@pytest.mark.contract("4.22")
def test_slots_that_did_not_answer_are_the_last_choice() -> None:
    silent = {"2": Attempt(Outcome.UNKNOWN, False, 1, NOW)}
    record = a_lock(full_read=FullRead(unread=frozenset({"2", "3"}), silent=silent))
    assert free_slot(record, {"4": UNREADABLE}) == ("3", False)
    assert free_slot(record, {"3": UNREADABLE, "4": UNREADABLE}) == ("2", False)
    full = dict.fromkeys(("2", "3", "4"), UNREADABLE)
    assert free_slot(record, dict(full)) == (None, False)


@pytest.mark.contract("13.71")
def test_a_slot_that_an_earlier_clear_may_empty_is_taken_last_of_the_empty_ones() -> (
    None
):
    soon = NOW + timedelta(seconds=1)
    record = a_lock(late_clears={"2": soon})
    empty: dict[str, Content] = {"2": EMPTY, "3": EMPTY, "4": EMPTY}
    assert free_slot(record, empty) == ("3", True)
    assert free_slot(record, {"2": EMPTY}) == ("3", False)
    taken: dict[str, Content] = {"2": EMPTY, "3": UNREADABLE, "4": UNREADABLE}
    assert free_slot(record, taken) == ("2", True)
    over = replace(record, late_clears={"2": NOW})
    assert free_slot(over, empty) == ("2", True)
