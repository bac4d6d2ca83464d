"""How long one decision over a lock full of codes takes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
import json
from statistics import median
import time
from typing import override

from custom_components.access_codes.core.codec import to_json
from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    Change,
    Held,
    LockCapabilities,
    LockRecord,
    Outcome,
    Placement,
    Reach,
    Reads,
    World,
)
from custom_components.access_codes.core.plan import plan

from .figures import Row, Table, milliseconds
from .workload import (
    AHEAD,
    CLOSED,
    DAY,
    IS_SET,
    IS_WAITING,
    NOW,
    OPEN,
    OPENING,
    abilities,
    codes,
    pin,
    record_of,
    world_of,
)

CODES = 250
TARGET = 0.002
"""Seconds for one decision."""
_PATIENCE = 2
"""Seconds for all runs of one state."""


type Facts = dict[str, object]
"""What is known of the world besides."""


@dataclass(frozen=True, slots=True)
class Case:
    """A lock in some state."""

    key: str
    what: str
    record: LockRecord
    world: World


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
        tuple(_row(case, runs) for case in cases()),
    )


def cases() -> list[Case]:
    """Return the states, from rest to the worst that could be thought of."""
    return [
        *_at_rest(),
        *_at_boundaries(),
        *_in_trouble(),
    ]


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


def _at_rest() -> list[Case]:
    lock, keypad = abilities(CODES), replace(abilities(0), is_virtual=True)
    return [
        _case(
            "all_set",
            "all set, nothing to do",
            lock,
            codes(CODES, OPEN, progress=IS_SET),
        ),
        _case(
            "all_ahead",
            "all to open tomorrow",
            lock,
            codes(CODES, AHEAD, progress=IS_WAITING),
            is_placed=False,
        ),
        _case(
            "keypad_all_set",
            "all set on a `keypad` lock",
            keypad,
            codes(CODES, OPEN, progress=IS_SET),
            is_placed=False,
        ),
        _case(
            "keypad_all_due",
            "all open at once on a `keypad` lock",
            keypad,
            codes(CODES, OPENING, progress=IS_WAITING),
            is_placed=False,
        ),
    ]


def _at_boundaries() -> list[Case]:
    lock = abilities(CODES)
    opening = codes(CODES, OPENING, progress=IS_WAITING)
    empty: Facts = {"observed": dict.fromkeys(lock.places, EMPTY)}
    away: Facts = {
        "reach": Reach.OFFLINE,
        "reach_since": NOW - DAY,
        "probe_at": NOW + DAY,
    }
    closed = codes(CODES, CLOSED, progress=IS_SET)
    return [
        _case(
            "all_due", "all to be set now", lock, opening, is_placed=False, world=empty
        ),
        _case(
            "all_unread",
            "all to be set, each place to be read first",
            lock,
            opening,
            is_placed=False,
        ),
        _case(
            "all_due_offline",
            "all to be set, lock away for a day",
            lock,
            codes(CODES, OPEN, progress=IS_WAITING),
            is_placed=False,
            world={**empty, **away},
        ),
        _case("all_removing", "all to be removed now", lock, closed),
        _case(
            "all_removing_offline",
            "all to be removed, lock away for a day",
            lock,
            closed,
            world=away,
        ),
    ]


def _in_trouble() -> list[Case]:
    lock = abilities(CODES)
    waiting = codes(CODES, OPEN, progress=IS_WAITING)
    full = abilities(0)
    refused = replace(
        IS_WAITING,
        attempt=Attempt(Outcome.REFUSED, is_removal=False, failures=3, retry_at=NOW),
    )
    return [
        _case(
            "no_room", "all to be set, no place free", full, waiting, is_placed=False
        ),
        _case(
            "all_refused",
            "all refused three times and due again",
            lock,
            codes(CODES, OPEN, progress=refused),
            is_placed=False,
            world={"observed": dict.fromkeys(lock.places, EMPTY)},
        ),
        _case(
            "all_in_doubt", "all in doubt, to be read", lock, waiting, place=_in_doubt
        ),
        _case(
            "all_masked_doubt",
            "all in doubt on a lock that hides PINs",
            replace(lock, reads=Reads.PRESENCE),
            waiting,
            place=_in_doubt,
        ),
        _case(
            "all_changed",
            "all changed at the lock, to be put back",
            lock,
            codes(CODES, OPEN, progress=IS_SET),
            place=_changed,
        ),
        _case(
            "swapped",
            f"{CODES // 2} pairs of codes swap their PINs",
            lock,
            codes(CODES, OPEN, progress=IS_SET),
            place=_swapped,
        ),
        _case(
            "circle",
            f"PINs of all {CODES} move on by one, in a circle",
            lock,
            codes(CODES, OPEN, progress=IS_SET),
            place=_circle,
        ),
        _case(
            "chain",
            f"PINs of all {CODES} move on by one, the last is new",
            lock,
            codes(CODES, OPEN, progress=IS_SET),
            place=_chain,
        ),
        _foreign(),
    ]


def _foreign() -> Case:
    """Every PIN stands already on the lock, in a place of somebody else."""
    lock = abilities(2 * CODES)
    many = codes(CODES, OPEN, progress=IS_WAITING)
    observed = {str(CODES + 1 + index): Held(pin(index)) for index in range(CODES)} | {
        str(1 + index): EMPTY for index in range(CODES)
    }
    return _case(
        "all_duplicate",
        "all PINs stand in places of others",
        lock,
        many,
        is_placed=False,
        world={"observed": observed},
    )


def _case(
    key: str,
    what: str,
    capabilities: LockCapabilities,
    many: list[AccessCode],
    *,
    is_placed: bool = True,
    place: Callable[[int, Placement], Placement] | None = None,
    world: Facts | None = None,
) -> Case:
    record = record_of(many, capabilities, is_placed=is_placed)
    if place is not None:
        record = replace(
            record,
            placements={
                name: place(index, placement)
                for index, (name, placement) in enumerate(record.placements.items())
            },
        )
    return Case(key, what, record, world_of(record, **(world or {})))


def _in_doubt(index: int, placement: Placement) -> Placement:
    return replace(placement, possible=placement.possible | {EMPTY}, is_confirmed=False)


def _changed(index: int, placement: Placement) -> Placement:
    return replace(
        placement,
        possible=frozenset({Held(pin(CODES + index))}),
        deviation=Change.MODIFIED,
        put_backs=(NOW - DAY / 30, NOW - DAY / 40, NOW - DAY / 50),
    )


def _holds(placement: Placement, index: int) -> Placement:
    return replace(placement, possible=frozenset({Held(pin(index))}))


def _swapped(index: int, placement: Placement) -> Placement:
    return _holds(placement, index ^ 1)


def _circle(index: int, placement: Placement) -> Placement:
    return _holds(placement, (index + 1) % CODES)


def _chain(index: int, placement: Placement) -> Placement:
    return _holds(placement, index + 1)
