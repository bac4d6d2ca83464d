"""The conformance suite over a linked lock of Schlage: actions, engine, adapter, Home Assistant's integration."""

from dataclasses import replace
from datetime import datetime
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.schlage import adapter as schlage_adapter
from homeassistant.core import HomeAssistant
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble
from tests.support.schlage_cloud import Fault, SchlageCloud, lock_entity


class LinkedSchlageBench(LinkedLockBench):
    """A linked lock."""

    def __init__(
        self, hass: HomeAssistant, cloud: SchlageCloud, schlage: MockConfigEntry
    ) -> None:
        super().__init__(hass, lock_entity(hass), "schlage")
        self.cloud = cloud
        self.schlage = schlage

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.cloud.requests)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.cloud.pins().values()

    async def opens_at(self, pin: str, at: datetime) -> bool:
        """Type a PIN at the keypad when the lock's clock has come to an instant."""
        return pin in self.cloud.opening(at)

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.cloud.pins().items() if held == pin]
        self.cloud.use(slot)
        await self.schlage.runtime_data.async_refresh()

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        self.cloud.heal()
        self.cloud.fault = Fault(trouble.value) if trouble is not None else None
        await self.schlage.runtime_data.async_refresh()


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    cloud: SchlageCloud,
    schlage_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedSchlageBench:
    """Link a lock, and wait until it was read."""
    # A late cloud of these tests takes a second, and as many calls as it likes.
    quick = replace(schlage_adapter.CAPABILITIES, late_by=2, calls_per_minute=None)
    monkeypatch.setattr(schlage_adapter, "CAPABILITIES", quick)
    bench = LinkedSchlageBench(hass, cloud, schlage_entry)
    await bench.link()
    return bench


class TestLinkedSchlage(LinkedConformance):
    """A linked lock of Schlage."""
