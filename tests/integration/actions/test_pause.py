"""Pausing a code and resuming it, by action and by WebSocket command, on disk and in its sensor."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import (
    FRONT,
    PIN,
    async_created,
    async_enter,
    async_listed,
)
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("4.60", "6.140")
async def test_a_code_is_paused_and_resumed_and_stays_so_over_a_restart(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    entry = await async_link(hass, FRONT, method=METHOD)
    code = await async_created(hass, code=PIN)
    assert not code["is_paused"]
    given = {"access_code_id": code["access_code_id"]}
    await async_call(hass, "update", **given, is_paused=True)
    await async_settle(hass)
    assert slot_locks["Front door"].pins == set()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    (paused,) = await async_listed(hass)
    assert (paused["is_paused"], paused["status"]) == (True, "unset")
    (mutation,) = paused["pending_mutations"]
    assert mutation["message"] == (
        "This code is paused. It is set on Front door again once it is resumed."
    )
    assert slot_locks["Front door"].pins == set()
    await async_call(hass, "update", **given, is_paused=False)
    await async_settle(hass)
    assert slot_locks["Front door"].pins == {PIN}


@pytest.mark.contract("3.30", "6.37")
async def test_a_code_is_paused_by_a_websocket_command_and_its_sensor_says_so(
    hass: HomeAssistant,
    front: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    code = await async_created(hass, code=PIN)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "access_codes/update",
            "access_code_id": code["access_code_id"],
            "is_paused": True,
        }
    )
    answer = await client.receive_json()
    assert answer["result"]["access_code"]["is_paused"]
    registry = er.async_get(hass)
    sensor = registry.async_get_entity_id(
        "sensor", "access_codes", code["access_code_id"]
    )
    assert sensor is not None
    state = hass.states.get(sensor)
    assert state is not None
    assert state.state == "unset"
    assert state.attributes["is_paused"] is True


@pytest.mark.contract("6.141")
async def test_nobody_is_let_in_by_a_paused_code(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code=PIN)
    await async_call(
        hass, "update", access_code_id=code["access_code_id"], is_paused=True
    )
    assert await async_enter(hass) == {"granted": False, "reason": "paused"}
