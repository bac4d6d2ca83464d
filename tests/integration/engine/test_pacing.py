"""Steps of the event loop that locks share: in the order of the calls, and those that can wait behind the others."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from custom_components.access_codes.engine import pacing
from custom_components.access_codes.engine.pacing import LoopPacer


@pytest.fixture
async def pacer() -> LoopPacer:
    return LoopPacer(asyncio.get_running_loop())


class Course:
    """Starts steps one after the other, and notes the order in which they are granted."""

    def __init__(self) -> None:
        self.granted: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, name: str, step: Coroutine[Any, Any, None]) -> None:
        async def run() -> None:
            await step
            self.granted.append(name)

        self._tasks.append(asyncio.create_task(run()))

    async def finish(self) -> list[str]:
        await asyncio.gather(*self._tasks)
        return self.granted


async def _turns(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


@pytest.mark.contract("4.43")
async def test_steps_that_can_wait_go_behind_the_others(pacer: LoopPacer) -> None:
    course = Course()
    course.start("first", pacer.async_step())
    course.start("can wait", pacer.async_step_behind())
    course.start("second", pacer.async_step())
    course.start("third", pacer.async_step())
    assert await course.finish() == ["first", "second", "third", "can wait"]


@pytest.mark.contract("4.43")
async def test_a_step_that_can_wait_does_so_while_a_record_is_written(
    pacer: LoopPacer,
) -> None:
    course = Course()
    with pacer.writing():
        with pacer.writing():
            course.start("can wait", pacer.async_step_behind())
            course.start("cannot", pacer.async_step())
            await _turns(5)
        await _turns(5)
        assert course.granted == ["cannot"]
    assert await course.finish() == ["cannot", "can wait"]


@pytest.mark.contract("4.43")
async def test_a_step_that_can_wait_does_not_do_so_for_ever(
    pacer: LoopPacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_LONGEST_WAIT", 0.0)
    course = Course()
    with pacer.writing():
        course.start("before", pacer.async_step())
        course.start("can wait", pacer.async_step_behind())
        course.start("after", pacer.async_step())
        assert await course.finish() == ["before", "can wait", "after"]


@pytest.mark.contract("4.43")
async def test_a_step_that_can_wait_is_granted_though_a_write_does_not_end(
    pacer: LoopPacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_LONGEST_WAIT", 0.001)
    with pacer.writing():
        async with asyncio.timeout(10):
            await pacer.async_step_behind()
            await pacer.async_step_behind()


@pytest.mark.contract("4.43")
async def test_steps_that_have_waited_for_long_leave_every_second_turn_to_the_others(
    pacer: LoopPacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_LONGEST_WAIT", 0.0)
    course = Course()
    course.start("first", pacer.async_step())
    for number in (1, 2, 3):
        course.start(f"state {number}", pacer.async_step_behind())
    for number in (1, 2):
        course.start(f"command {number}", pacer.async_step())
    assert await course.finish() == [
        *("first", "state 1", "command 1", "state 2", "command 2", "state 3")
    ]


async def test_a_step_whose_caller_is_gone_is_left_out(pacer: LoopPacer) -> None:
    course = Course()
    course.start("first", pacer.async_step())
    gone = asyncio.create_task(pacer.async_step())
    waiting = asyncio.create_task(pacer.async_step_behind())
    course.start("last", pacer.async_step())
    await _turns(1)
    gone.cancel()
    waiting.cancel()
    assert await course.finish() == ["first", "last"]
    await asyncio.gather(gone, waiting, return_exceptions=True)
    await asyncio.wait_for(pacer.async_step_behind(), 1)


@pytest.mark.contract("4.43")
async def test_a_step_that_can_wait_goes_at_once_where_nothing_goes_before_it(
    pacer: LoopPacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_LONGEST_WAIT", 60)
    course = Course()
    course.start("first", pacer.async_step_behind())
    course.start("second", pacer.async_step_behind())
    await _turns(5)
    assert course.granted == ["first", "second"]


@pytest.mark.contract("4.43")
async def test_a_write_that_ended_in_time_leaves_the_next_wait_as_short(
    pacer: LoopPacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "_LONGEST_WAIT", 0.05)
    course = Course()
    with pacer.writing():
        course.start("in time", pacer.async_step_behind())
        await _turns(5)
        assert course.granted == []
    assert await course.finish() == ["in time"]
    with pacer.writing():
        await _turns(5)
        async with asyncio.timeout(5):
            await pacer.async_step_behind()
    assert course.granted == ["in time"]
