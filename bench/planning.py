"""How long one decision over a lock full of codes takes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
import json
from operator import itemgetter
from statistics import median
import time
from typing import override

from custom_components.access_codes.core.model import LockRecord, World
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.record_json import to_json

from .figures import Row, Table, milliseconds
from .states import Case, cases
from .workload import NOW

CODES = 250
TARGET = 0.002
"""Seconds for one decision."""
MOST_GROWTH = 6
_PATIENCE = 2
"""Seconds for all runs of one state."""


def measure(*, is_quick: bool) -> Table:
    """Time decisions in each state, in turn with writes of the same record as JSON."""
    runs = 20 if is_quick else 300
    return Table(
        f"One decision over {CODES} codes",
        f"`plan(record, world)` for one lock with {CODES} codes, up to {runs} runs of each state. *First* is the "
        "decision that finds the state new, with all that is to be noted and told; *next* is any later one while "
        "nothing changed. Each run is followed by `json.dumps` of the same record as a yardstick of the machine; "
        "garbage collection is on, and times are processor times. Shown are the best run, which is what the code costs "
        "where nothing else runs, the median, and the median in yardsticks. The target is for the best run of both.",
        (*(_row(case, runs) for case in cases(CODES)), _growth(max(runs // 10, 5))),
    )


def _row(case: Case, runs: int) -> Row:
    began = time.thread_time()
    settled = replace(plan(case.record, case.world).record, outbox=())
    worst = time.thread_time() - began
    measured = f"first {milliseconds(worst)}, not measured again"
    if worst < _PATIENCE:
        yardstick = to_json(case.record, NOW)
        first = _Timing.of(case.record, case.world, yardstick, runs)
        following = _Timing.of(settled, case.world, yardstick, runs)
        worst = max(first.best, following.best)
        measured = f"first {first}; next {following}"
    return Row(f"plan_{case.key}", case.what, measured, "under 2 ms", worst < TARGET)


def _growth(runs: int) -> Row:
    """Return how much longer the state that grows most takes for a lock with four times the codes."""
    growths = {
        few.what: _best(many, runs) / _best(few, runs)
        for few, many in zip(cases(CODES), cases(4 * CODES), strict=True)
    }
    what, growth = max(growths.items(), key=itemgetter(1))
    return Row(
        "plan_growth",
        f"growth from {CODES} to {4 * CODES:,} codes in the state that grows most ({what})",
        f"{growth:.1f} ×",
        "under 6 ×, where 4 × is in proportion",
        growth < MOST_GROWTH,
    )


def _best(case: Case, runs: int) -> float:
    return min(_timed(lambda: plan(case.record, case.world)) for _ in range(runs))


@dataclass(frozen=True, slots=True)
class _Timing:
    """Many runs of one decision."""

    best: float
    median: float
    ratio: float

    @classmethod
    def of(
        cls, record: LockRecord, world: World, yardstick: object, runs: int
    ) -> _Timing:
        """Time a decision; one that takes for ever only as often as can be waited for."""
        decisions: list[float] = []
        yardsticks: list[float] = []
        while len(decisions) < runs and sum(decisions) < _PATIENCE:
            decisions.append(_timed(lambda: plan(record, world)))
            yardsticks.append(_timed(lambda: json.dumps(yardstick)))
        middle = median(decisions)
        return cls(min(decisions), middle, middle / median(yardsticks))

    @override
    def __str__(self) -> str:
        return f"{milliseconds(self.best)} (median {milliseconds(self.median)}, {self.ratio:.1f} ×)"


def _timed(run: Callable[[], object]) -> float:
    """Return the processor time of this thread: a decision waits for nothing, and others' work is not its."""
    began = time.thread_time()
    run()
    return time.thread_time() - began
