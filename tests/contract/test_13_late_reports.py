"""Reports of our own writes that come late, on locks that hide their PINs."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    CommandKind,
    IssueKind,
    Readability,
)
from custom_components.access_codes.core.observations.reports import apply_report
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, held

HIDING = pytest.mark.parametrize("reads", [Readability.PRESENCE, Readability.NOTHING])


@pytest.mark.contract("13.72")
@HIDING
def test_the_late_report_of_our_own_write_is_no_other_manager(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    stage.create(ONE)
    reported = 0
    for _ in range(60):
        sets = stage.lock.kinds.count(CommandKind.SET)
        stage.wait(timedelta(seconds=8))
        if reported < sets:
            reported = sets
            stage.harness.report("1", None)
            stage.run()
        stage.wait(timedelta(seconds=52))
    assert stage.lock.kinds.count(CommandKind.SET) == 2
    assert (IssueKind.ANOTHER_MANAGER, None) not in stage.issues()
    assert "unverified_on_device" in stage.warnings("a")


@pytest.mark.contract("13.72")
@HIDING
def test_a_second_report_after_a_put_back_is_somebody_elses(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    stage.create(ONE)
    for _ in range(2):
        stage.something_at_keypad("1", TWO)
        stage.run()
    stage.sent()
    stage.harness.report("1", None)
    stage.harness.advance(MINUTE)
    stage.something_at_keypad("1", TWO)
    stage.run()
    assert "set 1" in stage.sent()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("13.72")
@HIDING
def test_a_report_long_after_a_put_back_is_somebody_elses(reads: Readability) -> None:
    stage = Stage(reads)
    stage.create(ONE)
    stage.something_at_keypad("1", TWO)
    stage.run()
    stage.wait(HOUR)
    stage.something_at_keypad("1", TWO)
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("13.72")
def test_a_change_that_the_lock_says_is_somebody_elses_is_put_back() -> None:
    stage = Stage(Readability.PRESENCE)
    stage.create(ONE)
    stage.something_at_keypad("1", TWO)
    stage.run()
    stage.lock.type_at_keypad("1", TWO)
    stage.oracle.changed_unseen("1")
    harness = stage.harness
    harness.record = apply_report(
        harness.record, harness.world, "1", None, is_own_echo=False, cause=Cause.OTHERS
    ).record
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("12.50")
@HIDING
def test_an_occupied_slot_that_the_lock_calls_ours_needs_no_read(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    stage.fail(Fault.LOSE_ANSWER)
    stage.harness.is_stopping = True
    code = stage.create(ONE)
    stage.harness.is_stopping = False
    while stage.possible("1") is None or stage.harness.flight is not None:
        stage.steps(1)
    assert stage.possible("1") == {EMPTY, held(ONE)}
    harness = stage.harness

    def report() -> None:
        harness.record = apply_report(
            harness.record,
            harness.world,
            "1",
            UNREADABLE,
            is_own_echo=True,
            cause=Cause.OURS,
        ).record

    report()
    before = harness.record
    report()
    assert harness.record == before
    stage.sent()
    stage.run()
    assert stage.sent() == []
    assert stage.status(code) == "set"
    assert harness.record.placements["1"].is_confirmed


@pytest.mark.contract("12.50")
def test_a_report_of_ours_about_a_slot_that_is_to_be_empty_leaves_it_so() -> None:
    stage = Stage(Readability.PRESENCE)
    stage.create(ONE)
    stage.keypad("1", None)
    harness = stage.harness
    before = harness.record
    learnt = apply_report(
        before, harness.world, "1", None, is_own_echo=True, cause=Cause.OURS
    )
    assert learnt.record.placements["1"].possible == {EMPTY}


@pytest.mark.contract("12.50")
def test_a_readable_slot_is_read_whoever_changed_it() -> None:
    stage = Stage()
    stage.create(ONE)
    harness = stage.harness
    learnt = apply_report(
        harness.record, harness.world, "1", None, is_own_echo=True, cause=Cause.OURS
    )
    assert learnt.record.placements["1"].needs_read
