"""Reports of a lock that are not true (section "Adapters" of the contract)."""

import pytest

from custom_components.access_codes.core.model import EMPTY, Readability, Status
from tests.support.scenario import ONE, TWO, Stage, held

READABLE = pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])


@pytest.mark.contract("12.80")
@READABLE
def test_a_code_that_is_said_to_be_deleted_and_is_not_stays_in_the_journal(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    stage.sent()
    stage.wait_for_echoes()
    stage.harness.report("1", EMPTY)
    assert stage.possible("1") == {held(ONE)}
    stage.run()
    assert stage.sent() == ["read 1"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("12.80")
@READABLE
def test_a_deleted_code_that_is_said_to_be_gone_is_still_removed(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    stage.delete(code, run=False)
    stage.wait_for_echoes()
    stage.harness.report("1", EMPTY)
    stage.run()
    assert stage.held() == {}
    assert code not in stage.harness.record.codes


@pytest.mark.contract("12.80")
def test_a_strangers_code_that_is_said_to_be_deleted_keeps_its_slot() -> None:
    stage = Stage(foreign={"1": TWO})
    stage.harness.report("1", EMPTY)
    assert stage.harness.record.unmanaged == {"1": held(TWO)}
    stage.create(ONE)
    assert stage.held() == {"1": TWO, "2": ONE}
    assert stage.harness.record.unmanaged == {"1": held(TWO)}
    assert "access_code.unmanaged.removed" not in stage.told()


@pytest.mark.contract("12.80")
def test_a_strangers_code_that_was_deleted_is_found_so_by_a_read() -> None:
    stage = Stage(foreign={"1": TWO})
    stage.told()
    stage.keypad("1", None)
    stage.run()
    assert stage.harness.record.unmanaged == {}
    assert stage.told() == ["unmanaged.removed"]


@pytest.mark.contract("12.80")
def test_a_report_of_an_empty_slot_before_the_first_read_says_nothing() -> None:
    stage = Stage(foreign={"1": TWO}, lock_fields={"mute": frozenset({"1", "2", "3"})})
    stage.harness.report("1", EMPTY)
    assert "1" not in stage.harness.observed


@pytest.mark.contract("12.80")
def test_a_lock_that_cannot_be_read_is_believed() -> None:
    stage = Stage(Readability.NOTHING)
    stage.create(ONE)
    stage.wait_for_echoes()
    stage.harness.report("1", EMPTY)
    assert stage.possible("1") == {EMPTY}
