"""A slot that goes over, with its content, from a code that is not wanted to the one that waits for its PIN."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    Content,
    EventType,
    ExternalChange,
    LockRecord,
    Outcome,
    Placement,
    Plan,
    Progress,
    SlotNaming,
    Status,
    WindowSupport,
)
from custom_components.access_codes.core.plan.planner import plan
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
FORMER = a_code("a", "4826", deleted_at=NOW, progress=SET)
NEXT = a_code("b", "4826")
SLOT = Placement("1", "a", frozenset({held("4826")}), True)


def lock_of(
    *codes: AccessCode, slots: tuple[Placement, ...] = (SLOT,), **changes: Any
) -> LockRecord:
    return a_record(
        *codes,
        is_read=True,
        placements={placement.slot: placement for placement in slots},
        **changes,
    )


def owners(record: LockRecord, **world: Any) -> dict[str, str]:
    placements = plan(record, a_world(**world)).record.placements
    return {slot: placement.owner for slot, placement in placements.items()}


def events_of(planned: Plan) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [
        (event.type, event.access_code_id, event.details)
        for event in planned.record.outbox
    ]


@pytest.mark.contract("4.20", "11.4")
@pytest.mark.parametrize("is_unverified", [True, False])
def test_the_former_code_is_told_as_removed_with_what_was_known_of_it(
    is_unverified: bool,
) -> None:
    slot = replace(SLOT, is_unverified=is_unverified)
    planned = plan(lock_of(FORMER, NEXT, slots=(slot,)), a_world())
    assert planned.command is None
    removed = (
        EventType.REMOVED_FROM_DEVICE,
        "a",
        {"verified": not is_unverified},
    )
    assert removed in events_of(planned)
    assert planned.record.codes.keys() == {"b"}
    assert planned.views["b"].status is Status.SET


@pytest.mark.contract("4.20")
def test_what_happened_to_the_former_code_in_its_slot_is_not_the_next_ones() -> None:
    slot = replace(
        SLOT,
        deviation=ExternalChange.MODIFIED,
        put_backs=(NOW - HOUR / 4,) * 3,
        altered=held("1357"),
        kept_name="Somebody",
    )
    after = plan(lock_of(FORMER, NEXT, slots=(slot,)), a_world()).record.placements["1"]
    assert after.owner == "b"
    assert (after.deviation, after.put_backs) == (None, ())
    assert (after.altered, after.kept_name) == (None, None)


KEPT = [
    pytest.param(
        a_code("x", None), a_code("y", "9999"), {}, id="a PIN that is not known"
    ),
    pytest.param(
        a_code("x", "1024"), a_code("y", "1024", progress=SET), {}, id="still wanted"
    ),
    pytest.param(
        a_code("x", "1024"),
        a_code("y", "1024", deleted_at=NOW, progress=SET),
        {"possible": frozenset({held("1024"), held("2048")})},
        id="in doubt",
    ),
    pytest.param(
        a_code("x", "1024"),
        a_code("y", "1024", deleted_at=NOW, progress=SET),
        {"name": "Somebody"},
        id="another name",
    ),
    pytest.param(
        a_code("x", "1024"),
        a_code("y", "1024", deleted_at=NOW, progress=SET, is_unmanaged=True),
        {"needs_read": True},
        id="code of others, to be seen once more",
    ),
]


@pytest.mark.contract("4.20")
@pytest.mark.parametrize(("waiting", "holder", "changes"), KEPT)
def test_a_slot_that_cannot_be_handed_over_holds_up_no_other(
    waiting: AccessCode, holder: AccessCode, changes: dict[str, Any]
) -> None:
    content = held(holder.pin.reveal()) if holder.pin else EMPTY
    kept = Placement("2", "y", frozenset({content}), True, name="Guest x")
    named = replace(SLOT, name="Guest b")
    record = lock_of(
        waiting,
        holder,
        FORMER,
        NEXT,
        slots=(replace(kept, **changes), named),
        capabilities=able(name_length=20),
    )
    assert owners(record) == {"2": "y", "1": "b"}


@pytest.mark.contract("4.20")
@pytest.mark.parametrize(
    ("naming", "slot"),
    [
        (SlotNaming.BY_LOCK, Placement("new:a", "a", frozenset({held("4826")}))),
        (
            SlotNaming.BY_NAME,
            replace(
                SLOT,
                slot="Guest a",
                name="Guest b",
                next_slot="Guest b",
                next_possible=frozenset({EMPTY, held("4826")}),
            ),
        ),
    ],
    ids=["not named yet", "amid a rename"],
)
def test_a_slot_whose_key_is_not_certain_is_not_handed_over(
    naming: SlotNaming, slot: Placement
) -> None:
    abilities = able(slots=(), slot_naming=naming, lists_slots=True, name_length=20)
    other = replace(SLOT, slot="Guest x", owner="y", name="Guest x")
    record = lock_of(
        FORMER,
        replace(NEXT, name="Guest b"),
        a_code("x", "1024"),
        a_code("y", "1024", deleted_at=NOW),
        slots=(slot, replace(other, possible=frozenset({held("1024")}))),
        capabilities=abilities,
    )
    assert owners(record) == {slot.slot: "a", "Guest x": "x"}


@pytest.mark.contract("8.63", "11.9")
def test_a_code_of_others_whose_slot_is_handed_over_is_told_as_gone() -> None:
    former = a_code("a", "4826", deleted_at=NOW, is_unmanaged=True)
    record = lock_of(former, NEXT, unmanaged={"1": held("4826")})
    planned = plan(record, a_world())
    assert planned.record.placements["1"].owner == "b"
    assert planned.record.unmanaged == {}
    ((kind, _, details), *_) = [
        event for event in events_of(planned) if event[0] == EventType.UNMANAGED_REMOVED
    ]
    assert kind == EventType.UNMANAGED_REMOVED
    assert (details["slot"], details["verified"]) == ("1", True)


@pytest.mark.contract("11.4")
@pytest.mark.parametrize("is_unverified", [True, False])
def test_a_code_that_was_lost_before_its_window_keeps_its_slot_and_is_told_as_removed(
    is_unverified: bool,
) -> None:
    ahead = a_code("a", "4826", window=hours(1, 2), progress=SET)
    slot = replace(SLOT, possible=frozenset({EMPTY}), is_unverified=is_unverified)
    record = lock_of(ahead, slots=(slot,), capabilities=able(windows=WindowSupport()))
    planned = plan(record, a_world())
    assert planned.record.placements["1"].owner == "a"
    removed = (EventType.REMOVED_FROM_DEVICE, "a", {"verified": not is_unverified})
    assert events_of(planned) == [removed]


@pytest.mark.contract("5.22")
def test_each_code_that_is_wanted_again_begins_without_the_failures_of_its_removal() -> (
    None
):
    failed = Attempt(Outcome.REFUSED, True, 3, NOW + HOUR)
    back = a_code("b", "7351", progress=replace(SET, attempt=failed))
    slots = (SLOT, Placement("2", "b", frozenset({held("1357")}), True))
    record = lock_of(a_code("a", progress=SET), back, slots=slots)
    planned = plan(record, a_world())
    assert planned.record.codes["b"].progress.attempt is None
    assert planned.command is not None
    assert planned.command.access_code_id == "b"


@pytest.mark.contract("13.70")
def test_a_late_write_stays_in_doubt_while_the_answer_of_a_command_is_awaited() -> None:
    kept: frozenset[Content] = frozenset({held("4826")})
    late: frozenset[Content] = frozenset({held("1357")})
    slot = replace(SLOT, late=late, late_until=NOW)
    record = lock_of(a_code("a", progress=SET), slots=(slot,))
    awaited = plan(record, a_world(is_command_under_way=True)).record.placements["1"]
    assert (awaited.late, awaited.possible) == (late, kept)
    over = plan(record, a_world()).record.placements["1"]
    assert (over.late, over.possible) == (frozenset(), kept | late)
