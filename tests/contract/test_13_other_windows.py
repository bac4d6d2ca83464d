"""Section 13: our PIN in another window than ours, or in none, is ours and no stranger's: it may open at any time."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    Readability,
    Reporting,
    SlotNaming,
    Status,
    Window,
    WindowSupport,
)
from custom_components.access_codes.core.record.unmanaged import (
    given_up_names,
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.unmanaged import delete_unmanaged
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, held, hours

EVERY_NAMING = pytest.mark.parametrize("naming", list(SlotNaming))
NOW, LATER = hours(0, 3), hours(1, 3)


def without(_: Window) -> None:
    """Drop a window, and keep its PIN."""


def half_written(
    window: Window, naming: SlotNaming, *, late_by: int = 0
) -> tuple[Stage, str]:
    """Return a lock that took the PIN of a code, and neither its window nor the time to answer."""
    stage = Stage(naming=naming, windows=WindowSupport(), late_by=late_by)
    stage.lock.kept_window = without
    read = [None] if naming is SlotNaming.BY_NAME else []
    stage.fail(*read, Fault.LOSE_ANSWER)
    code = stage.create(ONE, window=window)
    assert list(stage.windows_held().values()) == [None]
    stage.lock.kept_window = lambda window: window
    return stage, code


@pytest.mark.contract("13.122", "9.12")
@EVERY_NAMING
@pytest.mark.parametrize("late_by", [0, 10])
@pytest.mark.parametrize("window", [NOW, LATER])
def test_a_pin_whose_window_is_missing_after_a_write_without_an_answer_is_ours(
    window: Window, late_by: int, naming: SlotNaming
) -> None:
    stage, code = half_written(window, naming, late_by=late_by)
    stage.wait(MINUTE)
    assert list(stage.windows_held().values()) == [window]
    assert stage.harness.record.unmanaged == {}
    assert stage.status(code) is (Status.SET if window is NOW else Status.UNSET)
    assert "modified_external" not in stage.told(code)
    stage.wait(4 * HOUR)
    assert stage.held() == {}


@pytest.mark.contract("13.122")
@EVERY_NAMING
def test_it_is_taken_off_with_its_deleted_code(naming: SlotNaming) -> None:
    stage, code = half_written(NOW, naming)
    stage.delete(code)
    stage.wait(MINUTE)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}
    assert stage.harness.record.placements == {}


@pytest.mark.contract("13.122")
def test_it_is_no_sign_of_an_old_record() -> None:
    stage, _ = half_written(NOW, SlotNaming.FIXED)
    stage.restart()
    stage.run()
    assert stage.harness.record.restore_check is None
    assert stage.issues() == set()
    stage.wait(MINUTE)
    assert stage.windows_held() == {"1": NOW}


@pytest.mark.contract("13.31")
def test_another_pin_after_a_write_without_an_answer_stays_somebody_elses() -> None:
    stage = Stage(windows=WindowSupport())
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE, window=NOW)
    stage.lock.type_at_keypad("1", TWO)
    stage.oracle.changed_unseen("1")
    stage.wait(MINUTE)
    assert stage.held() == {"1": TWO, "2": ONE}
    assert stage.harness.record.unmanaged == {"1": held(TWO)}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("12.72", "13.122")
def test_a_rename_that_has_lost_the_window_is_no_code_of_others() -> None:
    stage = Stage(naming=SlotNaming.BY_NAME, windows=WindowSupport())
    code = stage.create(ONE, window=NOW)
    stage.fail(None, Fault.LOSE_ANSWER)
    stage.change(code, name="Bea")
    stage.lock.entries["Bea"] = replace(stage.lock.entries["Bea"], window=None)
    stage.oracle.changed_unseen("Bea")
    stage.wait(MINUTE)
    assert stage.windows_held() == {"Bea": NOW}
    assert stage.harness.record.unmanaged == {}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("13.82", "13.122")
def test_a_forgotten_code_that_has_lost_its_window_keeps_its_name() -> None:
    stage = Stage(Readability.PIN, windows=WindowSupport(), reports=Reporting.NOTHING)
    code = stage.create(ONE, window=NOW)
    stage.go_away()
    stage.forget(code)
    stage.lock.entries["1"] = replace(stage.lock.entries["1"], window=None)
    stage.come_back()
    assert held_by_others(stage.harness.record, stage.harness.world) == {"1": held(ONE)}
    assert given_up_names(stage.harness.record) == ("Guest a",)


@pytest.mark.contract("8.62", "13.122")
def test_a_code_of_others_in_another_window_is_the_one_that_is_to_go() -> None:
    stage = Stage(foreign={"1": ONE}, windows=WindowSupport())
    stage.lock.entries["1"] = replace(stage.lock.entries["1"], window=LATER)
    stage.oracle.changed_unseen("1")
    unmanaged = unmanaged_id(stage.harness.record, "1")
    stage.harness.request(
        lambda record, world: delete_unmanaged(record, world, unmanaged, name="Theirs")
    )
    stage.run()
    assert stage.held() == {}
    assert stage.harness.record.unmanaged == {}
