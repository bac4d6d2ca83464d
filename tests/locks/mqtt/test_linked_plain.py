"""A linked lock behind a Zigbee2MQTT without answers, which carries out an old write when the lock is heard again."""

from collections.abc import Awaitable, Callable

import pytest

from custom_components.access_codes.locks.mqtt import plain_commands
from homeassistant.core import HomeAssistant
from tests.locks.linked_conformance import act, becomes, create, is_gone, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.zigbee2mqtt import async_lock_entity
from tests.support.zigbee_lock import ZigbeeLock

from .conftest import AddBridge
from .test_linked_conformance import LinkedMqttBench

PIN = "135790"

type Link = Callable[[], Awaitable[LinkedMqttBench]]


@pytest.fixture
def link(
    hass: HomeAssistant, add_bridge: AddBridge, monkeypatch: pytest.MonkeyPatch
) -> Link:
    """Link a lock, and wait until it was read."""
    monkeypatch.setattr(plain_commands, "_KEPT_FOR", 4)
    monkeypatch.setattr(plain_commands, "ANSWER_TIME", 0.5)

    async def link_one() -> LinkedMqttBench:
        lock = ZigbeeLock()
        bridge = await add_bridge(lock, version="2.6.3", expose_pin=True)
        bench = LinkedMqttBench(hass, bridge, lock, await async_lock_entity(hass, lock))
        await bench.link()
        return bench

    return link_one


@pytest.mark.contract("12.154")
async def test_a_code_comes_and_goes(link: Link) -> None:
    bench = await link()
    code = await create(bench, PIN)
    await becomes(bench, code, "set")
    assert await bench.opens(PIN)
    await act(bench, "delete", access_code_id=code)
    await is_gone(bench, code)
    assert not await bench.opens(PIN)


@pytest.mark.contract("12.155")
async def test_a_write_that_was_kept_is_taken_off_again(link: Link) -> None:
    bench = await link()
    await bench.fail(Trouble.UNREACHABLE)
    code = await create(bench, PIN)

    async def is_kept() -> bool:
        return any(payload.get("pincodevalue") for _, _, payload in bench.bridge.kept)

    await until(bench, is_kept, PATIENCE)
    await act(bench, "delete", access_code_id=code)
    await bench.fail(None)
    bench.bridge.wake()
    assert await bench.opens(PIN)
    await is_gone(bench, code)
    assert not await bench.opens(PIN)
