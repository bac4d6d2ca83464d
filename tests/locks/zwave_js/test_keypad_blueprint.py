"""The blueprint for Ring keypads, by the events of Home Assistant's Z-Wave integration."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from zwave_js_server.event import Event
from zwave_js_server.model.driver import Driver

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import PIN
from tests.support.blueprints import async_use_blueprint
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.zwave_network import ANONYMOUS, MASKED, lock_of

ENTER, DISARM, AWAY, HOME, CANCEL = 2, 3, 5, 6, 25


@pytest.mark.contract("11.180", "11.181")
async def test_a_code_typed_at_a_ring_keypad_operates_the_lock(
    hass: HomeAssistant, zwave: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    gate = (await async_add_locks(hass, "Gate")).locks["Gate"]
    await async_link(hass, "lock.gate")
    for code in (PIN, "0123"):
        await async_call(hass, "create", lock="lock.gate", code=code)
    # The network has no keypad. To the integration a node is what it sends.
    keypad = er.async_get(hass).async_get(lock_of(hass, MASKED).entity_id)
    assert keypad is not None
    await async_use_blueprint(
        hass,
        "keypad_ring.yaml",
        lock="lock.gate",
        keypad=keypad.device_id,
        to_lock=[str(AWAY), str(HOME)],
    )
    driver: Driver = zwave.runtime_data.client.driver

    async def async_press(button: int, data: object = None, node: int = MASKED) -> None:
        args: dict[str, Any] = {
            "eventType": button,
            "eventTypeLabel": "Button",
            "dataType": 2 if data is not None else 0,
            "dataTypeLabel": "ASCII" if data is not None else "None",
        }
        if data is not None:
            args["eventData"] = data
        notification = {
            "source": "node",
            "event": "notification",
            "nodeId": node,
            "endpointIndex": 0,
            "ccId": 111,
            "args": args,
        }
        driver.receive_event(Event("notification", notification))
        await hass.async_block_till_done()

    await async_press(ENTER)
    await async_press(ENTER, "")
    await async_press(ENTER, {"type": "Buffer", "data": [1, 2]})
    await async_press(CANCEL, PIN)
    await async_press(ENTER, PIN, ANONYMOUS)
    await async_press(ENTER, "999999")
    assert gate.moves == []
    await async_press(ENTER, PIN)
    await async_press(AWAY, "0123")
    await async_press(DISARM, "0123")
    await async_press(HOME, PIN)
    assert gate.moves == ["unlock", "lock", "unlock", "lock"]
    client = await hass_ws_client(hass)
    listing = {"type": "trace/list", "domain": "automation", "item_id": "used"}
    await client.send_json_auto_id(listing)
    assert (await client.receive_json())["result"] == []
