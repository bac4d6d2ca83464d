"""The next step that brings a wanted code on its lock."""

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
    ExternalChange,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    RestoreCheck,
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

PIN = held("4826")
SLOT = Placement("1", "a", frozenset({EMPTY}), True)
SET = Progress(announced=Status.SET, on_device=True, was_set=True)
IN_DOUBT: frozenset[Content] = frozenset({PIN, EMPTY})


def lock_of(*pairs: tuple[AccessCode, Placement], **changes: Any) -> LockRecord:
    return a_record(
        *(code for code, _ in pairs),
        **{
            "is_read": True,
            "placements": {placement.slot: placement for _, placement in pairs},
            **changes,
        },
    )


def next_command(
    placement: Placement, code: AccessCode | None = None, **changes: Any
) -> Command | None:
    record = lock_of((code or a_code(), placement), **changes)
    return plan(record, a_world()).command


def kind_of(command: Command | None) -> CommandKind | None:
    return None if command is None else command.kind


CLEARED = [
    pytest.param(
        {"altered": PIN, "possible": frozenset({held("482")})}, {}, id="altered"
    ),
    pytest.param({"needs_clear_first": True}, {}, id="called a duplicate"),
    pytest.param(
        {"possible": frozenset({held("1357")})},
        {"external": ExternalChange.REMOVED},
        id="removed at the lock, and there again",
    ),
    pytest.param(
        {"has_remainder": True},
        {"external": ExternalChange.REMOVED},
        id="removed at the lock, with a remainder",
    ),
]


@pytest.mark.contract("13.46", "5.23")
@pytest.mark.parametrize(("slot", "code"), CLEARED)
def test_a_slot_is_cleared_first_in_the_turn_of_its_code(
    slot: dict[str, Any], code: dict[str, Any]
) -> None:
    placement, wanted = replace(SLOT, **slot), a_code(**code)
    assert kind_of(next_command(placement, wanted)) is CommandKind.CLEAR

    def first(age: float) -> str | None:
        at = NOW - age * HOUR
        other = a_code("b", "7351", created_at=at, changed_at=at)
        second = Placement("2", "b", frozenset({EMPTY}), True)
        command = plan(lock_of((wanted, placement), (other, second)), a_world()).command
        return None if command is None else command.access_code_id

    assert first(2) == "b"
    assert first(0.5) == "a"


@pytest.mark.contract("5.23")
def test_a_slot_in_doubt_is_read_behind_the_sets_the_longest_due_first() -> None:
    doubtful = replace(SLOT, possible=IN_DOUBT)

    def first(age: float, possible: frozenset[Content]) -> tuple[Any, ...]:
        at = NOW - age * HOUR
        other = a_code("b", "7351", created_at=at, changed_at=at)
        second = Placement("2", "b", possible, True)
        record = lock_of((a_code(), doubtful), (other, second))
        command = plan(record, a_world()).command
        assert command is not None
        return command.kind, command.access_code_id

    empty: frozenset[Content] = frozenset({EMPTY})
    assert first(0.5, empty) == (CommandKind.SET, "b")
    also: frozenset[Content] = frozenset({EMPTY, held("7351")})
    assert first(0.5, also) == (CommandKind.READ, "a")
    assert first(2, also) == (CommandKind.READ, "b")


@pytest.mark.contract("5.27")
def test_a_slot_in_doubt_is_read_although_the_lock_refuses_its_code() -> None:
    doubtful = replace(SLOT, possible=IN_DOUBT)

    def after(outcome: Outcome, retry_at: Any) -> CommandKind | None:
        attempt = Attempt(outcome, False, 3, retry_at)
        code = a_code(progress=Progress(Status.SETTING, attempt=attempt))
        return kind_of(next_command(doubtful, code))

    assert after(Outcome.INVALID, None) is CommandKind.READ
    assert after(Outcome.REFUSED, NOW) is CommandKind.READ
    assert after(Outcome.REFUSED, NOW + HOUR) is None


def test_a_code_with_a_remainder_in_its_slot_is_at_rest() -> None:
    settled = replace(SLOT, possible=frozenset({PIN}), has_remainder=True)
    assert next_command(settled, a_code(progress=SET)) is None


@pytest.mark.contract("13.29")
def test_a_new_code_is_set_in_a_slot_that_is_known_to_be_empty() -> None:
    planned = plan(a_record(a_code(), is_read=True), a_world(observed={"1": EMPTY}))
    assert planned.command is not None
    assert (planned.command.kind, planned.command.slot) == (CommandKind.SET, "1")
    assert planned.command.before == {EMPTY}
    assert planned.intended.placements["1"].possible == IN_DOUBT


@pytest.mark.contract("9.14")
def test_a_code_is_put_in_its_empty_slot_ahead_of_its_window() -> None:
    window = hours(1, 2)
    command = next_command(
        SLOT, a_code(window=window), capabilities=able(windows=WindowSupport())
    )
    assert command is not None
    assert (command.kind, command.window) == (CommandKind.SET, window)
    assert not command.is_removal
    ahead = replace(SLOT, possible=frozenset({KnownPin(PIN.pin, window)}))
    assert (
        next_command(
            ahead, a_code(window=window), capabilities=able(windows=WindowSupport())
        )
        is None
    )


@pytest.mark.contract("13.70")
def test_an_altered_code_whose_slot_is_empty_waits_for_a_late_write() -> None:
    late: dict[str, Any] = {
        "late": frozenset({held("482")}),
        "late_until": NOW + HOUR / 2,
    }
    assert next_command(replace(SLOT, altered=PIN, **late)) is None
    settled = replace(SLOT, possible=frozenset({PIN}), **late)
    assert next_command(settled) is None
    assert kind_of(next_command(replace(SLOT, **late))) is CommandKind.SET


@pytest.mark.contract("12.71")
def test_a_new_name_is_written_although_the_lock_refused_another_one() -> None:
    named = able(name_length=20)
    settled = replace(
        SLOT, possible=frozenset({PIN}), name="Old", refused_name="Visitor"
    )

    def renamed(name: str, **changes: Any) -> CommandKind | None:
        code = a_code(name=name, progress=SET)
        return kind_of(next_command(settled, code, capabilities=named, **changes))

    assert renamed("Cleaner") is CommandKind.RENAME
    assert renamed("Visitor") is None
    assert renamed("Old") is None
    check = RestoreCheck(unexpected=frozenset({"1"}))
    asked = renamed("Cleaner", restore_check=check, is_read=False)
    assert asked is CommandKind.READ
