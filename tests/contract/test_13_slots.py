"""Places that come and go: the later rules of the journal, hand-overs, circles of PINs, crashes."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import Pin, Readability, Status
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from tests.support.fake_lock import Fault
from tests.support.scenario import (
    FOUR,
    HOUR,
    MINUTE,
    ONE,
    THREE,
    TWO,
    Stage,
    held,
    hours,
)

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


# A slot is used again only when empty; a record goes with its last slot.


@pytest.mark.contract("4.12", "11.5", "13.33")
@EVERY_KIND
def test_a_deleted_code_stays_until_the_lock_has_let_go_of_it(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    stage.fail(Fault.SWALLOW, *[Fault.REFUSE] * 5)
    stage.delete(code)
    stage.wait(MINUTE)
    assert stage.status(code) is Status.REMOVING
    stage.fail()
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("4.12")
def test_a_deleted_code_that_was_never_sent_is_gone_at_once() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(1, 2))
    stage.delete(code)
    assert stage.harness.record.codes == {}
    assert stage.sent() == []
    assert stage.told(code) == ["created", "deleted"]


@pytest.mark.contract("11.4")
def test_a_code_whose_set_came_to_nothing_is_not_told_to_be_removed() -> None:
    stage = Stage()
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    assert stage.status(code) is Status.SETTING
    stage.delete(code)
    assert code not in stage.harness.record.codes
    assert stage.told(code) == ["created", "deleted"]


@pytest.mark.contract("13.33")
def test_a_slot_in_doubt_is_not_given_to_another_code() -> None:
    stage = Stage(slots=1)
    code = stage.create(ONE, window=hours(0, 1))
    stage.create(TWO, window=hours(1, 3))
    stage.fail(*[Fault.SWALLOW] * 3)
    stage.wait(HOUR)
    assert stage.status(code) is Status.REMOVING
    assert stage.held() == {"1": ONE}
    stage.fail()
    stage.wait(HOUR)
    assert stage.held() == {"1": TWO}


# Requests change wishes, results apply to the slot, a hand-over is one write.


@pytest.mark.contract("13.32")
def test_a_result_in_flight_applies_to_the_slot_and_not_to_the_new_wish() -> None:
    stage = Stage(confirms_writes=True)
    stage.harness.is_stopping = True
    code = stage.create(ONE)
    stage.harness.is_stopping = False
    stage.steps(2)
    stage.change(code, code=TWO, run=False)
    stage.steps(1)
    assert stage.possible("1") == {held(ONE)}
    stage.run()
    assert stage.held() == {"1": TWO}


def test_a_code_deleted_while_it_is_being_set_is_taken_off_again() -> None:
    stage = Stage(Readability.NOTHING)
    stage.harness.is_stopping = True
    code = stage.create(ONE)
    stage.harness.is_stopping = False
    stage.steps(2)
    stage.delete(code, run=False)
    stage.run()
    assert stage.sent() == ["set 1", "clear 1"]
    assert stage.held() == {}


@pytest.mark.contract("4.20")
@EVERY_KIND
def test_adjoining_windows_of_one_pin_hand_their_slot_over_without_a_command(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    first = stage.create(ONE, window=hours(0, 1))
    second = stage.create(ONE, window=hours(1, 2))
    stage.sent()
    writes = stage.harness.writes
    stage.wait(HOUR)
    assert stage.sent() == []
    assert stage.harness.writes == writes + 1
    assert (stage.status(first), stage.status(second)) == (Status.UNSET, Status.SET)
    stage.wait(HOUR)
    assert stage.held() == {}


def test_a_hand_over_to_another_name_writes_the_name() -> None:
    stage = Stage(name_length=10)
    stage.create(ONE, window=hours(0, 1))
    second = stage.create(ONE, window=hours(1, 2))
    stage.wait(HOUR)
    assert stage.status(second) is Status.SET
    placement = stage.harness.record.placement_of(second)
    assert placement is not None
    assert stage.lock.entries[placement.slot].name == "Guest b"


# What a crash must not lose.


@pytest.mark.contract("11.12")
def test_events_that_were_not_told_are_told_after_a_crash_with_the_same_id() -> None:
    stage = Stage()
    code = stage.create(ONE)
    told = [
        event.event_id for event in stage.harness.told if event.access_code_id == code
    ]
    stage.restart()
    stage.delete(code)
    again = [
        event.event_id for event in stage.harness.told if event.access_code_id == code
    ]
    assert len(set(again)) == len(set(told)) + 2


@pytest.mark.contract("13.17")
def test_since_when_an_error_is_there_outlives_a_crash() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 9)
    code = stage.create(ONE)
    (before,) = stage.view(code).errors
    stage.wait(MINUTE)
    stage.restart()
    (after,) = stage.view(code).errors
    assert after == before


# Circles of PINs.


@pytest.mark.contract("4.19")
@EVERY_KIND
@pytest.mark.parametrize("size", [2, 3, 4])
def test_codes_that_wait_for_each_other_in_a_circle_are_freed_by_clearing_one(
    reads: Readability, size: int
) -> None:
    stage = Stage(reads, slots=5)
    pins = [ONE, TWO, THREE, FOUR][:size]
    codes = [stage.create(pin) for pin in pins]
    stage.go_away()
    stage.change(codes[0], code=type(ONE)("7000000001"), run=False)
    for index in range(1, size):
        stage.change(codes[index], code=pins[index - 1], run=False)
    stage.change(codes[0], code=pins[-1], run=False)
    stage.sent()
    stage.come_back()
    assert [pins.index(stage.held()[str(slot)]) for slot in range(1, size + 1)] == [
        (index - 1) % size for index in range(size)
    ]
    assert sum(sent.startswith("clear") for sent in stage.sent()) == 1
    assert all(stage.status(code) is Status.SET for code in codes)


@pytest.mark.parametrize("fault", [Fault.LIE, Fault.REFUSE, Fault.SWALLOW])
def test_a_circle_whose_clear_comes_to_nothing_is_not_tried_without_a_pause(
    fault: Fault,
) -> None:
    stage = Stage()
    first, second = stage.create(ONE), stage.create(TWO)
    stage.go_away()
    stage.change(first, code=THREE, run=False)
    stage.change(second, code=ONE, run=False)
    stage.change(first, code=TWO, run=False)
    stage.lock.ailment = fault
    stage.sent()
    stage.come_back()
    stage.wait(MINUTE)
    assert len(stage.sent()) <= 16
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.held() == {"1": TWO, "2": ONE}


# A lock that cannot be read.


def unknown_lock(**foreign: Pin) -> Stage:
    """Return a story of a lock that cannot be read, and of whose slots nobody has spoken."""
    stage = Stage(Readability.NOTHING, foreign=foreign)
    stage.harness.record = replace(stage.harness.record, vacant_slots=frozenset())
    return stage


@pytest.mark.contract("4.41", "8.4")
def test_a_code_of_others_on_a_write_only_lock_is_not_overwritten() -> None:
    stage = unknown_lock(**{"1": TWO})
    code = stage.create(ONE)
    assert stage.held() == {"1": TWO}
    assert stage.sent() == []
    [error] = stage.view(code).errors
    assert error.code == "no_space_for_access_code_on_device"
    assert error.details == {"reason": "unread_slots"}
    assert ("no_space_for_access_code_on_device", code) in stage.issues()


@pytest.mark.contract("4.41")
def test_on_a_write_only_lock_the_slots_that_a_person_calls_empty_are_taken() -> None:
    stage = unknown_lock(**{"1": TWO})
    code = stage.create(ONE)
    stage.answer(lambda record, world: take_for_empty(record, world, ["2"]))
    assert stage.held() == {"1": TWO, "2": ONE}
    assert stage.errors(code) == set()
    assert stage.warnings(code) == {"unverified_on_device"}


@pytest.mark.contract("4.41")
def test_what_a_person_said_of_a_write_only_lock_outlives_a_restart() -> None:
    stage = unknown_lock()
    stage.answer(lambda record, world: take_for_empty(record, world, ["2", "9"]))
    stage.restart()
    first = stage.create(ONE)
    assert stage.held() == {"2": ONE}
    stage.delete(first)
    stage.restart()
    stage.create(THREE)
    assert stage.held() == {"2": THREE}


@pytest.mark.contract("4.44")
def test_what_a_person_said_outlives_a_lock_that_seems_to_be_readable() -> None:
    stage = unknown_lock()
    stage.answer(lambda record, world: take_for_empty(record, world, ["2"]))
    # At its start an adapter has not asked yet.
    stage.set_capabilities(reads=Readability.PIN)
    stage.fail(Fault.SWALLOW)
    stage.run()
    stage.set_capabilities(reads=Readability.NOTHING)
    code = stage.create(ONE)
    assert stage.held() == {"2": ONE}
    assert stage.errors(code) == set()


@pytest.mark.contract("4.41")
def test_only_a_person_frees_a_slot_so_one_is_asked_within_the_lead() -> None:
    stage = unknown_lock()
    stage.set_settings(programming_lead=HOUR.seconds)
    guest = stage.create(ONE, window=hours(2, 4))
    assert stage.errors(guest) == set()
    stage.wait(HOUR)
    assert stage.status(guest) is Status.SETTING
    assert stage.errors(guest) == {"no_space_for_access_code_on_device"}


@pytest.mark.contract("4.22", "4.41")
def test_a_write_only_lock_of_which_all_is_known_is_full_without_a_reason() -> None:
    stage = Stage(Readability.NOTHING, slots=1)
    code = stage.create(ONE, window=hours(1, 2))
    stage.keypad("1", TWO)
    stage.wait(HOUR)
    [error] = stage.view(code).errors
    assert error.code == "no_space_for_access_code_on_device"
    assert error.details == {}
