"""Writes that were given up, and that a gateway carries out after all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    CommandKind,
    LockRecord,
    Placement,
    Readability,
    Status,
    World,
)
from custom_components.access_codes.core.plan.memory import NOTHING
from custom_components.access_codes.core.plan.planner import plan, plan_with
from custom_components.access_codes.core.record.late_writes import at_start, bounded
from tests.support.fake_lock import Duplicates, Fault, Sent
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, held

LATE_BY = 600
DAY = timedelta(days=1)

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))
TELLING_KINDS = pytest.mark.parametrize(
    "reads", [Readability.PIN, Readability.PRESENCE]
)


def late(reads: Readability = Readability.PIN, **options: Any) -> Stage:
    """Return a lock behind a gateway that may deliver commands ten minutes late."""
    return Stage(
        reads,
        late_by=LATE_BY,
        duplicates=Duplicates.TAKEN,
        confirms_writes=True,
        **options,
    )


@pytest.mark.contract("13.70")
@EVERY_KIND
def test_a_set_that_is_carried_out_after_it_was_given_up_does_not_stay(
    reads: Readability,
) -> None:
    stage = late(reads)
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.delete(code)
    assert stage.status(code) is Status.REMOVING
    stage.wait(9 * MINUTE)
    stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {}
    assert code not in stage.harness.record.codes


@pytest.mark.contract("13.70")
@TELLING_KINDS
def test_a_set_that_was_given_up_is_read_once_more_and_forgotten(
    reads: Readability,
) -> None:
    stage = late(reads)
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.delete(code)
    assert stage.possible("1") == {EMPTY}
    stage.sent()
    stage.wait(10 * MINUTE - timedelta(seconds=1))
    assert stage.sent() == []
    stage.wait(MINUTE)
    assert stage.sent() == ["read 1"]
    assert stage.harness.record.codes == {}
    stage.wait(DAY)
    assert stage.sent() == []


@pytest.mark.contract("13.70")
def test_a_slot_with_a_write_that_may_still_come_is_given_to_no_other_code() -> None:
    stage = late(slots=2)
    stage.fail(Fault.LATE)
    stage.delete(stage.create(ONE))
    stage.create(TWO)
    assert stage.held() == {"2": TWO}


@pytest.mark.contract("13.70")
def test_a_pin_that_may_still_come_is_set_in_no_other_slot() -> None:
    stage = late(slots=2)
    stage.fail(Fault.LATE)
    first = stage.create(ONE)
    stage.change(first, code=TWO)
    stage.deliver_late()
    second = stage.create(ONE)
    assert stage.status(second) is Status.SETTING
    stage.wait(DAY)
    assert stage.held() == {"1": TWO, "2": ONE}


@pytest.mark.contract("13.70")
def test_a_set_that_was_given_up_is_tried_again_at_once_and_is_set() -> None:
    stage = late()
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.wait(MINUTE)
    assert stage.status(code) is Status.SET
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == []


@pytest.mark.contract("13.70")
@TELLING_KINDS
def test_a_late_set_that_the_lock_reports_is_ours(reads: Readability) -> None:
    stage = late(reads)
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.delete(code)
    stage.wait(MINUTE)
    stage.deliver_late(told=True)
    stage.wait(timedelta(seconds=1))
    assert stage.held() == {}
    stage.wait(HOUR)
    assert stage.harness.record.codes == {}
    assert stage.told()[-1] == "deleted"


@pytest.mark.contract("13.71")
@EVERY_KIND
def test_a_clear_that_is_carried_out_after_a_later_set_is_found(
    reads: Readability,
) -> None:
    stage = late(reads)
    code = stage.create(ONE)
    stage.fail(Fault.LATE)
    stage.change(code, code=TWO, run=False)
    stage.delete(stage.create(THREE), run=False)
    stage.run()
    stage.fail(Fault.LATE, Fault.LATE)
    stage.delete(code)
    stage.wait(2 * MINUTE)
    assert stage.held() == {}
    again = stage.create(ONE)
    stage.wait(MINUTE)
    while stage.lock.late:
        stage.deliver_late()
    stage.wait(DAY)
    assert list(stage.held().values()) == [ONE]
    assert stage.status(again) is Status.SET


@pytest.mark.contract("13.71")
@TELLING_KINDS
def test_a_slot_whose_clear_may_still_come_is_used_last_and_verified(
    reads: Readability,
) -> None:
    stage = late(reads, slots=2)
    code = stage.create(ONE)
    stage.fail(Fault.LATE)
    stage.delete(code)
    stage.wait(MINUTE)
    assert stage.harness.record.codes == {}
    assert set(stage.harness.record.late_clears) == {"1"}
    other, last = stage.create(TWO), stage.create(THREE)
    assert stage.held() == {"1": THREE, "2": TWO}
    assert stage.status(other) is Status.SET
    assert stage.status(last) is Status.SETTING
    stage.deliver_late()
    stage.wait(HOUR)
    assert stage.held() == {"1": THREE, "2": TWO}
    assert stage.status(last) is Status.SET


@pytest.mark.contract("13.70")
@EVERY_KIND
def test_a_write_whose_process_died_may_still_come(reads: Readability) -> None:
    stage = late(reads)
    stage.harness.is_stopping = True
    code = stage.create(ONE)
    stage.harness.is_stopping = False
    stage.fail(Fault.LATE)
    while not stage.lock.late:
        stage.steps(1)
    stage.restart()
    stage.delete(code)
    assert code in stage.harness.record.codes
    stage.wait(8 * MINUTE)
    stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("13.70")
def test_an_accepted_write_that_a_read_disproves_may_still_come() -> None:
    stage = Stage(late_by=LATE_BY, duplicates=Duplicates.TAKEN)
    stage.fail(Fault.LIE)
    code = stage.create(ONE)
    stage.delete(code)
    assert stage.status(code) is Status.REMOVING
    stage.wait(HOUR)
    assert stage.harness.record.codes == {}


@pytest.mark.contract("13.70")
@TELLING_KINDS
def test_an_accepted_write_that_a_newer_one_overtook_may_still_come(
    reads: Readability,
) -> None:
    stage = late(reads)
    stage.fail(Fault.DEFER)

    def delete_meanwhile(sent: Sent) -> None:
        if sent.command.kind is CommandKind.SET:
            stage.lock.after_command = None
            stage.delete("a", run=False)

    stage.lock.after_command = delete_meanwhile
    code = stage.create(ONE)
    assert stage.held() == {}
    assert stage.status(code) is Status.REMOVING
    stage.wait(9 * MINUTE)
    stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("13.70")
def test_a_rename_that_was_given_up_may_write_the_pin_again() -> None:
    stage = late(name_length=10)
    code = stage.create(ONE)
    stage.fail(Fault.LATE)
    stage.change(code, name="Another")
    stage.delete(code)
    assert stage.status(code) is Status.REMOVING
    stage.wait(HOUR)
    assert stage.harness.record.codes == {}


def test_a_rename_that_was_refused_leaves_no_doubt() -> None:
    stage = late(name_length=10)
    code = stage.create(ONE)
    stage.fail(Fault.REFUSE)
    stage.change(code, name="Another")
    stage.delete(code)
    assert stage.harness.record.codes == {}


@pytest.mark.contract("13.70")
def test_a_refused_set_after_one_that_may_still_come_keeps_its_slot() -> None:
    stage = late()
    stage.fail(Fault.LATE, Fault.ONLY_ACCEPT, Fault.REFUSE)
    code = stage.create(ONE)
    stage.wait(MINUTE)
    stage.delete(code)
    stage.wait(MINUTE)
    stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {}


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_a_step_of_the_clock_makes_the_wait_neither_shorter_nor_longer(
    step: timedelta,
) -> None:
    stage = late(slots=2)
    first = stage.create(ONE)
    stage.fail(Fault.LATE)
    stage.delete(first)
    stage.wait(MINUTE)
    stage.fail(Fault.LATE)
    code = stage.create(TWO)
    stage.delete(code)
    stage.wait(MINUTE)
    stage.harness.step_clock(step)
    stage.run()
    assert code in stage.harness.record.codes
    stage.deliver_late()
    stage.deliver_late()
    stage.wait(11 * MINUTE)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


def test_a_clock_that_was_set_back_while_down_makes_no_wait_longer() -> None:
    stage = late()
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.delete(code)
    stage.harness.now -= DAY
    stage.restart()
    stage.run()
    stage.wait(12 * MINUTE)
    assert code not in stage.harness.record.codes


def test_a_lock_of_unknown_capabilities_has_no_late_writes() -> None:
    record = replace(late().harness.record, capabilities=None)
    assert bounded(record, late().harness.now) == record


def test_a_lock_that_carries_nothing_out_late_is_believed_at_once() -> None:
    stage = Stage()
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.delete(code)
    assert stage.harness.record.codes == {}
    assert stage.possible("1") is None


def test_the_pins_of_late_writes_are_in_the_journal_of_a_new_start() -> None:
    stage = late()
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.change(code, code=TWO)
    stage.restart()
    placement = stage.harness.record.placements["1"]
    assert placement.late == {held(ONE)}
    assert placement.may_hold == {held(ONE), held(TWO)}


@pytest.mark.parametrize("seconds", [-(10**15), 10**15])
def test_times_from_a_damaged_file_break_no_start(seconds: int) -> None:
    stage = late()
    stage.create(ONE)
    record = stage.harness.record
    assert record.capabilities is not None
    damaged = replace(
        record.capabilities, command_timeout=seconds, late_by=abs(seconds)
    )
    record = replace(record, capabilities=damaged)
    started = at_start(record, stage.harness.now)
    assert bounded(started, stage.harness.now).codes == record.codes


def test_a_record_that_was_never_written_has_no_write_under_way() -> None:
    harness = late().harness
    record = replace(harness.record, written_at=None)
    assert at_start(record, harness.now) == record


@pytest.mark.contract("13.70")
@pytest.mark.parametrize(("later", "left"), [(5, 5), (3600, 60)])
def test_a_write_under_way_at_a_start_was_given_up_by_then(
    later: int, left: int
) -> None:
    harness = late().harness
    written_at = harness.now
    placement = Placement("1", "a", frozenset({EMPTY}), under_way=held(ONE))
    record = replace(harness.record, placements={"1": placement}, written_at=written_at)
    started = at_start(record, written_at + timedelta(seconds=later))
    assert started.placements["1"].late_until == written_at + timedelta(
        seconds=left + LATE_BY
    )


@pytest.mark.contract("4.21", "13.70")
@EVERY_KIND
@pytest.mark.parametrize("duplicates", [Duplicates.REFUSED, Duplicates.REFUSED_IN_SLOT])
def test_a_duplicate_is_not_tried_again_and_again_while_a_write_may_still_come(
    reads: Readability, duplicates: Duplicates
) -> None:
    stage = Stage(reads, late_by=LATE_BY, duplicates=duplicates, confirms_writes=True)
    stage.lock.master = ONE
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.wait(MINUTE)
    assert len(stage.sent()) < 12
    assert stage.errors(code) == {"duplicate_code_on_device"}
    stage.wait(DAY)
    assert stage.held() == {}


def at_the_end_of_a_late_set() -> tuple[LockRecord, World, World]:
    """Return a record with a set that was given up, the world now, and the one once it can no longer be carried out."""
    stage = late()
    stage.fail(Fault.LATE)
    stage.delete(stage.create(ONE))
    harness = stage.harness
    late_until = harness.record.placements["1"].late_until
    assert late_until is not None
    return harness.record, harness.world, replace(harness.world, now=late_until)


@pytest.mark.contract("13.70")
def test_a_read_that_was_asked_before_a_late_write_is_over_is_not_the_last_word() -> (
    None
):
    record, _, over = at_the_end_of_a_late_set()
    asked = plan(record, replace(over, is_command_under_way=True))
    assert asked.record.placements["1"].late == {held(ONE)}
    answered = plan(asked.record, over)
    assert answered.record.placements["1"].late == frozenset()
    assert answered.record.placements["1"].possible == {EMPTY, held(ONE)}


@pytest.mark.contract("13.70")
def test_a_memory_looks_again_when_the_command_under_way_has_ended() -> None:
    record, now, over = at_the_end_of_a_late_set()
    _, memory = plan_with(NOTHING, record, now)
    busy = replace(over, is_command_under_way=True)
    asked, memory = plan_with(memory, record, busy)
    asked, memory = plan_with(memory, asked.record, busy)
    assert asked.record.placements["1"].late == {held(ONE)}
    answered, _ = plan_with(memory, asked.record, over)
    assert answered == plan(asked.record, over)


@pytest.mark.contract("13.71")
def test_a_clear_that_is_over_costs_the_next_code_in_its_slot_no_read() -> None:
    stage = late(slots=1)
    code = stage.create(ONE)
    stage.fail(Fault.LATE)
    stage.delete(code)
    stage.wait(2 * MINUTE)
    assert stage.harness.record.late_clears.keys() == {"1"}
    stage.wait(HOUR)
    stage.sent()
    code = stage.create(THREE)
    assert stage.status(code) is Status.SET
    assert stage.sent() == ["set 1"]
    assert stage.harness.record.late_clears == {}
