"""Every error and warning appears and clears by itself (section "Errors and warnings" of the contract)."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import ErrorCode, Status
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

SECOND = timedelta(seconds=1)


# Setting and removing.


@pytest.mark.contract("5.1", "11.3", "11.6")
def test_a_refused_set_shows_at_once_and_clears_when_set() -> None:
    stage = Stage()
    stage.fail(Fault.REFUSE)
    code = stage.create(ONE)
    assert stage.errors(code) == {"failed_to_set_on_device"}
    assert stage.told(code) == ["created", "failed_to_set_on_device"]
    stage.wait(MINUTE)
    assert stage.errors(code) == set()
    assert stage.told(code) == ["set_on_device"]


@pytest.mark.parametrize("fault", [Fault.SWALLOW, Fault.LIE])
def test_one_silent_try_is_no_failure_and_two_are(fault: Fault) -> None:
    stage = Stage()
    stage.fail(fault)
    code = stage.create(ONE)
    assert stage.errors(code) == set()
    stage.lock.faults = [Fault.SWALLOW] * 3
    stage.wait(MINUTE)
    assert stage.errors(code) == {"failed_to_set_on_device"}
    stage.fail()
    stage.wait(5 * MINUTE)
    assert stage.errors(code) == set()


@pytest.mark.contract("5.1")
def test_a_failed_set_clears_when_the_code_is_not_wanted_any_more() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 9)
    code = stage.create(ONE, window=hours(0, 0.01))
    stage.wait(MINUTE)
    assert stage.errors(code) == set()
    assert stage.warnings(code) == {"missed"}


@pytest.mark.contract("1.1", "5.2")
def test_a_failed_removal_shows_and_clears_when_removed() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.fail(Fault.REFUSE)
    stage.wait(HOUR)
    assert stage.errors(code) == {"failed_to_remove_from_device"}
    stage.wait(MINUTE)
    assert stage.errors(code) == set()


@pytest.mark.contract("5.2")
def test_a_failed_removal_clears_when_the_code_is_wanted_again() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.fail(Fault.REFUSE)
    stage.wait(HOUR)
    stage.change(code, ends_at=hours(0, 3).ends_at)
    assert stage.errors(code) == set()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.15")
def test_an_unreachable_lock_is_no_fault_of_the_code() -> None:
    stage = Stage()
    stage.fail(Fault.CUT_BEFORE)
    code = stage.create(ONE)
    assert stage.errors(code) == set()


# Duplicate, no space, constraints.


@pytest.mark.contract("4.18", "5.3", "5.16", "5.31")
@pytest.mark.parametrize("duplicates", list(Duplicates))
def test_a_pin_that_a_foreign_code_holds_is_a_duplicate_until_that_is_gone(
    duplicates: Duplicates,
) -> None:
    stage = Stage(foreign={"2": ONE}, duplicates=duplicates)
    code = stage.create(ONE)
    (error,) = stage.view(code).errors
    assert error.code == "duplicate_code_on_device"
    assert error.details == {
        "unmanaged_access_code_id": unmanaged_id(stage.harness.record, "2"),
        "unmanaged_slot": "2",
    }
    assert stage.held() == {"2": ONE}
    assert ("duplicate_code_on_device", code) in stage.issues()
    stage.keypad("2", None)
    stage.run()
    assert stage.errors(code) == set()
    assert stage.held() == {"1": ONE}
    assert stage.issues() == set()


@pytest.mark.contract("5.3")
def test_a_pin_that_the_lock_calls_a_duplicate_clears_when_another_pin_is_given() -> (
    None
):
    stage = Stage()
    stage.lock.master = ONE
    code = stage.create(ONE)
    assert stage.errors(code) == {"duplicate_code_on_device"}
    stage.change(code, code=TWO)
    assert stage.errors(code) == set()
    assert stage.held() == {"1": TWO}


@pytest.mark.contract("5.16")
def test_a_pin_that_a_guest_took_at_the_keypad_is_a_duplicate_of_that_code() -> None:
    stage = Stage(duplicates=Duplicates.TAKEN)
    guest = stage.create(ONE, is_external_modification_allowed=True)
    later = stage.create(TWO, window=hours(1, 2))
    stage.keypad("1", TWO)
    stage.wait(HOUR)
    (error,) = stage.view(later).errors
    assert error.code == "duplicate_code_on_device"
    assert error.details == {"managed_access_code_id": guest}
    stage.change(guest, code=THREE)
    assert stage.errors(later) == set()
    assert stage.held() == {"1": THREE, "2": TWO}


def test_who_waits_for_a_pin_whose_holder_is_stuck_is_told_of_the_holder() -> None:
    stage = Stage(slots=4, duplicates=Duplicates.TAKEN)
    first, second = stage.create(ONE), stage.create(TWO)
    stage.go_away()
    stage.change(second, code=THREE)
    stage.change(first, code=TWO)
    stage.lock.type_at_keypad("4", THREE)
    stage.oracle.changed_unseen("4")
    stage.harness.ask_to_read()
    stage.harness.report("4", stage.lock.shown("4"))
    stage.come_back()
    assert stage.errors(second) == {"duplicate_code_on_device"}
    (error,) = stage.view(first).errors
    assert error.details == {"managed_access_code_id": second}
    assert stage.held() == {"1": ONE, "2": TWO, "4": THREE}
    stage.keypad("4", None)
    stage.run()
    assert stage.held() == {"1": TWO, "2": THREE}


def test_an_adjoining_code_that_waits_in_its_lead_is_no_duplicate() -> None:
    stage = Stage()
    stage.set_settings(programming_lead=600)
    first = stage.create(ONE, window=hours(0, 1))
    second = stage.create(ONE, window=hours(1, 2))
    leaving = stage.create(TWO, window=hours(0, 0.95))
    stage.lock.ailment = Fault.REFUSE
    stage.wait(HOUR - 2 * MINUTE)
    assert stage.status(leaving) is Status.REMOVING
    assert stage.status(first) is Status.SET
    assert stage.status(second) is Status.SETTING
    assert stage.errors(second) == set()
    stage.lock.ailment = None
    stage.wait(2 * MINUTE)
    assert stage.status(second) is Status.SET


@pytest.mark.contract("5.4", "5.31")
def test_a_full_lock_has_no_space_until_a_slot_frees_up() -> None:
    stage = Stage(slots=1)
    first = stage.create(ONE, window=hours(0, 1))
    second = stage.create(TWO, window=hours(1, 2))
    stage.fail(*[Fault.REFUSE] * 3)
    stage.wait(HOUR)
    assert stage.errors(second) == {"no_space_for_access_code_on_device"}
    assert ("no_space_for_access_code_on_device", second) in stage.issues()
    stage.wait(5 * MINUTE)
    assert stage.errors(first) == stage.errors(second) == set()
    assert stage.held() == {"1": TWO}


@pytest.mark.contract("5.4")
def test_a_lock_with_less_room_than_slots_has_no_space_until_a_code_goes() -> None:
    stage = Stage(confirms_writes=True)
    stage.lock.room = 1
    first, second = stage.create(ONE), stage.create(TWO)
    assert stage.errors(second) == {"no_space_for_access_code_on_device"}
    stage.delete(first)
    assert stage.errors(second) == set()


@pytest.mark.contract("5.5", "5.31")
def test_a_pin_that_the_lock_does_not_take_waits_for_another() -> None:
    stage = Stage()
    stage.lock.not_taken = frozenset({ONE})
    code = stage.create(ONE)
    assert stage.errors(code) == {"code_constraints_violated"}
    assert stage.issues() == {("code_constraints_violated", code)}
    stage.change(code, code=TWO)
    assert stage.errors(code) == set()
    assert stage.issues() == set()


# Changes at the lock.


@pytest.mark.contract("5.6", "11.7")
@pytest.mark.parametrize(("typed", "change"), [(TWO, "modified"), (None, "removed")])
def test_a_change_at_the_lock_shows_until_it_is_put_back(
    typed: object, change: str
) -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.told()
    stage.fail(*[Fault.REFUSE] * 8)
    stage.keypad("1", typed)  # type: ignore[arg-type]
    stage.run()
    shown = {error.code: error.details for error in stage.view(code).errors}
    assert shown[ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION] == {"change_type": change}
    assert stage.status(code) is Status.SETTING
    stage.wait(6 * MINUTE)
    assert ("conflicting_external_modification", code) in stage.issues()
    stage.fail()
    stage.wait(HOUR)
    assert stage.errors(code) == set()
    assert stage.issues() == set()
    assert stage.told(code)[0] == ("modified_external" if typed else "deleted_external")


@pytest.mark.contract("5.6")
def test_a_change_at_the_lock_that_somebody_takes_back_there_is_over() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.lock.ailment = Fault.REFUSE
    stage.keypad("1", FOUR)
    stage.run()
    assert stage.errors(code) >= {"conflicting_external_modification"}
    stage.keypad("1", ONE)
    assert stage.status(code) is Status.SET
    assert stage.errors(code) == set()
    stage.lock.ailment = None
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == []


@pytest.mark.contract("5.10")
def test_an_allowed_change_is_a_warning_until_the_code_is_updated() -> None:
    stage = Stage()
    code = stage.create(ONE, is_external_modification_allowed=True)
    stage.keypad("1", TWO)
    stage.run()
    assert stage.warnings(code) == {"external_modification_in_effect"}
    stage.change(code, code=THREE)
    assert stage.warnings(code) == set()
