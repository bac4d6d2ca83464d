"""A Zigbee2MQTT that comes, goes, is renamed, or is one of two."""

import asyncio

import pytest

from custom_components.access_codes.core.model import Outcome, Reach
from custom_components.access_codes.locks.mqtt.bridge import bridge_of
from homeassistant.components.mqtt import DOMAIN as MQTT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.support.zigbee2mqtt import Broker
from tests.support.zigbee_lock import Fault, ZigbeeLock

from .conftest import AddBridge, Door, OpenDoor


def is_reachable(door: Door) -> bool:
    """Return whether the adapter says that commands reach the lock."""
    return door.adapter.reach is Reach.REACHABLE


@pytest.mark.contract("12.149")
async def test_a_zigbee2mqtt_that_is_away_is_sent_nothing(
    open_door: OpenDoor, broker: Broker
) -> None:
    door = await open_door()
    door.bridge.go_offline()
    assert not is_reachable(door)
    broker.received.clear()
    assert await door.set("1", "1234") is Outcome.UNREACHABLE
    assert broker.received == []
    # As versions before 2 say it.
    broker.send("zigbee2mqtt/bridge/state", "online", retain=True)
    assert is_reachable(door)
    assert await door.set("1", "1234") is Outcome.ACCEPTED


@pytest.mark.contract("12.149")
async def test_a_rename_is_followed(open_door: OpenDoor, broker: Broker) -> None:
    door = await open_door()
    capabilities = door.adapter.capabilities
    door.bridge.rename(door.lock, "house/back door")
    async with asyncio.timeout(5):
        while "zigbee2mqtt/house/back door" not in broker.subscribed:
            await asyncio.sleep(0.01)
    assert await door.set("1", "1234") is Outcome.ACCEPTED
    door.bridge.use(door.lock, 1)
    assert [use.slot for use in door.listener.uses] == ["1"]
    assert door.adapter.capabilities is capabilities


@pytest.mark.contract("12.149")
async def test_another_network_address_is_followed(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.address = 4444
    door.bridge.list_devices()
    assert await door.set("1", "1234") is Outcome.ACCEPTED


@pytest.mark.contract("12.140", "12.141")
async def test_two_of_them_are_apart(
    hass: HomeAssistant, open_door: OpenDoor, broker: Broker
) -> None:
    one = await open_door()
    other = await open_door(ZigbeeLock("0x00124b0000000002"), base="house/z2m")
    assert await one.set("1", "1234") is Outcome.ACCEPTED
    assert await other.set("2", "5678") is Outcome.ACCEPTED
    assert one.lock.pins() == {"1": "1234"}
    assert other.lock.pins() == {"2": "5678"}
    one.bridge.go_offline()
    assert one.adapter.reach is Reach.OFFLINE
    assert other.adapter.reach is Reach.REACHABLE


@pytest.mark.contract("12.141")
async def test_locks_share_it_until_the_last_is_gone(
    hass: HomeAssistant, add_bridge: AddBridge, open_door: OpenDoor, broker: Broker
) -> None:
    locks = ZigbeeLock(), ZigbeeLock("0x00124b0000000002", "back door", 4098)
    bridge = await add_bridge(*locks)
    doors = [await open_door(lock, bridge) for lock in locks]
    shared = bridge_of(hass, "zigbee2mqtt")
    assert shared is not None
    doors[0].adapter.stop()
    assert bridge_of(hass, "zigbee2mqtt") is shared
    assert await doors[1].set("1", "1234") is Outcome.ACCEPTED
    doors[1].adapter.stop()
    doors[1].adapter.stop()
    assert bridge_of(hass, "zigbee2mqtt") is None
    async with asyncio.timeout(5):
        while "zigbee2mqtt/bridge/devices" in broker.subscribed:
            await asyncio.sleep(0.01)


@pytest.mark.contract("12.149")
async def test_a_reload_of_the_mqtt_integration_is_survived(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    [entry] = hass.config_entries.async_entries(MQTT)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert door.adapter.reach is Reach.DISCONNECTED
    assert await door.set("1", "1234") is Outcome.UNREACHABLE
    assert await hass.config_entries.async_setup(entry.entry_id)
    await door.until_known()
    await hass.async_block_till_done()
    async with asyncio.timeout(5):
        while await door.set("1", "1234") is not Outcome.ACCEPTED:
            await asyncio.sleep(0.05)
    door.bridge.use(door.lock, 1)
    assert [use.slot for use in door.listener.uses] == ["1"]


@pytest.mark.contract("12.144")
async def test_a_message_that_does_not_go_out_is_out_of_reach(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await open_door()

    async def fail(*_: object, **__: object) -> None:
        raise HomeAssistantError("gone")

    subscriptions = "custom_components.access_codes.locks.mqtt.subscriptions"
    with monkeypatch.context() as patched:
        patched.setattr(f"{subscriptions}.mqtt.async_publish", fail)
        assert await door.set("1", "1234") is Outcome.UNREACHABLE
    connected = f"{subscriptions}.Subscriptions.is_connected"
    states = iter([True, False])
    with monkeypatch.context() as patched:
        patched.setattr(connected, property(lambda _: next(states)))
        assert await door.set("1", "1234") is Outcome.UNREACHABLE
    assert await door.set("1", "1234") is Outcome.ACCEPTED


@pytest.mark.contract("12.158")
async def test_the_parts_of_an_event_are_put_together(
    open_door: OpenDoor, broker: Broker
) -> None:
    door = await open_door(output="attribute")
    async with asyncio.timeout(5):
        while "zigbee2mqtt/front door/action_user" not in broker.subscribed:
            await asyncio.sleep(0.01)
    assert await door.set("1", "1234") is Outcome.ACCEPTED
    door.bridge.use(door.lock, 1)
    await door.listener.wait_until(lambda: bool(door.listener.uses))
    assert [use.slot for use in door.listener.uses] == ["1"]
    topic = "zigbee2mqtt/front door/action"
    broker.send(topic, "")
    door.bridge.tell(door.lock, "unlock", 1, 0)
    door.adapter.stop()
    await asyncio.sleep(0.3)
    assert len(door.listener.uses) == 1


async def test_an_adapter_that_another_stops_is_called_no_more(
    hass: HomeAssistant,
    add_bridge: AddBridge,
    open_door: OpenDoor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    locks = ZigbeeLock(), ZigbeeLock("0x00124b0000000002", "back door", 4098)
    bridge = await add_bridge(*locks)
    one, other = [await open_door(lock, bridge) for lock in locks]

    def stop_the_other() -> None:
        other.adapter.stop()
        other.listener.is_stopped = True

    monkeypatch.setattr(one.listener, "reach_changed", stop_the_other)
    bridge.go_offline()
    assert other.listener.is_stopped


@pytest.mark.contract("12.146")
async def test_a_lock_that_is_heard_before_its_bridge_is_asked_later(
    open_door: OpenDoor,
) -> None:
    door = await open_door(ZigbeeLock(fault=Fault.NO_ANSWER), is_known=False)
    async with asyncio.timeout(5):
        while not door.lock.sent:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    door.lock.fault = None
    door.bridge.go_offline()
    door.bridge.publish_state(door.lock, battery=80)
    await asyncio.sleep(0.05)
    assert len(door.lock.sent) == 1
    door.bridge.start()
    await door.until_known()


@pytest.mark.contract("12.158")
async def test_parts_that_come_after_the_lock_is_gone_are_harmless(
    open_door: OpenDoor, broker: Broker
) -> None:
    door = await open_door(output="attribute")
    async with asyncio.timeout(5):
        while "zigbee2mqtt/front door/action_user" not in broker.subscribed:
            await asyncio.sleep(0.01)
    door.bridge.tell(door.lock, "unlock", 1, 0)
    door.bridge.locks.clear()
    door.bridge.list_devices()
    await asyncio.sleep(0.3)
    assert [use.action for use in door.listener.uses] == ["unlock"]
