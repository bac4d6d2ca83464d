"""Tell a story about a restless house, and draw such stories."""

import asyncio
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from tests.support.contract_promises import Violation
from tests.support.restless_house import RestlessHouse
from tests.support.strategies import ALL_PINS
from tests.support.unruly_promises import check_always, check_end
from tests.support.unruly_story import house_of, take_step
from tests.support.unruly_strategies import Character, Step, steps
from tests.support.virtual_time import VirtualLoop

_kinds: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"recurrence": "FREQ=DAILY"},
        {"recurrence": "FREQ=HOURLY;INTERVAL=6;COUNT=3"},
        {"recurrence": "FREQ=DAILY", "is_active_while": True},
        {"recurrence": "FREQ=DAILY", "max_uses": 2},
        {"max_uses": 1},
        {"max_uses": 2},
        {"is_active_while": True},
        {},
    ]
)
_hours = st.sampled_from([(0, 1), (0, 4), (1, 2), (2, 4), (-2, 2), (-4, 0.02)])
_changes: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"max_uses": None},
        {"max_uses": 1},
        {"max_uses": 3},
        {"recurrence": ""},
        {"recurrence": "FREQ=DAILY"},
        {"active_while": None},
        {"is_paused": True},
        {"is_paused": False},
    ]
)
_numbers = st.integers(0, 5)


def _step(name: str, *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(name), *parts)


restless_steps = st.one_of(
    steps,
    steps,
    steps,
    _step("create_more", st.integers(0, 4), _hours, _kinds),
    _step("create_more", st.integers(0, 4), _hours, _kinds),
    _step("update_more", _numbers, _changes),
    _step("die_at_write", st.integers(0, 5), st.booleans()),
    _step("die_at_write", st.integers(0, 5), st.booleans()),
    _step("home", st.sampled_from([True, False, None])),
    _step("use", _numbers),
    _step("release", _numbers),
    _step("forget", _numbers),
    _step("back_up"),
    _step("restore"),
)

restless_stories = st.lists(restless_steps, min_size=6, max_size=20).map(tuple)


def run_restless_story(character: Character, *story: Step) -> RestlessHouse:
    """Run a story to its end, and check all promises and all that is kept."""
    loop = VirtualLoop()
    try:
        house = house_of(character, loop, RestlessHouse)
        with house.rules():
            loop.run_until_complete(_run(house, story))
        return house
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def _run(house: RestlessHouse, story: tuple[Step, ...]) -> None:
    await house.start()
    await house.step_wait(30)
    await house.call_empty()
    for name, *parts in story:
        await _take(house, name, parts)
        await house.revive()
        check_always(house)
        house.compare()
    house.writes_left = None
    await house.calm_down()
    house.compare()
    with suppress(Violation):
        check_end(house)
        await house.engine.async_stop()
        return
    # Perhaps a window has ended just now.
    await asyncio.sleep(400)
    check_end(house)
    await house.engine.async_stop()


async def _take(house: RestlessHouse, name: str, parts: list[Any]) -> None:
    if name == "create_more":
        parts[0] = ALL_PINS[parts[0]]
    await take_step(house, name, parts)
