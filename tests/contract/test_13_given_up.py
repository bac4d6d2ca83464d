"""Slots that may hold codes which were given up: by a person, or by a lock that no longer keeps codes itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    IssueKind,
    Link,
    LockRecord,
    Pin,
    Readability,
    Status,
)
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.record.unmanaged import given_up_names
from custom_components.access_codes.core.requests.leave_lock import (
    codes_left_on_lock,
    confirm_gone,
    names_left_on_lock,
)
from custom_components.access_codes.core.requests.replace_lock import (
    move,
    record_of_old_lock,
)
from tests.support.scenario import FOUR, ONE, THREE, TWO, Stage, hours

OTHER = Pin("7700")
LEFT = (IssueKind.CODES_LEFT_IN_SLOTS, None)


def forgotten(reads: Readability = Readability.PIN) -> Stage:
    """Return a lock that went away with a code, which was then forgotten."""
    stage = Stage(reads, slots=4)
    code = stage.create(ONE, name="Guest")
    stage.go_away()
    stage.forget(code)
    return stage


def names(stage: Stage) -> tuple[str, ...]:
    return names_left_on_lock(stage.harness.record)


def make_virtual(stage: Stage) -> None:
    stage.set_capabilities(is_virtual=True)


@pytest.mark.contract("13.82")
@pytest.mark.parametrize("reads", list(Readability))
def test_a_forgotten_code_is_named_for_as_long_as_the_lock_may_hold_it(
    reads: Readability,
) -> None:
    stage = forgotten(reads)
    assert names(stage) == ("Guest",)
    stage.come_back()
    assert names(stage) == ("Guest",)
    record = stage.harness.record
    assert from_json(to_json(record, stage.harness.world.now)).given_up == {
        "1": "Guest"
    }


@pytest.mark.contract("13.82")
@pytest.mark.parametrize("pin", [None, OTHER])
def test_a_given_up_slot_that_holds_something_else_names_nobody(
    pin: Pin | None,
) -> None:
    stage = forgotten()
    stage.keypad("1", pin, told=False)
    stage.come_back()
    assert names(stage) == ()
    assert not stage.harness.record.given_up


@pytest.mark.contract("13.82")
def test_a_released_code_is_named() -> None:
    stage = Stage()
    stage.release(stage.create(ONE, name="Guest"))
    assert names(stage) == ("Guest",)
    stage.keypad("1", None)
    assert names(stage) == ()


@pytest.mark.contract("13.82")
@pytest.mark.parametrize(
    ("reads", "before_the_read"),
    [(Readability.PIN, ("Guest",)), (Readability.NOTHING, ())],
)
def test_a_lock_that_lost_everything_holds_no_given_up_code(
    reads: Readability, before_the_read: tuple[str, ...]
) -> None:
    """The report may be false: the slots are read, where they can be."""
    stage = Stage(reads)
    stage.release(stage.create(ONE, name="Guest"))
    stage.lock.lose_everything()
    stage.harness.report_all_cleared()
    assert names(stage) == before_the_read
    stage.run()
    assert names(stage) == ()
    assert not stage.harness.record.given_up


@pytest.mark.contract("8.20", "13.82")
def test_a_reset_that_is_told_is_read_before_a_given_up_code_is_gone() -> None:
    stage = Stage()
    stage.release(stage.create(ONE, name="Guest"))
    stage.lock.lose_everything()
    stage.oracle.changed_unseen("1")
    stage.harness.report_all_cleared()
    assert names(stage) == ("Guest",)
    stage.run()
    assert names(stage) == ()
    assert not stage.harness.record.given_up


def test_a_marker_of_a_slot_that_holds_nothing_names_nobody() -> None:
    record = replace(LockRecord("lock"), given_up={"1": "Guest"})
    assert given_up_names(record) == ()


@pytest.mark.contract("13.82")
def test_the_record_of_a_replaced_lock_keeps_its_given_up_slots() -> None:
    record = forgotten().harness.record
    now = Stage().harness.world.now
    left = record_of_old_lock(record, now, "entry", lambda: "new")
    assert left is not None
    assert names_left_on_lock(left) == ("Guest",)
    link = Link("fake", "fake", "fake")
    moved = move(record, now, "other", link, left)
    assert names_left_on_lock(moved) == ("Guest",)
    assert names_left_on_lock(move(record, now, "other", link, None)) == ()


@pytest.mark.contract("13.83")
def test_a_code_that_a_virtual_lock_may_still_hold_itself_is_being_removed() -> None:
    stage = Stage()
    code = stage.create(ONE, name="Guest")
    make_virtual(stage)
    assert stage.status(code) is Status.SET
    assert LEFT in stage.issues()
    stage.delete(code)
    assert stage.status(code) is Status.REMOVING
    assert [left.name for left in codes_left_on_lock(stage.harness.record)] == ["Guest"]
    assert LEFT in stage.issues()


@pytest.mark.contract("13.83")
def test_a_new_pin_on_a_virtual_lock_leaves_the_old_one_in_its_slot() -> None:
    stage = Stage()
    code = stage.create(ONE, name="Guest")
    make_virtual(stage)
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.SET
    assert LEFT in stage.issues()


@pytest.mark.contract("13.83")
def test_a_forgotten_code_of_a_lock_that_became_virtual_keeps_the_repair() -> None:
    stage = forgotten()
    make_virtual(stage)
    assert LEFT in stage.issues()


def test_a_virtual_lock_without_codes_of_its_own_has_no_such_repair() -> None:
    stage = Stage()
    make_virtual(stage)
    stage.delete(stage.create(ONE))
    assert LEFT not in stage.issues()
    assert not stage.harness.record.codes


@pytest.mark.contract("13.83")
def test_a_lock_that_is_no_longer_virtual_is_read_and_its_old_codes_are_removed() -> (
    None
):
    stage = Stage()
    code = stage.create(ONE)
    make_virtual(stage)
    stage.delete(code)
    stage.sent()
    stage.set_capabilities(is_virtual=False)
    stage.run()
    assert "read 3" in stage.sent()
    assert not stage.held()
    assert not stage.harness.record.codes
    assert LEFT not in stage.issues()


@pytest.mark.contract("13.84")
def test_codes_that_a_person_calls_gone_are_no_longer_looked_for() -> None:
    stage = forgotten()
    stage.come_back()
    kept, deleted = stage.create(TWO), stage.create(THREE)
    expired = stage.create(FOUR, window=hours(-1, 1))
    make_virtual(stage)
    stage.delete(deleted)
    stage.wait(timedelta(hours=2))
    assert stage.status(expired) is Status.REMOVING
    stage.told()
    for slot in stage.held():
        stage.keypad(slot, None, told=False)
    stage.harness.request(confirm_gone)
    stage.run()
    record = stage.harness.record
    assert not record.placements
    assert not record.given_up
    assert not record.unmanaged
    assert record.codes.keys() == {kept, expired}
    assert stage.status(kept) is Status.SET
    assert stage.status(expired) is Status.UNSET
    assert LEFT not in stage.issues()
    assert stage.told(deleted) == ["removed_from_device", "deleted"]


@pytest.mark.contract("13.84")
def test_only_a_virtual_lock_is_believed_to_be_empty_by_a_persons_word() -> None:
    stage = Stage()
    stage.create(ONE)
    record = stage.harness.record
    assert confirm_gone(record, stage.harness.world)[0] is record
    assert stage.possible("1") != {EMPTY}
