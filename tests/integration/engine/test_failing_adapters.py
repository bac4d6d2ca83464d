"""Adapters that hang at their start or fail at their stop."""

import asyncio
from typing import override

import pytest

from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.engine.lock_connection import START_TIMEOUT
from custom_components.access_codes.locks.adapter import AdapterListener
from custom_components.access_codes.storage.record_file import StorageFailed
from tests.support.engine_house import House
from tests.support.fake_adapter import FakeAdapter


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
