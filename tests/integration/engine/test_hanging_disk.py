"""A disk that does not answer: a write that does not end counts as failed, and goes on in the background."""

import asyncio
from collections.abc import AsyncIterator
import threading
from typing import Any

import pytest

from custom_components.access_codes.core.model import CommandKind
from custom_components.access_codes.storage.record_file import (
    WRITE_TIMEOUT,
    StorageFailed,
)
from tests.support.engine_house import House


class HangingDisk:
    """Makes the writes of a house hang, and counts those that run side by side."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._end = threading.Event()
        self._has_begun = threading.Semaphore(0)
        self._running = 0
        self.begun = 0
        self.most_running = 0

    def hang(self) -> None:
        """Let each write hang from now on."""
        self._end.clear()
        self._house.disk.before_write = self._before_write
        self._house.disk.after_write = self._after_write

    def _before_write(self) -> None:
        self.begun += 1
        self._running += 1
        self.most_running = max(self.most_running, self._running)
        self._has_begun.release()
        self._end.wait()

    def _after_write(self) -> None:
        self._running -= 1

    def resume(self) -> None:
        """Let all writes end."""
        self._end.set()

    async def until_begun(self) -> None:
        """Wait until a write has begun."""
        assert await asyncio.to_thread(self._has_begun.acquire, timeout=10)


@pytest.fixture
async def hanging(house: House) -> AsyncIterator[HangingDisk]:
    hanging = HangingDisk(house)
    yield hanging
    hanging.resume()
    await house.settle()


async def ended(waiting: asyncio.Future[Any]) -> None:
    """Wait until a call has ended, or fail after some seconds."""
    await asyncio.wait([waiting], timeout=5)
    assert waiting.done()


@pytest.mark.contract("13.21", "13.50")
async def test_a_code_is_taken_off_though_the_disk_hangs(
    house: House, hanging: HangingDisk
) -> None:
    await house.run()
    await house.create("246813", starts_in=0, lasts=600)
    await house.settle()
    assert house.lock.pins == {"246813"}
    hanging.hang()
    other = asyncio.ensure_future(house.create("975310"))
    await hanging.until_begun()
    await house.pass_time(WRITE_TIMEOUT, settle=False)
    with pytest.raises(StorageFailed):
        await asyncio.wait_for(other, 5)
    assert house.is_disk_failing()
    for _ in range(10):
        await house.pass_time(60, settle=False)
    assert house.lock.pins == set()
    assert CommandKind.SET not in house.lock.kinds[1:]
    assert hanging.begun == 1


@pytest.mark.contract("13.14", "13.50")
async def test_the_present_record_is_written_once_the_disk_answers(
    house: House, hanging: HangingDisk
) -> None:
    await house.run()
    kept = await house.create("246813")
    await house.settle()
    hanging.hang()
    refused = asyncio.ensure_future(house.create("975310"))
    await hanging.until_begun()
    await house.pass_time(WRITE_TIMEOUT, settle=False)
    with pytest.raises(StorageFailed):
        await asyncio.wait_for(refused, 5)
    hanging.resume()
    await house.settle()
    assert not house.is_disk_failing()
    assert (await house.on_disk()).codes.keys() == {kept.access_code_id}
    assert hanging.most_running == 1
    later = await house.create("864209")
    await house.settle()
    assert house.lock.pins == {"246813", "864209"}
    assert later.access_code_id in (await house.on_disk()).codes


@pytest.mark.contract("13.15", "13.50")
async def test_an_engine_stops_though_the_disk_hangs_and_the_next_waits_for_the_write(
    house: House, hanging: HangingDisk
) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    hanging.hang()
    refused = asyncio.ensure_future(house.create("975310"))
    await hanging.until_begun()
    stopping = asyncio.ensure_future(house.engine.async_stop())
    await asyncio.sleep(0)
    await house.pass_time(WRITE_TIMEOUT, settle=False)
    await ended(stopping)
    assert isinstance(refused.exception(), StorageFailed)

    starting = asyncio.ensure_future(house.start())
    await asyncio.sleep(0)
    await house.pass_time(WRITE_TIMEOUT, settle=False)
    await ended(starting)
    assert isinstance(starting.exception(), StorageFailed)
    house.engines.pop()

    hanging.resume()
    await house.start()
    await house.settle()
    assert hanging.most_running == 1
    assert house.engine.record.codes == (await house.on_disk()).codes
