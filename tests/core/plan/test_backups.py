"""Backup codes in a decision: whether one can be pulled, which room they make, and the pool around a plan."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    ErrorCode,
    LockRecord,
    Placement,
    Plan,
    Progress,
    Reach,
    Settings,
    Status,
    World,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.plan.pool import plan_with_pool
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

SET = Progress(announced=Status.SET, on_device=True, was_set=True)
PINS = {"x": "1024", "y": "2048", "a": "4826", "b": "7351"}
USER = a_code("a", window=hours(-1, 1), uses_backup_pool=True)


def backup(access_code_id: str) -> AccessCode:
    return a_code(access_code_id, PINS[access_code_id], is_backup=True, progress=SET)


def slot(number: str, owner: str) -> Placement:
    return Placement(number, owner, frozenset({held(PINS[owner])}), True)


def lock_of(*codes: AccessCode, holds: str = "", **changes: Any) -> LockRecord:
    slots = [slot(str(number), owner) for number, owner in enumerate(holds, 1)]
    return a_record(
        *codes,
        is_read=True,
        placements={placement.slot: placement for placement in slots},
        **changes,
    )


@pytest.mark.contract("10.8")
@pytest.mark.parametrize(
    ("codes", "holds", "expected"),
    [
        ((), "", False),
        ((backup("x"),), "", False),
        ((backup("x"),), "x", True),
        ((backup("x"), backup("y")), "x", True),
        ((backup("x"), backup("y")), "y", True),
        ((a_code("x", PINS["x"], progress=SET),), "x", False),
    ],
)
def test_a_backup_code_can_be_pulled_once_the_lock_holds_one(
    codes: tuple[AccessCode, ...], holds: str, expected: bool
) -> None:
    planned = plan(lock_of(USER, *codes, holds=holds), a_world())
    assert planned.is_backup_available is expected


@pytest.mark.contract("10.9")
@pytest.mark.parametrize(
    ("codes", "holds", "is_missed"),
    [
        ((USER,), "", True),
        ((USER, backup("x")), "x", False),
        ((replace(USER, window=hours(-2, -1)),), "", False),
        (
            (USER, a_code("b", PINS["b"], window=hours(-2, -1), uses_backup_pool=True)),
            "",
            True,
        ),
        ((a_code("b", PINS["b"]),), "", False),
    ],
)
def test_a_backup_code_is_missed_until_there_is_one_or_none_is_used(
    codes: tuple[AccessCode, ...], holds: str, is_missed: bool
) -> None:
    record = lock_of(*codes, holds=holds, backup_missed_at=NOW - HOUR)
    after = plan(record, a_world()).record.backup_missed_at
    assert after == (NOW - HOUR if is_missed else None)


@pytest.mark.contract("10.5")
def test_no_lack_of_room_is_told_while_a_backup_code_can_make_room() -> None:
    def is_told(other: AccessCode) -> bool:
        record = lock_of(USER, other, holds="x", capabilities=able(slots=("1",)))
        errors = plan(record, a_world()).views["a"].errors
        codes = {error.code for error in errors}
        return ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE in codes

    assert not is_told(backup("x"))
    assert is_told(a_code("x", PINS["x"], progress=SET))


@pytest.mark.contract("4.32")
def test_an_unreachable_lock_is_looked_at_again_three_minutes_after_the_start() -> None:
    world = a_world(
        started_at=NOW - timedelta(seconds=100), reach=Reach.OFFLINE, reach_since=NOW
    )
    assert plan(lock_of(USER), world).deadline == NOW + timedelta(seconds=80)


def planned_with_pool(
    record: LockRecord, world: World
) -> tuple[Plan, list[LockRecord]]:
    """Return the plan with its pool, and the records that were planned for it."""
    asked: list[LockRecord] = []
    ids = iter("xyz")

    def plan_of(told: LockRecord, now: World) -> Plan:
        asked.append(told)
        return plan(told, now)

    made = plan_with_pool(
        record, world, plan_of, Random(1).randrange, lambda: next(ids)
    )
    return made, asked


@pytest.mark.contract("10.3")
def test_the_pool_is_filled_before_the_plan_and_planned_once() -> None:
    world = a_world(settings=Settings(backup_pool_size=1))
    record = lock_of(USER, holds="a")
    made, asked = planned_with_pool(record, world)
    assert len(asked) == 1
    assert asked[0].codes.keys() == {"a", "x"}
    assert made.record.codes["x"].is_in_pool
    alone = lock_of(replace(USER, uses_backup_pool=False), holds="a")
    assert planned_with_pool(alone, world)[1] == [alone]
