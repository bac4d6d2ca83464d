"""Which slot is read again, and when, on a lock that does not report every change."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    UNREADABLE,
    AccessCode,
    Attempt,
    Command,
    CommandKind,
    LockRecord,
    Outcome,
    Placement,
    Plan,
    Progress,
    Reporting,
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
SILENT = able(slots=("1", "2", "3"), reports=Reporting.NOTHING, fresh_for=3600)


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def a_silent_lock(
    *codes: AccessCode, read: dict[str, float], **changes: Any
) -> LockRecord:
    """Return the record of a lock that tells of no change; ``read``: hours since each slot was read."""
    return a_record(
        *codes,
        capabilities=SILENT,
        is_read=True,
        read_at={slot: seconds(NOW - age * HOUR) for slot, age in read.items()},
        **changes,
    )


def at_rest(slot: str, code: AccessCode) -> Placement:
    assert code.pin is not None
    return Placement(
        slot, code.access_code_id, frozenset({held(code.pin.reveal())}), True
    )


def read_of(planned: Plan) -> str | None:
    """Return the slot that is read next, if that is the next command."""
    command = planned.command
    if command is None or command.kind is not CommandKind.READ:
        return None
    return command.slot


A, B = a_code("a", progress=SET), a_code("b", "7351", progress=SET)
BOTH = {"1": at_rest("1", A), "2": at_rest("2", B)}


@pytest.mark.contract("8.40")
def test_a_slot_is_read_again_when_its_last_read_is_old_and_not_before() -> None:
    record = a_silent_lock(A, read={"1": 0.5}, placements={"1": BOTH["1"]})
    planned = plan(record, a_world())
    assert planned.command is None
    assert planned.deadline == NOW + HOUR / 2
    assert read_of(plan(record, a_world(now=NOW + HOUR / 2))) == "1"


@pytest.mark.contract("8.40")
def test_the_slot_that_was_read_the_longest_ago_is_read_first() -> None:
    record = a_silent_lock(A, B, read={"1": 2, "2": 3}, placements=BOTH)
    assert read_of(plan(record, a_world())) == "2"
    record = a_silent_lock(A, B, read={"1": 3, "2": 2}, placements=BOTH)
    assert read_of(plan(record, a_world())) == "1"


@pytest.mark.contract("8.40")
def test_a_code_without_a_slot_holds_up_no_read_of_another() -> None:
    later = a_code("0", "9182", window=hours(5, 6))
    record = a_silent_lock(later, A, read={"1": 2}, placements={"1": BOTH["1"]})
    assert read_of(plan(record, a_world())) == "1"


@pytest.mark.contract("8.40")
def test_after_a_read_without_an_answer_all_others_wait_for_its_pause() -> None:
    attempt = Attempt(Outcome.UNKNOWN, False, 1, NOW + HOUR / 4)
    silent = replace(A, progress=replace(SET, attempt=attempt))
    record = a_silent_lock(silent, B, read={"1": 2, "2": 2}, placements=BOTH)
    planned = plan(record, a_world())
    assert planned.command is None
    assert planned.deadline == NOW + HOUR / 4
    assert read_of(plan(record, a_world(now=NOW + HOUR / 4))) == "1"


@pytest.mark.contract("8.40")
def test_the_slot_of_a_code_that_is_refused_for_good_is_read_again() -> None:
    attempt = Attempt(Outcome.INVALID, False, 1, None)
    refused = replace(A, progress=Progress(Status.SETTING, attempt=attempt))
    other = Placement("1", "a", frozenset({held("1357")}), True)
    record = a_silent_lock(refused, read={"1": 2}, placements={"1": other})
    assert read_of(plan(record, a_world())) == "1"


@pytest.mark.contract("8.40")
def test_a_code_that_is_tried_again_soon_holds_up_no_read_of_another() -> None:
    attempt = Attempt(Outcome.REFUSED, False, 3, NOW + HOUR / 4)
    waiting = replace(A, progress=Progress(Status.SETTING, attempt=attempt))
    other = Placement("1", "a", frozenset({held("1357")}), True)
    record = a_silent_lock(
        waiting, B, read={"1": 2, "2": 2}, placements={**BOTH, "1": other}
    )
    assert read_of(plan(record, a_world())) == "2"


@pytest.mark.contract("8.40", "5.24")
@pytest.mark.parametrize(
    "code",
    [replace(A, deleted_at=NOW - HOUR), replace(A, progress=Progress(Status.SETTING))],
    ids=["removal", "set"],
)
def test_a_slot_whose_command_is_repeated_too_often_is_not_read_instead(
    code: AccessCode,
) -> None:
    other = Placement("1", "a", frozenset({held("1357")}), True)
    record = a_silent_lock(code, read={"1": 2}, placements={"1": other})
    command = plan(record, a_world()).command
    assert command is not None
    pauses: dict[Command, datetime] = {command.key: NOW + timedelta(seconds=90)}
    planned = plan(record, a_world(held=pauses))
    assert planned.command is None
    assert planned.deadline == NOW + timedelta(seconds=90)


def full(**changes: Any) -> LockRecord:
    return a_silent_lock(
        a_code("a"),
        read={"1": 0.5},
        unmanaged={"1": UNREADABLE},
        **changes,
    )


@pytest.mark.contract("5.61")
def test_a_slot_of_others_that_leaves_no_room_is_read_again_as_often_as_ours() -> None:
    one_slot = replace(SILENT, slots=("1",))
    record = replace(full(), capabilities=one_slot)
    seen = {"1": UNREADABLE}
    planned = plan(record, a_world(observed=dict(seen)))
    assert planned.command is None
    assert planned.deadline == NOW + HOUR / 2
    later = a_world(observed=dict(seen), now=NOW + HOUR / 2)
    assert read_of(plan(record, later)) == "1"


@pytest.mark.contract("5.61")
def test_a_slot_of_others_with_the_pin_of_a_code_is_read_again_as_often_as_ours() -> (
    None
):
    record = replace(full(), unmanaged={"1": held("4826")})
    seen = {"1": held("4826")}
    planned = plan(record, a_world(observed=dict(seen)))
    assert read_of(planned) is None
    assert planned.deadline == NOW + HOUR / 2
    later = a_world(observed=dict(seen), now=NOW + HOUR / 2)
    assert read_of(plan(record, later)) == "1"


@pytest.mark.contract("8.40")
def test_a_slot_of_others_that_hinders_no_code_is_not_waited_for() -> None:
    record = a_silent_lock(
        A,
        read={"1": 0, "2": 0.5},
        placements={"1": BOTH["1"]},
        unmanaged={"2": UNREADABLE},
    )
    planned = plan(record, a_world(observed={"2": UNREADABLE}))
    assert planned.command is None
    assert planned.deadline == NOW + HOUR
