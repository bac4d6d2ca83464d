"""The limit on put-backs, and a backward clock step, which makes no pause and no delay longer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    ActiveWhile,
    Attempt,
    Command,
    CommandKind,
    ExternalChange,
    FullRead,
    LockRecord,
    Outcome,
    Placement,
    Progress,
)
from custom_components.access_codes.core.observations.restore_check import is_unchecked
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.retries import (
    RETRY_NOW,
    at_start,
    clock_went_back,
    is_cleared_blindly,
    put_back,
    put_back_limit_end,
    put_back_pause_end,
    record_failed_command,
    record_failure,
    retry_delay,
    unblock,
    unblock_refused,
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


LATER = NOW + WEEK


@pytest.mark.contract("4.28")
@pytest.mark.parametrize(("at", "expected"), [(LATER, NOW), (NOW - HOUR, NOW - HOUR)])
def test_no_time_of_a_code_lies_ahead_after_the_clock_went_back(
    at: datetime, expected: datetime
) -> None:
    def told(instant: datetime) -> LockRecord:
        active = ActiveWhile("light.hall", None, False, instant, instant)
        attempt = Attempt(Outcome.REFUSED, False, 3, None)
        code = a_code(
            changed_at=instant,
            deleted_at=instant,
            used_at=instant,
            last_used_at=instant,
            active_while=active,
            paused_at=instant,
            resumed_at=instant,
            progress=Progress(
                lost_at=instant,
                announced_at=instant,
                problems={"being_deleted": instant},
                attempt=attempt,
            ),
        )
        slot = Placement(
            "1", "a", frozenset({held("4826")}), put_backs=(instant,), echoed_at=instant
        )
        return a_record(
            code,
            placements={"1": slot},
            inactive_since={"2": instant},
            read_attempt=attempt,
            full_read=FullRead(frozenset({"3"}), {"3": attempt}),
        )

    after = clock_went_back(told(at), NOW)
    before = told(expected)
    again = replace(Attempt(Outcome.REFUSED, False, 3, None), retry_at=RETRY_NOW)
    code = before.codes["a"]
    assert after.codes["a"] == replace(
        code, progress=replace(code.progress, attempt=again)
    )
    assert after.placements == before.placements
    assert after.inactive_since == before.inactive_since
    assert after.clock_stepped_at == NOW
    assert after.read_attempt == again
    assert after.full_read is not None
    assert after.full_read.silent == {"3": again}


@pytest.mark.contract("4.28")
def test_what_never_happened_has_no_time_after_the_clock_went_back() -> None:
    record = a_record(a_code(), placements=placed("1", "a", held("4826")))
    after = clock_went_back(record, NOW)
    assert after == replace(record, clock_stepped_at=NOW)


@pytest.mark.contract("13.36")
@pytest.mark.parametrize(
    ("hours", "is_trusted"), [(24, True), (25, False), (0, True), (-1, False)]
)
def test_a_clock_is_trusted_at_a_start_within_a_day_after_the_last_write(
    hours: int, is_trusted: bool
) -> None:
    record = a_record(written_at=NOW - hours * HOUR)
    after = at_start(record, NOW)
    assert after.clock_stepped_at == (None if is_trusted else NOW)


def test_a_restore_check_of_an_earlier_start_is_forgotten_only_where_it_lies_ahead() -> (
    None
):
    ahead = a_record(written_at=LATER, restore_checked_at=NOW)
    assert at_start(ahead, NOW).restore_checked_at is None
    past = a_record(written_at=LATER, restore_checked_at=NOW - HOUR)
    assert at_start(past, NOW).restore_checked_at == NOW - HOUR


@pytest.mark.contract("5.28")
def test_one_code_or_all_are_tried_again_at_once() -> None:
    refused = Progress(attempt=Attempt(Outcome.INVALID, False, 2, None))
    altered = Placement("1", "a", frozenset({held("482")}), altered=held("4826"))
    named = Placement("2", "b", frozenset({held("7351")}), refused_name="Guest b")
    record = a_record(
        a_code("a", progress=refused),
        a_code("b", "7351", progress=refused),
        a_code("c", "9182"),
        placements={"1": altered, "2": named},
    )

    def retried(after: LockRecord) -> list[str]:
        return [
            code.access_code_id
            for code in after.codes.values()
            if code.progress.attempt is not None
            and code.progress.attempt.retry_at == RETRY_NOW
        ]

    every = unblock(record)
    assert retried(every) == ["a", "b"]
    assert every.placements["1"] == replace(
        altered, altered=None, needs_clear_first=True
    )
    assert every.placements["2"] == replace(named, refused_name=None)
    one = unblock(record, "b")
    assert retried(one) == ["b"]
    assert one.placements["1"] is record.placements["1"]
    assert one.placements["2"] == replace(named, refused_name=None)
    kept = replace(named, needs_clear_first=True)
    still = unblock(replace(record, placements={"2": kept})).placements["2"]
    assert still.needs_clear_first


@pytest.mark.contract("5.28")
def test_only_refusals_that_a_change_may_end_are_tried_again_after_one() -> None:
    outcomes = [Outcome.DUPLICATE, Outcome.FULL, Outcome.INVALID, Outcome.REFUSED]
    codes = [
        a_code(
            outcome.value,
            progress=Progress(
                attempt=Attempt(
                    outcome,
                    False,
                    2,
                    LATER if outcome is Outcome.REFUSED else None,
                )
            ),
        )
        for outcome in outcomes
    ]
    waits = a_code(
        "waits", progress=Progress(attempt=Attempt(Outcome.FULL, False, 2, LATER))
    )
    edit = RecordEdit(a_record(*codes, waits, a_code("new")))
    unblock_refused(edit)
    times = {
        code.access_code_id: code.progress.attempt and code.progress.attempt.retry_at
        for code in edit.codes.values()
    }
    assert times == {
        "duplicate": RETRY_NOW,
        "full": RETRY_NOW,
        "invalid": None,
        "refused": LATER,
        "waits": LATER,
        "new": None,
    }


@pytest.mark.contract("5.70")
@pytest.mark.parametrize(
    ("attempt", "changes", "slot", "is_blind"),
    [
        (Attempt(Outcome.UNKNOWN, True, 2, NOW), {}, "1", True),
        (Attempt(Outcome.UNKNOWN, True, 4, NOW), {}, "1", True),
        (Attempt(Outcome.UNKNOWN, True, 1, NOW), {}, "1", False),
        (Attempt(Outcome.UNKNOWN, True, 3, NOW), {}, "1", False),
        (Attempt(Outcome.REFUSED, True, 2, NOW), {}, "1", False),
        (Attempt(Outcome.UNKNOWN, False, 2, NOW), {}, "1", False),
        (Attempt(Outcome.UNKNOWN, True, 2, NOW), {"is_unmanaged": True}, "1", False),
        (Attempt(Outcome.UNKNOWN, True, 2, NOW), {}, "new:a", False),
        (None, {}, "1", False),
    ],
)
def test_a_removal_goes_on_blindly_after_each_second_read_without_an_answer(
    attempt: Attempt | None, changes: dict[str, Any], slot: str, is_blind: bool
) -> None:
    code = a_code(progress=Progress(attempt=attempt), **changes)
    placement = Placement(slot, "a", frozenset({held("4826")}))
    assert is_cleared_blindly(code, placement) is is_blind


@pytest.mark.contract("5.27")
@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_refusal_that_a_repetition_would_not_change_is_not_repeated(
    outcome: Outcome,
) -> None:
    def next_try(**changes: Any) -> datetime | None:
        edit = RecordEdit(a_record(a_code(**changes)))
        record_failure(edit, a_world(), "a", outcome)
        attempt = edit.codes["a"].progress.attempt
        assert attempt is not None
        assert (attempt.outcome, attempt.failures) == (outcome, 1)
        assert attempt.is_removal is ("deleted_at" in changes)
        return attempt.retry_at

    soon = NOW + retry_delay(1, "a")
    is_final = outcome in {Outcome.DUPLICATE, Outcome.FULL, Outcome.INVALID}
    assert next_try() == (None if is_final else soon)
    assert next_try(deleted_at=NOW) == soon


@pytest.mark.contract("5.22", "4.33")
def test_failures_count_on_only_for_the_same_wish() -> None:
    def counted(is_removal: bool, command: Command, **changes: Any) -> int | None:
        attempt = Attempt(Outcome.REFUSED, is_removal, 4, NOW)
        code = a_code(progress=Progress(attempt=attempt), **changes)
        edit = RecordEdit(a_record(code, placements=placed("1", "a", held("4826"))))
        record_failed_command(edit, a_world(), command, Outcome.REFUSED)
        after = edit.codes["a"].progress.attempt
        return None if after is attempt or after is None else after.failures

    write = Command(CommandKind.SET, "1", "a", pin=held("4826").pin)
    clear = Command(CommandKind.CLEAR, "1", "a", is_removal=True)
    assert counted(False, write) == 5
    assert counted(True, write) == 1
    assert counted(True, clear, deleted_at=NOW) == 5
    assert counted(False, clear, deleted_at=NOW) == 1
    assert counted(False, clear) is None
    assert counted(True, write, deleted_at=NOW) is None
    assert counted(False, replace(write, pin=held("1357").pin)) is None
    assert counted(False, replace(write, access_code_id=None)) is None


@pytest.mark.contract("5.29")
def test_only_the_put_backs_of_the_last_hour_limit_further_ones() -> None:
    times = (NOW, NOW + 10 * MINUTE, NOW + 20 * MINUTE, NOW + 50 * MINUTE)
    placement = Placement("1", "a", frozenset({held("4826")}), put_backs=times)
    at = NOW + 55 * MINUTE
    assert put_back_pause_end(placement, at) == NOW + 65 * MINUTE
    assert put_back_limit_end(placement, at) == NOW + 70 * MINUTE
    assert put_back_limit_end(placement, NOW + 70 * MINUTE) is None
