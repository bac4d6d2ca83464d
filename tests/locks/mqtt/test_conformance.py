"""The conformance suite over locks behind a Zigbee2MQTT that passes their answers on."""

from collections.abc import AsyncIterator, Callable
from typing import Final, override

import pytest

from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockAdapter
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble, is_reachable
from tests.support.zigbee2mqtt import Zigbee2Mqtt, async_lock_entity
from tests.support.zigbee_lock import Fault, ZigbeeLock

from .conftest import AddBridge

LOCKS: Final[dict[str, Callable[[], ZigbeeLock]]] = {
    "readable": ZigbeeLock,
    "silent": lambda: ZigbeeLock(
        sends_events=False,
        attributes={
            0x12: (0x21, 5),
            0x17: (0x20, 8),
            0x18: (0x20, 4),
            0x41: (0x19, 0),
            0x45: (0x19, 0),
        },
    ),
    "masked": lambda: ZigbeeLock(mask=b"\x04****"),
    "write-only": lambda: ZigbeeLock(has_reads=False),
}


class MqttBench(AdapterBench):
    """One lock behind a Zigbee2MQTT."""

    row: str | None = "Zigbee, by Zigbee2MQTT"

    def __init__(
        self, hass: HomeAssistant, bridge: Zigbee2Mqtt, lock: ZigbeeLock
    ) -> None:
        super().__init__(hass)
        self.bridge = bridge
        self.lock = lock

    @override
    async def create(self) -> LockAdapter:
        entity = await async_lock_entity(self.hass, self.lock, self.bridge.base)
        return await async_create_adapter(self.hass, entity, "mqtt")

    @override
    def is_started(self) -> bool:
        return is_reachable(self) and self.adapter.capabilities is not None

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        return self.lock.pins()

    async def names(self) -> dict[str, str]:
        """Return nothing: such locks store no names."""
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        self.bridge.type_at_keypad(self.lock, int(slot), pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.bridge.use(self.lock, int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.lock.fault = Fault(trouble.value) if trouble is not None else None


@pytest.fixture(params=LOCKS)
async def bench(
    hass: HomeAssistant, add_bridge: AddBridge, request: pytest.FixtureRequest
) -> AsyncIterator[MqttBench]:
    """Give each test a lock of each kind."""
    lock = LOCKS[request.param]()
    mqtt_bench = MqttBench(hass, await add_bridge(lock), lock)
    await mqtt_bench.start()
    yield mqtt_bench
    mqtt_bench.adapter.stop()


class TestMqtt(AdapterConformance):
    """A Zigbee lock of each kind."""
