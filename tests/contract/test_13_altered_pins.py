"""A lock that makes another PIN of the one that it was sent: what it holds is ours, and goes again."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    ErrorCode,
    IssueKind,
    Pin,
    Status,
)
from custom_components.access_codes.core.retries import unblock
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, held, hours

ZERO = Pin("0357902468")
SHORT = Pin("357902468")

VIOLATED = {ErrorCode.CODE_CONSTRAINTS_VIOLATED}

every_lock = pytest.mark.parametrize("duplicates", list(Duplicates))
both_answers = pytest.mark.parametrize("confirms_writes", [False, True])


def without_leading_zeros(pin: Pin) -> Pin:
    """Return what a lock keeps that takes a PIN for a number."""
    return Pin(pin.reveal().lstrip("0"))


def altering(
    duplicates: Duplicates = Duplicates.REFUSED, *, confirms_writes: bool = False
) -> Stage:
    """Return a lock that drops leading zeros."""
    stage = Stage(slots=5, duplicates=duplicates, confirms_writes=confirms_writes)
    stage.lock.kept = without_leading_zeros
    return stage


@pytest.mark.contract("13.46")
@every_lock
@both_answers
def test_a_pin_that_the_lock_alters_does_not_fill_its_slots(
    duplicates: Duplicates, confirms_writes: bool
) -> None:
    stage = altering(duplicates, confirms_writes=confirms_writes)
    code = stage.create(ZERO)
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.sent() == ["set 1", "read 1", "clear 1"] + (
        [] if confirms_writes else ["read 1"]
    )
    assert stage.errors(code) == VIOLATED
    assert stage.issues() == {(IssueKind.CODE_CONSTRAINTS_VIOLATED, code)}
    assert stage.harness.record.unmanaged == {}
    assert stage.told() == ["created", "delay_in_setting_on_device"]


@pytest.mark.contract("13.46")
@every_lock
def test_after_a_deletion_nothing_is_left_of_an_altered_pin(
    duplicates: Duplicates,
) -> None:
    stage = altering(duplicates)
    code = stage.create(ZERO)
    stage.delete(code)
    stage.wait(timedelta(days=2))
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("13.46")
def test_an_altered_pin_that_cannot_be_cleared_stays_ours_and_is_shown() -> None:
    stage = altering()
    stage.lock.faults = [Fault.ONLY_ACCEPT, Fault.ONLY_ACCEPT, *[Fault.REFUSE] * 9]
    code = stage.create(ZERO)
    stage.wait(MINUTE)
    assert stage.held() == {"1": SHORT}
    assert stage.possible("1") == {held(SHORT)}
    assert stage.errors(code) == VIOLATED
    stage.restart()
    assert stage.possible("1") == {held(SHORT)}
    stage.delete(code)
    stage.fail()
    stage.wait(HOUR)
    assert stage.held() == {}


@pytest.mark.contract("13.46")
def test_an_altered_pin_is_not_tried_again_until_something_changes() -> None:
    stage = altering()
    code = stage.create(ZERO)
    stage.create(ONE)
    stage.sent()
    stage.wait(timedelta(days=2))
    assert stage.sent() == []
    stage.harness.record = unblock(stage.harness.record, code)
    stage.run()
    assert stage.sent() == ["set 2", "read 2", "clear 2", "read 2"]
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.SET
    assert sorted(pin.reveal() for pin in stage.held().values()) == sorted(
        (ONE.reveal(), TWO.reveal())
    )


def test_trying_again_while_an_altered_pin_is_on_the_lock_clears_it_first() -> None:
    stage = altering()
    stage.lock.faults = [Fault.ONLY_ACCEPT, Fault.ONLY_ACCEPT, Fault.REFUSE]
    code = stage.create(ZERO)
    stage.sent()
    stage.lock.kept = lambda pin: pin
    stage.harness.record = unblock(stage.harness.record, code)
    stage.run()
    assert stage.sent() == ["clear 1", "read 1", "set 1", "read 1"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("13.46")
def test_a_new_pin_that_is_altered_takes_the_old_one_off() -> None:
    stage = altering()
    code = stage.create(ONE)
    stage.told()
    stage.change(code, code=ZERO)
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.errors(code) == VIOLATED
    assert "removed_from_device" in stage.told(code)
    assert stage.harness.record.restore_check is None


def test_an_allowed_change_at_the_lock_is_not_taken_from_an_altered_pin() -> None:
    stage = altering()
    code = stage.create(ONE, is_external_modification_allowed=True)
    stage.change(code, code=ZERO)
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.code(code).pin == ZERO
    assert stage.errors(code) == VIOLATED


def test_a_window_that_ends_while_an_altered_pin_is_on_the_lock_clears_it() -> None:
    stage = altering()
    stage.lock.faults = [Fault.ONLY_ACCEPT, Fault.ONLY_ACCEPT, *[Fault.REFUSE] * 3]
    code = stage.create(ZERO, window=hours(0, 1))
    stage.fail()
    stage.wait(2 * HOUR)
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("8.6")
def test_a_report_that_contradicts_a_confirmed_write_is_a_change_at_the_lock() -> None:
    stage = Stage(confirms_writes=True)
    code = stage.create(ONE)
    stage.lock.entries["1"] = stage.lock.entries["1"].__class__(
        TWO, stage.lock.entries["1"].origin
    )
    stage.oracle.changed_unseen("1")
    stage.harness.advance(timedelta(seconds=2))
    stage.harness.report("1", held(TWO))
    stage.run()
    assert stage.held() == {"1": ONE}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("13.31")
def test_what_stands_in_a_slot_after_a_write_without_an_answer_is_foreign() -> None:
    stage = Stage()
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    stage.keypad("1", TWO)
    stage.wait(MINUTE)
    assert stage.held() == {"1": TWO, "2": ONE}
    assert stage.possible("1") is None
    assert EMPTY not in stage.harness.record.unmanaged.values()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("13.144")
@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.CUT_AFTER])
def test_a_pin_that_the_lock_alters_without_an_answer_is_ours(fault: Fault) -> None:
    stage = altering()
    stage.fail(fault)
    code = stage.create(ZERO)
    stage.wait(HOUR)
    assert stage.held() == stage.harness.record.unmanaged == {}
    assert stage.errors(code) == VIOLATED


@pytest.mark.contract("13.144")
def test_a_part_of_our_pin_that_was_there_before_is_none_of_ours() -> None:
    stage = Stage(slots=2, foreign={"1": SHORT})
    code = stage.create(ZERO)
    stage.fail(Fault.LOSE_ANSWER)
    stage.delete(code)
    stage.wait(HOUR)
    assert stage.held() == {"1": SHORT}
