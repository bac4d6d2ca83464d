"""How long a code on many locks takes to be on disk, beside a code on one."""

from statistics import median
import time

from custom_components.access_codes.const import DOMAIN

from .figures import Row, Table, milliseconds, plain, spread
from .load_house import LoadedHouse, Size, loaded_house
from .stage import on_home_assistants_loop

LOCKS = 20
CODES = 20
MOST = 1.5
"""Limit of the time for all locks, in times of the slowest one."""


def measure(*, is_quick: bool) -> Table:
    """Create codes on one lock after the other and on all at once, in turn."""
    rounds = 3 if is_quick else 30
    return on_home_assistants_loop(lambda: _measure(rounds))


async def _measure(rounds: int) -> Table:
    single: list[list[float]] = [[] for _ in range(LOCKS)]
    together: list[float] = []
    size = Size(LOCKS, CODES, boundaries=0, reports=0, rate=0, seconds=0)
    async with loaded_house(size) as house:
        await house.link()
        for number in range(rounds):
            for index, entity_id in enumerate(house.entity_ids):
                name = f"One {number}"
                single[index].append(
                    await _timed(house, "create", name, lock=entity_id)
                )
            name = f"All {number}"
            together.append(
                await _timed(house, "create_multiple", name, entity_id=house.entity_ids)
            )
    slowest = max(single, key=median)
    ratio = median(together) / median(slowest)
    return Table(
        f"A code on {LOCKS} locks at once",
        f"{LOCKS} locks of {CODES} codes each, linked in a Home Assistant with its registries; the records are on a "
        f"real disk with `fsync`, the locks are simulated. {rounds} times in turn, `create` on each lock by itself and "
        "`create_multiple` on all; each time from the call to its answer, by when the change is on disk. The codes are "
        "deleted and the locks at rest before the next.",
        (
            plain(
                "groups_one",
                "`create` on the slowest of the locks",
                spread(slowest),
            ),
            plain("groups_all", f"`create_multiple` on all {LOCKS}", spread(together)),
            Row(
                "groups_ratio",
                "median of `create_multiple` in medians of `create`",
                f"{ratio:.2f} × ({milliseconds(median(together) - median(slowest))} more)",
                f"at most {MOST} ×",
                ratio <= MOST,
            ),
        ),
    )


async def _timed(
    house: LoadedHouse, action: str, name: str, **target: str | list[str]
) -> float:
    """Return the seconds from a call to its answer. What was created is gone afterwards."""
    began = time.perf_counter()
    answer = await house.hass.services.async_call(
        DOMAIN, action, {"name": name, **target}, blocking=True, return_response=True
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
