"""How long after a window opens the first command reaches the lock."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from statistics import median
import time

from custom_components.access_codes.core.model import LockRecord, Window
from custom_components.access_codes.storage import RecordStorage
from homeassistant.util import dt as dt_util

from .figures import Row, Table, milliseconds, percentile, plain, spread
from .lock import ModelLock
from .stage import core, linked, on_home_assistants_loop, store
from .workload import IS_WAITING, abilities, codes, record_of

LOCKS = 20
CODES = 50
TARGET = 0.05
"""Seconds within which 99 of 100 locks have had their first command."""

_AHEAD = 1.5
"""Seconds from the start of the engines to the boundary."""
_PATIENCE = 120


def measure(*, is_quick: bool) -> Table:
    """Let 1,000 codes open at once over 20 locks, again and again."""
    runs = 3 if is_quick else 30
    return on_home_assistants_loop(lambda: _measure(runs))


async def _measure(runs: int) -> Table:
    firsts: list[float] = []
    for _ in range(runs):
        firsts += await _open_all()
    everything = await _open_all(is_last_awaited=True)
    writes = await _time_writes(runs * 10)
    p99 = percentile(firsts, 99)
    return Table(
        f"Boundary of a window to the first command, {LOCKS * CODES:,} codes over {LOCKS} locks at once",
        f"{LOCKS} engines of {CODES} codes each on Home Assistant's own loop, timers, clock and threads; the locks are "
        "simulated and answer at once; the records, and so the intent that has to be on disk before each command, are "
        f"on a real disk with `fsync`. {runs} runs give {len(firsts)} first commands. Planning and writing for "
        f"{LOCKS} locks share the processor: the wait of the last lock in the line is what the 99th percentile shows.",
        (
            plain(
                "boundary_p50",
                "first command, 50th percentile",
                milliseconds(percentile(firsts, 50)),
            ),
            Row(
                "boundary_p99",
                "first command, 99th percentile",
                f"{milliseconds(p99)} (longest {milliseconds(max(firsts))})",
                "under 50 ms",
                p99 < TARGET,
            ),
            plain(
                "boundary_write",
                "one write of one such record by itself; each first command waits for one",
                spread(writes),
            ),
            plain(
                "boundary_ratio",
                "99th percentile in such writes",
                f"{p99 / median(writes):.1f} ×",
            ),
            plain(
                "boundary_all",
                f"until the last of all {LOCKS * CODES:,} codes was told to its lock",
                f"{max(everything):.1f} s",
            ),
        ),
    )


async def _open_all(*, is_last_awaited: bool = False) -> list[float]:
    """Return for each lock the seconds from the boundary to its first, or its last, command."""
    async with core() as hass, AsyncExitStack() as stack:
        starts_at = dt_util.utcnow() + timedelta(seconds=_AHEAD)
        locks = []
        for number in range(LOCKS):
            lock = ModelLock(abilities(CODES))
            record = _record(number, starts_at)
            await store(hass, record)
            engine = await stack.enter_async_context(linked(hass, lock, record.lock_id))
            await engine.async_sync()
            lock.told.clear()
            locks.append(lock)
        if dt_util.utcnow() >= starts_at:
            raise TimeoutError("this machine was not ready when the windows opened")
        awaited = CODES if is_last_awaited else 1
        async with asyncio.timeout(_PATIENCE):
            while any(len(lock.told) < awaited for lock in locks):
                await asyncio.sleep(0.02)
        return [lock.told[awaited - 1].at - starts_at.timestamp() for lock in locks]


async def _time_writes(times: int) -> list[float]:
    """Return what writing one of the records takes while nothing else is done."""
    async with core() as hass:
        record = _record(0, dt_util.utcnow())
        storage = RecordStorage(hass, record.lock_id)
        writes = []
        for _ in range(times):
            began = time.perf_counter()
            await storage.async_save(record, dt_util.utcnow())
            writes.append(time.perf_counter() - began)
        return writes


def _record(number: int, starts_at: datetime) -> LockRecord:
    name = f"lock{number}"
    window = Window(starts_at, starts_at + timedelta(days=1))
    many = codes(
        CODES, window, lock=name, created_at=dt_util.utcnow(), progress=IS_WAITING
    )
    return record_of(many, abilities(CODES), is_placed=False, lock=name)
