"""How long after a window opens the first command reaches the lock."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
import gc
from statistics import median
import time

from custom_components.access_codes.core.model import LockRecord, Window
from custom_components.access_codes.storage.record_file import RecordStorage
from homeassistant.util import dt as dt_util

from .figures import Row, Table, milliseconds, percentile, plain, spread
from .lock import TimedAdapter
from .stage import core, linked, on_home_assistants_loop, store
from .workload import IS_WAITING, abilities, codes, record_of

LOCKS = 20
CODES = 50
TARGET = 0.05
"""Seconds within which 99 of 100 locks have had their first command."""

_AHEAD = 2.5
"""Seconds from the start of the engines to the boundary."""
_ANSWER = 0.1
"""Seconds that a lock takes for a write: less than any radio needs."""
_GLANCE = 0.02
_PATIENCE = 120


def measure(*, is_quick: bool) -> Table:
    """Let 1,000 codes open at once over 20 locks, again and again."""
    runs = 3 if is_quick else 20
    return on_home_assistants_loop(lambda: _measure(runs))


@dataclass(frozen=True, slots=True)
class First:
    """How long after the boundary a lock got its first command, or its last."""

    seconds: float
    processor: float
    """Seconds of processor time of the whole process: what it takes where nothing else runs."""


async def _measure(runs: int) -> Table:
    by_run = [await _open_all() for _ in range(runs)]
    firsts = [first.seconds for run in by_run for first in run]
    processor = [first.processor for run in by_run for first in run]
    everything = await _open_all(is_last_awaited=True)
    writes = await _time_writes(runs * 10)
    p99 = percentile(firsts, 99)
    best = min(max(first.seconds for first in run) for run in by_run)
    return Table(
        f"Boundary of a window to the first command, {LOCKS * CODES:,} codes over {LOCKS} locks at once",
        f"{LOCKS} engines of {CODES} codes each on Home Assistant's own loop, timers, clock and threads; the records, "
        "and so the intent that has to be on disk before each command, are on a real disk with `fsync`; the locks are "
        f"simulated and answer after {milliseconds(_ANSWER)}. {runs} runs give {len(firsts)} first commands. Planning "
        f"and writing for {LOCKS} locks share one interpreter, and the processor with whatever else the machine does: "
        "the last lock in the line is what the 99th percentile shows. The processor time is that of the whole process, "
        "so what it would take where nothing else runs, but for the disk. Garbage of the runs before is collected "
        "before each. For the last row the locks answer at once.",
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
            Row(
                "boundary_best",
                f"the last of {LOCKS} first commands in the quietest run",
                milliseconds(best),
                "under 50 ms",
                best < TARGET,
            ),
            Row(
                "boundary_processor",
                "processor time from the boundary to the first command, 99th percentile",
                f"{milliseconds(percentile(processor, 99))} (50th: {milliseconds(percentile(processor, 50))})",
                "under 50 ms",
                percentile(processor, 99) < TARGET,
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
                f"{max(last.seconds for last in everything):.1f} s",
            ),
        ),
    )


class _NotReady(Exception):
    """The engines were not at rest when the windows opened."""


async def _open_all(
    *, is_last_awaited: bool = False, ahead: float = _AHEAD
) -> list[First]:
    """Open all windows; a machine that is busy with other things gets more time to come to rest before."""
    try:
        return await _open_all_once(is_last_awaited, ahead)
    except _NotReady:
        return await _open_all(is_last_awaited=is_last_awaited, ahead=2 * ahead)


async def _open_all_once(is_last_awaited: bool, ahead: float) -> list[First]:
    """Return for each lock how long after the boundary it got its first, or its last, command."""
    async with core() as hass, AsyncExitStack() as stack:
        starts_at = dt_util.utcnow() + timedelta(seconds=ahead)
        delay = 0 if is_last_awaited else _ANSWER
        locks = []
        for number in range(LOCKS):
            lock = TimedAdapter(
                abilities(CODES), answers_after=delay, is_processor_noted=True
            )
            record = _record(number, starts_at)
            await store(hass, record)
            engine = await stack.enter_async_context(linked(hass, lock, record.lock_id))
            await engine.async_sync()
            lock.told.clear()
            locks.append(lock)
        gc.collect()
        left = (starts_at - dt_util.utcnow()).total_seconds() - _GLANCE
        if left < 0:
            raise _NotReady
        await asyncio.sleep(left)
        processor = time.process_time()
        awaited = CODES if is_last_awaited else 1
        async with asyncio.timeout(_PATIENCE):
            while any(len(lock.told) < awaited for lock in locks):
                await asyncio.sleep(_GLANCE)
        opened = starts_at.timestamp()
        told = [lock.told[awaited - 1] for lock in locks]
        return [
            First(one.at - opened, (one.processor or 0.0) - processor) for one in told
        ]


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
