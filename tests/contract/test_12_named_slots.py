"""Section 12 of docs/behaviour.md: locks without a list of slots, whose keys are names or given by the lock."""

import pytest

from custom_components.access_codes.core.model import (
    Readability,
    SlotNaming,
    Status,
)
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, ONE, Stage


def by_name(**more: object) -> Stage:
    return Stage(naming=SlotNaming.BY_NAME, **more)


def test_smoke_by_name():
    stage = by_name()
    a = stage.create(ONE, name="Anna")
    print(stage.sent(), stage.held())
    assert stage.status(a) is Status.SET
    stage.change(a, name="Bob")
    print(stage.sent(), stage.held(), stage.told())
    assert list(stage.held()) == ["Bob"]
    stage.delete(a)
    print(stage.sent(), stage.held(), stage.told())
    assert stage.held() == {}


def test_smoke_by_lock():
    stage = Stage(naming=SlotNaming.BY_LOCK)
    a = stage.create(ONE, name="Anna")
    print(stage.sent(), stage.held())
    assert stage.status(a) is Status.SET
    stage.change(a, name="Bob")
    print(stage.sent(), stage.held(), stage.told())
    stage.delete(a)
    print(stage.sent(), stage.held(), stage.told())
    assert stage.held() == {}


@pytest.mark.parametrize("chosen", [True])
def test_smoke_chosen(chosen):
    stage = Stage(naming=SlotNaming.BY_LOCK, more={"is_pin_chosen_by_lock": True})
    a = stage.create(None, name="Anna")
    print(stage.sent(), stage.held(), stage.code(a))
    assert stage.status(a) is Status.SET
    stage.delete(a)
    assert stage.held() == {}
