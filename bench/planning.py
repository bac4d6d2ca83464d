"""How long one decision over a lock full of codes takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import repeat
import json
from operator import itemgetter
from statistics import median
import time
from typing import override

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.plan.memory import NOTHING
from custom_components.access_codes.core.plan.planner import plan, plan_with
from custom_components.access_codes.core.record.record_json import to_json

from .figures import Row, Table, milliseconds
from .states import Case, cases
from .workload import NOW

CODES = 250
FIRST = 0.002
"""Limit of a decision that finds a state new, in seconds."""
NEXT = 0.0015
"""Limit of a decision after one change, in seconds."""
MOST_GROWTH = 6
_UNTIL_SETTLED = 3
"""Decisions after which nothing is left to note and to look at."""
_PATIENCE = 2
"""Seconds for all runs of one state."""


def measure(*, is_quick: bool) -> Table:
    """Time decisions in each state, in turn with writes of the same record as JSON."""
    runs = 20 if is_quick else 300
    return Table(
        f"One decision over {CODES} codes",
        f"`plan(record, world)` for one lock with {CODES} codes, up to {runs} runs of each state. *First* is the "
        "decision that finds the state new, with all that is to be noted and told; *next* is a later one, a second "
        "after the last, with what that one found out and one code or slot replaced since. Each run is followed by `json.dumps` of the same record as a yardstick of the machine; "
        "garbage collection is on, and times are processor times. Shown are the best run, which is what the code costs "
        "where nothing else runs, the median, and the median in yardsticks. The targets are for the best runs.",
        (*(_row(case, runs) for case in cases(CODES)), _growth(max(runs // 10, 5))),
    )


def _row(case: Case, runs: int) -> Row:
    began = time.thread_time()
    memory, settled = NOTHING, case.record
    for _ in range(_UNTIL_SETTLED):
        planned, memory = plan_with(memory, settled, case.world)
        settled = replace(planned.record, outbox=())
    worst = (time.thread_time() - began) / _UNTIL_SETTLED
    measured, is_met = f"first {milliseconds(worst)}, not measured again", False
    if worst < _PATIENCE:
        yardstick = to_json(case.record, NOW)
        later = replace(case.world, now=case.world.now + timedelta(seconds=1))
        first = _Timing.of(
            lambda record: plan(record, case.world),
            repeat(case.record),
            yardstick,
            runs,
        )
        following = _Timing.of(
            lambda record: plan_with(memory, record, later),
            _with_one_change(settled),
            yardstick,
            runs,
        )
        is_met = first.best < FIRST and following.best < NEXT
        measured = f"first {first}; next {following}"
    return Row(
        f"plan_{case.key}",
        case.what,
        measured,
        f"first under {milliseconds(FIRST)}, next under {milliseconds(NEXT)}",
        is_met,
    )


def _with_one_change(record: LockRecord) -> Iterator[LockRecord]:
    """Return the record with one code or one slot replaced, each time another one."""
    codes, placements = record.codes, record.placements
    while True:
        for access_code_id, code in codes.items():
            changed = replace(code, is_external_modification_allowed=True)
            yield replace(record, codes={**codes, access_code_id: changed})
        for slot, placement in placements.items():
            moved = replace(placement, is_confirmed=not placement.is_confirmed)
            yield replace(record, placements={**placements, slot: moved})


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
        cls,
        decide: Callable[[LockRecord], object],
        records: Iterator[LockRecord],
        yardstick: object,
        runs: int,
    ) -> _Timing:
        """Time a decision; one that takes for ever only as often as can be waited for."""
        decisions: list[float] = []
        yardsticks: list[float] = []
        while len(decisions) < runs and sum(decisions) < _PATIENCE:
            record = next(records)
            decisions.append(_timed(partial(decide, record)))
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
