"""A lock of August or Yale in Home Assistant, and adapters of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Pin, Reach
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.support.yale_lock import (
    YaleLock,
    async_add_yale,
    async_unload_yale,
    lock_entity,
    replace_link,
)


@pytest.fixture
def yale(monkeypatch: pytest.MonkeyPatch) -> YaleLock:
    """Give the library a lock."""
    lock = YaleLock()
    replace_link(monkeypatch, lock)
    return lock


@pytest.fixture
async def yale_entry(
    hass: HomeAssistant, mock_bluetooth: None, yale: YaleLock
) -> AsyncIterator[MockConfigEntry]:
    """Load the integration."""
    entry = await async_add_yale(hass, yale)
    yield entry
    await async_unload_yale(hass, entry)


async def until_primed(lock: YaleLock) -> None:
    """Wait until the library has dropped what the lock had logged before."""
    push_lock = lock.push_lock
    assert push_lock is not None
    if not push_lock._activity_callbacks:  # noqa: SLF001
        return
    async with asyncio.timeout(5):
        while not push_lock._activity_primed:  # noqa: SLF001
            await asyncio.sleep(0.01)


class Door(AdapterBench):
    """A running adapter and its reports."""

    def __init__(self, hass: HomeAssistant, lock: YaleLock) -> None:
        super().__init__(hass)
        self.lock = lock

    @override
    async def create(self) -> LockAdapter:
        return await async_create_adapter(
            self.hass, lock_entity(self.hass), "yalexs_ble"
        )

    @override
    def is_started(self) -> bool:
        return self.adapter.reach is Reach.REACHABLE

    async def set(self, slot: str, pin: str) -> Written:
        """Write a PIN."""
        return await self.adapter.async_set(slot, Credential(Pin(pin)))


@pytest.fixture
async def door(
    hass: HomeAssistant, yale: YaleLock, yale_entry: MockConfigEntry
) -> AsyncIterator[Door]:
    """Give tests an adapter that runs."""
    made = Door(hass, yale)
    await made.start()
    yield made
    made.adapter.stop()
