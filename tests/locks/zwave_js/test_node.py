"""Reach of a lock through reloads, restarts of the server, and events of radio and network."""

import asyncio
from typing import Any

import attr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from zwave_js_server.event import Event
from zwave_js_server.model.node import Node

from custom_components.access_codes.core.model import (
    EMPTY,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockUnreachable, ReadFailed
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.locks.writes import clear, rename, set_pin
from tests.locks.zwave_js.conftest import OpenDoor
from tests.support.zwave_network import (
    CREDENTIAL,
    SCHLAGE,
    SUPERVISED,
    Door,
    Network,
    RecordingListener,
    lock_of,
)

BOTH = [SCHLAGE, CREDENTIAL]


def node_of(zwave: MockConfigEntry, number: int) -> Node:
    """Return the node as Home Assistant has it now."""
    node: Node = zwave.runtime_data.client.driver.controller.nodes[number]
    return node


def happen(node: Node, event: str, **fields: Any) -> None:
    """Emit an event of a node."""
    facts = {"source": "node", "event": event, "nodeId": node.node_id, **fields}
    node.receive_event(Event(event, facts))


def state_of(node: Node) -> dict[str, Any]:
    """Return a node as the server describes it."""
    return {
        **node.data,
        "values": [value.data for value in node.values.values()],
        "endpoints": [endpoint.data for endpoint in node.endpoints.values()],
    }


async def away(door: Door, reach: Reach) -> None:
    """Wait until the lock is away, and check that no command reaches it."""
    await door.listener.wait_until(lambda: door.reach() is reach)
    assert door.adapter.capabilities is None
    assert door.adapter.metadata("1") == {}
    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.UNREACHABLE
    assert await clear(door.adapter, "1") is Outcome.UNREACHABLE
    assert await rename(door.adapter, "1", "Ann") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")


@pytest.mark.contract("12.14")
@pytest.mark.parametrize("node", BOTH)
async def test_a_lock_is_followed_through_a_reload_of_its_integration(
    hass: HomeAssistant, zwave: MockConfigEntry, door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await hass.config_entries.async_unload(zwave.entry_id)
    await away(door, Reach.DISCONNECTED)

    await hass.config_entries.async_setup(zwave.entry_id)
    await door.listener.wait_until(lambda: door.is_known)
    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.CONFIRMED
    door.listener.calls.clear()
    await door.at_lock("keypad/set", slot=2, pin="2468")
    await door.listener.wait_for("reported", "2", KnownPin(Pin("2468")))
    assert len(door.listener.reports) == 1


async def test_an_adapter_may_start_before_the_integration_of_its_lock(
    hass: HomeAssistant, zwave: MockConfigEntry, network: Network
) -> None:
    lock = lock_of(hass, SCHLAGE)
    await hass.config_entries.async_unload(zwave.entry_id)
    adapter = await async_create_adapter(hass, lock, "zwave_js")
    listener = RecordingListener()
    await adapter.async_start(listener)
    assert listener.calls == [("reach",)]
    with pytest.raises(LockUnreachable):
        await adapter.async_read("1")

    await hass.config_entries.async_setup(zwave.entry_id)
    await listener.wait_until(lambda: adapter.capabilities is not None)
    assert adapter.reach is Reach.REACHABLE
    assert await adapter.async_read("1") is EMPTY
    adapter.stop()
    adapter.stop()


async def test_a_stopped_adapter_reports_nothing(
    hass: HomeAssistant, zwave: MockConfigEntry, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    other = await door_to(SCHLAGE)
    door.adapter.stop()
    await door.at_lock("keypad/set", slot=2, pin="2468")
    await other.listener.wait_for("reported", "2", KnownPin(Pin("2468")))
    await hass.config_entries.async_unload(zwave.entry_id)
    await other.listener.wait_for("reach")

    assert door.listener.calls == []


@pytest.mark.parametrize("node", BOTH)
async def test_a_lock_is_followed_through_a_restart_of_the_server(
    hass: HomeAssistant,
    zwave: MockConfigEntry,
    network: Network,
    door_to: OpenDoor,
    node: int,
) -> None:
    door = await door_to(node)
    await network.ask("POST", "/server/stop", hard=True)
    await away(door, Reach.DISCONNECTED)
    await hass.async_block_till_done()
    assert zwave.state is ConfigEntryState.SETUP_RETRY

    await network.ask("POST", "/server/start")
    await hass.config_entries.async_reload(zwave.entry_id)
    await door.listener.wait_until(lambda: door.is_known)
    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.CONFIRMED


async def test_a_command_that_loses_its_server_has_lost_the_lock(
    hass: HomeAssistant, network: Network, door_to: OpenDoor
) -> None:
    door = await door_to(SUPERVISED)
    other = await door_to(SCHLAGE)
    since = await network.seq(SUPERVISED)
    await door.at_lock("faults", delay_ms=900)
    await other.at_lock("faults", delay_ms=900)
    write = asyncio.create_task(set_pin(door.adapter, "1", Pin("1357"), None))
    read = asyncio.create_task(other.adapter.async_read("2"))
    while "set" not in await network.commands(SUPERVISED, since):
        pass
    await network.ask("POST", "/server/stop", hard=True)

    assert await write is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await read
    await hass.async_block_till_done()


async def test_a_cancelled_command_stays_cancelled(
    network: Network, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", delay_ms=500)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await door.adapter.async_read("2")


@pytest.mark.contract("12.14")
async def test_a_lock_that_does_not_answer_is_offline_until_it_does(
    door_to: OpenDoor,
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", silent=True)
    await clear(door.adapter, "1")
    await door.listener.wait_until(lambda: door.reach() is Reach.OFFLINE)
    assert door.adapter.capabilities is not None

    await door.at_lock("faults")
    await door.at_lock("wake")
    await door.listener.wait_until(lambda: door.reach() is Reach.REACHABLE)


@pytest.mark.contract("12.14")
async def test_a_lock_that_listens_now_and_then_is_never_asleep(
    zwave: MockConfigEntry, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    happen(node_of(zwave, SCHLAGE), "sleep")

    assert door.listener.calls == [("reach",)]
    assert door.reach() is Reach.REACHABLE


async def test_a_lock_that_only_wakes_by_itself_is_offline_until_then(
    zwave: MockConfigEntry, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    node = node_of(zwave, SCHLAGE)
    node.data["isFrequentListening"] = False
    happen(node, "sleep")
    assert door.reach() is Reach.OFFLINE

    happen(node, "wake up")
    assert door.reach() is Reach.REACHABLE


@pytest.mark.contract("12.14")
async def test_a_lock_is_offline_while_it_is_interviewed(
    hass: HomeAssistant, zwave: MockConfigEntry, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    node = node_of(zwave, SCHLAGE)
    state = state_of(node)
    happen(node, "interview started")
    await away(door, Reach.OFFLINE)

    happen(node, "ready", nodeState={**state, "ready": True})
    await door.listener.wait_until(lambda: door.is_known)
    assert await door.adapter.async_read("1") is EMPTY
    await hass.async_block_till_done()


async def test_a_lock_interviewed_as_another_kind_is_that_kind(
    hass: HomeAssistant, zwave: MockConfigEntry, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    node = node_of(zwave, SCHLAGE)
    state = state_of(node)
    [root] = state["endpoints"]
    classes = [known for known in root["commandClasses"] if known["id"] != 99]
    state["endpoints"] = [{**root, "commandClasses": classes}]
    happen(node, "ready", nodeState=state)
    await door.listener.wait_until(
        lambda: door.adapter.capabilities == LockCapabilities()
    )

    assert door.adapter.metadata("1") == {}
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("1")
    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.REFUSED
    assert await clear(door.adapter, "1") is Outcome.REFUSED
    assert await rename(door.adapter, "1", "Ann") is Outcome.REFUSED
    door.listener.calls.clear()
    await door.at_lock("keypad/set", slot=2, pin="2468", via="notification")
    await door.at_lock("keypad/use", slot=2)
    await door.listener.wait_for("used", None, "unlock")
    assert len(door.listener.reports) == 1
    await hass.async_block_till_done()


async def test_a_replaced_node_is_found_again(
    hass: HomeAssistant, zwave: MockConfigEntry, door_to: OpenDoor
) -> None:
    door = await door_to(SCHLAGE)
    node = node_of(zwave, SCHLAGE)
    state = state_of(node)
    controller = zwave.runtime_data.client.driver.controller
    removed = {"source": "controller", "event": "node removed", "reason": 3}
    controller.receive_event(
        Event("node removed", {**removed, "node": {"nodeId": SCHLAGE}})
    )
    await away(door, Reach.OFFLINE)

    added = {"source": "controller", "event": "node added", "result": {}}
    controller.receive_event(Event("node added", {**added, "node": state}))
    await door.listener.wait_until(lambda: door.is_known)
    assert node_of(zwave, SCHLAGE) is not node
    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.CONFIRMED
    await hass.async_block_till_done()


async def test_a_lock_without_a_device_is_offline(
    hass: HomeAssistant, zwave: MockConfigEntry
) -> None:
    lock = attr.evolve(lock_of(hass, SCHLAGE), device_id=None)
    adapter = await async_create_adapter(hass, lock, "zwave_js")
    await adapter.async_start(RecordingListener())

    assert adapter.reach is Reach.OFFLINE
    adapter.stop()


async def test_a_lock_without_a_config_entry_is_disconnected(
    hass: HomeAssistant, zwave: MockConfigEntry
) -> None:
    lock = attr.evolve(lock_of(hass, SCHLAGE), config_entry_id=None)
    adapter = await async_create_adapter(hass, lock, "zwave_js")
    await adapter.async_start(RecordingListener())

    assert adapter.reach is Reach.DISCONNECTED
    adapter.stop()


@pytest.mark.contract("12.47")
@pytest.mark.parametrize("node", BOTH)
async def test_a_command_waits_for_the_slots_of_its_node(
    hass: HomeAssistant, zwave: MockConfigEntry, network: Network, node: int
) -> None:
    lock = lock_of(hass, node)
    adapter = await async_create_adapter(hass, lock, "zwave_js")
    await adapter.async_start(RecordingListener())
    assert adapter.capabilities is None
    assert await set_pin(adapter, "1", Pin("1357"), "Ann") is Outcome.CONFIRMED
    adapter.stop()
