"""Codes that are wanted only while an entity is on (sections "Status" and "Errors" of the contract)."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.active_while import as_seen, first_seen
from custom_components.access_codes.core.model import (
    ActiveWhile,
    SeenEntity,
    Settings,
    Status,
    WindowSupport,
)
from custom_components.access_codes.core.observations.active_entities import (
    apply_entities,
)
from custom_components.access_codes.core.requests.enter_code import check_entry
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import HOUR as AN_HOUR, NOW, a_code, a_record, a_world
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, hours

HOME = "binary_sensor.home"
ON, OFF = SeenEntity(HOME, None, True), SeenEntity(HOME, None, False)
GONE = SeenEntity(HOME, None, None, is_missing=True)
NOT_YET = SeenEntity(HOME, None, None)


@pytest.mark.contract("4.65", "3.33")
def test_a_code_is_on_the_lock_while_its_entity_is_on() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=ON)
    assert stage.held() == {"1": ONE}
    assert stage.object(code)["active_while"] == HOME
    stage.harness.see_entity(HOME, False)
    stage.run()
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    stage.restart()
    stage.run()
    assert stage.held() == {}
    stage.harness.see_entity(HOME, True)
    stage.run()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.66", "5.82")
@pytest.mark.parametrize("is_on", [True, False])
def test_while_an_entity_is_lost_its_last_known_state_counts(is_on: bool) -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=ON)
    stage.harness.see_entity(HOME, is_on)
    stage.harness.see_entity(HOME, None)
    stage.run()
    stage.restart()
    stage.run()
    assert stage.held() == ({"1": ONE} if is_on else {})
    (warning,) = stage.view(code).warnings
    assert warning.code == "active_while_unavailable"
    assert warning.details == {
        "entity_id": HOME,
        "last_state": "on" if is_on else "off",
    }
    stage.harness.see_entity(HOME, is_on)
    stage.run()
    assert stage.warnings(code) == set()


@pytest.mark.contract("5.83")
def test_an_entity_that_is_lost_for_an_hour_is_a_repair_of_each_code() -> None:
    stage = Stage()
    codes = [stage.create(pin, active_while=ON) for pin in (ONE, TWO)]
    stage.harness.see_entity(HOME, None)
    stage.wait(HOUR - MINUTE)
    assert stage.issues() == set()
    stage.restart()
    stage.wait(MINUTE)
    assert stage.issues() == {("active_while_unavailable", code) for code in codes}
    stage.harness.see_entity(HOME, True)
    stage.run()
    assert stage.issues() == set()


@pytest.mark.contract("5.82")
def test_of_a_code_that_is_over_no_entity_is_missed() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1), active_while=ON)
    stage.harness.see_entity(HOME, None)
    stage.run()
    assert stage.warnings(code) == {"active_while_unavailable"}
    stage.wait(HOUR)
    assert stage.warnings(code) == set()
    other = stage.create(TWO, active_while=GONE)
    assert stage.warnings(other) == {"active_while_unavailable"}
    stage.lock.ailment = Fault.REFUSE
    stage.change(other, active_while=None)
    stage.change(other, active_while=GONE)
    stage.delete(other)
    assert stage.issues() == set()


@pytest.mark.contract("4.68")
@pytest.mark.parametrize("seen", [GONE, NOT_YET])
def test_an_entity_whose_state_was_never_known_counts_as_off(seen: SeenEntity) -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=seen)
    assert stage.held() == {}
    assert ("active_while_unavailable" in stage.warnings(code)) is seen.is_missing
    stage.harness.see_entity(HOME, True)
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("4.66")
def test_a_state_is_seen_once_and_a_loss_once() -> None:
    known = first_seen(ON, NOW)
    later = NOW + AN_HOUR
    assert as_seen(known, ON, later) == known
    assert as_seen(known, NOT_YET, later) == known
    lost = as_seen(known, GONE, later)
    assert (lost.is_on, lost.since, lost.lost_at) == (True, NOW, later)
    assert as_seen(lost, GONE, later + AN_HOUR) == lost
    assert as_seen(lost, NOT_YET, later + AN_HOUR) == lost
    assert as_seen(lost, ON, later + AN_HOUR) == known
    assert as_seen(known, OFF, later) == ActiveWhile(HOME, None, False, later)


@pytest.mark.contract("4.65", "4.67")
def test_a_rename_is_told_and_other_codes_are_left_alone() -> None:
    code = a_code(active_while=ActiveWhile(HOME, "id", True, NOW))
    other = a_code("b", "7777", active_while=ActiveWhile("light.b", None, True, NOW))
    record = a_record(code, other, a_code("c", "8888"))
    renamed = SeenEntity("binary_sensor.house", "id", True)
    after = apply_entities({(HOME, "id"): renamed}, record, a_world()).record
    active = after.codes["a"].active_while
    assert active == ActiveWhile("binary_sensor.house", "id", True, NOW)
    assert after.codes["b"] is other
    (event,) = after.outbox
    assert (event.type, event.details) == (
        "access_code.changed",
        {"changed": "active_while"},
    )
    same = SeenEntity(HOME, "id", True)
    assert apply_entities({(HOME, "id"): same}, record, a_world()).record is record


@pytest.mark.contract("6.145")
def test_a_code_is_made_independent_of_its_entity() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=OFF)
    assert stage.held() == {}
    stage.wait(HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.change(code, active_while=None)
    assert stage.object(code)["active_while"] is None
    stage.wait(4 * MINUTE)
    # The delay counts from the change.
    assert "delay_in_setting_on_device" not in stage.warnings(code)
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.held() == {"1": ONE}
    stage.change(code, active_while=ON)
    resumed_at = stage.code(code).resumed_at
    stage.change(code, active_while=None)
    assert stage.code(code).resumed_at == resumed_at


@pytest.mark.contract("4.66")
def test_the_same_entity_asked_for_again_changes_nothing() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=ON)
    before = stage.code(code)
    stage.change(code, active_while=GONE)
    assert stage.code(code) == before
    stage.change(code, active_while=SeenEntity("light.b", None, False))
    assert stage.held() == {}


@pytest.mark.contract("5.80", "5.81")
def test_delays_count_from_the_change_of_the_entity() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=ON)
    stage.wait(HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.harness.see_entity(HOME, False)
    stage.wait(4 * MINUTE)
    assert "delay_in_removing_from_device" not in stage.warnings(code)
    stage.wait(2 * MINUTE)
    assert "delay_in_removing_from_device" in stage.warnings(code)
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.held() == {}
    stage.lock.ailment = Fault.REFUSE
    stage.harness.see_entity(HOME, True)
    stage.wait(4 * MINUTE)
    assert "delay_in_setting_on_device" not in stage.warnings(code)
    stage.wait(2 * MINUTE)
    assert "delay_in_setting_on_device" in stage.warnings(code)


@pytest.mark.contract("3.31")
def test_the_pending_mutation_of_an_inactive_code_says_so() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=OFF)
    (mutation,) = stage.view(code).mutations
    assert (mutation.code, mutation.reason) == ("deferring_creation", "inactive")


@pytest.mark.contract("3.31")
def test_an_inactive_code_says_that_it_waits_for_its_window_too() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(1, 2), active_while=OFF)
    (mutation,) = stage.view(code).mutations
    assert mutation.reason == "inactive_ahead"
    stage.wait(HOUR)
    (mutation,) = stage.view(code).mutations
    assert mutation.reason == "inactive"


@pytest.mark.contract("3.36")
def test_while_the_removal_of_an_inactive_code_is_not_confirmed_its_mutation_says_so() -> (
    None
):
    stage = Stage()
    code = stage.create(ONE, active_while=ON)
    stage.lock.ailment = Fault.REFUSE
    stage.harness.see_entity(HOME, False)
    assert stage.status(code) is Status.REMOVING
    (mutation,) = stage.view(code).mutations
    assert mutation.reason == "inactive_removing"


@pytest.mark.contract("4.65")
def test_an_inactive_code_keeps_its_pin_and_is_not_on_the_lock_ahead() -> None:
    stage = Stage(slots=1, windows=WindowSupport(60), settings=Settings(preflight=600))
    code = stage.create(ONE, window=hours(1, 2), active_while=OFF)
    assert stage.held() == {}
    with pytest.raises(Refused, match="no_slot_left"):
        stage.create(TWO, window=hours(1, 2))
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == []
    stage.harness.see_entity(HOME, True)
    stage.run()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.28")
def test_a_clock_that_is_set_back_leaves_no_state_in_the_future() -> None:
    stage = Stage()
    code = stage.create(ONE, active_while=ON)
    stage.harness.see_entity(HOME, None)
    stage.harness.step_clock(-timedelta(minutes=30))
    stage.run()
    active = stage.code(code).active_while
    assert active is not None
    assert active.since == active.lost_at == stage.harness.now


@pytest.mark.contract("6.141")
def test_an_inactive_code_lets_nobody_in() -> None:
    stage = Stage(is_virtual=True)
    code = stage.create(ONE, active_while=OFF)
    harness = stage.harness
    _, result = check_entry(harness.record, harness.now, ONE.reveal())
    assert result.denial == "inactive"
    with pytest.raises(Refused):
        stage.change(code, is_managed=False)
    harness.see_entity(HOME, True)
    _, result = check_entry(harness.record, harness.now, ONE.reveal())
    assert result.denial is None
