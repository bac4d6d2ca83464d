"""Commands without answers, over the converters of a real Zigbee2MQTT.

It is a newer one than those that they are for: what it would say besides is not listened to.
"""

import asyncio
from collections.abc import AsyncIterator
import json

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import Credential
from custom_components.access_codes.locks.mqtt import bridge, plain_commands
from homeassistant.components import mqtt
from homeassistant.core import HomeAssistant, callback
from tests.locks.lock_bench import capabilities_of
from tests.support.real_zigbee2mqtt import RealLock

from .test_real_conformance import RealBench

DOOR_LOCK, POWER, BATTERY = 0x0101, 0x0001, 0x0021


@pytest.fixture(autouse=True)
def without_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take Zigbee2MQTT for an old one, and wait less for a message that does not come."""
    monkeypatch.setattr(bridge, "_ACTIONS_SINCE", (99, 0))
    monkeypatch.setattr(plain_commands, "ANSWER_TIME", 3)


@pytest.fixture
async def bench(hass: HomeAssistant, real_lock: RealLock) -> AsyncIterator[RealBench]:
    """Start the adapter of the lock."""
    real_bench = RealBench(hass, real_lock)
    await real_bench.start()
    yield real_bench
    real_bench.adapter.stop()


@pytest.fixture
async def exposed(hass: HomeAssistant, bench: RealBench) -> AsyncIterator[RealBench]:
    """Let Zigbee2MQTT show PINs in the lock's state."""
    await _expose(hass, bench, is_exposed=True)
    yield bench
    await _expose(hass, bench, is_exposed=False)


async def _expose(hass: HomeAssistant, bench: RealBench, *, is_exposed: bool) -> None:
    base = "zigbee2mqtt/bridge"
    answered = asyncio.Event()

    @callback
    def on_response(_: mqtt.ReceiveMessage) -> None:
        answered.set()

    stop = await mqtt.async_subscribe(
        hass, f"{base}/response/device/options", on_response
    )
    request = {"id": await bench.lock.ieee(), "options": {"expose_pin": is_exposed}}
    topic = f"{base}/request/device/options"
    await mqtt.async_publish(hass, topic, json.dumps(request), 0, False)
    async with asyncio.timeout(20):
        await answered.wait()
    stop()


async def _set(bench: RealBench, slot: str, pin: str) -> Outcome:
    bench.listener.ours.add(slot)
    return (await bench.adapter.async_set(slot, Credential(Pin(pin)))).outcome


readable = pytest.mark.parametrize("real_lock", ["readable"], indirect=True)


@readable
@pytest.mark.contract("12.143", "12.154", "12.156")
async def test_a_slot_shows_that_it_is_occupied_and_no_pin(bench: RealBench) -> None:
    capabilities = capabilities_of(bench)
    assert capabilities.slots == ("1", "2", "3", "4")
    assert capabilities.code_lengths == (4, 5, 6, 7, 8)
    assert capabilities.reports is Reporting.ALL
    assert capabilities.uses is UseReporting.LIVE
    mark = await bench.lock.mark()

    assert await bench.adapter.async_read("1") is EMPTY
    assert await _set(bench, "1", "0123") is Outcome.UNKNOWN
    assert await bench.adapter.async_read("1") is UNREADABLE
    assert await bench.adapter.async_read("1") is UNREADABLE
    assert await bench.pins() == {"1": "0123"}
    assert (await bench.adapter.async_clear("1")).outcome is Outcome.UNKNOWN
    assert await bench.adapter.async_read("1") is EMPTY

    assert await bench.pins() == {}
    sent = ["get", "set", "get", "get", "clear", "get"]
    assert await bench.lock.sent(mark) == sent
    assert capabilities_of(bench).reads is Readability.PRESENCE


@readable
@pytest.mark.contract("12.154")
async def test_an_exposed_pin_is_read_with_its_zeros(exposed: RealBench) -> None:
    await _set(exposed, "1", "0123")
    assert await exposed.adapter.async_read("1") == KnownPin(Pin("0123"))
    await _set(exposed, "1", "00456")
    assert await exposed.adapter.async_read("1") == KnownPin(Pin("00456"))
    await exposed.adapter.async_clear("1")
    assert await exposed.adapter.async_read("1") is EMPTY


@readable
@pytest.mark.contract("12.154")
async def test_a_refused_write_shows_in_the_read(exposed: RealBench) -> None:
    await _set(exposed, "1", "135790")
    assert await exposed.adapter.async_read("1") == KnownPin(Pin("135790"))
    await exposed.lock.do("faults", set_status=3)
    assert await _set(exposed, "1", "246802") is Outcome.UNKNOWN
    assert await exposed.adapter.async_read("1") == KnownPin(Pin("135790"))
    assert await _set(exposed, "2", "246802") is Outcome.UNKNOWN
    assert await exposed.adapter.async_read("2") is EMPTY


@pytest.mark.parametrize("real_lock", ["masked"], indirect=True)
async def test_a_masked_pin_is_none(exposed: RealBench) -> None:
    await _set(exposed, "1", "135790")
    assert await exposed.adapter.async_read("1") is UNREADABLE
