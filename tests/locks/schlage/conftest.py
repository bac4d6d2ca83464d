"""A lock of Schlage in Home Assistant, and adapters of it."""

from collections.abc import AsyncIterator
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Pin, Reach, Window
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from custom_components.access_codes.locks.schlage.adapter import SchlageAdapter
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.support.schlage_cloud import (
    SchlageCloud,
    async_add_schlage,
    lock_entity,
    replace_cloud,
)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> SchlageCloud:
    """Give the library a cloud."""
    made = SchlageCloud()
    replace_cloud(monkeypatch, made)
    return made


@pytest.fixture
async def schlage_entry(hass: HomeAssistant, cloud: SchlageCloud) -> MockConfigEntry:
    """Load the integration."""
    return await async_add_schlage(hass)


class Door(AdapterBench):
    """A running adapter and its reports."""

    def __init__(
        self, hass: HomeAssistant, cloud: SchlageCloud, entry: MockConfigEntry
    ) -> None:
        super().__init__(hass)
        self.cloud = cloud
        self.schlage = entry

    @override
    async def create(self) -> LockAdapter:
        return SchlageAdapter(self.hass, lock_entity(self.hass))

    @override
    def is_started(self) -> bool:
        return self.adapter.reach is Reach.REACHABLE

    async def poll(self) -> None:
        """Let the integration poll the cloud."""
        await self.schlage.runtime_data.async_refresh()

    async def set(
        self, slot: str, pin: str, name: str = "Ann", window: Window | None = None
    ) -> Written:
        """Write a PIN."""
        return await self.adapter.async_set(slot, Credential(Pin(pin), name, window))


@pytest.fixture
async def door(
    hass: HomeAssistant, cloud: SchlageCloud, schlage_entry: MockConfigEntry
) -> AsyncIterator[Door]:
    """Give tests an adapter that runs."""
    made = Door(hass, cloud, schlage_entry)
    await made.start()
    yield made
    made.adapter.stop()
