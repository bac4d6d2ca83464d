"""Messages that a linked lock behind Zigbee2MQTT costs."""

from homeassistant.core import HomeAssistant
from tests.locks.linked_conformance import act, becomes, create, is_gone, until
from tests.locks.lock_bench import PATIENCE
from tests.support.zigbee2mqtt import async_lock_entity
from tests.support.zigbee_lock import CLEAR, GET, SET, ZigbeeLock

from .conftest import AddBridge
from .test_linked_conformance import LinkedMqttBench

PIN, OTHER = "135790", "246802"
LIMITS = (0, -1)


async def test_each_change_is_one_write_and_one_read_and_a_restart_writes_nothing(
    hass: HomeAssistant, add_bridge: AddBridge
) -> None:
    lock = ZigbeeLock()
    bridge = await add_bridge(lock)
    bench = LinkedMqttBench(hass, bridge, lock, await async_lock_entity(hass, lock))
    await bench.link()
    slots = [(GET, slot) for slot in (1, 2, 3, 4)]
    assert lock.sent == [LIMITS, (GET, 4), *slots]

    lock.sent.clear()
    code = await create(bench, PIN)
    await becomes(bench, code, "set")
    assert lock.sent == [(SET, 1), (GET, 1)]

    lock.sent.clear()
    await act(bench, "update", access_code_id=code, code=OTHER)
    await becomes(bench, code, "set")
    assert lock.sent == [(SET, 1), (GET, 1)]

    lock.sent.clear()
    assert await hass.config_entries.async_reload(bench.entry.entry_id)
    await becomes(bench, code, "set")

    async def is_read_again() -> bool:
        return len(lock.sent) >= 3

    await until(bench, is_read_again, PATIENCE)
    await hass.async_block_till_done()
    assert lock.sent == [LIMITS, (GET, 4), (GET, 1)]

    lock.sent.clear()
    await act(bench, "delete", access_code_id=code)
    await is_gone(bench, code)
    assert lock.sent == [(CLEAR, 1), (GET, 1)]
