"""What is emitted and shown of one code, and when it is looked at again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    ActiveWhile,
    Attempt,
    ErrorCode,
    EventType,
    ExternalChange,
    IssueKind,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    RestoreCheck,
    Settings,
    Status,
    WarningCode,
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

NATIVE = able(windows=WindowSupport())
AHEAD = hours(10, 12)
DAY = timedelta(days=1)
SET = Progress(announced=Status.SET, on_device=True, was_set=True)


def on_the_lock(code: AccessCode, **changes: object) -> LockRecord:
    """Return the record of a lock whose first slot holds the code, with its window."""
    assert code.pin is not None
    content = KnownPin(code.pin, code.window)
    placement = Placement("1", code.access_code_id, frozenset({content}), True)
    return a_record(
        code,
        capabilities=NATIVE,
        is_read=True,
        placements={"1": replace(placement, **changes)},  # type: ignore[arg-type]
    )


@pytest.mark.contract("11.33")
@pytest.mark.parametrize("is_unverified", [True, False])
def test_a_code_ahead_of_its_window_is_told_with_what_the_lock_has_confirmed(
    is_unverified: bool,
) -> None:
    code = a_code(window=AHEAD, progress=Progress(announced=Status.UNSET))
    planned = plan(on_the_lock(code, is_unverified=is_unverified), a_world())
    (event,) = planned.record.outbox
    assert event.type == EventType.SCHEDULED_ON_DEVICE
    assert event.details == {"verified": not is_unverified}
    assert planned.record.codes["a"].progress.on_device
    assert planned.record.codes["a"].progress.is_scheduled
    view = planned.views["a"]
    assert (view.is_scheduled_on_device, view.is_window_native) == (True, True)


@pytest.mark.contract("11.33")
def test_a_code_ahead_of_its_window_is_told_once() -> None:
    code = a_code(window=AHEAD, progress=Progress(announced=Status.UNSET))
    planned = plan(on_the_lock(code), a_world())
    told = replace(planned.record, outbox=())
    assert plan(told, a_world()).record is told
    progress = replace(told.codes["a"].progress, announced=Status.REMOVING)
    moved = on_the_lock(replace(code, progress=progress))
    again = plan(moved, a_world()).record
    assert again.codes["a"].progress.announced is Status.UNSET
    assert again.outbox == ()


@pytest.mark.contract("9.15")
def test_a_window_that_the_lock_opened_and_closed_by_itself_is_not_missed() -> None:
    progress = Progress(Status.UNSET, on_device=True, is_scheduled=True)
    record = on_the_lock(a_code(window=hours(-1, 0), progress=progress))
    planned = plan(record, a_world())
    assert planned.record.codes["a"].progress.was_set
    assert planned.views["a"].status is Status.REMOVING
    warnings = {warning.code for warning in planned.views["a"].warnings}
    assert WarningCode.MISSED not in warnings


def test_a_code_that_is_set_has_no_failures_and_no_loss_behind_it() -> None:
    attempt = Attempt(Outcome.REFUSED, False, 3, NOW + HOUR)
    progress = Progress(Status.SETTING, lost_at=NOW - HOUR, attempt=attempt)
    holds = Placement("1", "a", frozenset({held("4826")}), True)
    record = a_record(a_code(progress=progress), is_read=True, placements={"1": holds})
    after = plan(record, a_world()).record.codes["a"].progress
    assert (after.attempt, after.lost_at) == (None, None)
    doubtful = replace(holds, possible=holds.possible | {EMPTY})
    waits = replace(record, placements={"1": doubtful})
    kept = plan(waits, a_world()).record.codes["a"].progress
    assert (kept.attempt, kept.lost_at) == (attempt, NOW - HOUR)


@pytest.mark.contract("11.4")
def test_a_code_that_home_assistant_stops_to_accept_is_told_as_removed() -> None:
    code = a_code(window=hours(-2, 0), progress=SET)
    record = a_record(code, capabilities=able(is_virtual=True), is_read=True)
    planned = plan(record, a_world())
    (event,) = planned.record.outbox
    assert event.type == EventType.REMOVED_FROM_DEVICE
    assert event.details == {"verified": True}
    assert not planned.record.codes["a"].progress.on_device


@pytest.mark.contract("12.62")
def test_nothing_is_told_of_a_use_of_a_one_time_code_before_the_lock_has_moved() -> (
    None
):
    used = a_code(is_one_time_use=True, used_at=NOW, is_use_open=True, progress=SET)
    record = a_record(used, capabilities=able(is_virtual=True), is_read=True)
    open_use = plan(record, a_world()).record.codes["a"].progress
    assert open_use.announced is Status.SET
    ended = a_record(
        replace(used, is_use_open=False),
        capabilities=able(is_virtual=True),
        is_read=True,
    )
    assert plan(ended, a_world()).record.codes["a"].progress.announced is Status.UNSET


@pytest.mark.contract("4.24", "4.29")
def test_a_code_that_is_over_is_looked_at_again_when_its_retention_ends() -> None:
    code = a_code(window=hours(-3, -2), progress=replace(SET, on_device=False))
    record = a_record(code, is_read=True)
    settings = Settings(expired_retention=1)
    over_at = NOW - 2 * HOUR + DAY
    assert plan(record, a_world(settings=settings)).deadline == over_at
    stepped = replace(record, clock_stepped_at=NOW - HOUR)
    later = NOW - HOUR + DAY
    assert plan(stepped, a_world(settings=settings)).deadline == later
    on_lock = on_the_lock(code)
    assert plan(on_lock, a_world(settings=settings)).deadline != over_at


@pytest.mark.contract("9.5", "4.24")
def test_a_lock_with_windows_is_looked_at_again_when_a_code_may_be_put_on_it() -> None:
    window = hours(100, 102)
    record = a_record(
        a_code(window=window, created_at=NOW, changed_at=NOW), is_read=True
    )
    native = replace(record, capabilities=NATIVE)
    assert plan(native, a_world()).deadline == window.starts_at - timedelta(hours=72)
    assert plan(record, a_world()).deadline == window.starts_at


def test_the_time_of_a_status_is_that_of_its_first_announcement() -> None:
    record = a_record(
        a_code(),
        is_read=True,
        placements={"1": Placement("1", "a", frozenset({held("4826")}), True)},
    )
    first = plan(record, a_world()).record
    assert first.codes["a"].progress.announced_at == NOW
    noted = replace(
        first,
        placements={
            "1": replace(first.placements["1"], deviation=ExternalChange.MODIFIED)
        },
    )
    later = plan(noted, a_world(now=NOW + HOUR)).record
    assert later.codes["a"].progress.problems
    assert later.codes["a"].progress.announced_at == NOW


def shown_issues(
    record: LockRecord, now: datetime
) -> set[tuple[IssueKind, str | None]]:
    return {
        (issue.kind, issue.access_code_id)
        for issue in plan(record, a_world(now=now)).issues
    }


@pytest.mark.contract("5.31")
def test_a_change_at_the_lock_is_an_issue_once_it_lasts_longer_than_the_delay() -> None:
    problem = ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION
    code = a_code(progress=replace(SET, problems={problem.value: NOW}))
    slot = Placement(
        "1",
        "a",
        frozenset({held("1357")}),
        True,
        deviation=ExternalChange.MODIFIED,
    )
    record = a_record(code, is_read=True, placements={"1": slot})
    early = plan(record, a_world())
    at = NOW + timedelta(seconds=300)
    assert early.deadline == at
    expected = (IssueKind(problem), "a")
    assert expected not in shown_issues(record, at - timedelta(microseconds=1))
    assert expected in shown_issues(record, at)
    asked = replace(
        record,
        restore_check=RestoreCheck(unexpected=frozenset({"1"}), needs_decision=True),
    )
    assert expected not in shown_issues(asked, at)
    undecided = replace(asked, restore_check=RestoreCheck())
    assert expected in shown_issues(undecided, at)


@pytest.mark.contract("5.83")
def test_an_entity_that_cannot_be_seen_for_an_hour_is_an_issue() -> None:
    active = ActiveWhile("input_boolean.guests", None, True, NOW - DAY, lost_at=NOW)
    record = a_record(
        a_code(active_while=active, progress=SET),
        is_read=True,
        placements={"1": Placement("1", "a", frozenset({held("4826")}), True)},
    )
    planned = plan(record, a_world())
    assert planned.deadline == NOW + HOUR
    (warning,) = planned.views["a"].warnings
    assert warning.code is WarningCode.ACTIVE_WHILE_UNAVAILABLE
    expected = (IssueKind.ACTIVE_WHILE_UNAVAILABLE, "a")
    assert expected not in shown_issues(record, NOW + HOUR - timedelta(seconds=1))
    assert expected in shown_issues(record, NOW + HOUR)


@pytest.mark.contract("10.9")
def test_only_a_code_that_uses_backups_has_the_error_of_an_empty_pool() -> None:
    record = a_record(
        a_code("a", uses_backup_pool=True, window=hours(-1, 1)),
        a_code("b", pin="7351"),
        is_read=True,
        backup_missed_at=NOW - HOUR,
    )
    views = plan(record, a_world()).views
    (missed,) = [
        error
        for error in views["a"].errors
        if error.code is ErrorCode.EMPTY_BACKUP_ACCESS_CODE_POOL
    ]
    assert (missed.created_at, missed.is_device_error) == (NOW - HOUR, True)
    assert views["b"].errors == ()


def test_an_error_of_a_code_is_no_error_of_the_device() -> None:
    record = a_record(a_code(pin="123456789012"), is_read=True)
    (error,) = plan(record, a_world()).views["a"].errors
    assert error.code is ErrorCode.CODE_CONSTRAINTS_VIOLATED
    assert error.is_device_error is False
