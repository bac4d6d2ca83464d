"""Section 8: a change at the lock that is accepted while it is put back."""

import pytest

from custom_components.access_codes.core.model import Readability, Status
from custom_components.access_codes.core.observations.external_changes import (
    accept_change,
)
from tests.support.scenario import HOUR, ONE, TWO, Stage


@pytest.mark.contract("13.123")
@pytest.mark.parametrize("confirms_writes", [True, False])
@pytest.mark.parametrize("is_renamed", [False, True])
def test_our_pin_that_is_back_all_the_same_is_known_again(
    confirms_writes: bool, is_renamed: bool
) -> None:
    stage = Stage(Readability.PRESENCE, confirms_writes=confirms_writes)
    code = stage.create(ONE)
    stage.wait(HOUR)
    stage.sent()
    stage.lock.type_at_keypad("1", TWO)
    stage.oracle.changed_unseen("1")
    stage.harness.report("1", None)
    stage.harness.step()
    assert stage.harness.flight is not None
    stage.harness.request(
        lambda record, world: accept_change(record, world, code),
    )
    assert stage.code(code).pin is None
    if is_renamed:
        stage.change(code, name="Bea", run=False)
    stage.run()
    stage.wait(HOUR)
    assert stage.sent() == ["set 1"]
    assert stage.held() == {"1": ONE}
    assert stage.code(code).pin == ONE
    assert stage.status(code) is Status.SET
    unverified = set() if confirms_writes else {"unverified_on_device"}
    assert stage.warnings(code) == unverified


@pytest.mark.contract("13.123")
def test_a_pin_that_nobody_knows_stays_unknown() -> None:
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE, is_external_modification_allowed=True)
    stage.something_at_keypad("1", TWO)
    stage.wait(HOUR)
    assert stage.held() == {"1": TWO}
    assert stage.code(code).pin is None
    assert stage.warnings(code) == {"external_modification_in_effect"}
