"""Codes that are paused, and resumed (section "Status" of the contract)."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    Readability,
    SeenEntity,
    Settings,
    Status,
    WindowSupport,
)
from custom_components.access_codes.core.requests.enter_code import check_entry
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, hours


@pytest.mark.contract("4.60", "6.140", "3.30")
@pytest.mark.parametrize("reads", list(Readability))
def test_a_paused_code_is_taken_off_and_comes_back_when_it_is_resumed(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    stage.change(code, is_paused=True)
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    assert stage.object(code)["is_paused"] is True
    stage.restart()
    stage.run()
    assert stage.held() == {}
    stage.change(code, is_paused=False)
    assert stage.held() == {"1": ONE}
    assert stage.status(code) is Status.SET
    assert stage.object(code)["is_paused"] is False
    assert stage.told(code) == [
        "created",
        "set_on_device",
        "changed",
        "mutations_requested",
        "removed_from_device",
        "changed",
        "set_on_device",
    ]


@pytest.mark.contract("6.140")
def test_what_is_paused_already_changes_nothing() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.change(code, is_paused=True)
    paused, writes = stage.code(code), stage.harness.writes
    stage.wait(HOUR)
    stage.change(code, is_paused=True)
    assert stage.code(code) == paused
    assert stage.harness.writes == writes + 1
    stage.change(code, is_paused=False)
    resumed = stage.code(code)
    stage.change(code, is_paused=False)
    assert stage.code(code) == resumed


@pytest.mark.contract("4.17", "4.60")
def test_a_pause_that_ends_before_it_was_sent_needs_no_command() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.sent()
    stage.change(code, run=False, is_paused=True)
    stage.change(code, is_paused=False)
    assert stage.sent() == []
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.60")
def test_a_paused_code_does_not_begin_with_its_window_and_goes_with_its_retention() -> (
    None
):
    stage = Stage(settings=Settings(expired_retention=1, preflight=3600))
    code = stage.create(ONE, window=hours(1, 2))
    stage.change(code, is_paused=True)
    stage.sent()
    stage.wait(3 * HOUR)
    assert stage.sent() == []
    assert stage.mutations(code) == []
    stage.wait(timedelta(days=1))
    assert code not in stage.harness.record.codes


@pytest.mark.contract("4.60")
def test_a_paused_code_is_not_on_the_lock_ahead_of_its_window() -> None:
    stage = Stage(windows=WindowSupport(60, capacity=1))
    first = stage.create(ONE, window=hours(1, 2))
    second = stage.create(TWO, window=hours(3, 4))
    assert stage.windows_held() == {"1": hours(1, 2)}
    stage.change(first, is_paused=True)
    # The window that the lock can hold goes to the other code.
    assert list(stage.windows_held().values()) == [hours(3, 4)]
    assert stage.status(first) is Status.UNSET
    stage.change(first, is_paused=False)
    assert stage.status(first) is Status.UNSET
    stage.wait(HOUR)
    assert stage.status(first) is Status.SET
    assert stage.status(second) is Status.UNSET


@pytest.mark.contract("4.60")
def test_a_paused_code_keeps_its_pin_and_its_room() -> None:
    stage = Stage(slots=1)
    code = stage.create(ONE)
    stage.change(code, is_paused=True)
    with pytest.raises(Refused, match="code_in_use"):
        stage.create(ONE)
    with pytest.raises(Refused, match="no_slot_left"):
        stage.create(TWO)
    stage.change(code, code=THREE)
    assert stage.held() == {}
    stage.change(code, is_paused=False)
    assert stage.held() == {"1": THREE}


@pytest.mark.contract("3.31")
def test_the_pending_mutation_of_a_paused_code_says_so() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.wait(HOUR)
    stage.fail(Fault.REFUSE)
    stage.change(code, is_paused=True)
    assert stage.status(code) is Status.REMOVING
    (mutation,) = stage.view(code).mutations
    assert mutation.code == "deferring_creation"
    assert mutation.created_at == stage.code(code).paused_at


def reason(stage: Stage, code: str) -> str | None:
    """Return why the code is deferred."""
    (mutation,) = stage.view(code).mutations
    assert mutation.code == "deferring_creation"
    return mutation.reason


@pytest.mark.contract("3.36")
def test_while_the_removal_of_a_paused_code_is_not_confirmed_its_mutation_says_so() -> (
    None
):
    stage = Stage()
    code = stage.create(ONE)
    stage.lock.ailment = Fault.REFUSE
    stage.change(code, is_paused=True)
    assert stage.status(code) is Status.REMOVING
    assert reason(stage, code) == "paused_removing"
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.held() == {}
    assert reason(stage, code) == "paused"


@pytest.mark.contract("3.31")
def test_a_paused_code_says_that_it_waits_for_its_window_until_that_begins() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(1, 2))
    stage.change(code, is_paused=True)
    assert reason(stage, code) == "paused_ahead"
    stage.wait(HOUR)
    assert reason(stage, code) == "paused"


@pytest.mark.contract("3.31")
def test_a_paused_code_says_that_it_waits_for_its_entity() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=SeenEntity("light.a", None, False))
    stage.change(code, is_paused=True)
    assert reason(stage, code) == "paused_inactive"


@pytest.mark.contract("5.81")
def test_the_delay_of_the_removal_of_a_paused_code_counts_from_its_pause() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.wait(HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.change(code, is_paused=True)
    stage.wait(4 * MINUTE)
    assert "delay_in_removing_from_device" not in stage.warnings(code)
    stage.wait(2 * MINUTE)
    assert "delay_in_removing_from_device" in stage.warnings(code)


@pytest.mark.contract("5.80")
def test_the_delay_of_a_resumed_code_counts_from_then() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.change(code, is_paused=True)
    stage.wait(HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.change(code, is_paused=False)
    assert stage.status(code) is Status.SETTING
    stage.wait(4 * MINUTE)
    assert "delay_in_setting_on_device" not in stage.warnings(code)
    stage.wait(2 * MINUTE)
    assert "delay_in_setting_on_device" in stage.warnings(code)


@pytest.mark.contract("4.28", "5.81")
def test_a_clock_that_is_set_back_makes_no_pause_begin_in_the_future() -> None:
    stage = Stage()
    code, other = stage.create(ONE), stage.create(TWO)
    stage.change(code, is_paused=True)
    stage.change(other, is_paused=True)
    stage.change(other, is_paused=False)
    stage.harness.step_clock(-HOUR)
    stage.run()
    assert stage.code(code).paused_at == stage.harness.now
    assert stage.code(other).resumed_at == stage.harness.now


@pytest.mark.contract("6.140")
def test_a_paused_code_is_not_released() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.change(code, run=False, is_paused=True)
    with pytest.raises(Refused, match="release_needs_ongoing_and_set"):
        stage.change(code, is_managed=False)


@pytest.mark.contract("6.141")
def test_a_paused_code_lets_nobody_in() -> None:
    stage = Stage(is_virtual=True)
    code = stage.create(ONE)
    stage.change(code, is_paused=True)
    assert stage.status(code) is Status.UNSET
    harness = stage.harness
    _, result = check_entry(harness.record, harness.now, ONE.reveal())
    assert result.denial == "paused"
    stage.change(code, is_paused=False)
    _, result = check_entry(harness.record, harness.now, ONE.reveal())
    assert result.denial is None
