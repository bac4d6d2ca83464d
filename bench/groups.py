"""How long a code on many locks takes to be on disk, beside a code on one."""

from collections.abc import Generator
from contextlib import contextmanager
import os
from statistics import median
import time
from unittest.mock import patch

from custom_components.access_codes.const import DOMAIN

from .figures import Row, Table, milliseconds, plain, spread
from .load_house import LoadedHouse, Size, loaded_house
from .stage import on_home_assistants_loop

LOCKS = 20
CODES = 20
MOST = 1.5
"""Limit of the time for all locks, in times of the slowest one."""
SLOWER = 0.01
"""Seconds that the disk of a small computer takes more to make a write certain, such as a memory card."""


def measure(*, is_quick: bool) -> Table:
    """Create codes on one lock after the other and on all at once, in turn."""
    rounds = 3 if is_quick else 10
    return on_home_assistants_loop(lambda: _measure(rounds))


async def _measure(rounds: int) -> Table:
    size = Size(LOCKS, CODES, boundaries=0, reports=0, rate=0, seconds=0)
    async with loaded_house(size) as house:
        await house.link()
        rows = list(await _compare(house, "groups", "", rounds))
        with _slower_disk():
            more = f", {milliseconds(SLOWER)} more for each write"
            rows += await _compare(house, "groups_slower", more, rounds)
    return Table(
        f"A code on {LOCKS} locks at once",
        f"{LOCKS} locks of {CODES} codes each, linked in a Home Assistant with its registries; the records are on a "
        f"real disk with `fsync`, the locks are simulated. {rounds} times in turn, `create` on each lock by itself and "
        "`create_multiple` on all; each time from the call to its answer, by when the change is on disk. The codes are "
        "deleted and the locks at rest before the next. The locks are planned while the disk writes, so what the whole "
        f"takes more shows on a quick disk; the second rows add {milliseconds(SLOWER)} to each `fsync`, as on a memory "
        "card.",
        tuple(rows),
    )


async def _compare(
    house: LoadedHouse, key: str, how: str, rounds: int
) -> tuple[Row, ...]:
    single: list[list[float]] = [[] for _ in range(LOCKS)]
    together: list[float] = []
    for _ in range(rounds):
        for index, entity_id in enumerate(house.entity_ids):
            single[index].append(await _timed(house, "create", lock=entity_id))
        together.append(
            await _timed(house, "create_multiple", entity_id=house.entity_ids)
        )
    slowest = max(single, key=median)
    ratio = median(together) / median(slowest)
    return (
        plain(
            f"{key}_one", f"`create` on the slowest of the locks{how}", spread(slowest)
        ),
        plain(f"{key}_all", f"`create_multiple` on all {LOCKS}{how}", spread(together)),
        Row(
            f"{key}_ratio",
            f"median of `create_multiple` in medians of `create`{how}",
            f"{ratio:.2f} ×",
            f"at most {MOST} ×",
            ratio <= MOST,
        ),
    )


@contextmanager
def _slower_disk() -> Generator[None]:
    sync = os.fsync

    def slowly(descriptor: int) -> None:
        time.sleep(SLOWER)
        sync(descriptor)

    with patch.object(os, "fsync", slowly):
        yield


async def _timed(house: LoadedHouse, action: str, **target: str | list[str]) -> float:
    """Return the seconds from a call to its answer. What was created is gone afterwards."""
    began = time.perf_counter()
    answer = await house.hass.services.async_call(
        DOMAIN, action, {"name": "Guest", **target}, blocking=True, return_response=True
    )
    seconds = time.perf_counter() - began
    await house.calm()
    assert isinstance(answer, dict)
    created = answer.get("access_codes") or [answer["access_code"]]
    assert isinstance(created, list)
    for code in created:
        assert isinstance(code, dict)
        await house.hass.services.async_call(
            DOMAIN,
            "delete",
            {"access_code_id": code["access_code_id"]},
            blocking=True,
            return_response=True,
        )
    await house.calm()
    return seconds
