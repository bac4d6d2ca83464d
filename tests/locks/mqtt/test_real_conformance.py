"""The conformance suites over a real Zigbee2MQTT and a real broker: only the air, with its locks, is simulated."""

from collections.abc import AsyncIterator

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
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.mqtt import raw_commands
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, BenchListener, Trouble, is_reachable
from tests.support.real_zigbee2mqtt import KINDS, RealLock


class RealBench:
    """One lock behind a real Zigbee2MQTT."""

    row: str | None = "Zigbee, by Zigbee2MQTT"
    takes_duplicates = False
    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, lock: RealLock) -> None:
        self._hass = hass
        self.lock = lock
        self.listener = BenchListener()
        self.pins = lock.pins
        self.fail = lock.fail

    async def start(self) -> None:
        """Start an adapter and wait until it knows its lock."""
        entity = await self.lock.entity(self._hass)
        self.adapter = await async_create_adapter(self._hass, entity, "mqtt")
        await self.adapter.async_start(self.listener)
        await self.listener.wait_until(
            lambda: is_reachable(self) and self.adapter.capabilities is not None
        )

    async def names(self) -> dict[str, str]:
        """Return nothing: such locks store no names."""
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        await self.lock.do("program", slot=int(slot), pin=pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        await self.lock.do("use", slot=int(slot))

    async def restart(self) -> None:
        """Start another adapter on the same lock."""
        self.adapter.stop()
        listener = BenchListener()
        listener.ours = self.listener.ours
        self.listener = listener
        await self.start()


@pytest.fixture
async def bench(hass: HomeAssistant, real_lock: RealLock) -> AsyncIterator[RealBench]:
    """Start the adapter of the lock."""
    real_bench = RealBench(hass, real_lock)
    await real_bench.start()
    yield real_bench
    real_bench.adapter.stop()


class LinkedRealBench:
    """A linked lock behind a real Zigbee2MQTT."""

    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, lock: RealLock, entity: RegistryEntry
    ) -> None:
        self.hass = hass
        self.lock = lock
        self.fail = lock.fail
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: entity.id, CONF_METHOD: "mqtt", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in (await self.lock.pins()).values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        pins = await self.lock.pins()
        [slot] = [slot for slot, held in pins.items() if held == pin]
        await self.lock.do("use", slot=int(slot))


@pytest.fixture
async def linked(
    hass: HomeAssistant, real_lock: RealLock, monkeypatch: pytest.MonkeyPatch
) -> LinkedRealBench:
    """Link the lock, and wait until it was read."""
    # A late lock of these tests takes two and a half seconds.
    monkeypatch.setattr(raw_commands.RawCommands, "late_by", 4)
    bench = LinkedRealBench(hass, real_lock, await real_lock.entity(hass))
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


@pytest.mark.parametrize("real_lock", KINDS, indirect=True)
class TestRealZigbee2Mqtt(AdapterConformance):
    """A Zigbee lock of each kind."""


@pytest.mark.parametrize("real_lock", ["readable", "masked"], indirect=True)
class TestLinkedRealZigbee2Mqtt(LinkedConformance):
    """A linked Zigbee lock of each kind."""
