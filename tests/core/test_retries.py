"""The limit on put-backs, and a backward clock step, which makes no pause and no delay longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import ExternalChange, Placement
from custom_components.access_codes.core.retries import (
    put_back,
    put_back_limit_end,
    put_back_pause_end,
)
from tests.support.builders import NOW, held
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage

WEEK = timedelta(days=7)


@pytest.mark.contract("4.28")
def test_a_pause_is_over_when_the_clock_is_set_back() -> None:
    stage = Stage()
    stage.fail(Fault.REFUSE)
    stage.create(ONE)
    stage.harness.step_clock(-WEEK)
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("4.28")
def test_put_backs_are_not_held_up_for_as_long_as_the_clock_went_back() -> None:
    stage = Stage()
    stage.create(ONE)
    for _ in range(3):
        stage.keypad("1", TWO)
        stage.run()
    stage.harness.step_clock(-WEEK)
    stage.keypad("1", TWO)
    stage.wait(16 * MINUTE)
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("4.28")
def test_delays_are_announced_though_the_clock_went_back() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 20)
    code = stage.create(ONE)
    stage.harness.step_clock(-WEEK)
    stage.wait(6 * MINUTE)
    assert stage.warnings(code) == {"delay_in_setting_on_device"}
    assert ("failed_to_set_on_device", code) in stage.issues()


@pytest.mark.contract("5.9")
def test_a_removal_is_announced_as_late_though_the_clock_went_back() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(*[Fault.REFUSE] * 20)
    stage.delete(code)
    stage.harness.step_clock(-WEEK)
    stage.wait(6 * MINUTE)
    assert stage.warnings(code) == {"being_deleted", "delay_in_removing_from_device"}


def test_a_start_with_a_clock_behind_the_last_write_counts_as_a_step_back() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 20)
    code = stage.create(ONE)
    stage.harness.now -= WEEK
    stage.restart()
    stage.wait(6 * MINUTE)
    assert stage.warnings(code) == {"delay_in_setting_on_device"}
    assert stage.harness.record.clock_stepped_at is not None


def test_a_start_long_after_the_last_write_trusts_the_clock_after_a_day() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.harness.now += WEEK
    stage.restart()
    assert stage.harness.record.clock_stepped_at == stage.harness.now
    stage.harness.now += HOUR
    stage.run()
    assert stage.held() == {"1": ONE}


def test_three_put_backs_within_an_hour_reach_the_limit_until_one_is_an_hour_old() -> (
    None
):
    times = (NOW, NOW + 10 * MINUTE, NOW + 20 * MINUTE)
    placement = Placement("1", "a", frozenset({held("4826")}), put_backs=times)
    now = NOW + 30 * MINUTE
    assert put_back_pause_end(placement, now) == NOW + 35 * MINUTE
    assert put_back_limit_end(placement, now) == NOW + HOUR
    assert put_back_pause_end(placement, NOW + HOUR) is None
    assert put_back_limit_end(placement, NOW + HOUR) is None
    fewer = replace(placement, put_backs=times[1:])
    assert put_back_pause_end(fewer, now) is None


def test_a_put_back_ends_the_deviation_and_is_counted() -> None:
    placement = Placement(
        "1", "a", frozenset({held("4826")}), deviation=ExternalChange.MODIFIED
    )
    for minutes in range(6):
        placement = put_back(placement, NOW + minutes * MINUTE)
    assert placement.deviation is None
    assert placement.put_backs == tuple(NOW + m * MINUTE for m in range(2, 6))
