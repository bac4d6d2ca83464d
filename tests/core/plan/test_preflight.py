"""A lock that does not answer is known some time before its next window opens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    CommandKind,
    Issue,
    IssueKind,
    KnownPin,
    Reach,
    Readability,
    Settings,
    Status,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import a_code, a_record, a_world, able
from tests.support.fake_lock import Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, TWO, Stage, at, hours

TWO_HOURS = Settings(preflight=7200)
OFFLINE = {("device_offline", None)}


def a_stage(reads: Readability = Readability.PIN, *, lead: int = 0) -> Stage:
    return Stage(reads, settings=Settings(preflight=7200, programming_lead=lead))


@pytest.mark.contract("12.5")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_the_lock_is_asked_once_two_hours_before_a_window_opens(
    reads: Readability,
) -> None:
    stage = a_stage(reads)
    stage.create(ONE, window=hours(10, 12))
    stage.wait(8 * HOUR - MINUTE)
    assert stage.sent() == []
    stage.wait(2 * MINUTE)
    assert stage.sent() == ["check 1"]
    stage.wait(HOUR)
    assert stage.sent() == []


def test_the_lead_counts_from_when_the_code_is_to_be_programmed() -> None:
    stage = a_stage(lead=3600)
    stage.create(ONE, window=hours(10, 12))
    stage.wait(7 * HOUR - MINUTE)
    assert stage.sent() == []
    stage.wait(2 * MINUTE)
    assert stage.sent() == ["check 1"]


@pytest.mark.contract("4.28")
def test_the_lock_is_asked_although_the_clock_was_set_back_since_its_last_answer() -> (
    None
):
    stage = a_stage()
    stage.wait(24 * 30 * HOUR)
    stage.create(TWO)
    stage.harness.step_clock(-24 * 30 * HOUR)
    stage.run()
    stage.create(ONE, window=hours(10, 12))
    stage.restart()
    stage.sent()
    stage.wait(8 * HOUR + MINUTE)
    assert [sent.split()[0] for sent in stage.sent()] == ["check"]


@pytest.mark.contract("14.11")
def test_with_0_nobody_is_asked() -> None:
    stage = Stage(settings=Settings(preflight=0))
    stage.create(ONE, window=hours(10, 12))
    stage.wait(9 * HOUR)
    assert stage.sent() == []


@pytest.mark.contract("12.5")
def test_a_lock_that_told_something_since_is_not_asked() -> None:
    stage = a_stage()
    stage.create(ONE, window=hours(1, 2))
    assert stage.sent() == []
    stage.create(TWO, window=hours(10, 12))
    stage.wait(8 * HOUR - MINUTE)
    stage.sent()
    stage.harness.advance(2 * MINUTE)
    stage.harness.used("1")
    stage.run()
    stage.wait(HOUR)
    assert stage.sent() == []


def test_a_window_that_comes_near_later_is_asked_for_anew() -> None:
    stage = a_stage()
    stage.create(ONE, window=hours(10, 12))
    stage.create(TWO, window=hours(11, 12))
    stage.wait(8 * HOUR)
    assert stage.sent() == ["check 1"]
    stage.wait(HOUR - MINUTE)
    assert stage.sent() == []
    stage.wait(2 * MINUTE)
    assert stage.sent() == ["check 1"]


def test_an_answer_counts_beyond_a_restart() -> None:
    stage = a_stage()
    stage.create(ONE, window=hours(10, 12))
    stage.wait(9 * HOUR)
    assert stage.sent() == ["check 1"]
    stage.restart()
    stage.run()
    assert stage.sent() == []


@pytest.mark.contract("12.5")
def test_silence_is_an_error_and_a_repair_before_the_guest_arrives() -> None:
    stage = a_stage()
    code = stage.create(ONE, window=hours(10, 12))
    stage.wait(7 * HOUR)
    stage.lock.ailment = Fault.SWALLOW
    stage.wait(HOUR + 3 * MINUTE)
    assert stage.harness.reach is Reach.OFFLINE
    assert stage.errors(code) == {"device_offline"}
    stage.wait(3 * MINUTE)
    assert stage.issues() == OFFLINE
    assert stage.status(code) is Status.UNSET
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.errors(code) == set()
    assert stage.issues() == set()
    stage.wait(HOUR)
    assert stage.held() == {"1": ONE}


def test_a_silent_lock_is_probed_until_it_answers() -> None:
    stage = a_stage()
    stage.create(ONE, window=hours(10, 12))
    stage.wait(7 * HOUR)
    stage.lock.ailment = Fault.CUT_BEFORE
    stage.wait(HOUR + 2 * MINUTE)
    assert set(stage.sent()) == {"check 1"}
    stage.lock.ailment = None
    stage.wait(15 * MINUTE)
    assert stage.sent() == ["check 1"]
    stage.wait(HOUR)
    assert stage.sent() == []


@pytest.mark.contract("5.32")
def test_a_lock_known_to_be_away_is_told_of_when_a_window_comes_near() -> None:
    stage = a_stage()
    code = stage.create(ONE, window=hours(10, 12))
    stage.go_away(Reach.DISCONNECTED)
    stage.wait(7 * HOUR)
    assert stage.errors(code) == {"device_disconnected"}
    assert stage.issues() == set()
    stage.wait(HOUR + MINUTE)
    assert stage.issues() == {("device_disconnected", None)}
    stage.come_back()
    assert stage.issues() == set()


def test_a_lock_whose_slots_cannot_be_read_is_asked_for_a_sign_of_life() -> None:
    stage = a_stage(Readability.NOTHING)
    stage.create(ONE, window=hours(10, 12))
    stage.wait(9 * HOUR)
    assert stage.sent() == ["check"]


def test_nobody_is_asked_for_a_code_that_is_deleted_or_over() -> None:
    stage = a_stage()
    code = stage.create(ONE, window=hours(10, 12))
    stage.create(TWO, window=hours(-2, 0.5))
    stage.delete(code)
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == ["clear 1", "read 1"]
    stage.wait(8 * HOUR)
    assert stage.sent() == []


@pytest.mark.parametrize(
    ("slots", "asked"), [(("1", "2"), "2"), (("1",), "1"), ((), None)]
)
def test_the_slot_for_the_next_code_is_read_else_any(
    slots: tuple[str, ...], asked: str | None
) -> None:
    record = replace(
        a_record(a_code("a", window=hours(10, 12)), capabilities=able(slots=slots)),
        is_read=True,
        unmanaged={"1": KnownPin(FOUR)},
    )
    world = a_world(
        now=at(9 * HOUR), settings=TWO_HOURS, observed={"1": KnownPin(FOUR), "2": EMPTY}
    )
    command = plan(record, world).command
    assert command is not None
    assert (command.kind, command.slot) == (CommandKind.CHECK, asked)


def test_what_has_to_be_done_is_an_answer_too() -> None:
    stage = a_stage()
    stage.create(ONE, window=hours(10, 12))
    stage.harness.advance(9 * HOUR)
    code = stage.create(TWO)
    assert stage.sent() == ["set 1", "read 1"]
    assert stage.status(code) is Status.SET
    stage.wait(MINUTE)
    assert stage.sent() == []


# A lock that is gone.


@pytest.mark.contract("5.32")
def test_the_removal_of_a_lock_with_codes_is_a_repair_though_nothing_waits() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.go_away(Reach.REMOVED)
    stage.wait(timedelta(seconds=299))
    assert stage.issues() == set()
    stage.wait(timedelta(seconds=2))
    assert stage.issues() == {("device_removed", None)}
    assert stage.status(code) is Status.SET
    stage.come_back()
    assert stage.issues() == set()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.32")
def test_the_removal_of_a_lock_without_codes_is_nobodys_concern() -> None:
    stage = Stage()
    stage.go_away(Reach.REMOVED)
    stage.wait(HOUR)
    assert Issue(IssueKind.DEVICE_REMOVED) not in stage.harness.plan().issues
