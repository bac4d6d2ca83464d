"""A set that was only accepted, and that no read can prove: it may be carried out after the code was taken off."""

import pytest

from custom_components.access_codes.core.model import Readability, Reporting, Status
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage

every_answer = pytest.mark.parametrize("confirms_writes", [False, True])
every_report = pytest.mark.parametrize("reports", [Reporting.NOTHING, Reporting.ALL])


@pytest.mark.contract("13.145")
@pytest.mark.parametrize("reads", list(Readability))
@every_answer
@every_report
def test_an_accepted_change_that_comes_after_the_removal_is_removed(
    reads: Readability, confirms_writes: bool, reports: Reporting
) -> None:
    stage = Stage(reads, reports=reports, late_by=600, confirms_writes=confirms_writes)
    code = stage.create(ONE)
    stage.fail(Fault.DEFER)
    stage.change(code, code=TWO)
    stage.delete(code)
    stage.wait(MINUTE)
    stage.deliver_late()
    stage.wait(HOUR)
    assert stage.held() == stage.harness.record.codes == {}


@pytest.mark.contract("13.145")
@pytest.mark.parametrize("reads", list(Readability))
@every_answer
def test_an_accepted_set_that_comes_after_the_removal_is_removed(
    reads: Readability, confirms_writes: bool
) -> None:
    stage = Stage(
        reads, reports=Reporting.NOTHING, late_by=600, confirms_writes=confirms_writes
    )
    stage.fail(Fault.DEFER)
    code = stage.create(ONE)
    stage.delete(code)
    stage.wait(MINUTE)
    stage.deliver_late()
    stage.wait(HOUR)
    assert stage.held() == stage.harness.record.codes == {}


@pytest.mark.contract("13.145")
@pytest.mark.parametrize("reads", [Readability.PRESENCE, Readability.NOTHING])
def test_an_accepted_set_that_came_in_time_costs_no_further_command(
    reads: Readability,
) -> None:
    stage = Stage(reads, reports=Reporting.NOTHING, late_by=600)
    code = stage.create(ONE)
    stage.wait(HOUR)
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.SET
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == []
    stage.delete(code)
    assert code not in stage.harness.record.codes


@pytest.mark.contract("13.145")
def test_a_change_at_the_keypad_soon_after_an_accepted_set_is_put_back() -> None:
    stage = Stage(Readability.PRESENCE, late_by=600)
    code = stage.create(ONE)
    stage.change(code, code=TWO)
    stage.wait(MINUTE)
    stage.something_at_keypad("1", ONE)
    stage.run()
    assert stage.held() == {"1": TWO}


@pytest.mark.contract("13.145")
def test_an_accepted_set_may_come_after_the_next_one_which_is_sent_again() -> None:
    stage = Stage(Readability.NOTHING, late_by=600)
    stage.fail(Fault.DEFER)
    code = stage.create(ONE)
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.UNKNOWN
    stage.deliver_late()
    stage.wait(HOUR)
    assert stage.held() == {"1": TWO}
    assert stage.status(code) is Status.SET
