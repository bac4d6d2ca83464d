"""A lock behind a hub of SmartThings: its limits, its words, and what answers nothing."""

import asyncio
import json
from typing import Any

from aiohttp import ClientPayloadError
import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Use,
)
from custom_components.access_codes.locks import async_create_adapter, async_method_of
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
)
from homeassistant.core import HomeAssistant
from tests.support.smartthings_cloud import (
    HubLock,
    Reply,
    SmartThingsCloud,
    async_add_smartthings,
    lock_entity,
)

from .conftest import OpenBench


def refusal() -> Reply:
    """Return the cloud's answer to a command that it does not take."""
    error = {"code": "ConstraintViolationError", "message": "no", "details": []}
    return Reply(422, {"requestId": "1", "error": error})


@pytest.mark.contract("12.270")
async def test_a_lock_without_lock_codes_has_no_method_of_its_own(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    front, shed = HubLock(), HubLock(has_codes=False)
    left = HubLock()
    left.attributes["migrated"] = True
    cloud = SmartThingsCloud(front, shed, left)
    entry = await async_add_smartthings(hass, monkeypatch, cloud)
    assert await async_method_of(hass, lock_entity(hass, front)) == "smartthings"
    assert await async_method_of(hass, lock_entity(hass, shed)) is None
    assert await async_method_of(hass, lock_entity(hass, left)) is None
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await async_method_of(hass, lock_entity(hass, shed)) == "smartthings"


@pytest.mark.contract("12.270")
async def test_a_driver_that_leaves_lock_codes_leaves_no_slots(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench()
    bench.lock.push("lockCodes", "migrated", True)
    await bench.listener.wait_until(
        lambda: bench.adapter.capabilities == LockCapabilities()
    )


@pytest.mark.contract("12.271")
@pytest.mark.parametrize(
    ("kind", "attributes", "slots", "lengths"),
    [
        ("ZIGBEE", {"maxCodes": 4}, 3, (4, 5, 6, 7, 8)),
        ("ZWAVE", {"maxCodes": 4, "codeLength": 6}, 4, (6,)),
        ("ZWAVE", {"maxCodes": 250, "minCodeLength": 0}, 50, (4, 5, 6, 7, 8)),
        ("ZWAVE", {"minCodeLength": 6, "maxCodeLength": 7}, 6, (6, 7)),
    ],
)
async def test_the_limits_are_those_that_the_driver_tells(
    open_bench: OpenBench,
    kind: str,
    attributes: dict[str, Any],
    slots: int,
    lengths: tuple[int, ...],
) -> None:
    lock = HubLock(kind)
    lock.attributes |= attributes
    bench = await open_bench(lock)
    capabilities = bench.adapter.capabilities
    assert capabilities is not None
    assert len(capabilities.slots) == slots
    assert capabilities.slots[0] == "1"
    assert capabilities.code_lengths == lengths
    assert capabilities.calls_per_minute == 10


@pytest.mark.contract("12.271")
async def test_a_lock_is_unknown_until_the_driver_has_counted_its_slots(
    open_bench: OpenBench,
) -> None:
    lock = HubLock("ZWAVE")
    lock.attributes["maxCodes"] = None
    bench = await open_bench(lock)
    assert bench.adapter.capabilities is None
    lock.push("lockCodes", "maxCodes", 2)
    await bench.listener.wait_until(lambda: bench.adapter.capabilities is not None)
    written = await bench.adapter.async_set("1", Credential(Pin("1234")))
    assert written.outcome is Outcome.ACCEPTED


@pytest.mark.contract("12.272")
@pytest.mark.parametrize("status", [200, 429, 500])
async def test_an_answer_of_the_cloud_alone_is_none(
    open_bench: OpenBench, status: int
) -> None:
    bench = await open_bench()
    assert bench.lock.cloud is not None
    bench.lock.cloud.answer = lambda: Reply(status, {})
    assert await bench.set("1", "1234") is Outcome.UNKNOWN
    assert await bench.clear("1") is Outcome.UNKNOWN
    with pytest.raises(ReadFailed):
        await bench.adapter.async_read("1")


@pytest.mark.contract("12.272")
async def test_a_command_that_the_cloud_does_not_take_is_refused(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench()
    assert bench.lock.cloud is not None
    bench.lock.cloud.answer = refusal
    assert await bench.set("1", "1234") is Outcome.REFUSED
    with pytest.raises(ReadFailed):
        await bench.adapter.async_read("1")
    bench.lock.cloud.answer = lambda: Reply(401)
    assert await bench.set("1", "1234") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await bench.adapter.async_read("1")


@pytest.mark.contract("12.273")
async def test_a_word_that_contradicts_a_write_refuses_nothing(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench()
    await bench.set("1", "1234")
    clearing = asyncio.ensure_future(bench.clear("1"))
    await asyncio.sleep(0)
    bench.lock.say("1 changed")
    bench.lock.say("2 deleted")
    bench.lock.say("1 failed")
    assert await clearing is Outcome.ACCEPTED
    assert bench.lock.codes == {}


@pytest.mark.contract("12.274")
async def test_a_read_asks_the_lock_and_not_the_list_of_the_hub(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench()
    bench.lock.listed["1"] = "Code 1"
    bench.lock.attributes["lockCodes"] = json.dumps(bench.lock.listed)
    assert await bench.adapter.async_read("1") is EMPTY
    assert bench.lock.sent == [("requestCode", 1)]
    assert bench.adapter.metadata("1") == {"slot": 1}


@pytest.mark.contract("12.275")
async def test_a_scan_of_all_slots_changes_none(open_bench: OpenBench) -> None:
    bench = await open_bench(HubLock("ZWAVE"))
    lock, listener = bench.lock, bench.listener
    await bench.set("1", "1234")
    lock.type_at_keypad(2, "5678", is_reported=False)
    lock.push("lockCodes", "scanCodes", "Scanning")
    lock.read(1)
    lock.push("lockCodes", "scanCodes", "Complete")
    lock.say("3 renamed")
    lock.say("0 set")
    lock.say("all deleted")
    lock.type_at_keypad(1, "9999")
    await listener.wait_until(lambda: bool(listener.reports))
    assert listener.reports == [("1", None)]
    lock.push("lockCodes", "scanCodes", "Scanning")
    lock.type_at_keypad(1, None)
    await listener.wait_until(lambda: len(listener.reports) == 2)
    assert listener.reports[1] == ("1", EMPTY)


@pytest.mark.contract("12.277")
async def test_uses_are_told_by_the_slot(open_bench: OpenBench) -> None:
    bench = await open_bench()
    by_hand, by_code = {"method": "manual"}, {"method": "keypad", "codeId": "2"}
    bench.lock.push("lock", "lock", "unlocked", by_hand)
    bench.lock.push("lock", "lock", "unlocked")
    bench.lock.push("lock", "lock", "unknown", by_code)
    bench.lock.push("lock", "lock", "locked", by_code)
    await bench.listener.wait_until(lambda: bool(bench.listener.uses))
    assert bench.listener.uses == [Use("lock", "2")]


@pytest.mark.contract("12.276")
async def test_the_library_logs_no_pin(
    open_bench: OpenBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    bench = await open_bench()
    assert await bench.set("1", "80604020") is Outcome.ACCEPTED
    assert await bench.adapter.async_read("1") is not EMPTY
    assert "REQUEST_CODE" in caplog.text or "requestCode" in caplog.text
    assert "80604020" not in caplog.text


@pytest.mark.contract("12.278")
async def test_a_reload_of_the_integration_is_followed(
    hass: HomeAssistant, open_bench: OpenBench
) -> None:
    bench = await open_bench()
    entry_id = lock_entity(hass, bench.lock).config_entry_id
    assert entry_id is not None
    assert await hass.config_entries.async_unload(entry_id)
    assert bench.adapter.reach is Reach.DISCONNECTED
    assert await bench.set("1", "1234") is Outcome.UNREACHABLE
    assert await hass.config_entries.async_setup(entry_id)
    await hass.async_block_till_done()
    assert await bench.set("1", "1234") is Outcome.ACCEPTED
    bench.lock.type_at_keypad(2, "5678")
    await bench.listener.wait_until(lambda: bool(bench.listener.reports))
    assert bench.listener.reports == [("2", None)]


@pytest.mark.contract("12.278")
async def test_while_the_stream_of_events_is_down_the_lock_is_cut_off(
    hass: HomeAssistant, open_bench: OpenBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = await open_bench()
    cloud = bench.lock.cloud
    assert cloud is not None
    seen: list[Reach] = []
    monkeypatch.setattr(
        bench.listener, "reach_changed", lambda: seen.append(bench.adapter.reach)
    )
    cloud.streams[-1].end()
    # Nothing tells of this change: the engine reads its slots once the lock is back.
    bench.lock.type_at_keypad(1, "5678")
    async with asyncio.timeout(5):
        while len(cloud.streams) < 2:
            await asyncio.sleep(0)
    await hass.async_block_till_done()
    assert seen[0] is Reach.DISCONNECTED
    assert seen[-1] is Reach.REACHABLE
    assert bench.listener.reports == []
    assert await bench.adapter.async_read("1") is UNREADABLE


@pytest.mark.contract("12.278")
async def test_a_lock_that_is_gone_from_the_account_is_cut_off(
    hass: HomeAssistant, open_bench: OpenBench
) -> None:
    bench = await open_bench()
    assert bench.lock.cloud is not None
    del bench.lock.cloud.locks[bench.lock.device_id]
    entry_id = lock_entity(hass, bench.lock).config_entry_id
    assert entry_id is not None
    assert await hass.config_entries.async_reload(entry_id)
    assert bench.adapter.reach is Reach.DISCONNECTED


@pytest.mark.contract("12.278")
async def test_an_adapter_that_was_not_started_can_be_stopped(
    hass: HomeAssistant, open_bench: OpenBench
) -> None:
    bench = await open_bench()
    lock = lock_entity(hass, bench.lock)
    made = await async_create_adapter(hass, lock, "smartthings")
    made.stop()
    assert made.reach is Reach.DISCONNECTED


@pytest.mark.contract("12.272")
async def test_an_answer_that_breaks_off_is_not_known(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench()

    class Broken(Reply):
        async def text(self) -> str:
            raise ClientPayloadError("135790")

    assert bench.lock.cloud is not None
    bench.lock.cloud.answer = lambda: Broken(200)
    assert await bench.set("3", "135790") is Outcome.UNKNOWN
    with pytest.raises(ReadFailed):
        await bench.adapter.async_read("3")
