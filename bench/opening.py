"""A thousand codes that open at one instant over twenty locks, in a Home Assistant with their sensors."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
import gc
import logging
from multiprocessing import get_context
from statistics import median
from typing import Final

from custom_components.access_codes.core.model import LockRecord, Window
from homeassistant.util import dt as dt_util

from .figures import Row, Table, milliseconds, percentile
from .load_house import Furnishing, LoadedHouse, Size, loaded_house
from .stage import on_home_assistants_loop
from .workload import DAY, IS_WAITING, abilities, codes, record_of

LOCKS: Final = 20
CODES: Final = 50
_QUICK: Final = (3, 10)
"""Locks and codes of the quick form."""

_RADIO: Final = 0.1
"""Seconds of radio for a command."""
_FIRST: Final = 0.06
"""Limit of the 99th percentile of the first commands, in seconds."""
_LONGER: Final = 1.05
"""Limit of the last answer, in times of the radio's own time."""
_AT_NONE: Final = 1.2
"""Limit of the last answer where the radio takes no time, in seconds."""
_AHEAD: Final = 2.0
"""Seconds from the records to the boundary, and more for each lock."""
_AHEAD_A_LOCK: Final = 0.3
_GLANCE: Final = 0.02
_PATIENCE: Final = 120


def measure(*, is_quick: bool) -> Table:
    """Open all windows with a radio and without, in turn, in a process of its own: garbage of other measurements costs time."""
    runs, (locks, codes_each) = (1, _QUICK) if is_quick else (5, (LOCKS, CODES))
    size = Size(locks, codes_each, boundaries=0, reports=0, rate=0, seconds=0)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure_here, runs, size).result()


def _measure_here(runs: int, size: Size) -> Table:
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    return on_home_assistants_loop(lambda: _measure(runs, size))


async def _measure(runs: int, size: Size) -> Table:
    firsts: list[float] = []
    by_radio: dict[float, list[float]] = {_RADIO: [], 0: []}
    for _ in range(runs):
        for radio, lasts in by_radio.items():
            first_of_each, last = await _open_all(radio, size)
            lasts.append(last)
            if radio:
                firsts += first_of_each
    p99 = percentile(firsts, 99)
    own, total = size.codes * _RADIO, size.locks * size.codes
    last, last_at_none = (median(lasts) for lasts in by_radio.values())
    return Table(
        f"{total:,} codes that open at one instant over {size.locks} locks, with their sensors",
        f"{size.locks} locks of {size.codes} codes each, linked in a Home Assistant with its registries and {total:,} "
        "sensors; the records are on a real disk with `fsync`, the locks are simulated, confirm each write, and take "
        f"{milliseconds(_RADIO)} for it, or no time. {runs} runs of each, in turn; medians with the shortest and "
        f"the longest. The radio's own time is {size.codes} times {milliseconds(_RADIO)}.",
        (
            Row(
                "opening_first",
                "first command of each lock, 99th percentile",
                f"{milliseconds(p99)} (median {milliseconds(median(firsts))}, longest {milliseconds(max(firsts))})",
                f"under {milliseconds(_FIRST)}",
                p99 < _FIRST,
            ),
            Row(
                "opening_last",
                f"answer to the last command, {milliseconds(_RADIO)} of radio each",
                f"{_seconds(by_radio[_RADIO])}, {last / own:.2f} × the radio's own time",
                f"at most {_LONGER} ×",
                last <= _LONGER * own,
            ),
            Row(
                "opening_last_at_none",
                "the last command where the radio takes no time",
                _seconds(by_radio[0]),
                f"under {_AT_NONE} s",
                last_at_none < _AT_NONE,
            ),
        ),
    )


def _seconds(many: list[float]) -> str:
    return f"{median(many):.2f} s ({min(many):.2f} to {max(many):.2f})"


async def _open_all(
    radio: float, size: Size, more_time: float = 1.0
) -> tuple[list[float], float]:
    """Return when each lock got its first command, and when the last command was answered: seconds after the boundary."""
    ahead = more_time * (_AHEAD + size.locks * _AHEAD_A_LOCK)
    starts_at = dt_util.utcnow() + timedelta(seconds=ahead)

    def record(lock_id: str, number: int) -> LockRecord:
        return _record(lock_id, number, starts_at)

    furnishing = Furnishing(record, radio, is_disk_counted=False)
    async with loaded_house(size, furnishing) as house:
        await house.link()
        await asyncio.gather(*(engine.async_sync() for engine in house.engines))
        await house.calm()
        for lock in house.locks:
            lock.told.clear()
        gc.collect()
        left = (starts_at - dt_util.utcnow()).total_seconds()
        if left > 0:
            await asyncio.sleep(left)
            await _wait_for_all(house)
            opened = starts_at.timestamp()
            firsts = [lock.told[0].at - opened for lock in house.locks]
            last = max(lock.told[size.codes - 1].at for lock in house.locks)
            return firsts, last + radio - opened
    # This machine was busy with other programs, and the locks were not at rest.
    return await _open_all(radio, size, 2 * more_time)


async def _wait_for_all(house: LoadedHouse) -> None:
    async with asyncio.timeout(_PATIENCE):
        while any(len(lock.told) < house.size.codes for lock in house.locks):
            await asyncio.sleep(_GLANCE)


def _record(lock_id: str, number: int, starts_at: datetime) -> LockRecord:
    many = codes(
        number,
        Window(starts_at, starts_at + DAY),
        lock=lock_id,
        created_at=dt_util.utcnow(),
        progress=IS_WAITING,
    )
    return record_of(many, abilities(number), is_placed=False, lock=lock_id)
