"""What a hundred locks go through, one phase after the other."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
import time
from typing import Any
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import async_fire_time_changed_exact

from custom_components.access_codes.core.model import LockRecord, World
from custom_components.access_codes.core.requests import update
from custom_components.access_codes.core.requests.inputs import UpdateRequest
from custom_components.access_codes.engine.clock import Clock
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.presentation.subscription import Subscription
from homeassistant.core import callback
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util

from .load_actions import Press, Pressed
from .load_house import Counted, LoadedHouse, Size, loaded_house
from .load_storm import storm
from .workload import DAY

_MINUTES = 60
_AHEAD = 3
"""Seconds from telling the locks of new windows to their boundary, and a tenth for each lock."""

_GLANCE = 0.02


@dataclass(slots=True)
class Measured:
    """All phases."""

    first: Counted
    start: Counted
    sync: Counted
    subscribe: Counted
    idle: Counted
    boundaries: Counted
    first_commands: list[float]
    """Seconds from the boundary to the first command, of each lock."""
    storm: Counted
    storm_one: Counted
    actions: Counted
    pressed: Pressed
    stop: Counted


async def go_through(size: Size) -> Measured:
    """Lead a house through all phases."""
    async with loaded_house(size) as house:
        async with house.counted() as first:
            await house.link()
        await house.unlink()
        async with house.counted() as start:
            await house.link_again()
        async with house.counted() as sync:
            await asyncio.gather(*(engine.async_sync() for engine in house.engines))
        async with house.counted() as subscribe:
            panel = await _subscribe(house)
        async with house.counted() as idle:
            await _idle(house)
        async with house.counted() as boundaries:
            firsts = await _boundaries(house)
        async with house.counted() as all_tell:
            await storm(house, range(size.locks))
        async with house.counted() as one_tells:
            await storm(house, [0])
        async with house.counted() as actions:
            pressed = await Press(house).press()
        await house.calm()
        panel.stop()
        async with house.counted() as stop:
            await house.unlink()
    return Measured(
        first=first,
        start=start,
        sync=sync,
        subscribe=subscribe,
        idle=idle,
        boundaries=boundaries,
        first_commands=firsts,
        storm=all_tell,
        storm_one=one_tells,
        actions=actions,
        pressed=pressed,
        stop=stop,
    )


async def _subscribe(house: LoadedHouse) -> Subscription:
    """Listen as a panel does, and wait until all is told: what it is told is made into JSON."""
    told = 0

    @callback
    def push(update: dict[str, Any]) -> None:
        nonlocal told
        json_bytes(update)
        told += len(update["changed"])

    panel = Subscription(house.hass, "workspace", push)
    panel.start()
    while told < house.size.locks * house.size.codes:
        await asyncio.sleep(_GLANCE)
    return panel


async def _idle(house: LoadedHouse) -> None:
    """Let an hour pass, minute by minute, in which nothing is to be done."""
    with _later() as pass_minute:
        for _ in range(_MINUTES):
            async_fire_time_changed_exact(house.hass, pass_minute())
            await house.hass.async_block_till_done()


@contextmanager
def _later() -> Generator[Any]:
    """Provide what moves both clocks of the engines on by a minute."""
    passed = timedelta()

    def pass_minute() -> datetime:
        nonlocal passed
        passed += timedelta(minutes=1)
        return dt_util.utcnow() + passed

    with (
        patch.object(Clock, "utcnow", lambda _: dt_util.utcnow() + passed),
        patch.object(
            Clock, "monotonic", lambda _: time.monotonic() + passed.total_seconds()
        ),
    ):
        yield pass_minute


async def _boundaries(house: LoadedHouse) -> list[float]:
    """Let windows open and close on all locks at one instant; return when each lock was told first."""
    size = house.size
    at = dt_util.utcnow() + timedelta(seconds=_AHEAD + size.locks / 10)
    number = size.boundaries // size.locks
    await asyncio.gather(
        *(_move_windows(engine, at, number) for engine in house.engines)
    )
    await house.calm()
    if (left := (at - dt_util.utcnow()).total_seconds()) < 0:
        raise TimeoutError("this machine was not ready when the windows opened")
    told = [len(lock.told) for lock in house.locks]
    await asyncio.sleep(left)
    while any(
        len(lock.told) < before + number
        for lock, before in zip(house.locks, told, strict=True)
    ):
        await asyncio.sleep(_GLANCE)
    await house.calm()
    return [
        lock.told[before].at - at.timestamp()
        for lock, before in zip(house.locks, told, strict=True)
    ]


async def _move_windows(engine: LockEngine, at: datetime, number: int) -> None:
    """Let half of so many codes end then, and half begin."""
    by_slot = [placement.owner for placement in engine.record.placements.values()]
    ending = by_slot[: number // 2]
    waiting = [
        code.access_code_id
        for code in engine.record.codes.values()
        if code.window is not None and code.window.starts_at > at
    ]
    opening = waiting[: number - number // 2]
    asks = [
        *(UpdateRequest(access_code_id=one, ends_at=at) for one in ending),
        *(
            UpdateRequest(access_code_id=one, starts_at=at, ends_at=at + DAY)
            for one in opening
        ),
    ]

    def change(record: LockRecord, world: World) -> tuple[LockRecord, None]:
        for ask in asks:
            record, _ = update(record, world, ask)
        return record, None

    await engine.async_request(change)
