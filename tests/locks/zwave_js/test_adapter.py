"""The adapter of each lock, and the command class that keeps its codes."""

import asyncio
from pathlib import Path
import subprocess
import sys
from types import SimpleNamespace
from typing import Any, override
from unittest.mock import Mock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from zwave_js_server.event import EventBase
from zwave_js_server.model.node import Node

from custom_components.access_codes.core.model import Outcome, Pin, Reach, Readability
from custom_components.access_codes.locks import (
    async_create_adapter,
    async_method_of,
    family_of,
)
from custom_components.access_codes.locks.adapter import Credential, LockUnreachable
from custom_components.access_codes.locks.zwave_js import (
    adapter as zwave_adapter,
    node as zwave_node,
)
from custom_components.access_codes.locks.zwave_js.adapter import ZwaveJsAdapter
from custom_components.access_codes.locks.zwave_js.slots import Slots
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from tests.support.zwave_network import RecordingListener
from tests.support.zwave_server import (
    NODE,
    NOTIFICATION,
    USER_CODE,
    USER_CREDENTIAL,
    Server,
    happen,
    make_node,
    slot,
)

_PRINT_IMPORTS = """
import sys
import custom_components.access_codes.locks
import custom_components.access_codes.config_flow
print([name for name in sys.modules if "zwave" in name or name.endswith("locks.keypad")])
"""


def add_lock(hass: HomeAssistant, platform: str = "zwave_js") -> er.RegistryEntry:
    """Register a lock of an integration that is not set up."""
    entry = MockConfigEntry(domain=platform)
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(platform, f"4711-{NODE}")}
    )
    return er.async_get(hass).async_get_or_create(
        "lock", platform, "4711.9-98", config_entry=entry, device_id=device.id
    )


@pytest.mark.contract("12.6")
def test_a_lock_of_the_zwave_integration_has_a_method_of_its_own(
    hass: HomeAssistant,
) -> None:
    assert family_of(hass, add_lock(hass)) == "zwave_js"
    assert family_of(hass, add_lock(hass, "template")) is None


@pytest.mark.contract("12.6")
@pytest.mark.parametrize(
    ("classes", "is_ready", "method"),
    [
        ((USER_CODE,), True, "zwave_js"),
        ((USER_CREDENTIAL,), True, "zwave_js"),
        ((NOTIFICATION,), True, None),
        ((NOTIFICATION,), False, "zwave_js"),
    ],
)
async def test_a_z_wave_lock_without_codes_has_no_method_of_its_own(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    classes: tuple[int, ...],
    is_ready: bool,
    method: str | None,
) -> None:
    node = make_node(Server(), *classes)
    node.data["ready"] = is_ready
    monkeypatch.setattr(zwave_node, "async_get_node_from_device_id", lambda *_: node)

    assert await async_method_of(hass, add_lock(hass)) == method


@pytest.mark.contract("12.6")
async def test_a_z_wave_lock_that_is_away_is_taken_to_keep_codes(
    hass: HomeAssistant,
) -> None:
    assert await async_method_of(hass, add_lock(hass)) == "zwave_js"
    assert await async_method_of(hass, add_lock(hass, "template")) is None


@pytest.mark.parametrize("method", ["zwave_js", "keypad"])
async def test_the_method_gives_the_adapter(hass: HomeAssistant, method: str) -> None:
    adapter = await async_create_adapter(hass, add_lock(hass), method)

    assert adapter.family == method


@pytest.mark.contract("12.1")
def test_no_family_is_imported_before_it_is_needed() -> None:
    output = subprocess.run(
        [sys.executable, "-c", _PRINT_IMPORTS],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=True,
        text=True,
    )
    assert output.stdout.strip() == "[]"


class Controller(EventBase):
    """A controller with one node."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.nodes = {NODE: node}


class Network:
    """A controller with one node, as Home Assistant keeps it."""

    def __init__(self, hass: HomeAssistant, *classes: int, values: Any = None) -> None:
        self.server = Server()
        self.node = make_node(self.server, *classes, values=values)
        self.lock = add_lock(hass)
        self.controller = Controller(self.node)
        self.server.driver = SimpleNamespace(controller=self.controller)
        entry = hass.config_entries.async_get_entry(self.lock.config_entry_id or "")
        assert isinstance(entry, MockConfigEntry)
        self.entry = entry
        entry.runtime_data = SimpleNamespace(client=self.server)
        entry.mock_state(hass, ConfigEntryState.LOADED)
        self.adapter = ZwaveJsAdapter(hass, self.lock)

    async def start(self, hass: HomeAssistant) -> ZwaveJsAdapter:
        await self.adapter.async_start(RecordingListener())
        await hass.async_block_till_done(wait_background_tasks=True)
        return self.adapter


class StoppingListener(RecordingListener):
    """Stops another adapter at each change of reach."""

    def __init__(self, other: ZwaveJsAdapter) -> None:
        super().__init__()
        self._other = other

    @override
    def reach_changed(self) -> None:
        self._other.stop()


USERS = {"capabilities": {"maxUsers": 0}}


async def test_a_lock_that_counts_its_users_by_user_code_uses_that(
    hass: HomeAssistant,
) -> None:
    classes = (USER_CODE, USER_CREDENTIAL, NOTIFICATION)
    network = Network(hass, *classes, values=slot(1, 1, "****"))
    network.server.answers["get_user_capabilities_cached"] = [USERS]
    adapter = await network.start(hass)

    assert adapter.metadata("1") == {"slot": 1}
    assert adapter.capabilities is not None
    assert adapter.capabilities.reads is Readability.PRESENCE
    adapter.stop()


async def test_a_lock_whose_server_goes_while_its_slots_are_sought_stays_unknown(
    hass: HomeAssistant,
) -> None:
    network = Network(hass, USER_CREDENTIAL)
    gone = ConnectionResetError()
    network.server.answers["get_user_capabilities_cached"] = [gone]
    adapter = await network.start(hass)

    assert adapter.capabilities is None
    network.server.connected = False
    assert adapter.reach is Reach.OFFLINE
    adapter.stop()


async def test_a_lock_stopped_while_its_slots_are_sought_is_forgotten(
    hass: HomeAssistant,
) -> None:
    network = Network(hass, USER_CREDENTIAL)
    network.server.answers["get_user_capabilities_cached"] = [USERS]
    await network.adapter.async_start(RecordingListener())
    network.adapter.stop()
    await hass.async_block_till_done(wait_background_tasks=True)

    assert network.adapter.capabilities is None


@pytest.mark.contract("12.85")
async def test_a_step_of_the_clock_while_the_slots_are_sought_is_told_them(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    slots = Mock(spec=Slots)

    async def find(*_: Any) -> Slots:
        await gate.wait()
        return slots

    monkeypatch.setattr(zwave_adapter, "_async_slots_of", find)
    network = Network(hass, USER_CODE)
    await network.adapter.async_start(RecordingListener())
    network.adapter.clock_was_set()
    gate.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert slots.clock_was_set.call_count == 1
    network.adapter.clock_was_set()
    assert slots.clock_was_set.call_count == 2
    network.adapter.stop()


async def test_a_node_that_the_controller_does_not_know_is_offline(
    hass: HomeAssistant,
) -> None:
    network = Network(hass, USER_CODE)
    network.controller.nodes.clear()
    adapter = await network.start(hass)

    assert adapter.reach is Reach.OFFLINE
    credential = Credential(Pin("1357"), "Ann")
    for written in (
        await adapter.async_set("1", credential),
        await adapter.async_clear("1"),
        await adapter.async_rename("1", credential),
    ):
        assert written.outcome is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await adapter.async_read("1")
    adapter.stop()


async def test_a_driver_that_is_not_ready_is_offline(hass: HomeAssistant) -> None:
    network = Network(hass, USER_CODE)
    network.server.driver = None
    adapter = await network.start(hass)

    assert adapter.reach is Reach.OFFLINE
    adapter.stop()


async def test_other_config_entries_do_not_concern_a_lock(hass: HomeAssistant) -> None:
    network = Network(hass, USER_CODE, values=slot(1, 0, ""))
    adapter = await network.start(hass)
    known = adapter.capabilities
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    other.mock_state(hass, ConfigEntryState.LOADED)

    assert adapter.capabilities is known
    adapter.stop()


@pytest.mark.parametrize("event", ["of the node", "of the network", "of the entry"])
async def test_an_adapter_stopped_by_another_callback_of_the_event_stays_stopped(
    hass: HomeAssistant, event: str
) -> None:
    network = Network(hass, USER_CODE, values=slot(1, 0, ""))
    adapter = await network.start(hass)
    listener = RecordingListener()
    bystander = ZwaveJsAdapter(hass, network.lock)
    adapter.stop()
    await adapter.async_start(StoppingListener(bystander))
    await bystander.async_start(listener)
    listener.calls.clear()
    match event:
        case "of the node":
            happen(network.node, "dead")
        case "of the network":
            network.controller.emit("node added", {"node": network.node})
        case _:
            network.entry.mock_state(hass, ConfigEntryState.LOADED)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert listener.calls == []
    assert bystander.capabilities is None
    adapter.stop()
