"""The slot for the next new code, and the number of free slots."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    LockRecord,
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
from tests.support.builders import a_code, a_record, a_world, able, held

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


@pytest.mark.contract("4.41")
def test_a_lock_that_can_be_read_is_read_whatever_was_said_of_it() -> None:
    record = a_lock(vacant_slots=frozenset(SLOTS))
    assert free_slot(record, {}) == ("2", False)
    assert record.capabilities is not None
    heard = replace(record.capabilities, code_lengths=(4,))
    told = with_capabilities(heard, record, a_world()).record
    assert told.vacant_slots == frozenset()


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
