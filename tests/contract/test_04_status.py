"""The status table, row by row (section "Status" of the contract), as a whole lock brings it about."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    CodeType,
    Reach,
    Readability,
    Status,
)
from custom_components.access_codes.core.requests.inputs import UNCHANGED
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


# Wanted.


@pytest.mark.contract("4.2")
@EVERY_KIND
def test_a_code_is_set_when_the_lock_holds_exactly_it(reads: Readability) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    assert stage.status(code) is Status.SET
    assert stage.told(code) == ["created", "set_on_device"]


@pytest.mark.contract("4.2", "8.7")
def test_a_code_stays_set_when_it_was_changed_at_the_lock_and_that_is_allowed() -> None:
    stage = Stage()
    code = stage.create(ONE, is_external_modification_allowed=True)
    stage.sent()
    stage.keypad("1", TWO)
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == TWO
    assert stage.sent() == []


@pytest.mark.contract("8.7")
def test_a_pin_changed_at_a_lock_that_hides_it_is_allowed_and_unknown() -> None:
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE, is_external_modification_allowed=True)
    stage.something_at_keypad("1", TWO)
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin is None
    stage.change(code, code=THREE)
    assert stage.held() == {"1": THREE}


@pytest.mark.contract("4.3", "8.8")
def test_a_code_is_unset_when_its_removal_at_the_lock_was_allowed() -> None:
    stage = Stage()
    code = stage.create(ONE, is_external_modification_allowed=True)
    stage.keypad("1", None)
    stage.run()
    assert stage.status(code) is Status.UNSET
    assert stage.held() == {}
    stage.change(code, code=ONE)
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.4")
def test_a_code_is_setting_while_the_lock_is_empty() -> None:
    stage = Stage()
    stage.fail(Fault.REFUSE)
    code = stage.create(ONE)
    assert stage.status(code) is Status.SETTING
    assert stage.mutations(code) == ["creating"]


@pytest.mark.contract("4.4", "4.14")
def test_a_code_is_setting_while_the_lock_holds_the_old_pin() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(Fault.REFUSE)
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.SETTING
    assert stage.mutations(code) == ["updating_code"]
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("4.14")
def test_a_new_pin_is_written_over_the_old_one() -> None:
    stage = Stage(confirms_writes=True)
    code = stage.create(ONE)
    stage.sent()
    stage.change(code, code=TWO)
    assert stage.sent() == ["set 1"]
    assert stage.held() == {"1": TWO}


@pytest.mark.contract("4.5")
def test_a_doubt_that_a_read_can_end_is_setting() -> None:
    stage = Stage()
    stage.fail(Fault.LOSE_ANSWER, Fault.LOSE_ANSWER)
    code = stage.create(ONE)
    assert stage.status(code) is Status.SETTING


@pytest.mark.contract("4.6")
def test_a_doubt_that_no_read_can_end_is_unknown() -> None:
    stage = Stage(Readability.NOTHING)
    stage.fail(Fault.LOSE_ANSWER)
    code = stage.create(ONE)
    assert stage.status(code) is Status.UNKNOWN


@pytest.mark.contract("4.6")
def test_a_doubt_between_two_pins_on_a_masking_lock_is_unknown() -> None:
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE)
    stage.fail(Fault.LOSE_ANSWER)
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.UNKNOWN


# Not wanted.


@pytest.mark.contract("4.7")
def test_a_code_before_its_window_is_unset_and_not_on_the_lock() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(1, 2))
    assert stage.status(code) is Status.UNSET
    assert stage.mutations(code) == ["deferring_creation"]
    assert stage.held() == {}


@pytest.mark.contract("2.7", "4.1", "4.7")
@EVERY_KIND
def test_a_code_goes_on_when_its_window_opens_and_off_when_it_closes(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = stage.create(ONE, window=hours(1, 2))
    stage.wait(HOUR)
    assert stage.held() == {"1": ONE}
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    assert stage.told(code) == ["created", "set_on_device", "removed_from_device"]


@pytest.mark.contract("4.1", "14.8")
def test_the_lead_puts_a_code_on_before_its_window() -> None:
    stage = Stage()
    stage.set_settings(programming_lead=600)
    code = stage.create(ONE, window=hours(1, 2))
    stage.wait(HOUR - timedelta(seconds=601))
    assert stage.held() == {}
    stage.wait(timedelta(seconds=1))
    assert stage.held() == {"1": ONE}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.8")
@EVERY_KIND
def test_a_code_that_is_not_wanted_is_removing_while_there_is_any_doubt(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = stage.create(ONE, window=hours(0, 1))
    stage.fail(Fault.LOSE_ANSWER)
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.status(code) is Status.REMOVING
    stage.wait(MINUTE)
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("4.12")
def test_a_deleted_code_is_gone_once_the_lock_is_empty() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.delete(code)
    assert code not in stage.harness.record.codes
    assert stage.told(code) == [
        "created",
        "set_on_device",
        "removed_from_device",
        "deleted",
    ]


@pytest.mark.contract("4.1", "4.13")
def test_a_used_one_time_code_is_taken_off() -> None:
    stage = Stage()
    code = stage.create(ONE, is_one_time_use=True)
    stage.harness.used("1")
    stage.run()
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET


# Conversions, and what never changes a status.


@pytest.mark.contract("6.33")
def test_a_time_bound_code_becomes_ongoing() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.change(code, type=CodeType.ONGOING)
    stage.wait(2 * HOUR)
    assert stage.held() == {"1": ONE}
    assert stage.sent() == []


@pytest.mark.contract("6.33")
def test_an_ongoing_code_becomes_time_bound() -> None:
    stage = Stage()
    code = stage.create(ONE)
    window = hours(0, 1)
    stage.change(code, starts_at=window.starts_at, ends_at=window.ends_at)
    assert stage.status(code) is Status.SET
    stage.wait(HOUR)
    assert stage.held() == {}


@pytest.mark.contract("4.16")
def test_a_window_moved_to_the_future_takes_the_code_off() -> None:
    stage = Stage()
    code = stage.create(ONE)
    window = hours(3, 4)
    stage.change(code, starts_at=window.starts_at, ends_at=window.ends_at)
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("4.9")
@pytest.mark.parametrize("reach", [Reach.OFFLINE, Reach.DISCONNECTED, Reach.REMOVED])
def test_a_lock_that_is_away_changes_no_status(reach: Reach) -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.go_away(reach)
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.15")
@pytest.mark.parametrize("wish", [{"name": "Somebody else"}, {"is_one_time_use": True}])
def test_what_the_lock_need_not_be_told_changes_no_status(
    wish: dict[str, object],
) -> None:
    stage = Stage(name_length=20)
    code = stage.create(ONE)
    stage.change(code, run=False, **wish)
    assert stage.status(code) is Status.SET
    stage.run()
    assert stage.lock.entries["1"].name == wish.get("name", "Guest a")


def test_an_update_that_gives_nothing_changes_nothing() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.sent()
    stage.change(code, name=UNCHANGED, code=UNCHANGED)
    assert stage.sent() == []


# Clocks.


@pytest.mark.contract("4.27")
def test_a_clock_stepped_back_reopens_the_window() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.wait(HOUR)
    stage.harness.step_clock(-HOUR / 2)
    stage.run()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.29", "14.10")
def test_an_expired_code_is_kept_for_its_retention_and_a_day_after_a_clock_step() -> (
    None
):
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.wait(HOUR)
    stage.harness.step_clock(timedelta(days=7))
    stage.run()
    assert code in stage.harness.record.codes
    stage.wait(timedelta(hours=25))
    assert code not in stage.harness.record.codes


@pytest.mark.contract("4.8", "4.29")
def test_an_expired_code_that_is_still_on_the_lock_is_not_forgotten() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.go_away(Reach.DISCONNECTED)
    stage.wait(timedelta(days=30))
    assert stage.status(code) is Status.REMOVING
    stage.come_back()
    assert stage.held() == {}
    assert code not in stage.harness.record.codes
