"""What a decision keeps for the next one: findings about codes that have not changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    FullRead,
    LockRecord,
    Progress,
    Readability,
    Reporting,
    RestoreCheck,
    SlotNaming,
    WindowSupport,
    World,
)
from custom_components.access_codes.core.plan.memory import (
    NOTHING,
    PlanMemory,
    basis_of,
)
from custom_components.access_codes.core.plan.planner import plan, plan_with
from tests.core.plan.test_planner_effort import CASES, MANY, calls_of
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
    placed,
)

CONTENDED = frozenset({"swapped in pairs", "one circle", "one chain"})
"""Cases in which every code waits for the PIN of another: who goes first is found anew."""


def settled(record: LockRecord, world: World) -> tuple[LockRecord, PlanMemory]:
    """Return the record after which nothing is left to note, and the memory of its decision."""
    memory = NOTHING
    for _ in range(3):
        planned, memory = plan_with(memory, record, world)
        record = replace(planned.record, outbox=())
    return record, memory


@pytest.mark.parametrize("case", CASES)
def test_a_decision_after_one_change_takes_few_calls(case: str) -> None:
    record, memory = settled(*CASES[case])
    later = replace(CASES[case][1], now=CASES[case][1].now + timedelta(seconds=1))
    code = record.codes["c077"]
    changed = replace(code, is_external_modification_allowed=True)
    record = replace(record, codes={**record.codes, "c077": changed})
    assert plan_with(memory, record, later)[0] == plan(record, later)
    most = 80 if case in CONTENDED else 25
    assert calls_of(plan_with, memory, record, later) < most * MANY


def test_only_the_view_of_a_changed_code_is_another_one() -> None:
    record, memory = settled(
        a_record(
            a_code("a", "1024"),
            a_code("b", "2048"),
            placements={**placed("1", "a", held("1024"))},
            is_read=True,
        ),
        a_world(),
    )
    before, memory = plan_with(memory, record, a_world())
    assert plan_with(memory, record, a_world())[0].views is before.views
    deleted = replace(record.codes["a"], deleted_at=a_world().now)
    record = replace(record, codes={**record.codes, "a": deleted})
    after, _ = plan_with(memory, record, a_world())
    assert after.views["b"] is before.views["b"]
    assert after.views["a"] != before.views["a"]


def test_a_memory_from_later_than_now_is_not_used() -> None:
    record, memory = settled(a_record(a_code(), is_read=True), a_world())
    earlier = a_world(now=a_world().now - HOUR)
    assert plan_with(memory, record, earlier)[0] == plan(record, earlier)


def test_nothing_is_kept_of_a_record_with_two_slots_of_one_code() -> None:
    record = a_record(
        a_code("a", "1024"),
        placements={
            **placed("1", "a", held("1024")),
            **placed("2", "a", held("1024")),
        },
        is_read=True,
    )
    _, memory = plan_with(NOTHING, record, a_world())
    assert memory is NOTHING


def test_what_was_published_stays_when_a_code_is_dropped() -> None:
    record, memory = settled(
        a_record(a_code("a", "1024"), a_code("b", "2048"), is_read=True), a_world()
    )
    before, memory = plan_with(memory, record, a_world())
    deleted = replace(record.codes["a"], deleted_at=a_world().now)
    record = replace(record, codes={**record.codes, "a": deleted})
    after, _ = plan_with(memory, record, a_world())
    assert before.views.keys() == {"a", "b"}
    assert after.views.keys() == {"b"}


def test_nothing_is_kept_where_windows_of_other_codes_decide() -> None:
    capabilities = able(windows=WindowSupport())
    record = a_record(a_code(), capabilities=capabilities, is_read=True)
    assert plan_with(NOTHING, record, a_world())[1] is NOTHING


def test_nothing_is_kept_while_a_clear_may_still_empty_a_slot_of_others() -> None:
    record = a_record(a_code(), is_read=True, late_clears={"3": NOW + HOUR})
    assert plan_with(NOTHING, record, a_world())[1] is NOTHING


@pytest.mark.contract("5.29")
@pytest.mark.parametrize(
    ("put_backs", "pause"), [((-59, -58, 0), 1), ((-3, -2, -1), 14)]
)
def test_a_pause_of_put_backs_ends_with_a_memory_as_without(
    put_backs: tuple[int, ...], pause: int
) -> None:
    minute = timedelta(minutes=1)
    placement = replace(
        placed("1", "a", held("2048"))["1"],
        put_backs=tuple(NOW + at * minute for at in put_backs),
    )
    record, memory = settled(
        a_record(a_code(), placements={"1": placement}, is_read=True), a_world()
    )
    assert plan_with(memory, record, a_world())[0].command is None
    later = a_world(now=NOW + pause * minute)
    planned = plan_with(memory, record, later)[0]
    assert planned == plan(record, later)
    assert planned.command is not None


def test_a_removal_counts_from_now_while_its_code_is_lost_only_later() -> None:
    progress = Progress(on_device=True, lost_at=NOW + HOUR)
    record, memory = settled(
        a_record(
            a_code(window=hours(3, 4), progress=progress),
            placements=placed("1", "a", held("4826")),
            is_read=True,
        ),
        a_world(),
    )
    later = a_world(now=NOW + timedelta(seconds=1))
    assert plan_with(memory, record, later)[0] == plan(record, later)


@pytest.mark.parametrize(
    ("changes", "abilities", "is_kept"),
    [
        ({}, {}, True),
        ({"is_read": False}, {}, False),
        ({"restore_check": RestoreCheck()}, {}, False),
        ({}, {"reports": Reporting.NOTHING}, False),
        ({}, {"reads": Readability.NOTHING}, False),
        ({}, {"reads": Readability.NOTHING, "is_virtual": True}, True),
        ({}, {"slots": (), "slot_naming": SlotNaming.BY_LOCK}, False),
        (
            {"full_read": FullRead(is_listed=False)},
            {"lists_slots": True},
            False,
        ),
        ({"full_read": FullRead(is_listed=True)}, {"lists_slots": True}, True),
    ],
)
def test_a_memory_is_kept_only_where_each_code_can_be_judged_alone(
    changes: dict[str, Any], abilities: dict[str, Any], is_kept: bool
) -> None:
    record = replace(
        a_record(a_code(), is_read=True, capabilities=able(**abilities)), **changes
    )
    assert (
        basis_of(record, a_world(), None, can_make_room=False) is not None
    ) is is_kept


def test_a_waiting_code_takes_over_a_slot_as_without_a_memory() -> None:
    code, waiting = a_code("a", "1024"), a_code("b", "1024")
    record, memory = settled(
        a_record(
            code,
            waiting,
            placements={**placed("1", "a", held("1024"))},
            is_read=True,
        ),
        a_world(),
    )
    gone = replace(record.codes["a"], deleted_at=NOW)
    record = replace(record, codes={**record.codes, "a": gone})
    after = plan_with(memory, record, a_world())[0]
    assert after == plan(record, a_world())
    assert after.record.placements["1"].owner == "b"


def test_a_waiting_code_takes_over_a_slot_whose_content_changed() -> None:
    gone, waiting = a_code("a", "1024", deleted_at=NOW), a_code("b", "2048")
    slots = placed("1", "a", held("1024"))
    record, memory = settled(
        a_record(
            gone,
            waiting,
            capabilities=able(slots=("1",)),
            placements=slots,
            is_read=True,
        ),
        a_world(),
    )
    changed = placed("1", "a", held("2048"))
    record = replace(record, placements=changed)
    after = plan_with(memory, record, a_world())[0]
    assert after == plan(record, a_world())
    assert after.record.placements["1"].owner == "b"
