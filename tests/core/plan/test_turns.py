"""Turns of renames, of reads of slots of others, and of the clear that breaks a circle; errors of altered codes."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    Command,
    CommandKind,
    Content,
    ErrorCode,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, held

SET = Progress(announced=Status.SET, on_device=True, was_set=True)
PIN = held("4826")
NAMED = able(slots=tuple("123456"), name_length=20)
BY_NAME = able(
    slots=(), slot_naming=SlotNaming.BY_NAME, lists_slots=True, name_length=20
)
PINS = {"a": "4826", "b": "7351", "c": "9182"}


def code(which: str, age: float = 1, **changes: Any) -> AccessCode:
    at = NOW - age * HOUR
    return a_code(which, PINS[which], created_at=at, changed_at=at, **changes)


def slot(number: str, which: str, *possible: Content, **changes: Any) -> Placement:
    holds = frozenset(possible or (held(PINS[which]),))
    return replace(Placement(number, which, holds, True), **changes)


def next_command(
    *pairs: tuple[AccessCode, Placement | None], **changes: Any
) -> Command | None:
    record: LockRecord = a_record(
        *(each for each, _ in pairs),
        **{
            "is_read": True,
            "capabilities": NAMED,
            "placements": {held.slot: held for _, held in pairs if held},
            **changes,
        },
    )
    return plan(record, a_world()).command


def in_words(command: Command | None) -> tuple[Any, ...] | None:
    if command is None:
        return None
    return command.kind, command.access_code_id, command.slot


RENAMED = slot("1", "a", name="Old")


@pytest.mark.contract("12.71")
def test_a_rename_carries_the_pin_of_its_code_for_locks_that_write_both() -> None:
    command = next_command((code("a", progress=SET), RENAMED))
    assert in_words(command) == (CommandKind.RENAME, "a", "1")
    assert command is not None
    assert (command.name, command.pin) == ("Guest a", PIN.pin)
    assert command.before == {PIN}
    assert command.new_slot is None


@pytest.mark.contract("5.23")
def test_renames_go_behind_everything_else_the_longest_due_first() -> None:
    first = (code("a", progress=SET), RENAMED)
    for age, expected in ((2, "b"), (0.5, "a")):
        other = (code("b", age, progress=SET), slot("2", "b", name="Older"))
        command = next_command(first, other)
        assert in_words(command) == (
            CommandKind.RENAME,
            expected,
            "12"[expected == "b"],
        )
        doubtful = (code("b", age), slot("2", "b", EMPTY, held(PINS["b"])))
        command = next_command(first, doubtful)
        assert in_words(command) == (CommandKind.READ, "b", "2")


@pytest.mark.contract("12.71", "5.23")
def test_a_new_key_is_read_before_a_rename_in_the_turn_of_the_rename() -> None:
    moved = (
        code("a", name="New", progress=SET),
        slot("Old", "a", name="Old"),
    )
    command = next_command(moved, capabilities=BY_NAME)
    assert in_words(command) == (CommandKind.READ, "a", "New")
    for age, expected in ((2, "b"), (0.5, "a")):
        other = (
            code("b", age, name="Newer", progress=SET),
            slot("Older", "b", name="Older"),
        )
        command = next_command(moved, other, capabilities=BY_NAME)
        assert command is not None
        assert (command.kind, command.access_code_id) == (CommandKind.READ, expected)
    gone = (
        code("b", 0.5, deleted_at=NOW),
        slot("Guest b", "b", name="Guest b"),
    )
    command = next_command(moved, gone, capabilities=BY_NAME)
    assert in_words(command) == (CommandKind.CLEAR, "b", "Guest b")


@pytest.mark.contract("4.18", "5.23")
@pytest.mark.parametrize("placement", [None, slot("1", "a", EMPTY)])
def test_a_slot_of_others_that_may_be_free_by_now_is_read_in_the_turn_of_the_code(
    placement: Placement | None,
) -> None:
    waiting = (code("a"), placement)
    recalled = {"unmanaged": {"6": PIN}}
    command = next_command(waiting, **recalled)
    assert in_words(command) == (CommandKind.READ, "a", "6")
    for age, expected in ((2, "b"), (0.5, "a")):
        command = next_command(
            waiting, (code("b", age), slot("2", "b", EMPTY)), **recalled
        )
        assert command is not None
        assert command.access_code_id == expected


@pytest.mark.contract("4.19", "5.23")
def test_a_circle_is_broken_in_the_turn_of_its_code() -> None:
    swapped = (
        (code("a"), slot("1", "a", held(PINS["b"]))),
        (code("b"), slot("2", "b", held(PINS["a"]))),
    )
    assert in_words(next_command(*swapped)) == (CommandKind.CLEAR, "a", "1")
    for age, expected in ((2, "c"), (0.5, "a")):
        command = next_command(*swapped, (code("c", age), slot("3", "c", EMPTY)))
        assert command is not None
        assert command.access_code_id == expected


def errors(told: AccessCode, placement: Placement, **abilities: Any) -> set[ErrorCode]:
    record = a_record(
        told,
        is_read=True,
        capabilities=able(**abilities),
        placements={"1": placement},
    )
    return {error.code for error in plan(record, a_world()).views["a"].errors}


@pytest.mark.contract("13.46")
def test_a_code_that_the_lock_altered_violates_its_limits_until_it_is_another_one() -> (
    None
):
    altered = slot("1", "a", held("482"), altered=PIN)
    assert errors(code("a"), altered) == {ErrorCode.CODE_CONSTRAINTS_VIOLATED}
    other = replace(altered, altered=held("1357"))
    assert errors(code("a"), other) == set()


@pytest.mark.contract("5.1")
def test_a_lock_that_has_not_shown_the_pin_of_its_choice_has_not_failed() -> None:
    def told(**changes: Any) -> set[ErrorCode]:
        attempt = Attempt(Outcome.ACCEPTED, False, 2, NOW + HOUR)
        tried = a_code(
            "a", progress=Progress(Status.SETTING, attempt=attempt), **changes
        )
        return errors(tried, slot("1", "a", EMPTY), is_pin_chosen_by_lock=True)

    assert told(pin=None, is_pin_chosen_by_lock=True) == set()
