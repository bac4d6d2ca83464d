"""Messages that a linked lock of ZHA costs."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from simulators.zigbee.air import Air
from tests.locks.linked_conformance import act, becomes, create, is_gone, until
from tests.locks.lock_bench import PATIENCE
from tests.support.zha_network import async_join

from .test_linked_conformance import LinkedZhaBench

PIN, OTHER = "135790", "246802"

LIMITS = ("attributes", None)


@pytest.mark.contract("12.202")
async def test_each_change_is_one_write_and_one_read_and_a_restart_writes_nothing(
    hass: HomeAssistant,
    air: Air,
    zha: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [lock] = air.locks
    entity = await async_join(hass, air, lock)
    bench = LinkedZhaBench(hass, entity, lock, monkeypatch)

    def sent() -> list[tuple[str, int | None]]:
        found = [(entry["kind"], entry["slot"]) for entry in air.log]
        air.log.clear()
        return found

    sent()
    await bench.link()
    slots = [("get", slot) for slot in (1, 2, 3, 4)]
    assert sent() == [LIMITS, ("get", 4), *slots]

    code = await create(bench, PIN)
    await becomes(bench, code, "set")
    assert sent() == [("set", 1), ("get", 1)]

    await act(bench, "update", access_code_id=code, code=OTHER)
    await becomes(bench, code, "set")
    assert sent() == [("set", 1), ("get", 1)]

    assert await hass.config_entries.async_reload(bench.entry.entry_id)
    await becomes(bench, code, "set")

    async def is_read_again() -> bool:
        return len(air.log) >= 3

    await until(bench, is_read_again, PATIENCE)
    await hass.async_block_till_done()
    assert sent() == [LIMITS, ("get", 4), ("get", 1)]

    await act(bench, "delete", access_code_id=code)
    await is_gone(bench, code)
    assert sent() == [("clear", 1), ("get", 1)]
