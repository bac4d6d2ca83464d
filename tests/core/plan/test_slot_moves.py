"""How a rename in doubt is finished or undone, where names are keys."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    Command,
    CommandKind,
    Content,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    Readability,
    SlotNaming,
    Status,
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
PIN = held("4826")
DOUBT: frozenset[Content] = frozenset({PIN, EMPTY})
FULL: frozenset[Content] = frozenset({PIN})
MOVING = Placement(
    "Old", "a", DOUBT, True, name="New", next_slot="New", next_possible=DOUBT
)
CODE = a_code(name="New", progress=SET)
GONE = replace(CODE, deleted_at=NOW - HOUR)


def lock_of(
    code: AccessCode,
    placement: Placement,
    *others: tuple[AccessCode, Placement],
    reads: Readability = Readability.PIN,
    **changes: Any,
) -> LockRecord:
    pairs = [(code, placement), *others]
    return a_record(
        *(each for each, _ in pairs),
        capabilities=able(
            slots=(),
            slot_naming=SlotNaming.BY_NAME,
            lists_slots=True,
            name_length=20,
            reads=reads,
            late_by=60,
        ),
        is_read=True,
        placements={slot.slot: slot for _, slot in pairs},
        **changes,
    )


def next_command(record: LockRecord) -> Command | None:
    return plan(record, a_world()).command


def in_words(command: Command | None) -> tuple[CommandKind, str | None, bool] | None:
    if command is None:
        return None
    assert command.access_code_id == "a"
    return command.kind, command.slot, command.is_removal


@pytest.mark.contract("12.72")
@pytest.mark.parametrize(("code", "is_removal"), [(CODE, False), (GONE, True)])
def test_the_slot_in_doubt_is_read_the_old_one_first(
    code: AccessCode, is_removal: bool
) -> None:
    both = next_command(lock_of(code, MOVING))
    assert in_words(both) == (CommandKind.READ, "Old", is_removal)
    known = replace(MOVING, possible=FULL)
    after = next_command(lock_of(code, known))
    assert in_words(after) == (CommandKind.READ, "New", is_removal)


@pytest.mark.contract("12.72")
@pytest.mark.parametrize(("code", "is_removal"), [(CODE, False), (GONE, True)])
def test_the_old_slot_is_cleared_where_both_hold_the_code(
    code: AccessCode, is_removal: bool
) -> None:
    both = replace(MOVING, possible=FULL, next_possible=FULL)
    timed = replace(code, window=hours(-5, 3))
    for each in (code, timed):
        command = next_command(lock_of(each, both))
        assert in_words(command) == (CommandKind.CLEAR, "Old", is_removal)
    assert command is not None
    assert command.before == FULL


@pytest.mark.contract("12.72")
def test_the_new_slot_is_set_again_where_no_read_can_decide() -> None:
    command = next_command(lock_of(CODE, MOVING, reads=Readability.NOTHING))
    assert in_words(command) == (CommandKind.SET, "New", False)
    assert command is not None
    assert (command.pin, command.before) == (PIN.pin, DOUBT)
    gone = next_command(lock_of(GONE, MOVING, reads=Readability.NOTHING))
    assert in_words(gone) == (CommandKind.CLEAR, "Old", True)


@pytest.mark.contract("13.70")
def test_a_rename_that_a_late_write_may_still_change_is_waited_for() -> None:
    late = replace(
        MOVING,
        possible=FULL,
        next_possible=FULL,
        late=FULL,
        late_until=NOW + HOUR / 2,
    )
    planned = plan(lock_of(CODE, late), a_world())
    assert planned.command is None
    assert planned.deadline == NOW + HOUR / 2


@pytest.mark.contract("5.21")
@pytest.mark.parametrize("is_removal", [True, False])
def test_a_rename_in_doubt_is_tried_again_when_its_pause_is_over(
    is_removal: bool,
) -> None:
    def tried(at: datetime) -> LockRecord:
        attempt = Attempt(Outcome.UNKNOWN, is_removal, 1, at)
        code = GONE if is_removal else CODE
        progress = replace(SET, attempt=attempt)
        return lock_of(replace(code, progress=progress), MOVING)

    assert next_command(tried(NOW)) is not None
    planned = plan(tried(NOW + HOUR / 4), a_world())
    assert planned.command is None
    assert planned.deadline == NOW + HOUR / 4


def other(age: float, **changes: Any) -> tuple[AccessCode, Placement]:
    """Return another code, that is to be removed since so many hours."""
    at = NOW - age * HOUR
    code = a_code("b", "7351", created_at=at, changed_at=at, deleted_at=at, **changes)
    return code, Placement(
        "Guest b", "b", frozenset({held("7351")}), True, name="Guest b"
    )


def first_of_both(placement: Placement, age: float) -> str | None:
    command = next_command(lock_of(GONE, placement, other(age)))
    return None if command is None else command.access_code_id


@pytest.mark.contract("5.23")
def test_the_removal_of_a_code_amid_a_rename_has_its_turn() -> None:
    placement = replace(MOVING, possible=FULL, next_possible=FULL)
    assert first_of_both(placement, 2) == "b"
    assert first_of_both(placement, 0.5) == "a"


@pytest.mark.contract("5.90")
def test_the_read_of_a_removal_amid_a_rename_goes_behind_the_removals_once_it_was_tried() -> (
    None
):
    def first(age: float, *, is_tried: bool) -> str | None:
        attempt = Attempt(Outcome.UNKNOWN, True, 1, NOW - HOUR) if is_tried else None
        code = replace(GONE, progress=replace(SET, attempt=attempt))
        command = next_command(lock_of(code, MOVING, other(age)))
        return None if command is None else command.access_code_id

    assert (first(2, is_tried=False), first(0.5, is_tried=False)) == ("b", "a")
    assert (first(2, is_tried=True), first(0.5, is_tried=True)) == ("b", "b")


@pytest.mark.contract("5.23")
def test_a_rename_in_doubt_is_read_behind_the_sets_and_finished_among_them() -> None:
    def first(placement: Placement, age: float, reads: Readability) -> str | None:
        at = NOW - age * HOUR
        code = a_code("b", "7351", created_at=at, changed_at=at)
        empty = Placement("Guest b", "b", frozenset({EMPTY}), name="Guest b")
        record = lock_of(CODE, placement, (code, empty), reads=reads)
        command = next_command(record)
        return None if command is None else command.access_code_id

    def first_read(age: float) -> str | None:
        at = NOW - age * HOUR
        code = a_code("b", "7351", created_at=at, changed_at=at)
        doubt: frozenset[Content] = frozenset({EMPTY, held("7351")})
        slot = Placement("Guest b", "b", doubt, name="Guest b")
        command = next_command(lock_of(CODE, MOVING, (code, slot)))
        return None if command is None else command.access_code_id

    assert (first_read(0.5), first_read(2)) == ("a", "b")
    both = replace(MOVING, possible=FULL, next_possible=FULL)
    assert first(MOVING, 0.5, Readability.PIN) == "b"
    assert first(both, 0.5, Readability.PIN) == "a"
    assert first(both, 2, Readability.PIN) == "b"
    assert first(MOVING, 0.5, Readability.NOTHING) == "a"
    assert first(MOVING, 2, Readability.NOTHING) == "b"
