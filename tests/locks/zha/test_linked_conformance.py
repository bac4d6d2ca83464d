"""The conformance suite over linked locks of ZHA: actions, engine, adapter, Home Assistant's ZHA."""

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
)
from custom_components.access_codes.locks.zha import adapter as zha_adapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from simulators.zigbee.air import Air
from simulators.zigbee.lock import SimulatedLock
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.zha_network import async_join

from .test_conformance import fail, prepare


class LinkedZhaBench:
    """A linked lock of ZHA."""

    troubles = frozenset(Trouble)
    air: Air

    def __init__(
        self,
        hass: HomeAssistant,
        entity: RegistryEntry,
        lock: SimulatedLock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self.hass = hass
        self.lock = lock
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        self._monkeypatch = monkeypatch
        data = {CONF_LOCK: entity.id, CONF_METHOD: "zha", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def link(self) -> None:
        """Link the lock, and wait until it was read."""
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)

        async def is_read() -> bool:
            return bool(self.entry.runtime_data.engine.record.is_read)

        await until(self, is_read, PATIENCE)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.air.log)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.lock.pins().values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        [slot] = [slot for slot, held in self.lock.pins().items() if held == pin]
        self.lock.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
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
