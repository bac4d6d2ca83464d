"""What a decision costs, in calls and not in time: it must grow with the number of codes, not with its square."""

from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from datetime import timedelta
from pstats import Stats

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    CommandKind,
    LockRecord,
    Placement,
    Progress,
    Status,
    World,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.plan.wait_cycles import wait_cycles
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
)

MANY = 250
SET = Progress(announced=Status.SET, on_device=True, was_set=True)


def pin(number: int) -> str:
    return str(100_003 + 7919 * number % 900_000)


def lock_full(
    holds: Callable[[int], int | None],
    change: Callable[[int, AccessCode], AccessCode] = lambda _, code: code,
) -> LockRecord:
    """Return a lock with many codes; ``holds`` tells whose PIN stands in the place of each."""
    codes = [
        change(number, a_code(f"c{number:03}", pin(number), progress=SET))
        for number in range(MANY)
    ]
    placements = {
        str(number): Placement(
            str(number),
            codes[number].access_code_id,
            frozenset({held(pin(other))}),
            is_confirmed=True,
        )
        for number in range(MANY)
        if (other := holds(number)) is not None
    }
    slots = tuple(str(number) for number in range(2 * MANY))
    return a_record(
        *codes, capabilities=able(slots=slots), is_read=True, placements=placements
    )


def calls_of(decide: Callable[..., object], *args: object) -> int:
    profile = Profile()
    profile.runcall(decide, *args)
    total: int = Stats(profile).total_calls  # type: ignore[attr-defined]
    return total


def waits(_: int, code: AccessCode) -> AccessCode:
    return replace(code, progress=Progress(announced=Status.UNSET))


def every_second_is_over(number: int, code: AccessCode) -> AccessCode:
    return replace(code, window=hours(-2, -1)) if number % 2 else code


CASES: dict[str, tuple[LockRecord, World]] = {
    "at rest": (lock_full(lambda number: number), a_world()),
    "all to be set": (lock_full(lambda _: None, waits), a_world()),
    "no place left": (
        replace(lock_full(lambda _: None, waits), capabilities=able(slots=())),
        a_world(),
    ),
    "all changed": (lock_full(lambda number: MANY + number), a_world()),
    "swapped in pairs": (lock_full(lambda number: number ^ 1), a_world()),
    "one circle": (lock_full(lambda number: (number + 1) % MANY), a_world()),
    "one chain": (lock_full(lambda number: number + 1), a_world()),
    "all held by others": (
        lock_full(lambda _: None, waits),
        a_world(
            observed={
                str(number): held(pin(number - MANY)) if number >= MANY else EMPTY
                for number in range(2 * MANY)
            }
        ),
    ),
    "half over, half waiting": (
        lock_full(lambda number: number if number % 2 else None, every_second_is_over),
        a_world(now=NOW + HOUR),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_decision_takes_so_many_calls_a_code(case: str) -> None:
    record, world = CASES[case]
    assert calls_of(plan, record, world) < 200 * MANY


@pytest.mark.contract("4.18")
def test_codes_of_a_chain_go_one_after_the_other_from_its_end() -> None:
    planned = plan(*CASES["one chain"])
    assert planned.command is not None
    assert planned.command.kind is CommandKind.SET
    assert planned.command.access_code_id == f"c{0:03}"


@pytest.mark.contract("4.19")
def test_one_of_a_circle_steps_aside() -> None:
    planned = plan(*CASES["one circle"])
    assert planned.command is not None
    assert planned.command.kind is CommandKind.CLEAR
    assert all(
        "duplicate_code_on_device" not in {error.code for error in view.errors}
        for view in planned.views.values()
    )


def test_the_longest_waiting_goes_first_whatever_its_slot_in_the_record() -> None:
    def older(number: int, code: AccessCode) -> AccessCode:
        age = timedelta(days=1) if number == 77 else timedelta()
        return replace(waits(number, code), changed_at=code.changed_at - age)

    record = lock_full(lambda _: None, older)
    observed = dict.fromkeys(
        record.capabilities.slots if record.capabilities else (), EMPTY
    )
    planned = plan(record, a_world(observed=dict(observed)))
    assert planned.command is not None
    assert planned.command.access_code_id == "c077"


@pytest.mark.parametrize(
    ("waits_for", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["b"], "b": ["a"]}, [{"a", "b"}]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, [{"a", "b", "c"}]),
        (
            {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]},
            [{"a", "b"}, {"c", "d"}],
        ),
        ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, [{"a", "b", "c"}]),
    ],
)
def test_who_waits_for_each_other(
    waits_for: dict[str, list[str]], expected: list[set[str]]
) -> None:
    assert sorted(wait_cycles(waits_for), key=sorted) == expected
