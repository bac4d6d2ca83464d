"""A lock of Schlage in Home Assistant, and adapters of it."""

from collections.abc import AsyncIterator
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Outcome, Pin, Reach, Window
from custom_components.access_codes.locks.adapter import Credential, Written
from custom_components.access_codes.locks.schlage.adapter import SchlageAdapter
from homeassistant.core import HomeAssistant
from tests.locks.lock_bench import BenchListener
from tests.support.schlage_cloud import (
    SchlageCloud,
    async_add_schlage,
    lock_entity,
    replace_cloud,
)


class DoorListener(BenchListener):
    """Record refused tries and codes that are switched off, too."""

    def __init__(self) -> None:
        super().__init__()
        self.denials: list[str] = []
        self.inactive: list[tuple[str, bool]] = []

    @override
    def access_denied(self, reason: str) -> None:
        self.denials.append(reason)
        super().access_denied(reason)

    @override
    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        self.inactive.append((slot, is_inactive))
        super().activity_found(slot, is_inactive=is_inactive)


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


class Door:
    """A running adapter and its reports."""

    adapter: SchlageAdapter

    def __init__(
        self, hass: HomeAssistant, cloud: SchlageCloud, entry: MockConfigEntry
    ) -> None:
        self.hass = hass
        self.cloud = cloud
        self.schlage = entry
        self.listener = DoorListener()

    async def start(self) -> None:
        """Start an adapter."""
        self.adapter = self.create()
        await self.adapter.async_start(self.listener)
        await self.listener.wait_until(lambda: self.adapter.reach is Reach.REACHABLE)

    def create(self) -> SchlageAdapter:
        """Create an adapter."""
        return SchlageAdapter(self.hass, lock_entity(self.hass))

    async def poll(self) -> None:
        """Let the integration poll the cloud."""
        await self.schlage.runtime_data.async_refresh()

    async def set(
        self, slot: str, pin: str, name: str = "Ann", window: Window | None = None
    ) -> Written:
        """Write a PIN."""
        return await self.adapter.async_set(slot, Credential(Pin(pin), name, window))

    async def clear(self, slot: str) -> Outcome:
        """Empty a slot."""
        return (await self.adapter.async_clear(slot)).outcome


@pytest.fixture
async def door(
    hass: HomeAssistant, cloud: SchlageCloud, schlage_entry: MockConfigEntry
) -> AsyncIterator[Door]:
    """Give tests an adapter that runs."""
    made = Door(hass, cloud, schlage_entry)
    await made.start()
    yield made
    made.adapter.stop()
