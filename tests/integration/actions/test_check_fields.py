"""Command `check` refuses a field of the other action by its name, and takes a null of a change as not given."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from tests.support.action_calls import FRONT, async_created

OF_CREATE: dict[str, Any] = {
    "preferred_code_length": 6,
    "common_code_key": "guests",
    "prefer_native_scheduling": True,
    "attempt_for_offline_device": True,
    "use_backup_access_code_pool": False,
}


async def _async_checked(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **fields: Any
) -> list[tuple[str | None, str, str]]:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "access_codes/check", **fields})
    answer = await client.receive_json()
    assert answer["success"], answer
    return [
        (error["lock"], error["field"], error["translation_key"])
        for error in answer["result"]["errors"]
    ]


@pytest.mark.contract("18.9")
async def test_a_field_of_update_is_refused_for_a_new_code(
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    fields = {"lock": FRONT, "code_type": "ongoing", "is_paused": True, "name": " "}
    assert await _async_checked(hass, hass_ws_client, **fields) == [
        (FRONT, "is_paused", "assist_argument_invalid"),
        (FRONT, "type", "assist_argument_invalid"),
        (FRONT, "name", "name_blank"),
    ]


@pytest.mark.contract("18.9")
async def test_a_field_of_create_is_refused_for_a_change(
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    code_id = (await async_created(hass))["access_code_id"]
    assert await _async_checked(
        hass, hass_ws_client, access_code_id=code_id, **OF_CREATE
    ) == [(None, field, "assist_argument_invalid") for field in sorted(OF_CREATE)]


@pytest.mark.contract("18.9")
async def test_a_null_is_not_given_to_a_change(
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    code_id = (await async_created(hass))["access_code_id"]
    fields = {"access_code_id": code_id, "name": None, "code": None}
    assert await _async_checked(hass, hass_ws_client, **fields) == []
