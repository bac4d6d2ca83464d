"""Locks that do not report every change: what was read long ago is read again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    ErrorCode,
    Readability,
    Reporting,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.record import freshness
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

DAY = timedelta(days=1)

SILENT = pytest.mark.parametrize("reports", [Reporting.NOTHING, Reporting.OURS])
EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


def silent(
    reads: Readability = Readability.PIN,
    *,
    reports: Reporting = Reporting.NOTHING,
    fresh_for: int | None = None,
    **options: Any,
) -> Stage:
    """Return a lock that does not report what others do."""
    return Stage(
        reads,
        reports=reports,
        fresh_for=fresh_for,
        duplicates=Duplicates.TAKEN,
        confirms_writes=True,
        **options,
    )


@pytest.mark.contract("4.40")
@SILENT
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_code_in_a_slot_that_was_empty_long_ago_is_not_overwritten(
    reads: Readability, reports: Reporting
) -> None:
    stage = silent(reads, reports=reports)
    stage.keypad("1", TWO, told=False)
    stage.wait(6 * MINUTE)
    code = stage.create(ONE)
    assert stage.held() == {"1": TWO, "2": ONE}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.40")
@pytest.mark.parametrize(
    ("fresh_for", "minutes", "commands"),
    [
        (None, 4, ["set 1"]),
        (None, 5, ["read 1", "set 1"]),
        (3600, 59, ["set 1"]),
        (3600, 60, ["read 1", "set 1"]),
    ],
)
def test_a_slot_is_read_right_before_it_is_taken_if_it_was_read_long_ago(
    fresh_for: int | None, minutes: int, commands: list[str]
) -> None:
    stage = silent(fresh_for=fresh_for)
    stage.wait(minutes * MINUTE)
    stage.create(ONE)
    assert stage.sent() == commands


@pytest.mark.contract("4.40", "8.40")
@EVERY_KIND
def test_a_lock_that_reports_all_changes_is_not_read_again(reads: Readability) -> None:
    stage = Stage(reads, fresh_for=60)
    stage.create(ONE)
    stage.sent()
    stage.wait(8 * DAY)
    assert stage.sent() == []
    stage.create(TWO)
    assert "read 2" not in stage.sent()[:1]
    assert stage.harness.record.read_at == {}


@pytest.mark.contract("8.40")
def test_a_lock_that_cannot_be_read_is_not_read() -> None:
    stage = silent(Readability.NOTHING, fresh_for=60)
    stage.create(ONE)
    stage.sent()
    stage.wait(8 * DAY)
    assert stage.sent() == []


@pytest.mark.contract("8.40")
@SILENT
@pytest.mark.parametrize(
    ("fresh_for", "span"),
    [(None, DAY), (7200, 2 * HOUR), (60, 15 * MINUTE)],
)
def test_our_slots_are_read_again_and_a_change_is_put_back(
    reports: Reporting, fresh_for: int | None, span: timedelta
) -> None:
    stage = silent(reports=reports, fresh_for=fresh_for)
    code = stage.create(ONE)
    stage.sent()
    stage.keypad("1", TWO, told=False)
    stage.wait(span - MINUTE)
    assert stage.sent() == []
    stage.wait(MINUTE)
    assert stage.sent() == ["read 1", "set 1"]
    assert stage.held() == {"1": ONE}
    assert stage.status(code) is Status.SET
    assert "modified_external" in stage.told(code)


@pytest.mark.contract("8.40")
def test_our_slots_are_read_one_at_a_time_and_after_due_work() -> None:
    stage = silent(slots=4)
    codes = [stage.create(pin) for pin in (ONE, TWO, THREE)]
    stage.sent()
    stage.harness.advance(2 * DAY)
    stage.delete(codes[2], run=False)
    stage.run()
    assert stage.sent() == ["clear 3", "read 1", "read 2"]
    stage.wait(DAY)
    assert stage.sent() == ["read 1", "read 2"]


@pytest.mark.contract("8.40")
def test_a_read_without_an_answer_holds_the_others_up() -> None:
    stage = silent()
    stage.create(ONE)
    stage.create(TWO)
    stage.sent()
    stage.harness.advance(2 * DAY)
    stage.lock.ailment = Fault.SWALLOW
    stage.wait(HOUR)
    sent = stage.sent()
    assert set(sent) == {"read 1"}
    assert len(sent) < 15
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.sent() == ["read 1", "read 2"]


@pytest.mark.contract("8.40")
def test_the_slot_of_a_code_whose_new_pin_the_lock_refuses_is_read_again() -> None:
    stage = silent()
    stage.lock.not_taken = frozenset({TWO})
    code = stage.create(ONE)
    stage.change(code, code=TWO)
    stage.sent()
    stage.keypad("1", None, told=False)
    stage.wait(DAY - MINUTE)
    assert stage.sent() == []
    stage.wait(MINUTE)
    assert stage.sent()[0] == "read 1"
    assert stage.possible("1") == {EMPTY}
    assert stage.errors(code) == {
        ErrorCode.CODE_CONSTRAINTS_VIOLATED,
        ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION,
    }


@pytest.mark.contract("8.40")
def test_a_slot_whose_next_command_waits_for_the_end_of_a_pause_is_not_read_besides() -> (
    None
):
    stage = silent()
    code = stage.create(ONE)
    stage.wait(DAY - HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.change(code, code=TWO)
    stage.sent()
    stage.wait(2 * HOUR)
    assert set(stage.sent()) == {"set 1"}


@pytest.mark.contract("8.40")
def test_when_a_slot_was_read_outlives_a_restart() -> None:
    stage = silent()
    stage.create(ONE)
    stage.sent()
    stage.restart()
    stage.wait(DAY - MINUTE)
    assert stage.sent() == []
    stage.wait(MINUTE)
    assert stage.sent() == ["read 1"]


@pytest.mark.contract("8.40")
def test_two_changes_on_a_lock_that_was_right_since_the_start_are_no_old_record() -> (
    None
):
    stage = silent()
    stage.create(ONE)
    stage.create(TWO)
    stage.harness.advance(HOUR)
    stage.restart()
    stage.wait(2 * DAY)
    stage.keypad("1", None, told=False)
    stage.keypad("2", THREE, told=False)
    stage.wait(DAY)
    assert stage.held() == {"1": ONE, "2": TWO}


@pytest.mark.contract("8.40")
def test_a_clock_that_is_set_back_makes_no_slot_fresh_for_longer() -> None:
    stage = silent()
    stage.create(ONE)
    stage.sent()
    stage.harness.step_clock(-30 * DAY)
    stage.wait(DAY)
    assert stage.sent() == ["read 1"]


@pytest.mark.contract("5.61")
def test_a_duplicate_clears_when_the_other_code_is_gone_unreported() -> None:
    stage = Stage(foreign={"2": ONE}, reports=Reporting.NOTHING)
    code = stage.create(ONE)
    assert stage.errors(code) == {ErrorCode.DUPLICATE_CODE_ON_DEVICE}
    stage.sent()
    stage.keypad("2", None, told=False)
    stage.wait(DAY - MINUTE)
    assert stage.sent() == []
    stage.wait(2 * MINUTE)
    assert stage.status(code) is Status.SET
    assert stage.errors(code) == set()


@pytest.mark.contract("5.61")
def test_a_full_lock_is_read_again_for_a_code_that_waits() -> None:
    stage = silent(slots=2)
    code = stage.create(ONE, window=hours(3, 900))
    for slot, pin in (("1", TWO), ("2", THREE)):
        stage.keypad(slot, pin, told=False)
    stage.wait(4 * HOUR)
    assert stage.errors(code) == {ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE}
    stage.sent()
    stage.keypad("2", None, told=False)
    stage.wait(22 * HOUR)
    assert stage.sent() == []
    stage.wait(3 * HOUR)
    assert stage.sent() == ["read 1", "read 2", "set 2"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("8.40")
def test_only_slots_that_are_known_are_remembered_where_the_lock_names_them() -> None:
    stage = silent()
    stage.create(ONE)
    stage.set_capabilities(slot_naming=SlotNaming.BY_NAME)
    stage.harness.advance(2 * DAY)
    stage.run()
    assert set(stage.harness.record.read_at) == {"1"}


def test_a_record_without_capabilities_has_nothing_that_grows_old() -> None:
    record = silent().harness.record.__class__("lock")
    now = datetime(2026, 6, 1, tzinfo=UTC)
    assert not freshness.is_due(record, "1", now)
    assert not freshness.is_too_old_to_take(record, "1", now)


@pytest.mark.contract("8.40")
def test_a_lock_that_is_away_is_asked_once_it_is_back() -> None:
    stage = silent()
    stage.create(ONE)
    stage.sent()
    stage.go_away()
    stage.wait(3 * DAY)
    stage.sent()
    stage.keypad("1", TWO, told=False)
    stage.come_back()
    assert stage.sent() == ["read 1", "set 1"]
    assert stage.held() == {"1": ONE}


def test_numbers_from_a_damaged_file_break_no_decision() -> None:
    record = silent(fresh_for=2**50).harness.record
    now = datetime(2026, 6, 1, tzinfo=UTC)
    for second in (2**52, -(2**52)):
        damaged = replace(record, read_at={"1": second})
        assert freshness.is_due(damaged, "1", now) is (second < 0)
        assert freshness.is_read_since(damaged, "1", now) is (second > 0)
