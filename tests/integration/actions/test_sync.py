"""Reading locks."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Reach
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    label_registry as lr,
)
from tests.support.action_calls import BACK, FRONT, async_created, async_refused
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("6.8")
async def test_a_sync_tells_what_each_lock_holds_and_what_is_due(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    code = await async_created(hass, code="482915")
    await async_settle(hass)
    slot_locks["Front door"].slots |= {"4": "482000"}
    assert await async_call(hass, "sync", entity_id=FRONT) == {
        "locks": [
            {
                "lock_entity_id": FRONT,
                "is_read": True,
                "read": 4,
                "total": 4,
                "not_answered": [],
                "slots_in_use": [
                    {"slot": "1", "access_code_id": code["access_code_id"]},
                    {"slot": "4", "access_code_id": None},
                ],
                "due": [],
            }
        ]
    }


@pytest.mark.contract("6.8")
async def test_a_sync_of_a_lock_that_does_not_answer_says_so(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    slot_locks["Front door"].become(Reach.OFFLINE)
    code = await async_created(hass, code="482915")
    (told,) = (await async_call(hass, "sync", entity_id=FRONT))["locks"]
    assert told["is_read"] is False
    assert (told["read"], told["total"]) == (0, 4)
    assert told["not_answered"] == ["1", "2", "3", "4"]
    assert told["due"] == [
        {"access_code_id": code["access_code_id"], "status": "setting"}
    ]


async def test_a_lock_whose_codes_home_assistant_checks_is_always_in_step(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass)
    (told,) = (await async_call(hass, "sync", entity_id=FRONT))["locks"]
    assert told == {
        "lock_entity_id": FRONT,
        "is_read": True,
        "read": 0,
        "total": 0,
        "not_answered": [],
        "slots_in_use": [],
        "due": [],
    }


@pytest.mark.contract("6.14")
async def test_areas_devices_and_labels_stand_for_the_linked_locks_in_them(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass)  # Another entity on the lock's device
    entities = er.async_get(hass)
    lock = entities.async_get(FRONT)
    assert lock is not None
    assert lock.device_id is not None
    area = ar.async_get(hass).async_create("Hall")
    label = lr.async_get(hass).async_create("Doors")
    for entity_id in (FRONT, BACK):
        entry = entities.async_update_entity(entity_id, labels={label.label_id})
        assert entry.device_id is not None
        dr.async_get(hass).async_update_device(entry.device_id, area_id=area.id)
    for target in (
        {"device_id": lock.device_id},
        {"area_id": [area.id]},
        {"label_id": label.label_id},
        {"entity_id": [FRONT], "area_id": area.id},
    ):
        answer = await async_call(hass, "sync", **target)
        assert [told["lock_entity_id"] for told in answer["locks"]] == [FRONT]


@pytest.mark.contract("6.14")
@pytest.mark.parametrize(
    ("target", "key"),
    [
        ({}, "no_linked_lock_in_target"),
        ({"entity_id": "none"}, "no_linked_lock_in_target"),
        ({"area_id": "nowhere"}, "no_linked_lock_in_target"),
        ({"entity_id": [FRONT, BACK]}, "lock_not_linked"),
        ({"entity_id": "all"}, "lock_not_linked"),
        ({"entity_id": "sensor.front_door_access_code_1"}, "lock_not_linked"),
    ],
)
async def test_a_target_without_a_linked_lock_or_that_names_another_entity_is_refused(
    hass: HomeAssistant, front: MockConfigEntry, target: dict[str, Any], key: str
) -> None:
    await async_created(hass)
    assert await async_refused(hass, "sync", **target) == key
