"""Blueprints for keypads that are no locks. What is typed there stands in no trace."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_mqtt_message,
)
from pytest_homeassistant_custom_component.typing import (
    MqttMockHAClient,
    WebSocketGenerator,
)

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from tests.support.action_calls import FRONT, PIN, async_created
from tests.support.blueprints import async_idle, async_use_blueprint
from tests.support.keypad_locks import FakeLockEntity

SHOWN = {
    "granted": [{"event": "shown", "event_data": {"is": "right"}}],
    "denied": [{"event": "shown", "event_data": {"is": "wrong"}}],
}
"""What a keypad does after a code."""


@pytest.fixture
def shown(hass: HomeAssistant) -> list[str]:
    """Note what the keypad shows."""
    found: list[str] = []
    hass.bus.async_listen("shown", lambda event: found.append(event.data["is"]))
    return found


@pytest.fixture(autouse=True)
async def anna(hass: HomeAssistant, front: MockConfigEntry) -> None:
    await async_created(hass, name="Anna", code=PIN)
    await async_created(hass, name="Ben", code="0123")


async def async_check_traces(hass: HomeAssistant, connect: WebSocketGenerator) -> None:
    """Assert that there is no trace of the automation."""
    client = await connect(hass)
    listing = {"type": "trace/list", "domain": "automation", "item_id": "used"}
    await client.send_json_auto_id(listing)
    assert (await client.receive_json())["result"] == []


@pytest.mark.contract("11.178", "11.181")
async def test_a_code_typed_at_a_keypad_of_esphome_operates_the_lock(
    hass: HomeAssistant,
    lock: FakeLockEntity,
    shown: list[str],
    hass_ws_client: WebSocketGenerator,
) -> None:
    entry = MockConfigEntry(domain="esphome")
    entry.add_to_hass(hass)
    keypad, other = (
        dr.async_get(hass)
        .async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={("esphome", name)}
        )
        .id
        for name in ("keypad", "other")
    )
    await async_use_blueprint(
        hass, "keypad_esphome.yaml", lock=FRONT, keypad=keypad, **SHOWN
    )

    async def async_type(device: str, **data: Any) -> None:
        # As Home Assistant passes on `homeassistant.event` of a device.
        data = {"device_id": device, **data}
        hass.bus.async_fire("esphome.access_code", data)
        await async_idle(hass)

    await async_type(other, code=PIN)
    await async_type(keypad)
    await async_type(keypad, code="")
    assert lock.moves == []
    await async_type(keypad, code="999999")
    await async_type(keypad, code=PIN)
    await async_type(keypad, code="0123")
    assert lock.moves == ["unlock", "unlock"]
    assert shown == ["wrong", "right", "right"]
    await async_check_traces(hass, hass_ws_client)


@pytest.mark.contract("11.179", "11.181")
@pytest.mark.parametrize("expected_lingering_timers", [True])
async def test_a_code_typed_at_a_keypad_over_mqtt_operates_the_lock(
    hass: HomeAssistant,
    mqtt_mock: MqttMockHAClient,
    lock: FakeLockEntity,
    shown: list[str],
    hass_ws_client: WebSocketGenerator,
) -> None:
    topic = "zigbee2mqtt/Keypad"
    await async_use_blueprint(
        hass, "keypad_mqtt.yaml", lock=FRONT, topic=topic, **SHOWN
    )

    async def async_send(payload: str) -> list[Any]:
        """Send a message of the keypad, and return the answers to it."""
        mqtt_mock.async_publish.reset_mock()
        async_fire_mqtt_message(hass, topic, payload)
        await async_idle(hass)
        return [
            (call.args[0], json.loads(call.args[1]))
            for call in mqtt_mock.async_publish.call_args_list
        ]

    async def async_type(button: str, code: object, transaction: int) -> list[Any]:
        return await async_send(
            json.dumps(
                {
                    "action": button,
                    "action_code": code,
                    "action_transaction": transaction,
                    "action_zone": 0,
                    "battery": 90,
                }
            )
        )

    for payload in ("", "no JSON", "[1]", '{"battery": 90}', '{"action": ""}'):
        assert await async_send(payload) == []
    for code in (None, ""):
        assert await async_type("disarm", code, 1) == []
    assert await async_type("emergency", PIN, 2) == []
    assert lock.moves == []

    def answer(mode: str, transaction: int) -> list[Any]:
        return [
            (
                f"{topic}/set",
                {"arm_mode": {"transaction": transaction, "mode": mode}},
            )
        ]

    assert await async_type("disarm", PIN, 3) == answer("disarm", 3)
    assert await async_type("arm_all_zones", "0123", 4) == answer("arm_all_zones", 4)
    assert await async_type("disarm", "999999", 5) == answer("invalid_code", 5)
    assert lock.moves == ["unlock", "lock"]
    assert shown == ["right", "right", "wrong"]
    # Another keypad sends the code as a number, and waits for no answer.
    assert (
        await async_send(json.dumps({"action": "disarm", "action_code": int(PIN)}))
        == []
    )
    assert lock.moves == ["unlock", "lock", "unlock"]
    await async_check_traces(hass, hass_ws_client)


@pytest.mark.contract("11.179")
@pytest.mark.parametrize("expected_lingering_timers", [True])
async def test_a_keypad_over_mqtt_has_fields_and_buttons_of_its_own(
    hass: HomeAssistant, mqtt_mock: MqttMockHAClient, lock: FakeLockEntity
) -> None:
    await async_use_blueprint(
        hass,
        "keypad_mqtt.yaml",
        lock=FRONT,
        topic="gate/keypad",
        code_field="pin",
        action_field="key",
        unlock=["open"],
        to_lock=[],
        is_answered=False,
    )
    for key in ("disarm", "arm_all_zones", "open"):
        payload = {"key": key, "pin": PIN, "action_transaction": 1}
        async_fire_mqtt_message(hass, "gate/keypad", json.dumps(payload))
        await async_idle(hass)
    assert lock.moves == ["unlock"]
    mqtt_mock.async_publish.assert_not_called()
