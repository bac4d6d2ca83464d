"""The config flow recognises a lock behind Zigbee2MQTT, and no other lock of the MQTT integration."""

import json

import pytest

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.locks import async_method_of
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.zigbee2mqtt import Broker, async_entity, async_lock_entity
from tests.support.zigbee_lock import ZigbeeLock

from .conftest import AddBridge, OpenDoor


@pytest.mark.contract("12.140")
async def test_a_lock_is_linked_in_one_step(
    hass: HomeAssistant, add_bridge: AddBridge
) -> None:
    lock = ZigbeeLock()
    await add_bridge(lock, base="house/z2m")
    entity = await async_lock_entity(hass, lock, "house/z2m")
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": [entity.entity_id]}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["method"] == "mqtt"
    assert result["result"].state is ConfigEntryState.LOADED


@pytest.mark.contract("12.140")
async def test_another_lock_of_the_integration_has_no_method_of_its_own(
    hass: HomeAssistant, broker: Broker
) -> None:
    config = {"unique_id": "tasmota", "name": "Shed", "command_topic": "shed/set"}
    broker.send("homeassistant/lock/shed/config", json.dumps(config), retain=True)
    entity = await async_entity(hass, "tasmota")
    assert await async_method_of(hass, entity) is None


@pytest.mark.contract("12.152")
async def test_a_model_without_pins_has_none_where_that_is_known(
    hass: HomeAssistant, add_bridge: AddBridge, open_door: OpenDoor
) -> None:
    locks = (
        ZigbeeLock(),
        ZigbeeLock("0x00124b0000000002", "shed", 4098, properties=("state",)),
    )
    bridge = await add_bridge(*locks)
    shed = await async_lock_entity(hass, locks[1])
    assert await async_method_of(hass, shed) == "mqtt"
    await open_door(locks[0], bridge)
    assert await async_method_of(hass, shed) is None
    front = await async_lock_entity(hass, locks[0])
    assert await async_method_of(hass, front) == "mqtt"
