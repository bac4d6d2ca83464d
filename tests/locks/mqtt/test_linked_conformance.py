"""The conformance suite over linked locks behind Zigbee2MQTT: actions, engine, adapter, Home Assistant's MQTT."""

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
from custom_components.access_codes.locks.mqtt.raw_commands import RawCommands
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.zigbee2mqtt import Zigbee2Mqtt, async_lock_entity
from tests.support.zigbee_lock import Fault, ZigbeeLock

from .conftest import AddBridge


class LinkedMqttBench:
    """A linked lock behind a Zigbee2MQTT."""

    troubles = frozenset(Trouble)

    def __init__(
        self,
        hass: HomeAssistant,
        bridge: Zigbee2Mqtt,
        lock: ZigbeeLock,
        entity: RegistryEntry,
    ) -> None:
        self.hass = hass
        self.bridge = bridge
        self.lock = lock
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: entity.id, CONF_METHOD: "mqtt", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.sent)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.lock.pins().values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        [slot] = [slot for slot, held in self.lock.pins().items() if held == pin]
        self.bridge.use(self.lock, int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
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
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedMqtt(LinkedConformance):
    """A linked Zigbee lock of each kind."""
