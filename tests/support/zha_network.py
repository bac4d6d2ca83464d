"""Home Assistant's own ZHA over a simulated air: the integration, its library and zigpy are the real ones."""

import asyncio
from functools import cache
import importlib.util
from pathlib import Path
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from zha.application.const import RadioType

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.setup import async_setup_component
import simulators.zigbee
from simulators.zigbee.air import Air
from simulators.zigbee.lock import SimulatedLock

_RADIO: Final = (
    Path(simulators.zigbee.__file__).parent / "zha/zigpy_xbee/zigbee/application.py"
)


@cache
def _radio_class() -> Any:
    """Return the radio on the air. It stands in for a package, and so has no module name of its own."""
    found = importlib.util.spec_from_file_location("zigpy_radio_on_the_air", _RADIO)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module.ControllerApplication


async def async_add_zha(
    hass: HomeAssistant, air: Air, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """Set ZHA up with its coordinator on an air."""
    monkeypatch.setattr(RadioType.xbee, "_ctrl_cls", _radio_class())
    # The handlers of hundreds of models take long to load, and none of them is about these locks.
    assert await async_setup_component(hass, "zha", {"zha": {"enable_quirks": False}})
    path = f"socket://127.0.0.1:{air.port}"
    device = {"path": path, "baudrate": 115200, "flow_control": None}
    entry = MockConfigEntry(
        domain="zha",
        title="ZHA",
        data={"device": device, "radio_type": "xbee"},
        version=5,
        minor_version=2,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def async_join(
    hass: HomeAssistant, air: Air, lock: SimulatedLock
) -> RegistryEntry:
    """Let a lock join, and return its entity."""
    air.join(lock)
    unique_id = f"{colons(lock.ieee)}-{lock.endpoint}-257"
    async with asyncio.timeout(30):
        while (entity := entity_of(hass, unique_id)) is None or (
            hass.states.get(entity.entity_id) is None
        ):
            await asyncio.sleep(0.02)
    await async_joined(hass)
    return entity


async def async_joined(hass: HomeAssistant) -> None:
    """Wait for the end of all interviews."""
    names = ("device_initialized_task_", "device_reinterviewed_task_")
    while tasks := [
        task for task in asyncio.all_tasks() if task.get_name().startswith(names)
    ]:
        await asyncio.wait(tasks)
    await hass.async_block_till_done()


async def async_quiet() -> None:
    """Wait until zigpy has answered what locks report: they do so 50 ms after a command."""
    await asyncio.sleep(0.1)
    while tasks := [
        task
        for task in asyncio.all_tasks()
        if "CatchingTaskMixin" in getattr(task.get_coro(), "__qualname__", "")
    ]:
        await asyncio.wait(tasks)


def entity_of(hass: HomeAssistant, unique_id: str) -> RegistryEntry | None:
    """Return a lock entity of ZHA; None while there is none."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id("lock", "zha", unique_id)
    return registry.async_get(entity_id) if entity_id is not None else None


def colons(ieee: str) -> str:
    """Return an address as zigpy writes it."""
    digits = ieee.removeprefix("0x")
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
