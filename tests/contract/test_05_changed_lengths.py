"""A lock that begins to take PINs of another length, as some do by a setting, and then drops its codes or keeps them."""

import pytest

from custom_components.access_codes.core.model import (
    ErrorCode,
    Pin,
    Status,
    UseReporting,
)
from tests.support.scenario import ONE, TWO, Stage

VIOLATED = {ErrorCode.CODE_CONSTRAINTS_VIOLATED}


def with_lengths(*lengths: int, is_emptied: bool = False) -> tuple[Stage, str]:
    """Return a lock with a code, right after the length that it takes was changed."""
    stage = Stage()
    code = stage.create(ONE)
    if is_emptied:
        stage.lock.lose_everything()
    stage.oracle.changed_unseen("1")
    stage.sent()
    stage.set_capabilities(code_lengths=lengths)
    return stage, code


@pytest.mark.contract("8.19")
def test_our_slots_are_read_when_the_length_of_pins_changes() -> None:
    stage, code = with_lengths(6)
    stage.run()
    assert stage.sent() == ["read 1"]
    assert stage.status(code) is Status.SET
    assert stage.errors(code) == set()


@pytest.mark.contract("5.40", "8.19")
def test_a_pin_that_the_lock_no_longer_takes_is_not_sent() -> None:
    stage, code = with_lengths(6, is_emptied=True)
    stage.run()
    assert stage.sent() == ["read 1"]
    assert stage.status(code) is Status.SETTING
    assert stage.errors(code) >= VIOLATED
    stage.change(code, code=Pin("482951"))
    assert stage.sent() == ["set 1", "read 1"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.40")
def test_a_pin_that_the_lock_takes_again_is_sent() -> None:
    stage, code = with_lengths(6, is_emptied=True)
    stage.run()
    stage.set_capabilities(code_lengths=(10,))
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": ONE}
    assert stage.errors(code) == set()


@pytest.mark.contract("5.40")
def test_a_code_whose_change_was_waiting_keeps_its_old_pin() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.go_away()
    stage.change(code, code=TWO)
    stage.set_capabilities(code_lengths=(6,))
    stage.sent()
    stage.come_back()
    assert stage.sent() == ["read 1"]
    assert stage.held() == {"1": ONE}
    assert stage.errors(code) == VIOLATED


def test_a_code_of_a_length_that_is_not_taken_can_still_be_removed() -> None:
    stage, code = with_lengths(6)
    stage.run()
    stage.delete(code)
    assert stage.held() == {}
    assert code not in stage.harness.record.codes


def test_a_change_of_other_capabilities_reads_nothing() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.sent()
    stage.set_capabilities(uses=UseReporting.NEVER)
    stage.run()
    assert stage.sent() == []
