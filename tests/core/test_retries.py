"""The limit on put-backs, and a backward clock step, which makes no pause and no delay longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    Command,
    CommandKind,
    ExternalChange,
    Outcome,
    Placement,
)
from custom_components.access_codes.core.observations.restore_check import is_unchecked
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.retries import (
    at_start,
    clock_went_back,
    put_back,
    put_back_limit_end,
    put_back_pause_end,
    record_failed_command,
)
from tests.support.builders import NOW, a_code, a_record, a_world, held, placed
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage

WEEK = timedelta(days=7)


@pytest.mark.contract("12.62")
def test_a_use_after_which_the_process_died_counts() -> None:
    record = a_record(a_code("a", used_at=NOW, is_use_open=True), a_code("b"))
    after = at_start(record, NOW)
    assert after.codes["a"] == replace(record.codes["a"], is_use_open=False)
    assert after.codes["b"] is record.codes["b"]


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


@pytest.mark.contract("4.28")
def test_no_time_of_the_lock_lies_ahead_after_the_clock_went_back() -> None:
    later = NOW + WEEK
    record = a_record(answered_at=later, restore_checked_at=later, reset_at=later)
    after = clock_went_back(record, NOW)
    assert (after.answered_at, after.restore_checked_at, after.reset_at) == (NOW,) * 3
    before = a_record(answered_at=NOW - HOUR)
    assert clock_went_back(before, NOW).answered_at == NOW - HOUR
    assert clock_went_back(before, NOW).reset_at is None


def test_a_check_of_an_earlier_start_does_not_count_after_the_clock_went_back() -> None:
    later = NOW + WEEK
    record = a_record(restore_checked_at=later, written_at=later)
    assert is_unchecked(at_start(record, NOW), a_world(started_at=NOW))


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


def test_a_failure_in_the_slot_of_another_code_counts_for_neither() -> None:
    record = a_record(
        a_code("a"), a_code("b", pin="7351"), placements=placed("1", "b", held("7351"))
    )
    edit = RecordEdit(record)
    command = Command(CommandKind.READ, "1", "a")
    record_failed_command(edit, a_world(), command, Outcome.UNKNOWN)
    assert edit.result() is record
    freed = Command(CommandKind.READ, "2", "a")
    record_failed_command(edit, a_world(), freed, Outcome.UNKNOWN)
    assert edit.codes["a"].progress.attempt is not None
    assert edit.codes["b"] is record.codes["b"]
