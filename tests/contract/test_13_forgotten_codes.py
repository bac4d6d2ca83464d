"""A code that is given up while its lock is away: what its slot may hold is remembered, shown, and read."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    ErrorCode,
    Readability,
    Status,
)
from custom_components.access_codes.core.record.unmanaged import held_by_others
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import ONE, TWO, Stage, held

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


def forgotten(
    reads: Readability = Readability.PIN, duplicates: Duplicates = Duplicates.TAKEN
) -> Stage:
    """Return a lock that went away with a code, which was then given up."""
    stage = Stage(reads, duplicates=duplicates)
    code = stage.create(ONE)
    stage.go_away()
    stage.forget(code)
    stage.sent()
    return stage


@pytest.mark.contract("13.47")
@EVERY_KIND
def test_a_forgotten_code_that_is_still_on_the_lock_is_listed(
    reads: Readability,
) -> None:
    stage = forgotten(reads)
    assert held_by_others(stage.harness.record, stage.harness.world) == {"1": held(ONE)}
    stage.come_back()
    listed = held_by_others(stage.harness.record, stage.harness.world)
    is_masked = reads is Readability.PRESENCE
    assert listed == {"1": UNREADABLE if is_masked else held(ONE)}
    assert stage.sent() == (
        [] if reads is Readability.NOTHING else ["read 1", "read 2", "read 3"]
    )


@pytest.mark.contract("13.47")
@EVERY_KIND
def test_the_slot_of_a_forgotten_code_is_not_taken_for_empty(
    reads: Readability,
) -> None:
    stage = forgotten(reads)
    code = stage.create(TWO)
    stage.come_back()
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": ONE, "2": TWO}


@pytest.mark.contract("13.47")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.NOTHING])
def test_the_pin_of_a_forgotten_code_is_not_set_twice(reads: Readability) -> None:
    stage = forgotten(reads)
    stage.come_back()
    stage.set_settings(reserved_slots=frozenset({"1"}))
    code = stage.create(ONE)
    assert stage.held() == {"1": ONE}
    assert stage.errors(code) == {ErrorCode.DUPLICATE_CODE_ON_DEVICE}


@pytest.mark.contract("13.47")
def test_a_forgotten_slot_that_the_lock_has_emptied_is_free_once_it_is_read() -> None:
    stage = forgotten()
    stage.keypad("1", None, told=False)
    stage.come_back()
    assert held_by_others(stage.harness.record, stage.harness.world) == {}
    stage.create(ONE)
    assert stage.held() == {"1": ONE}


def test_a_slot_of_which_two_pins_are_possible_is_remembered_as_occupied() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(Fault.CUT_AFTER)
    stage.lock.is_reachable = False
    stage.change(code, code=TWO)
    assert stage.possible("1") == {held(ONE), held(TWO)}
    stage.forget(code)
    assert stage.harness.record.unmanaged == {"1": UNREADABLE}


def test_a_slot_that_is_known_to_be_empty_is_not_remembered() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.keypad("1", None)
    stage.go_away()
    assert stage.possible("1") == {EMPTY}
    stage.forget(code)
    assert stage.harness.record.unmanaged == {}
