"""Locks as they are pushed to the panel, where a lock itself holds the codes."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.presentation.lock_subscription import (
    LockSubscription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er
from tests.support.keypad_locks import Doors, async_add_locks
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT = "lock.front_door"


@pytest.fixture
async def doors(hass: HomeAssistant) -> Doors:
    return await async_add_locks(hass, "Front door")


@pytest.fixture
async def entry(
    hass: HomeAssistant, slot_locks: SlotLocks, doors: Doors
) -> MockConfigEntry:
    return await async_link_slots(hass, FRONT)


@pytest.mark.contract("18.4", "18.7")
async def test_a_problem_of_a_code_is_pushed_with_its_lock(
    hass: HomeAssistant, slot_locks: SlotLocks, doors: Doors, entry: MockConfigEntry
) -> None:
    pushed: list[dict[str, Any]] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()
    [lock] = pushed.pop()["changed"]
    assert lock["problems"] == []
    assert lock["capabilities"]["capacity"] == lock["free_slots"]
    assert not lock["capabilities"]["is_virtual"]

    slot_locks["Front door"].failure = Outcome.REFUSED
    access_code_id = await async_create(hass, FRONT, "Ada", "73058416")
    [lock] = pushed[-1]["changed"]
    [problem] = lock["problems"]
    assert problem["access_code_id"] == access_code_id
    assert (problem["error_code"], problem["name"]) == (
        "failed_to_set_on_device",
        "Ada",
    )
    assert problem["message"]
    assert "73058416" not in str(pushed)

    with patch.object(LockEngine, "disk_failing", new=True):
        ar.async_get(hass).async_create("Hallway")
        await async_settle(hass)
    [lock] = pushed[-1]["changed"]
    assert [each["error_code"] for each in lock["problems"]] == [
        "storage_failing",
        "failed_to_set_on_device",
    ]
    assert "access_code_id" not in lock["problems"][0]

    # Of other integrations' entries nothing is pushed, and nothing any more once it is stopped.
    pushed.clear()
    hass.config_entries.async_update_entry(doors.entry, title="Not ours")
    await async_settle(hass)
    assert pushed == []
    er.async_get(hass).async_update_entity(FRONT, name="Main door")
    subscription.stop()
    await async_settle(hass)
    assert not any(each["name"] == "Main door" for each in pushed)
