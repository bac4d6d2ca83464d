"""Codes of others, as the record keeps them."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    Placement,
    SlotNaming,
)
from custom_components.access_codes.core.observations.reads import apply_sign_of_life
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.unmanaged import (
    ignored_ids,
    is_recalled,
    move_unmanaged,
    put_unmanaged,
    unmanaged_contents,
    unmanaged_id,
)
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, held

BY_NAME = able(slots=(), slot_naming=SlotNaming.BY_NAME, lists_slots=True)


@pytest.mark.contract("6.162")
def test_codes_of_others_are_in_the_order_of_the_lock_those_being_removed_included() -> (
    None
):
    removal = a_code("x", "4826", is_unmanaged=True, deleted_at=NOW)
    mine = a_code("a", "7351")
    record = a_record(
        mine,
        removal,
        unmanaged={"9": UNREADABLE, "3": held("1357"), "1": held("4826")},
        placements={
            "1": Placement("1", "x", frozenset({held("4826")})),
            "2": Placement("2", "a", frozenset({held("7351")})),
        },
    )
    found = unmanaged_contents(record, a_world(observed={"2": UNREADABLE}))
    assert list(found.items()) == [
        ("1", held("4826")),
        ("3", held("1357")),
        ("9", UNREADABLE),
    ]
    unknown = replace(record, capabilities=None)
    assert unmanaged_contents(unknown, a_world()).keys() == found.keys()
    gone = replace(record, unmanaged={})
    assert unmanaged_contents(gone, a_world()) == {"1": EMPTY}


@pytest.mark.contract("12.74")
def test_a_code_of_others_that_is_renamed_at_the_lock_stays_the_same_one() -> None:
    record = a_record(
        capabilities=BY_NAME,
        unmanaged={"Ann": UNREADABLE, "Bob": UNREADABLE},
        unmanaged_numbers={"Ann": 1, "Bob": 2},
        unmanaged_count=2,
        given_up={"Ann": "Cleaner", "Bob": "Visitor"},
        ignored_slots=frozenset({"Ann", "Bob"}),
    )
    edit = RecordEdit(record)
    move_unmanaged(edit, "Ann", "Eve")
    after = edit.result()
    assert list(after.unmanaged) == ["Eve", "Bob"]
    assert after.unmanaged_numbers == {"Eve": 1, "Bob": 2}
    assert after.given_up == {"Eve": "Cleaner", "Bob": "Visitor"}
    assert after.ignored_slots == {"Bob"}
    assert unmanaged_id(after, "Eve") == unmanaged_id(record, "Ann")
    assert unmanaged_id(after, "Eve") != unmanaged_id(after, "Bob")


@pytest.mark.contract("11.347", "13.82")
@pytest.mark.parametrize(
    ("before", "after", "is_ignored", "is_named"),
    [
        (UNREADABLE, EMPTY, False, False),
        (UNREADABLE, held("1357"), False, True),
        (held("1357"), UNREADABLE, True, True),
        (held("1357"), held("2468"), False, False),
        (held("1357"), EMPTY, False, False),
    ],
)
def test_what_a_person_said_of_a_code_of_others_holds_while_it_may_be_the_same(
    before: Content, after: Content, is_ignored: bool, is_named: bool
) -> None:
    record = a_record(
        unmanaged={"1": before, "2": UNREADABLE},
        given_up={"1": "Cleaner", "2": "Visitor"},
        ignored_slots=frozenset({"1", "2"}),
    )
    edit = RecordEdit(record)
    put_unmanaged(edit, "1", after)
    told = edit.result()
    assert told.unmanaged.get("1", EMPTY) == after
    assert told.unmanaged["2"] is UNREADABLE
    assert ("1" in told.ignored_slots) is is_ignored
    assert ("1" in told.given_up) is is_named
    assert "2" in told.ignored_slots
    assert "2" in told.given_up
    same = RecordEdit(record)
    put_unmanaged(same, "1", before)
    assert same.result() is record


@pytest.mark.contract("8.3")
def test_a_code_of_others_is_recalled_until_it_is_seen_again() -> None:
    record = a_record(unmanaged={"1": UNREADABLE})
    assert is_recalled(record, a_world(), "1")
    assert not is_recalled(record, a_world(observed={"1": UNREADABLE}), "1")
    assert is_recalled(record, a_world(observed={"1": EMPTY}), "1")
    assert not is_recalled(record, a_world(), "2")


@pytest.mark.contract("11.348")
def test_only_codes_of_others_that_are_not_being_removed_are_ignored() -> None:
    record = a_record(
        a_code("x", is_unmanaged=True),
        unmanaged={"1": UNREADABLE, "2": UNREADABLE, "3": UNREADABLE},
        ignored_slots=frozenset({"1", "2", "9"}),
        placements={"2": Placement("2", "x", frozenset({UNREADABLE}))},
    )
    assert ignored_ids(record) == [unmanaged_id(record, "1")]


def test_a_sign_of_life_is_an_answer_that_tells_of_no_slot() -> None:
    record = a_record(answered_at=NOW - HOUR)
    told = apply_sign_of_life(record, a_world(observed={"1": UNREADABLE}))
    assert told.record == replace(record, answered_at=NOW)
    assert told.observed == {"1": UNREADABLE}
