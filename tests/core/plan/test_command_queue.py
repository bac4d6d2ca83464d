"""Which of the due commands goes next, what is passed over, and under which name a code is stored on the lock."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    CommandKind,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.plan.command_queue import lock_name
from custom_components.access_codes.core.plan.due_command import SET, DueCommand
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.edit import RecordEdit
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, held

ALL_EMPTY = {"1": EMPTY, "2": EMPTY, "3": EMPTY}
PINS = {"a": "4826", "b": "7351", "c": "9182"}


def waiting(access_code_id: str, hours: float = 1, **changes: Any) -> AccessCode:
    """Return a code that is to be set since so many hours."""
    at = NOW - hours * HOUR
    return a_code(
        access_code_id, PINS[access_code_id], created_at=at, changed_at=at, **changes
    )


def lock_of(*codes: AccessCode, **changes: Any) -> LockRecord:
    return a_record(*codes, is_read=True, **changes)


def next_code(record: LockRecord, **world: Any) -> str | None:
    command = plan(record, a_world(observed=dict(ALL_EMPTY), **world)).command
    return None if command is None else command.access_code_id


@pytest.mark.contract("5.23")
@pytest.mark.parametrize("order", list(permutations("abc")))
def test_the_code_that_waits_the_longest_goes_first_in_whatever_order(
    order: tuple[str, ...],
) -> None:
    ages = {"a": 1, "b": 3, "c": 2}
    codes = [waiting(access_code_id, ages[access_code_id]) for access_code_id in order]
    assert next_code(lock_of(*codes)) == "b"


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_codes_that_wait_as_long_go_by_their_ids(order: tuple[str, ...]) -> None:
    codes = [waiting(access_code_id) for access_code_id in order]
    assert next_code(lock_of(*codes)) == "a"


@pytest.mark.contract("5.23")
@pytest.mark.parametrize("order", list(permutations("abc")))
def test_a_removal_goes_before_a_set_that_waits_longer(order: tuple[str, ...]) -> None:
    gone = waiting("c", deleted_at=NOW)
    codes = {"a": waiting("a", 5), "b": waiting("b", 3), "c": gone}
    slot = Placement("3", "c", frozenset({held(PINS["c"])}), True)
    record = lock_of(*(codes[which] for which in order), placements={"3": slot})
    assert next_code(record) == "c"


@pytest.mark.contract("5.23")
@pytest.mark.parametrize("order", list(permutations("abc")))
def test_of_two_removals_the_one_that_is_due_longer_goes_first(
    order: tuple[str, ...],
) -> None:
    ages = {"a": 1, "b": 3, "c": 2}
    codes = [waiting(which, 5, deleted_at=NOW - ages[which] * HOUR) for which in order]
    placements = {
        str(number): Placement(
            str(number),
            code.access_code_id,
            frozenset({held(PINS[code.access_code_id])}),
            True,
        )
        for number, code in enumerate(codes)
    }
    assert next_code(lock_of(*codes, placements=placements)) == "b"


def pause_of(record: LockRecord, until: datetime) -> dict[Any, datetime]:
    command = plan(record, a_world(observed=dict(ALL_EMPTY))).command
    assert command is not None
    return {command.key: until}


@pytest.mark.contract("5.24")
def test_a_command_that_was_repeated_too_often_delays_no_other() -> None:
    record = lock_of(waiting("a", 2), waiting("b"))
    soon = NOW + timedelta(seconds=90)
    pauses = pause_of(record, soon)
    planned = plan(record, a_world(observed=dict(ALL_EMPTY), held=pauses))
    assert planned.command is not None
    assert planned.command.access_code_id == "b"
    assert planned.deadline == soon
    assert next_code(record, held=pause_of(record, NOW)) == "a"
    alone = plan(
        lock_of(waiting("a", 2)), a_world(observed=dict(ALL_EMPTY), held=pauses)
    )
    assert alone.command is None
    assert alone.deadline == soon


@pytest.mark.contract("5.24")
def test_the_earliest_end_of_a_pause_is_waited_for() -> None:
    def paused(access_code_id: str, minutes: int) -> AccessCode:
        at = NOW + timedelta(minutes=minutes)
        attempt = Attempt(Outcome.REFUSED, False, 3, at)
        progress = Progress(Status.SETTING, attempt=attempt)
        return waiting(access_code_id, progress=progress)

    record = lock_of(paused("a", 7), paused("b", 3), paused("c", 5))
    planned = plan(record, a_world(observed=dict(ALL_EMPTY)))
    assert planned.command is None
    assert planned.deadline == NOW + timedelta(minutes=3)


@pytest.mark.contract("5.24")
def test_a_full_read_that_was_repeated_too_often_is_passed_over() -> None:
    record = a_record(capabilities=able(slots=("1",)))
    command = plan(record, a_world()).command
    assert command is not None
    assert command.kind is CommandKind.READ
    pauses = {command.key: NOW + HOUR}
    planned = plan(record, a_world(held=pauses))
    assert planned.command is None
    assert planned.deadline == NOW + HOUR


NAMED = able(name_length=20, has_unique_names=True)
SLOT = Placement("1", "a", frozenset({EMPTY}))


def name_for(
    code: AccessCode, kind: CommandKind = CommandKind.SET, **changes: Any
) -> str | None:
    other = Placement("2", "b", frozenset({held("7351")}), name="Guest a")
    placements = {"1": replace(SLOT, **changes), "2": other}
    record = a_record(code, a_code("b"), capabilities=NAMED, placements=placements)
    due = DueCommand(SET, NOW, code, kind, "1")
    return lock_name(RecordEdit(record), a_world(), NAMED, due)


@pytest.mark.contract("12.71")
def test_a_code_is_stored_under_a_name_that_no_other_slot_has() -> None:
    assert name_for(a_code()) == "Guest a 2"
    assert name_for(a_code(), CommandKind.CLEAR) is None
    assert name_for(a_code(), name="Guest a 5") == "Guest a 5"
    assert name_for(a_code(), name="Somebody") == "Guest a 2"


@pytest.mark.contract("12.71")
def test_a_code_keeps_its_name_on_the_lock_while_the_lock_refuses_its_new_one() -> None:
    refused = a_code(name="Cleaner")
    assert name_for(refused, name="Guest a 3", refused_name="Cleaner") == "Guest a 3"
    assert name_for(refused, name="Guest a 3", refused_name="Visitor") == "Cleaner"


@pytest.mark.contract("12.71")
def test_where_names_are_keys_the_key_is_the_name() -> None:
    keys = able(
        slots=(), slot_naming=SlotNaming.BY_NAME, lists_slots=True, name_length=20
    )
    record = a_record(a_code(), capabilities=keys)
    due = DueCommand(SET, NOW, a_code(), CommandKind.SET, "Guest a")
    edit = RecordEdit(record)
    assert lock_name(edit, a_world(), keys, due) == "Guest a"
    moved = replace(due, kind=CommandKind.RENAME, new_slot="Cleaner")
    assert lock_name(edit, a_world(), keys, moved) == "Cleaner"
    nobody = DueCommand(SET, NOW, None, CommandKind.READ, "Guest a")
    assert lock_name(edit, a_world(), keys, nobody) is None
