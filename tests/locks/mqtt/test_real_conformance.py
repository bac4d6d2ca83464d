"""The conformance suites over a real Zigbee2MQTT and a real broker: only the air, with its locks, is simulated."""

from collections.abc import AsyncIterator
from typing import override

import pytest

from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockAdapter
from custom_components.access_codes.locks.mqtt import raw_commands
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.locks.adapter_bench import AdapterBench
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble, is_reachable
from tests.support.real_zigbee2mqtt import KINDS, RealLock


class RealBench(AdapterBench):
    """One lock behind a real Zigbee2MQTT."""

    row: str | None = "Zigbee, by Zigbee2MQTT"

    def __init__(self, hass: HomeAssistant, lock: RealLock) -> None:
        super().__init__(hass)
        self.lock = lock
        self.pins = lock.pins
        self.fail = lock.fail

    @override
    async def create(self) -> LockAdapter:
        entity = await self.lock.entity(self.hass)
        return await async_create_adapter(self.hass, entity, "mqtt")

    @override
    def is_started(self) -> bool:
        return is_reachable(self) and self.adapter.capabilities is not None

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


@pytest.fixture
async def bench(hass: HomeAssistant, real_lock: RealLock) -> AsyncIterator[RealBench]:
    """Start the adapter of the lock."""
    real_bench = RealBench(hass, real_lock)
    await real_bench.start()
    yield real_bench
    real_bench.adapter.stop()


class LinkedRealBench(LinkedLockBench):
    """A linked lock behind a real Zigbee2MQTT."""

    def __init__(
        self, hass: HomeAssistant, lock: RealLock, entity: RegistryEntry
    ) -> None:
        super().__init__(hass, entity, "mqtt")
        self.lock = lock

    @override
    async def opens(self, pin: str) -> bool:
        return pin in (await self.lock.pins()).values()

    @override
    async def use(self, pin: str) -> None:
        pins = await self.lock.pins()
        [slot] = [slot for slot, held in pins.items() if held == pin]
        await self.lock.do("use", slot=int(slot))

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        await self.lock.fail(trouble)


@pytest.fixture
async def linked(
    hass: HomeAssistant, real_lock: RealLock, monkeypatch: pytest.MonkeyPatch
) -> LinkedRealBench:
    """Link the lock, and wait until it was read."""
    # A late lock of these tests takes two and a half seconds.
    monkeypatch.setattr(raw_commands.RawCommands, "late_by", 4)
    bench = LinkedRealBench(hass, real_lock, await real_lock.entity(hass))
    await bench.link()
    return bench


@pytest.mark.parametrize("real_lock", KINDS, indirect=True)
class TestRealZigbee2Mqtt(AdapterConformance):
    """A Zigbee lock of each kind."""


@pytest.mark.parametrize("real_lock", ["readable", "masked"], indirect=True)
class TestLinkedRealZigbee2Mqtt(LinkedConformance):
    """A linked Zigbee lock of each kind."""
