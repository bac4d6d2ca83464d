"""A ZHA on a simulated air for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
import logging
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Outcome, Pin, Reach
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.zigbee import adapter as zigbee_adapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from simulators.zigbee.air import Air
from simulators.zigbee.attributes import SLOTS
from simulators.zigbee.frames import DOOR_LOCK, UINT16
from simulators.zigbee.lock import SimulatedLock
from simulators.zigbee.state import Faults
from tests.locks.lock_bench import BenchListener
from tests.support.zha_network import async_add_zha, async_join, async_quiet

SLOTS_EACH = 5
"""Users of a lock in these tests: slots 1 to 4."""


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(zigbee_adapter, "REPORT_TIME", 0.3)


@pytest.fixture(autouse=True)
def less_log() -> None:
    """Keep the stack's own log short: it is long, and slow to write."""
    for name in ("zigpy", "zha", "aiosqlite", "homeassistant.components.zha"):
        logging.getLogger(name).setLevel(logging.INFO)


@pytest.fixture
async def air(socket_enabled: None) -> AsyncIterator[Air]:
    """Give tests an air with one lock."""
    air = await Air("yale").start()
    for lock in air.locks:
        lock.attributes[DOOR_LOCK][SLOTS] = (UINT16, SLOTS_EACH)
        lock.faults.give_up_after = 0.05
        lock.traits.has_poll_control = False
    yield air
    await air.stop()


@pytest.fixture
async def zha(
    hass: HomeAssistant,
    mock_hass_config: None,
    air: Air,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[MockConfigEntry]:
    """Set ZHA up."""
    entry = await async_add_zha(hass, air, monkeypatch)
    yield entry
    for lock in air.locks:
        lock.faults = Faults()
    await async_quiet()
    await hass.config_entries.async_unload(entry.entry_id)


class Door:
    """A running adapter, its lock and its reports."""

    def __init__(
        self, adapter: LockAdapter, entity: RegistryEntry, lock: SimulatedLock
    ) -> None:
        self.adapter = adapter
        self.entity = entity
        self.lock = lock
        self.listener = BenchListener()

    async def set(self, slot: str, pin: str) -> Outcome:
        """Write a PIN."""
        self.listener.ours.add(slot)
        written = await self.adapter.async_set(slot, Credential(Pin(pin)))
        return written.outcome

    async def clear(self, slot: str) -> Outcome:
        """Empty a slot."""
        return (await self.adapter.async_clear(slot)).outcome

    async def until_known(self) -> None:
        """Wait until the lock's limits are known."""
        await self.listener.wait_until(
            lambda: (
                self.adapter.capabilities is not None
                and self.adapter.reach is Reach.REACHABLE
            )
        )


type OpenDoor = Callable[..., Awaitable[Door]]


@pytest.fixture
async def open_door(
    hass: HomeAssistant, air: Air, zha: MockConfigEntry
) -> AsyncIterator[OpenDoor]:
    """Give tests adapters that run."""
    doors: list[Door] = []

    async def open_one(*, is_known: bool = True, **traits: Any) -> Door:
        [lock] = air.locks
        for name, value in traits.items():
            setattr(lock.traits, name, value)
        entity = await async_join(hass, air, lock)
        air.log.clear()
        door = Door(await async_create_adapter(hass, entity, "zha"), entity, lock)
        doors.append(door)
        await door.adapter.async_start(door.listener)
        if is_known:
            await door.until_known()
        return door

    yield open_one
    for door in doors:
        door.adapter.stop()
