"""Section 5: a code of others whose PIN keeps one of ours off the lock is looked at once after each start."""

import pytest

from custom_components.access_codes.core.model import EMPTY, Status, WindowSupport
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.unmanaged import convert_to_managed
from tests.support.fake_lock import Duplicates
from tests.support.scenario import THREE, Stage, held, hours

WINDOW = hours(1, 2)


def converted_twin() -> tuple[Stage, str]:
    """Return a lock with one PIN of others in two slots, the first of which was converted with a window to come."""
    stage = Stage(
        foreign={"1": THREE, "2": THREE},
        duplicates=Duplicates.TAKEN,
        windows=WindowSupport(),
    )
    unmanaged = unmanaged_id(stage.harness.record, "1")
    given = CreateRequest(starts_at=WINDOW.starts_at, ends_at=WINDOW.ends_at)
    stage.harness.request(
        lambda record, world: convert_to_managed(
            record,
            world,
            given,
            unmanaged_access_code_id=unmanaged,
            access_code_id="taken",
        )
    )
    stage.run()
    return stage, "taken"


@pytest.mark.contract("5.91", "9.6")
def test_a_converted_code_whose_twin_stays_waits_with_its_slot_empty() -> None:
    stage, code = converted_twin()
    assert stage.sent() == ["clear 1", "read 1"]
    assert stage.held() == {"2": THREE}
    assert stage.possible("1") == {EMPTY}
    assert stage.status(code) is Status.UNSET
    for _ in range(2):
        # It waits for the other one, which is read; nothing else is sent, and it is no lock at ease.
        assert not stage.oracle.is_at_ease()
        stage.restart()
        stage.run()
        assert stage.sent() == ["read 2"]


@pytest.mark.contract("5.91")
def test_a_twin_that_went_unseen_lets_the_code_on_the_lock_ahead() -> None:
    stage, code = converted_twin()
    stage.sent()
    stage.lock.type_at_keypad("2", None)
    stage.oracle.changed_unseen("2")
    stage.restart()
    stage.run()
    assert stage.sent() == ["read 2", "set 1", "read 1"]
    assert stage.possible("1") == {held(THREE, WINDOW)}
    assert stage.view(code).is_scheduled_on_device
    assert stage.oracle.is_at_ease()
    stage.restart()
    stage.run()
    assert stage.sent() == []
