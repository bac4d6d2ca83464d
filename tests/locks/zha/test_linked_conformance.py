"""The conformance suite over linked locks of ZHA: actions, engine, adapter, Home Assistant's ZHA."""

from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.zha import adapter as zha_adapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from simulators.zigbee.air import Air
from simulators.zigbee.lock import SimulatedLock
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble
from tests.support.zha_network import async_join

from .test_conformance import fail, prepare


class LinkedZhaBench(LinkedLockBench):
    """A linked lock of ZHA."""

    air: Air

    def __init__(
        self,
        hass: HomeAssistant,
        entity: RegistryEntry,
        lock: SimulatedLock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        super().__init__(hass, entity, "zha")
        self.lock = lock
        self._monkeypatch = monkeypatch

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.air.log)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.lock.pins().values()

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.lock.pins().items() if held == pin]
        self.lock.use(int(slot))

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        fail(self.lock, trouble, self._monkeypatch)


@pytest.fixture(params=["readable", "masked"])
async def linked(
    hass: HomeAssistant,
    air: Air,
    zha: MockConfigEntry,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedZhaBench:
    """Link a lock of each kind."""
    # A late lock of these tests takes one and a half seconds.
    monkeypatch.setattr(zha_adapter, "LATE_BY", 3)
    [lock] = air.locks
    prepare(lock, request.param)
    entity = await async_join(hass, air, lock)
    bench = LinkedZhaBench(hass, entity, lock, monkeypatch)
    bench.air = air
    await bench.link()
    return bench


class TestLinkedZha(LinkedConformance):
    """A linked lock of each kind."""
