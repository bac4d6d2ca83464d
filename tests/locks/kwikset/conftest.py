"""A lock of Kwikset in Home Assistant, and adapters of it."""

from collections.abc import AsyncIterator
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Outcome, Pin
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.kwikset import adapter as kwikset_adapter
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.support.kwikset_cloud import (
    KwiksetCloud,
    add_kwikset,
    lock_entity,
    replace_cloud,
)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(kwikset_adapter, "SETTLING", (0.0, 0.05))


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> KwiksetCloud:
    """Give the library a cloud."""
    replace_cloud(monkeypatch)
    return KwiksetCloud()


@pytest.fixture
async def kwikset_entry(hass: HomeAssistant, cloud: KwiksetCloud) -> MockConfigEntry:
    """Add the integration's entry."""
    return add_kwikset(hass, cloud)


class Door(AdapterBench):
    """A running adapter and its reports."""

    def __init__(self, hass: HomeAssistant, cloud: KwiksetCloud) -> None:
        super().__init__(hass)
        self.cloud = cloud

    @override
    async def create(self) -> LockAdapter:
        return await async_create_adapter(self.hass, lock_entity(self.hass), "kwikset")

    async def set(self, slot: str, pin: str, name: str = "Ann") -> Outcome:
        """Write a PIN."""
        written = await self.adapter.async_set(slot, Credential(Pin(pin), name))
        return written.outcome


@pytest.fixture
async def door(
    hass: HomeAssistant, cloud: KwiksetCloud, kwikset_entry: MockConfigEntry
) -> AsyncIterator[Door]:
    """Give tests an adapter that runs."""
    made = Door(hass, cloud)
    await made.start()
    yield made
    made.adapter.stop()
