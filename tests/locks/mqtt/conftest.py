"""A broker and a Zigbee2MQTT for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from unittest.mock import MagicMock

import pytest

from custom_components.access_codes.core.model import Outcome, Pin, Reach
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.mqtt import raw_commands
from custom_components.access_codes.locks.zigbee import adapter as zigbee_adapter
from homeassistant.core import HomeAssistant
from simulators.zigbee.air import AirControl
from tests.locks.lock_bench import BenchListener
from tests.support.real_zigbee2mqtt import (
    ANSWER_TIME,
    RealLock,
    RealZigbee2Mqtt,
    async_add_real_mqtt,
)
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
    monkeypatch.setattr(zigbee_adapter, "REPORT_TIME", 0.3)


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


class Door:
    """A running adapter, its lock and its reports."""

    def __init__(
        self, adapter: LockAdapter, bridge: Zigbee2Mqtt, lock: ZigbeeLock
    ) -> None:
        self.adapter = adapter
        self.bridge = bridge
        self.lock = lock
        self.listener = BenchListener()

    async def set(self, slot: str, pin: str) -> Outcome:
        """Write a PIN."""
        self.listener.ours.add(slot)
        written = await self.adapter.async_set(slot, Credential(Pin(pin)))
        return written.outcome

    async def clear(self, slot: str) -> Outcome:
        """Empty a slot."""
        return (await self.adapter.async_clear(slot)).outcome

    async def until_known(self) -> None:
        """Wait until the lock's limits are known."""
        await self.listener.wait_until(
            lambda: (
                self.adapter.capabilities is not None
                and self.adapter.reach is Reach.REACHABLE
            )
        )


type OpenDoor = Callable[..., Awaitable[Door]]


@pytest.fixture
async def open_door(
    hass: HomeAssistant, add_bridge: AddBridge
) -> AsyncIterator[OpenDoor]:
    """Give tests adapters that run."""
    doors: list[Door] = []

    async def open_one(
        lock: ZigbeeLock | None = None,
        bridge: Zigbee2Mqtt | None = None,
        *,
        is_known: bool = True,
        **options: Any,
    ) -> Door:
        lock = lock or ZigbeeLock()
        bridge = bridge or await add_bridge(lock, **options)
        entity = await async_lock_entity(hass, lock, bridge.base)
        door = Door(await async_create_adapter(hass, entity, "mqtt"), bridge, lock)
        doors.append(door)
        await door.adapter.async_start(door.listener)
        if is_known:
            await door.until_known()
        return door

    yield open_one
    for door in doors:
        door.adapter.stop()


@pytest.fixture(scope="session")
def real_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealZigbee2Mqtt]:
    """Run one Zigbee2MQTT for all tests: it takes seconds to start."""
    process = RealZigbee2Mqtt(tmp_path_factory.mktemp("zigbee2mqtt"))
    yield process
    process.stop()


@pytest.fixture
async def real_mqtt(
    hass: HomeAssistant,
    mock_hass_config: None,
    socket_enabled: None,
    real_process: RealZigbee2Mqtt,
    monkeypatch: pytest.MonkeyPatch,
) -> RealZigbee2Mqtt:
    """Connect Home Assistant to the real broker."""
    monkeypatch.setattr(raw_commands, "_ANSWER_TIME", ANSWER_TIME)
    await async_add_real_mqtt(hass, real_process.broker_port, monkeypatch)
    return real_process


@pytest.fixture
async def real_lock(
    real_mqtt: RealZigbee2Mqtt, request: pytest.FixtureRequest
) -> AsyncIterator[RealLock]:
    """Give each test a lock that is empty and well."""
    air = await AirControl(real_mqtt.air_port).connect()
    lock = RealLock(air, request.param)
    await lock.prepare()
    yield lock
    air.close()
