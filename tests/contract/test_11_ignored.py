"""A code of somebody else that a person does not want to see is kept in mind until it changes."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import UNREADABLE, Readability
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.record.unmanaged import (
    ignored_ids,
    move_unmanaged,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.requests.unmanaged import (
    convert_to_managed,
    delete_unmanaged,
    ignore_unmanaged,
)
from tests.support.scenario import FOUR, ONE, THREE, Stage

OTHERS = {"2": THREE}


def ignore(stage: Stage, *, is_ignored: bool = True) -> str:
    """Ignore what others put into the second slot, and return its id."""
    unmanaged = unmanaged_id(stage.harness.record, "2")
    stage.harness.request(
        lambda record, world: ignore_unmanaged(
            record, world, unmanaged, is_ignored=is_ignored
        )
    )
    return unmanaged


def ignored(stage: Stage) -> list[str]:
    return ignored_ids(stage.harness.record)


@pytest.mark.contract("11.346", "11.347")
def test_it_is_kept_over_restarts_and_taken_back() -> None:
    stage = Stage(foreign=OTHERS)
    stage.sent()
    unmanaged = ignore(stage)
    assert ignored(stage) == [unmanaged]
    record = stage.harness.record
    assert ignored_ids(from_json(to_json(record, stage.harness.world.now))) == [
        unmanaged
    ]
    stage.restart()
    stage.run()
    assert ignored(stage) == [unmanaged]
    assert stage.held() == {"2": THREE}
    # Once more changes nothing, and neither does taking it back twice.
    before = stage.harness.record
    ignore(stage)
    assert stage.harness.record.ignored_slots == before.ignored_slots
    for _ in range(2):
        ignore(stage, is_ignored=False)
        assert ignored(stage) == []


@pytest.mark.contract("11.347")
def test_it_ends_with_another_content_of_the_slot() -> None:
    stage = Stage(foreign=OTHERS)
    ignore(stage)
    stage.keypad("2", FOUR)
    stage.run()
    assert ignored(stage) == []
    assert stage.held() == {"2": FOUR}


@pytest.mark.contract("11.347")
def test_it_ends_with_the_code_also_where_the_same_one_returns() -> None:
    stage = Stage(foreign=OTHERS)
    ignore(stage)
    stage.keypad("2", None)
    stage.run()
    assert ignored(stage) == []
    stage.keypad("2", THREE)
    stage.run()
    assert ignored(stage) == []
    assert stage.harness.record.unmanaged.keys() == {"2"}


@pytest.mark.contract("11.347")
def test_it_stands_where_the_lock_does_not_show_what_the_code_is() -> None:
    stage = Stage(Readability.PRESENCE, foreign=OTHERS)
    unmanaged = ignore(stage)
    stage.keypad("2", FOUR)
    stage.run()
    assert ignored(stage) == [unmanaged]


@pytest.mark.contract("11.347")
def test_it_ends_with_a_pin_that_is_shown_after_one_that_was_not() -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = ignore(stage)
    stage.harness.report("2", UNREADABLE)
    stage.run()
    assert ignored(stage) == [unmanaged]
    stage.keypad("2", FOUR)
    stage.run()
    assert ignored(stage) == []


@pytest.mark.contract("11.347")
def test_it_ends_with_the_wish_to_have_the_code_removed() -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = ignore(stage)
    stage.go_away()
    stage.harness.request(
        lambda record, world: delete_unmanaged(record, world, unmanaged, name="Code")
    )
    assert stage.harness.record.ignored_slots == frozenset()


@pytest.mark.contract("11.347")
def test_a_code_of_ours_that_was_given_up_is_not_ignored() -> None:
    stage = Stage(Readability.NOTHING, foreign=OTHERS)
    stage.harness.report("2", UNREADABLE)
    ignore(stage)
    stage.harness.report_all_cleared()
    assert stage.harness.record.ignored_slots == frozenset()
    stage = Stage()
    code = stage.create(ONE)
    slot = stage.harness.record.placement_of(code).slot  # type: ignore[union-attr]
    record = replace(stage.harness.record, ignored_slots=frozenset({slot, "2"}))
    stage.harness.record = record
    stage.release(code)
    assert stage.harness.record.ignored_slots == {"2"}


@pytest.mark.contract("11.347")
def test_it_ends_with_a_code_that_becomes_a_managed_one() -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = ignore(stage)
    stage.harness.request(
        lambda record, world: convert_to_managed(
            record,
            world,
            CreateRequest(),
            unmanaged_access_code_id=unmanaged,
            access_code_id="new",
        )
    )
    assert ignored(stage) == []
    assert stage.harness.record.ignored_slots == frozenset()


@pytest.mark.contract("11.348")
def test_a_code_that_is_being_removed_or_not_there_is_refused() -> None:
    stage = Stage(foreign=OTHERS)
    stage.create(ONE)
    unmanaged = ignore(stage)
    stage.harness.request(
        lambda record, world: delete_unmanaged(record, world, unmanaged, name="Code")
    )
    # It is seen until it is gone, as it is no longer left alone.
    assert ignored(stage) == []
    with pytest.raises(Refused) as refused:
        ignore(stage)
    assert refused.value.key == "unmanaged_access_code_being_deleted"
    stage.run()
    assert stage.harness.record.ignored_slots == frozenset()
    with pytest.raises(Refused) as refused:
        ignore(stage)
    assert refused.value.key == "unmanaged_access_code_not_found"


@pytest.mark.contract("11.347")
def test_a_code_with_another_name_on_the_lock_is_another_one() -> None:
    stage = Stage(foreign=OTHERS)
    ignore(stage)
    edit = RecordEdit(stage.harness.record)
    move_unmanaged(edit, "2", "Neighbour")
    assert ignored_ids(edit.result()) == []
    assert edit.result().unmanaged.keys() == {"Neighbour"}
