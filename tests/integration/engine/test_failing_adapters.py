"""Adapters that hang at their start, fail at their stop, or fail to tell of their lock."""

import asyncio
from typing import override

import pytest

from custom_components.access_codes.core.model import LockCapabilities, Reach
from custom_components.access_codes.engine.lock_connection import START_TIMEOUT
from custom_components.access_codes.locks.adapter import AdapterListener
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import HomeAssistant
from tests.support.engine_house import House
from tests.support.fake_adapter import FakeAdapter
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.slot_locks import (
    SlotAdapter,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


class HangingAdapter(FakeAdapter):
    """An adapter whose start never ends."""

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        await asyncio.Event().wait()


class UnstoppableAdapter(FakeAdapter):
    """An adapter whose stop fails."""

    @override
    def stop(self) -> None:
        super().stop()
        raise RuntimeError("1234")


@pytest.mark.contract("1.4", "12.4")
async def test_an_adapter_that_hangs_at_its_start_is_left(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("fake cannot watch entry-1: TimeoutError")
    engine = await house.start(is_attached=False)
    hanging = HangingAdapter(house.lock)
    attaching = asyncio.ensure_future(engine.attach(hanging))
    await asyncio.sleep(0)
    stopping = asyncio.ensure_future(engine.async_stop())
    await house.hass.async_block_till_done()
    assert not stopping.done()
    await house.pass_time(START_TIMEOUT, settle=False)
    await asyncio.wait_for(asyncio.gather(attaching, stopping), 5)
    assert hanging.stops == 1
    assert engine.adapter is None
    assert house.reach() is Reach.DISCONNECTED


@pytest.mark.contract("1.4", "12.4")
async def test_an_engine_stops_though_its_adapter_fails_at_its_stop(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("fake cannot leave entry-1: RuntimeError")
    engine = await house.start(is_attached=False)
    await engine.attach(UnstoppableAdapter(house.lock))
    await house.settle()
    await engine.async_stop()
    with pytest.raises(StorageFailed, match="not running"):
        await engine.async_sync()


@pytest.mark.contract("12.4")
async def test_a_new_adapter_is_attached_though_the_one_before_fails_at_its_stop(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("fake cannot leave entry-1: RuntimeError")
    engine = await house.start(is_attached=False)
    await engine.attach(UnstoppableAdapter(house.lock))
    await house.settle()
    await house.attach()
    await house.settle()
    assert engine.adapter is house.adapter
    assert house.reach() is Reach.REACHABLE


class SilentAdapter(FakeAdapter):
    """An adapter that fails to tell of its lock."""

    is_broken = True

    @property
    @override
    def reach(self) -> Reach:
        if self.is_broken:
            raise ValueError("1234")
        return super().reach

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        if self.is_broken:
            raise ValueError("1234")
        return super().capabilities


@pytest.mark.contract("1.4", "12.83")
async def test_an_adapter_that_fails_to_tell_its_reach_stops_no_engine(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("fake fails to tell its ")
    engine = await house.start(is_attached=False)
    adapter = SilentAdapter(house.lock)
    await engine.attach(adapter)
    await house.settle()
    assert house.reach() is Reach.DISCONNECTED
    assert house.lock.sent == []
    adapter.is_broken = False
    adapter.tell_reach()
    await house.settle()
    code = await house.create("246813")
    await house.settle()
    assert house.lock.pins == {"246813"}
    adapter.is_broken = True
    adapter.tell_reach()
    await house.settle()
    assert house.reach() is Reach.DISCONNECTED
    await house.delete(code)
    adapter.is_broken = False
    adapter.tell_reach()
    await house.settle()
    assert house.lock.pins == set()


@pytest.mark.contract("12.83")
async def test_a_command_goes_on_though_its_adapter_fails_to_tell_its_capabilities(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("fake fails to tell its capabilities: ValueError")
    engine = await house.start(is_attached=False)
    adapter = SilentAdapter(house.lock)
    adapter.is_broken = False
    await engine.attach(adapter)
    await house.settle()
    adapter.is_broken = True
    await house.create("246813")
    await house.settle()
    assert house.lock.pins == {"246813"}


class UntoldSlots(SlotAdapter):
    """An adapter that fails to tell of its slots."""

    @override
    def label(self, slot: str) -> str:
        raise ValueError("1234")

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        raise ValueError("1234")


@pytest.mark.contract("1.4", "12.83")
async def test_codes_are_listed_though_their_adapter_fails_to_tell_of_slots(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("fake_slots fails to tell the ")
    await async_add_locks(hass, "Front door")
    await async_link_slots(hass, "lock.front_door")
    slot_locks["Front door"].type_in("2", "9753")
    await async_settle(hass)
    monkeypatch.setattr(SlotAdapter, "label", UntoldSlots.label)
    monkeypatch.setattr(SlotAdapter, "metadata", UntoldSlots.metadata)
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    got = await async_call(hass, "get", access_code_id=access_code_id)
    assert got["access_code"]["status"] == "set"
    assert got["access_code"]["device_metadata"] is None
    listed = await async_call(hass, "list_unmanaged", lock="lock.front_door")
    assert [code["code"] for code in listed["access_codes"]] == ["9753"]
    assert hass.states.get("sensor.front_door_guest") is not None


async def test_an_adapter_that_was_left_is_not_heard(house: House) -> None:
    await house.run()
    listener = house.adapter.listener
    await house.engine.attach(None)
    assert listener is not None
    before = house.engine.record
    listener.remainder_found("1")
    await house.settle()
    assert house.engine.record is before
