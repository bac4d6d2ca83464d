"""What is wanted and not yet on the lock, and since when."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    ActiveWhile,
    KnownPin,
    Mutation,
    MutationCode,
    Pin,
    Placement,
    Position,
    Progress,
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
OLD, CHANGED = NOW - 9 * HOUR, NOW - 2 * HOUR
OFF = ActiveWhile("input_boolean.guests", None, False, NOW - 3 * HOUR)
LATER = hours(1, 2)


def mutations(
    placement: Placement | None = None,
    abilities: dict[str, Any] | None = None,
    **changes: Any,
) -> list[tuple[MutationCode, Any, str | None]]:
    """Return the pending mutations of a code that was made long ago and changed two hours ago."""
    code = a_code(**{"created_at": OLD, "changed_at": CHANGED, **changes})
    record = a_record(
        code,
        is_read=True,
        capabilities=able(**abilities or {}),
        placements={"1": placement} if placement else {},
    )
    found: tuple[Mutation, ...] = plan(record, a_world()).views["a"].mutations
    return [(each.code, each.created_at, each.reason) for each in found]


def slot(pin: str = "4826", **changes: Any) -> Placement:
    return replace(Placement("1", "a", frozenset({held(pin)}), True), **changes)


@pytest.mark.contract("3.8")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"deleted_at": NOW - HOUR}, (MutationCode.DELETING, NOW - HOUR, None)),
        ({}, (MutationCode.UPDATING_CODE, CHANGED, None)),
        (
            {"paused_at": NOW - HOUR},
            (MutationCode.DEFERRING_CREATION, NOW - HOUR, "paused_removing"),
        ),
        (
            {"active_while": OFF},
            (MutationCode.DEFERRING_CREATION, OFF.since, "inactive_removing"),
        ),
    ],
)
def test_what_is_pending_counts_from_the_wish(
    changes: dict[str, Any], expected: tuple[MutationCode, Any, str | None]
) -> None:
    assert mutations(slot("1357"), progress=SET, **changes) == [expected]


@pytest.mark.contract("3.8")
def test_a_code_that_was_never_on_the_lock_is_created() -> None:
    assert mutations() == [(MutationCode.CREATING, CHANGED, None)]
    deferred = [(MutationCode.DEFERRING_CREATION, CHANGED, None)]
    assert mutations(window=LATER) == deferred
    assert mutations(window=hours(-3, -1)) == []
    lost = [(MutationCode.UPDATING_CODE, CHANGED, None)]
    assert mutations(progress=SET) == lost


@pytest.mark.contract("3.44")
def test_a_code_whose_slot_is_empty_is_created_anew() -> None:
    creating = [(MutationCode.CREATING, CHANGED, None)]
    assert mutations(slot(possible=frozenset({EMPTY})), progress=SET) == creating
    in_doubt = slot(possible=frozenset({EMPTY, held("1357")}))
    updating = [(MutationCode.UPDATING_CODE, CHANGED, None)]
    assert mutations(in_doubt, progress=SET) == updating


@pytest.mark.contract("15.12")
def test_the_next_occurrence_of_a_code_is_deferred_and_a_moved_window_is_updated() -> (
    None
):
    def told(previous_end: Any) -> MutationCode:
        position = Position(previous_end=previous_end)
        ((code, _, _),) = mutations(
            slot(), progress=SET, window=LATER, position=position
        )
        return code

    assert told(CHANGED) is MutationCode.DEFERRING_CREATION
    assert told(CHANGED + HOUR) is MutationCode.DEFERRING_CREATION
    assert told(CHANGED - HOUR) is MutationCode.UPDATING_TIME_FRAME


@pytest.mark.contract("9.16")
def test_a_code_that_is_put_on_the_lock_ahead_is_pending_until_the_lock_has_it() -> (
    None
):
    native = {"windows": WindowSupport()}
    deferred = [(MutationCode.DEFERRING_CREATION, CHANGED, None)]
    assert mutations(None, native, window=LATER) == deferred
    ahead = KnownPin(held("4826").pin, LATER)
    assert mutations(slot(possible=frozenset({ahead})), native, window=LATER) == []


@pytest.mark.contract("3.8")
def test_another_name_on_the_lock_is_pending() -> None:
    named = {"name_length": 20}
    renamed = slot(name="Somebody")
    updating = [(MutationCode.UPDATING_NAME, CHANGED, None)]
    assert mutations(renamed, named, progress=SET) == updating
    assert mutations(slot(name="Guest a"), named, progress=SET) == []
    assert mutations(renamed, progress=SET) == []


@pytest.mark.contract("3.42")
def test_each_change_of_a_code_that_is_on_its_lock_is_told() -> None:
    named = {"name_length": 20}
    here, wider = hours(-1, 2), hours(-1, 3)

    def kinds(placement: Placement, abilities: dict[str, Any], **changes: Any) -> Any:
        found = mutations(placement, abilities, progress=SET, **changes)
        assert {each[1:] for each in found} == {(CHANGED, None)}
        return [kind for kind, _, _ in found]

    former = slot("1357", name="Before")
    assert kinds(former, named) == [
        MutationCode.UPDATING_CODE,
        MutationCode.UPDATING_NAME,
    ]
    assert kinds(former, named, window=LATER) == [
        MutationCode.UPDATING_TIME_FRAME,
        MutationCode.UPDATING_CODE,
        MutationCode.UPDATING_NAME,
    ]
    assert kinds(slot("1357"), {}, window=LATER) == [
        MutationCode.UPDATING_TIME_FRAME,
        MutationCode.UPDATING_CODE,
    ]
    assert kinds(slot(), {}, window=LATER) == [MutationCode.UPDATING_TIME_FRAME]
    held_windows = {"windows": WindowSupport(), **named}
    both = replace(former, possible=frozenset({KnownPin(Pin("1357"), here)}))
    assert kinds(both, held_windows, window=wider) == [
        MutationCode.UPDATING_CODE,
        MutationCode.UPDATING_TIME_FRAME,
        MutationCode.UPDATING_NAME,
    ]
    same = replace(both, possible=frozenset({KnownPin(Pin("4826"), here)}))
    assert kinds(same, held_windows, window=wider) == [
        MutationCode.UPDATING_TIME_FRAME,
        MutationCode.UPDATING_NAME,
    ]
