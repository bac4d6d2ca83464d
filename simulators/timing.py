"""Whether the time that an answer of `enter_code` takes tells anything of the codes.

python -m simulators.timing [ROUNDS]     measures, and prints the tables of docs/reliability.md

Each round tries every kind of PIN once, in random order, so that whatever slows the machine down slows all kinds alike;
what is compared are the differences within a round.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import gc
import logging
from pathlib import Path
import random
from statistics import median, stdev
import sys
import tempfile
import time

from custom_components.access_codes.core.model import (
    AccessCode,
    LockRecord,
    Pin,
    Window,
)
from custom_components.access_codes.core.requests.enter_code import (
    check_entry,
    lift_bucket,
)

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
CODES = 100
A_DAYS_TRIES = 293
REFERENCE = "no digit right"
KINDS = {
    REFERENCE: "777777",
    "no digit right, once more": "777778",
    "first digit right": "477777",
    "first two right": "487777",
    "first three right": "482777",
    "first four right": "482977",
    "first five right": "482917",
    "last five right": "782915",
    "four digits": "7777",
    "twelve digits": "777777777777",
    "a code that has expired": "300001",
    "a code that is to come": "300002",
    "a code that was used up": "300003",
    "a code that is being deleted": "300004",
}
RIGHT = ("the right code, which is told anyway", "482915")


@dataclass(frozen=True, slots=True)
class Finding:
    """How one kind compares with the reference, in microseconds."""

    kind: str
    median: float
    difference: float
    low: float
    high: float
    spread: float
    """Standard deviation of a single measurement."""

    @property
    def detectable(self) -> float:
        """The smallest mean difference that all tries of a day would tell, one time in two."""
        return float(1.96 * self.spread * (2 / A_DAYS_TRIES) ** 0.5)


def a_record() -> LockRecord:
    """Return a lock with many codes, the tried ones somewhere among them."""
    codes = [
        _code(f"other {number}", str(500_000 + 37 * number)) for number in range(CODES)
    ]
    past, future = Window(NOW - 2 * DAY, NOW - DAY), Window(NOW + DAY, NOW + 2 * DAY)
    codes[10:10] = [_code("expired", "300001", window=past)]
    codes[30:30] = [_code("to come", "300002", window=future)]
    codes[50:50] = [_code("right", "482915")]
    codes[70:70] = [_code("used", "300003", used_at=NOW)]
    codes[90:90] = [_code("deleted", "300004", deleted_at=NOW)]
    return LockRecord("lock", codes={code.access_code_id: code for code in codes})


def _code(name: str, pin: str, **changes: object) -> AccessCode:
    code = AccessCode(
        access_code_id=name,
        name=name,
        pin=Pin(pin),
        window=None,
        created_at=NOW,
        changed_at=NOW,
    )
    return replace(code, **changes)  # type: ignore[arg-type]


async def async_measure(
    kinds: Mapping[str, str], attempt: Callable[[str], Awaitable[float]], rounds: int
) -> list[Finding]:
    """Try all kinds again and again. ``attempt`` returns the seconds that one try took."""
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    order = list(kinds)
    for number in range(rounds):
        random.shuffle(order)
        if number % 50 == 0:
            gc.collect()
        for kind in order:
            taken[kind].append(await attempt(kinds[kind]) * 1e6)
    return [_compared(kind, times, taken[REFERENCE]) for kind, times in taken.items()]


def _compared(kind: str, times: list[float], reference: list[float]) -> Finding:
    differences = sorted(
        one - other for one, other in zip(times, reference, strict=True)
    )
    count = len(differences)
    # The 95 % interval of a median, by the ranks of its order statistics
    reach = int(0.98 * count**0.5)
    low, high = max(count // 2 - reach, 0), min(count // 2 + reach, count - 1)
    usual = sorted(times)[: int(0.99 * count)]
    return Finding(
        kind,
        median(times),
        median(differences),
        differences[low],
        differences[high],
        stdev(usual),
    )


def as_table(findings: list[Finding]) -> str:
    """Return the findings as they stand in the documentation."""
    lines = [
        "| What was typed | Median | Median difference (95 %) | Spread of one answer | A day's tries would tell |",
        "|---|---|---|---|---|",
    ]
    for found in findings:
        difference = f"{found.difference:+.1f} ({found.low:+.1f} to {found.high:+.1f})"
        lines.append(
            f"| {found.kind} | {found.median:.1f} µs | {difference} µs "
            f"| {found.spread:.1f} µs | {found.detectable:.1f} µs |"
        )
    return "\n".join(lines)


async def async_decision(rounds: int) -> list[Finding]:
    """Measure the choice among the codes alone."""
    record = a_record()

    async def attempt(typed: str) -> float:
        began = time.perf_counter()
        check_entry(record, NOW, typed)
        return time.perf_counter() - began

    return await async_measure({**KINDS, RIGHT[0]: RIGHT[1]}, attempt, rounds)


async def async_whole(rounds: int) -> list[Finding]:
    """Measure the action in a Home Assistant of its own, with a disk, as a stranger's call would be answered."""
    # Home Assistant is not needed for the rest.
    from simulators.timing_home import async_lock_of  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        async with async_lock_of(Path(folder), a_record().codes.values()) as lock:

            async def attempt(typed: str) -> float:
                await lock.async_request(lambda record, _: (lift_bucket(record), None))
                await lock.async_settle()
                began = time.perf_counter()
                await lock.async_enter(typed)
                return time.perf_counter() - began

            return await async_measure(KINDS, attempt, rounds)


async def async_main(rounds: int) -> None:
    """Measure both."""
    print(f"The choice among {CODES + 5} codes, {rounds * 10} rounds:\n")
    print(as_table(await async_decision(rounds * 10)))
    print(f"\nThe whole action, {rounds} rounds:\n")
    print(as_table(await async_whole(rounds)))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(async_main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
