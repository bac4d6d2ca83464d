"""Section 8: a lock that shows more than before is looked at, as nothing else would find what was taken on its word."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    KnownPin,
    Readability,
    Reporting,
    Status,
)
from custom_components.access_codes.core.record.unmanaged import held_by_others
from tests.support.fake_lock import Fault
from tests.support.scenario import ONE, THREE, TWO, Stage

READABLE = pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])


@pytest.mark.contract("8.66")
@READABLE
def test_a_removal_that_was_only_accepted_is_found_once_the_lock_can_be_read(
    reads: Readability,
) -> None:
    stage = Stage(Readability.NOTHING)
    code = stage.create(ONE)
    stage.fail(Fault.LIE)
    stage.delete(code)
    assert stage.harness.record.codes == {}
    assert stage.held() == {"1": ONE}
    stage.oracle.released("1")

    stage.set_capabilities(reads=reads)
    stage.run()
    assert held_by_others(stage.harness.record, stage.harness.world).keys() == {"1"}


@pytest.mark.contract("8.66")
def test_what_a_lock_could_not_show_is_proven_once_it_can() -> None:
    stage = Stage(Readability.NOTHING)
    kept, lost = stage.create(ONE), stage.create(TWO)
    stage.lock.type_at_keypad("2", None)
    stage.oracle.changed_unseen("2")
    stage.lock.type_at_keypad("3", THREE)
    stage.oracle.changed_unseen("3")
    assert stage.warnings(kept) == stage.warnings(lost) == {"unverified_on_device"}

    stage.set_capabilities(reads=Readability.PIN)
    stage.run()
    assert stage.held() == {"1": ONE, "2": TWO, "3": THREE}
    assert stage.warnings(kept) == stage.warnings(lost) == set()
    assert stage.harness.record.unmanaged == {"3": KnownPin(THREE)}


@pytest.mark.contract("8.66")
def test_a_pin_that_was_replaced_unseen_is_read_once_the_lock_shows_pins() -> None:
    stage = Stage(Readability.PRESENCE)
    untouched, code = stage.create(ONE), stage.create(TWO)
    stage.fail(Fault.LIE)
    stage.change(code, code=THREE)
    assert stage.warnings(code) == {"unverified_on_device"}
    assert stage.held() == {"1": ONE, "2": TWO}
    stage.sent()

    stage.set_capabilities(reads=Readability.PIN)
    stage.run()
    sent = stage.sent()
    assert {"read 1", "read 2"} < set(sent)
    assert [command for command in sent if "read" not in command] == ["set 2"]
    assert stage.held() == {"1": ONE, "2": THREE}
    assert stage.warnings(code) == stage.warnings(untouched) == set()


@pytest.mark.contract("8.66")
def test_a_pin_that_somebody_has_typed_unseen_is_put_back_once_the_lock_shows_pins() -> (
    None
):
    stage = Stage(Readability.PRESENCE, reports=Reporting.NOTHING)
    code = stage.create(ONE)
    stage.lock.type_at_keypad("1", TWO)
    stage.oracle.changed_unseen("1")
    stage.set_capabilities(reads=Readability.PIN)
    stage.run()
    assert stage.held() == {"1": ONE}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("8.66")
def test_a_lock_that_shows_less_than_before_is_not_read_for_it() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.sent()
    for reads in (Readability.PRESENCE, Readability.NOTHING):
        stage.set_capabilities(reads=reads)
        stage.run()
    assert stage.sent() == []
    assert stage.harness.record.is_read
    assert stage.possible("2") is None
    assert stage.harness.observed["2"] is EMPTY
