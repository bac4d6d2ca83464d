"""A command that ends after the wish has turned counts for neither wish."""

import pytest

from custom_components.access_codes.core.model import CommandKind, Outcome, Status
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, hours

pytestmark = pytest.mark.contract("4.33")


def send_next(stage: Stage, kind: CommandKind) -> None:
    """Let the next command go out, and not be answered yet."""
    while stage.harness.flight is None or not stage.harness.flight.is_sent:
        assert stage.harness.step()
    assert stage.harness.flight.command.kind is kind


def answer(stage: Stage) -> None:
    """Let the answer to the command under way arrive."""
    while stage.harness.flight is not None:
        stage.harness.step()


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ANSWER])
def test_a_set_that_fails_after_the_deletion_is_no_failed_removal(fault: Fault) -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.change(code, run=False, code=TWO)
    stage.fail(fault)
    send_next(stage, CommandKind.SET)
    stage.delete(code, run=False)
    answer(stage)
    assert "failed_to_remove_from_device" not in stage.errors(code)
    assert stage.code(code).progress.attempt is None
    stage.run()
    assert code not in stage.harness.record.codes


def test_a_removal_is_tried_at_once_after_a_set_that_was_silent_over_the_end() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.change(code, run=False, code=TWO)
    stage.fail(Fault.LOSE_ANSWER)
    send_next(stage, CommandKind.SET)
    stage.harness.advance(HOUR)
    answer(stage)
    assert stage.harness.plan().command is not None
    stage.run()
    assert stage.status(code) is Status.UNSET


def test_a_clear_that_fails_after_the_code_is_wanted_again_is_no_failed_set() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.harness.advance(HOUR)
    stage.fail(Fault.SWALLOW)
    send_next(stage, CommandKind.CLEAR)
    stage.change(code, run=False, ends_at=hours(0, 5).ends_at, code=TWO)
    answer(stage)
    assert stage.code(code).progress.attempt is None
    assert stage.errors(code) == set()
    stage.run()
    assert stage.held() == {"1": TWO}


def test_a_refusal_of_the_former_pin_does_not_hold_the_new_one_up() -> None:
    stage = Stage()
    stage.lock.not_taken = frozenset({TWO})
    code = stage.create(ONE)
    stage.change(code, run=False, code=TWO)
    send_next(stage, CommandKind.SET)
    stage.change(code, run=False, code=ONE)
    answer(stage)
    assert stage.code(code).progress.attempt is None
    assert stage.status(code) is Status.SET


def test_a_read_that_fails_after_the_deletion_does_not_hold_the_removal_up() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(Fault.LOSE_ANSWER, Fault.SWALLOW)
    stage.change(code, run=False, code=TWO)
    stage.harness.step()
    answer(stage)
    stage.harness.unblock()
    send_next(stage, CommandKind.READ)
    stage.delete(code, run=False)
    answer(stage)
    stage.run()
    assert code not in stage.harness.record.codes


def test_a_command_that_fails_while_its_wish_stands_counts() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(*[Fault.REFUSE] * 9)
    stage.delete(code)
    attempt = stage.code(code).progress.attempt
    assert attempt is not None
    assert (attempt.outcome, attempt.is_removal) == (Outcome.REFUSED, True)
    stage.wait(MINUTE)
    assert "failed_to_remove_from_device" in stage.errors(code)
