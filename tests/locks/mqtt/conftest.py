"""A broker and a Zigbee2MQTT for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from unittest.mock import MagicMock

import pytest

from custom_components.access_codes.locks.mqtt import adapter as mqtt_adapter
from homeassistant.core import HomeAssistant
from tests.support.zigbee2mqtt import (
    Broker,
    Zigbee2Mqtt,
    async_add_mqtt,
    async_lock_entity,
)
from tests.support.zigbee_lock import ZigbeeLock

type AddBridge = Callable[..., Awaitable[Zigbee2Mqtt]]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(mqtt_adapter, "REPORT_TIME", 0.3)


@pytest.fixture
async def broker(
    hass: HomeAssistant,
    mock_hass_config: None,
    mqtt_client_mock: MagicMock,
    monkeypatch: pytest.MonkeyPatch,
) -> Broker:
    """Connect Home Assistant to a broker."""
    broker, _ = await async_add_mqtt(hass, mqtt_client_mock, monkeypatch)
    return broker


@pytest.fixture
async def add_bridge(hass: HomeAssistant, broker: Broker) -> AsyncIterator[AddBridge]:
    """Give tests a Zigbee2MQTT whose locks Home Assistant has discovered."""
    bridges: list[Zigbee2Mqtt] = []

    async def add(*locks: ZigbeeLock, **options: Any) -> Zigbee2Mqtt:
        bridge = Zigbee2Mqtt(broker, [*locks], **options)
        bridges.append(bridge)
        bridge.start()
        for lock in locks:
            await async_lock_entity(hass, lock, bridge.base)
        return bridge

    yield add
    for bridge in bridges:
        await bridge.stop()
