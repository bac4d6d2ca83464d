"""Errors of the lock itself, delays and other warnings appear and clear by themselves."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import Reach, Readability, Status
from tests.support.fake_lock import Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

SECOND = timedelta(seconds=1)


# The lock itself.


@pytest.mark.contract("5.7")
@pytest.mark.parametrize(
    ("reach", "error"),
    [
        (Reach.OFFLINE, "device_offline"),
        (Reach.DISCONNECTED, "device_disconnected"),
        (Reach.REMOVED, "device_removed"),
    ],
)
def test_a_lock_that_is_away_shows_after_two_minutes_until_it_is_back(
    reach: Reach, error: str
) -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.wait(HOUR)
    stage.go_away(reach)
    stage.wait(119 * SECOND)
    assert stage.errors(code) == set()
    stage.wait(SECOND)
    assert stage.errors(code) == {error}
    assert stage.harness.plan().device_error == error
    stage.come_back()
    assert stage.errors(code) == set()
    assert stage.harness.plan().device_error is None


@pytest.mark.contract("5.14")
def test_a_lock_that_is_away_at_the_start_shows_after_three_minutes() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.lock.is_reachable = False
    stage.restart()
    stage.wait(179 * SECOND)
    assert stage.errors(code) == set()
    stage.wait(SECOND)
    assert stage.errors(code) == {"device_offline"}


@pytest.mark.contract("5.32")
def test_a_lock_that_is_away_is_one_repair_and_only_if_it_holds_something_up() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.go_away()
    stage.wait(HOUR)
    assert stage.issues() == set()
    for pin in (TWO, THREE):
        stage.create(pin)
    stage.wait(HOUR)
    assert stage.issues() == {("device_offline", None)}
    stage.come_back()
    assert stage.issues() == set()


# Delays.


@pytest.mark.contract("5.8", "11.6", "14.9")
def test_a_delay_in_setting_shows_after_the_threshold_and_clears_when_set() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 5)
    code = stage.create(ONE)
    stage.wait(299 * SECOND)
    assert stage.warnings(code) == set()
    stage.wait(SECOND)
    assert stage.warnings(code) == {"delay_in_setting_on_device"}
    stage.wait(HOUR)
    assert stage.warnings(code) == set()
    assert stage.told(code) == [
        "created",
        "failed_to_set_on_device",
        "delay_in_setting_on_device",
        "set_on_device",
    ]


@pytest.mark.contract("5.8")
def test_a_delay_counts_from_the_start_of_the_window() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 9)
    code = stage.create(ONE, window=hours(1, 2))
    stage.wait(HOUR + 299 * SECOND)
    assert stage.warnings(code) == set()
    stage.wait(SECOND)
    assert stage.warnings(code) == {"delay_in_setting_on_device"}


@pytest.mark.contract("5.8")
def test_a_delay_counts_from_the_loss_at_the_lock() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.wait(HOUR)
    stage.keypad("1", None)
    stage.fail(*[Fault.REFUSE] * 9)
    stage.wait(289 * SECOND)
    assert stage.warnings(code) == set()
    stage.wait(11 * SECOND)
    assert stage.warnings(code) == {"delay_in_setting_on_device"}


@pytest.mark.contract("5.9")
def test_a_delay_in_removing_shows_after_the_threshold_and_clears_when_removed() -> (
    None
):
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.fail(*[Fault.REFUSE] * 6)
    stage.wait(HOUR + 299 * SECOND)
    assert stage.warnings(code) == set()
    stage.wait(SECOND)
    assert stage.warnings(code) == {"delay_in_removing_from_device"}
    stage.wait(HOUR)
    assert stage.warnings(code) == set()
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("11.6")
def test_a_failed_removal_and_a_late_one_are_events() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.fail(*[Fault.REFUSE] * 6)
    stage.wait(2 * HOUR)
    assert stage.told(code) == [
        "created",
        "set_on_device",
        "failed_to_remove_from_device",
        "delay_in_removing_from_device",
        "removed_from_device",
    ]


@pytest.mark.contract("4.32")
def test_after_a_start_what_is_overdue_is_tried_before_a_delay_is_announced() -> None:
    stage = Stage()
    stage.go_away(Reach.DISCONNECTED)
    code = stage.create(ONE)
    stage.harness.advance(24 * HOUR)
    stage.lock.is_reachable = True
    stage.restart()
    stage.run()
    assert stage.status(code) is Status.SET
    assert "delay_in_setting_on_device" not in stage.told(code)


# Other warnings.


@pytest.mark.contract("3.8", "5.11")
def test_a_deleted_code_warns_until_it_is_gone() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(Fault.REFUSE)
    stage.delete(code)
    assert stage.warnings(code) == {"being_deleted"}
    assert stage.mutations(code) == ["deleting"]
    stage.wait(MINUTE)
    assert code not in stage.harness.record.codes


@pytest.mark.contract("4.11", "5.12")
def test_what_a_lock_only_accepted_is_unverified_until_it_is_removed() -> None:
    stage = Stage(Readability.NOTHING)
    code = stage.create(ONE)
    assert stage.warnings(code) == {"unverified_on_device"}
    stage.delete(code)
    assert code not in stage.harness.record.codes


@pytest.mark.contract("4.11", "5.12")
def test_a_pin_replaced_on_a_masking_lock_is_unverified_until_there_is_proof() -> None:
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE)
    assert stage.warnings(code) == set()
    stage.change(code, code=TWO)
    assert stage.warnings(code) == {"unverified_on_device"}
    stage.lock.confirms_writes = True
    stage.change(code, code=THREE)
    assert stage.warnings(code) == set()


@pytest.mark.contract("4.11", "11.3", "11.4")
def test_events_say_what_was_not_verified() -> None:
    stage = Stage(Readability.NOTHING)
    stage.delete(stage.create(ONE))
    verified = {
        event.type: event.details.get("verified") for event in stage.harness.told
    }
    assert verified["access_code.set_on_device"] is False
    assert verified["access_code.removed_from_device"] is False


@pytest.mark.contract("5.13")
def test_a_code_that_was_never_set_in_its_window_is_missed_until_it_is_forgotten() -> (
    None
):
    stage = Stage()
    stage.go_away(Reach.DISCONNECTED)
    code = stage.create(ONE, window=hours(1, 2))
    stage.wait(3 * HOUR)
    assert "missed" in stage.warnings(code)
    assert "removed_from_device" not in stage.told(code)
    stage.wait(timedelta(days=8))
    assert code not in stage.harness.record.codes


@pytest.mark.contract("5.30")
def test_repairs_of_what_may_pass_wait_for_the_threshold() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 20)
    code = stage.create(FOUR)
    assert stage.issues() == set()
    stage.wait(300 * SECOND)
    assert stage.issues() == {("failed_to_set_on_device", code)}
    stage.fail()
    stage.wait(HOUR)
    assert stage.issues() == set()
