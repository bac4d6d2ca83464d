"""A lock whose codes Home Assistant itself checks: it holds exactly what is wanted, and is told nothing."""

from collections.abc import Iterator

import pytest

from custom_components.access_codes.core.model import Reach, Status
from tests.support.scenario import HOUR, ONE, TWO, Stage, hours


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage(is_virtual=True)
    yield stage
    assert stage.sent() == []
    assert stage.harness.record.placements == {}


@pytest.mark.contract("4.10")
def test_an_ongoing_code_is_set_at_once(stage: Stage) -> None:
    code = stage.create(ONE)
    assert stage.status(code) is Status.SET
    assert stage.told(code) == ["created", "set_on_device"]
    assert stage.warnings(code) == set()


@pytest.mark.contract("4.10")
def test_a_window_opens_and_closes_with_its_events(stage: Stage) -> None:
    code = stage.create(ONE, window=hours(1, 2))
    assert stage.status(code) is Status.UNSET
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET
    stage.wait(HOUR)
    assert stage.status(code) is Status.UNSET
    assert stage.told(code) == ["created", "set_on_device", "removed_from_device"]


def test_a_new_pin_holds_at_once(stage: Stage) -> None:
    code = stage.create(ONE)
    stage.change(code, code=TWO)
    assert stage.status(code) is Status.SET


def test_a_deleted_code_is_gone_at_once(stage: Stage) -> None:
    code = stage.create(ONE)
    stage.delete(code)
    assert stage.told(code) == [
        "created",
        "set_on_device",
        "removed_from_device",
        "deleted",
    ]


@pytest.mark.contract("11.4")
def test_a_code_deleted_before_its_window_was_never_on_the_lock(stage: Stage) -> None:
    code = stage.create(ONE, window=hours(1, 2))
    stage.delete(code)
    assert stage.told(code) == ["created", "deleted"]


@pytest.mark.contract("4.10")
def test_it_works_while_the_lock_is_away_and_through_a_crash(stage: Stage) -> None:
    stage.go_away(Reach.REMOVED)
    code = stage.create(ONE)
    assert stage.status(code) is Status.SET
    stage.restart()
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.told(code) == ["created", "set_on_device"]


@pytest.mark.contract("12.15")
def test_it_has_no_slots_to_run_out_of(stage: Stage) -> None:
    assert stage.harness.plan().free_slots is None
