"""The conformance suite over linked locks behind Zigbee2MQTT: actions, engine, adapter, Home Assistant's MQTT."""

from typing import override

import pytest

from custom_components.access_codes.locks.mqtt.raw_commands import RawCommands
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble
from tests.support.zigbee2mqtt import Zigbee2Mqtt, async_lock_entity
from tests.support.zigbee_lock import Fault, ZigbeeLock

from .conftest import AddBridge


class LinkedMqttBench(LinkedLockBench):
    """A linked lock behind a Zigbee2MQTT."""

    def __init__(
        self,
        hass: HomeAssistant,
        bridge: Zigbee2Mqtt,
        lock: ZigbeeLock,
        entity: RegistryEntry,
    ) -> None:
        super().__init__(hass, entity, "mqtt")
        self.bridge = bridge
        self.lock = lock

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.sent)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.lock.pins().values()

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.lock.pins().items() if held == pin]
        self.bridge.use(self.lock, int(slot))

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        self.lock.fault = Fault(trouble.value) if trouble is not None else None


@pytest.fixture(params=["readable", "masked"])
async def linked(
    hass: HomeAssistant,
    add_bridge: AddBridge,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedMqttBench:
    """Link a lock of each kind, and wait until it was read."""
    # A late lock of these tests takes one and a half seconds.
    monkeypatch.setattr(RawCommands, "late_by", 3)
    is_masked = request.param == "masked"
    lock = ZigbeeLock(mask=b"\x04****" if is_masked else None)
    bridge = await add_bridge(lock)
    bench = LinkedMqttBench(hass, bridge, lock, await async_lock_entity(hass, lock))
    await bench.link()
    return bench


class TestLinkedMqtt(LinkedConformance):
    """A linked Zigbee lock of each kind."""
