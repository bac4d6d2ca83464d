"""Issues of a lock as a whole, the delays of its codes, and when both are looked at again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    CommandKind,
    ExternalChange,
    IssueKind,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    Reach,
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

SET = Progress(announced=Status.SET, on_device=True, was_set=True)
SLOT = Placement("1", "a", frozenset({held("4826")}), True)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


def at_rest(code: AccessCode | None = None, **changes: Any) -> LockRecord:
    return a_record(
        code or a_code(progress=SET),
        is_read=True,
        placements={"1": changes.pop("slot", SLOT)},
        **changes,
    )


def issues(record: LockRecord, **world: Any) -> set[IssueKind]:
    return {issue.kind for issue in plan(record, a_world(**world)).issues}


def warnings(record: LockRecord, **world: Any) -> dict[WarningCode, Any]:
    (view,) = plan(record, a_world(**world)).views.values()
    return {warning.code: warning.details for warning in view.warnings}


@pytest.mark.contract("8.10")
def test_a_reset_is_over_once_all_codes_are_back() -> None:
    back = plan(at_rest(reset_at=NOW - HOUR), a_world())
    assert back.record.reset_at is None
    assert {issue.kind for issue in back.issues} == set()
    waits = a_record(a_code(), is_read=True, reset_at=NOW - HOUR)
    missing = plan(waits, a_world())
    assert missing.record.reset_at == NOW - HOUR
    assert IssueKind.LOCK_WAS_RESET in {issue.kind for issue in missing.issues}


@pytest.mark.contract("5.29")
def test_an_unreachable_lock_is_an_issue_once_it_lasts_longer_than_the_delay() -> None:
    record = a_record(a_code(), is_read=True)
    away = {
        "reach": Reach.OFFLINE,
        "reach_since": NOW - 3 * MINUTE,
        "started_at": NOW - HOUR,
    }
    at = NOW + 2 * MINUTE
    assert plan(record, a_world(**away)).deadline == at
    assert IssueKind.DEVICE_OFFLINE not in issues(record, now=at - TICK, **away)
    assert IssueKind.DEVICE_OFFLINE in issues(record, now=at, **away)


@pytest.mark.contract("5.7")
def test_an_unreachable_lock_is_an_error_two_minutes_later() -> None:
    away = {"reach": Reach.OFFLINE, "reach_since": NOW, "started_at": NOW - HOUR}
    early = plan(at_rest(), a_world(**away))
    assert early.device_error is None
    assert early.deadline == NOW + 2 * MINUTE
    late = plan(at_rest(), a_world(now=NOW + 2 * MINUTE, **away))
    assert late.device_error is not None
    (error,) = late.views["a"].errors
    assert (error.created_at, error.is_device_error) == (NOW + 2 * MINUTE, True)


@pytest.mark.contract("5.18")
def test_an_unreachable_lock_is_probed_with_one_command_when_its_time_comes() -> None:
    record = a_record(a_code(), is_read=True)
    away = {"reach": Reach.OFFLINE, "reach_since": NOW - HOUR}
    early = plan(record, a_world(probe_at=NOW + MINUTE, **away))
    assert (early.command, early.deadline) == (None, NOW + MINUTE)
    assert plan(record, a_world(probe_at=NOW, **away)).command is not None
    assert plan(record, a_world(**away)).command is None
    gone = {**away, "reach": Reach.DISCONNECTED}
    assert plan(record, a_world(probe_at=NOW, **gone)).command is None


@pytest.mark.contract("13.70", "13.71")
def test_the_end_of_a_late_write_is_waited_for() -> None:
    late = replace(SLOT, late=frozenset({EMPTY}), late_until=NOW + MINUTE)
    assert plan(at_rest(slot=late), a_world()).deadline == NOW + MINUTE
    clears = {"2": NOW + 3 * MINUTE, "3": NOW + 2 * MINUTE}
    assert plan(at_rest(late_clears=clears), a_world()).deadline == NOW + 2 * MINUTE


@pytest.mark.contract("5.32")
def test_another_manager_is_an_issue_until_a_put_back_is_an_hour_old() -> None:
    put_backs = (NOW - 50 * MINUTE, NOW - 40 * MINUTE, NOW - 30 * MINUTE)
    record = at_rest(slot=replace(SLOT, put_backs=put_backs))
    planned = plan(record, a_world())
    assert planned.deadline == NOW + 10 * MINUTE
    assert IssueKind.ANOTHER_MANAGER in issues(record)
    assert IssueKind.ANOTHER_MANAGER not in issues(record, now=NOW + 10 * MINUTE)


@pytest.mark.contract("5.10")
@pytest.mark.parametrize("change", list(ExternalChange))
def test_a_change_at_the_lock_that_stands_is_named(change: ExternalChange) -> None:
    code = a_code(progress=SET, external=change)
    found = warnings(at_rest(code))
    expected = {"change_type": change.value}
    assert found[WarningCode.EXTERNAL_MODIFICATION_IN_EFFECT] == expected


@pytest.mark.contract("5.11")
def test_a_deleted_code_is_told_to_be_deleted_while_its_slot_is_cleaned_up() -> None:
    remains = replace(SLOT, possible=frozenset({EMPTY}), has_remainder=True)
    code = a_code(progress=SET, deleted_at=NOW)
    assert WarningCode.BEING_DELETED in warnings(at_rest(code, slot=remains))


@pytest.mark.contract("10.10")
def test_a_backup_code_is_in_use_until_the_code_is_over() -> None:
    def told(**changes: Any) -> bool:
        code = a_code(
            pulled_backup_id="z", progress=Progress(Status.SETTING), **changes
        )
        record = a_record(code, is_read=True)
        return WarningCode.USING_BACKUP_ACCESS_CODE in warnings(record)

    assert told(window=hours(-1, 1))
    assert not told(window=hours(-2, -1))


@pytest.mark.contract("4.32")
def test_a_delay_is_announced_once_the_code_was_tried_since_the_start() -> None:
    record = a_record(a_code(), is_read=True)
    delay = WarningCode.DELAY_IN_SETTING_ON_DEVICE
    assert delay not in warnings(record)
    tried = {"attempted": frozenset({"a"})}
    assert delay in warnings(record, **tried)
    just = {**tried, "started_at": NOW - 5 * MINUTE}
    assert delay in warnings(record, **just)
    just["started_at"] = NOW - 5 * MINUTE + TICK
    assert delay not in warnings(record, **just)


PREFLIGHT = Settings(preflight=3600)


def opens_in(minutes: float, access_code_id: str = "a", **changes: Any) -> AccessCode:
    window = hours(minutes / 60, minutes / 60 + 9)
    pins = {"a": "4826", "b": "7351"}
    return a_code(access_code_id, pins[access_code_id], window=window, **changes)


def is_checked(*codes: AccessCode, heard: float | None = None, **changes: Any) -> bool:
    """Return whether the lock is asked for a sign of life; ``heard``: minutes since its last one."""
    heard_at = None if heard is None else NOW - heard * MINUTE
    world = a_world(settings=PREFLIGHT, heard_at=heard_at)
    record = a_record(*codes, **{"is_read": True, **changes})
    command = plan(record, world).command
    return command is not None and command.kind is CommandKind.CHECK


NEAR = opens_in(30, "b")

WITHOUT_WINDOW_TO_COME = [
    pytest.param(opens_in(20, deleted_at=NOW), id="deleted"),
    pytest.param(opens_in(20, used_at=NOW), id="used up"),
    pytest.param(opens_in(20, paused_at=NOW), id="paused"),
    pytest.param(opens_in(-60 * 20), id="over"),
]


@pytest.mark.contract("14.11")
@pytest.mark.parametrize("first", WITHOUT_WINDOW_TO_COME)
def test_a_code_without_a_window_to_come_asks_for_no_sign_of_life_and_hides_no_other(
    first: AccessCode,
) -> None:
    assert not is_checked(first)
    assert is_checked(first, NEAR)
    assert is_checked(NEAR)


@pytest.mark.contract("14.11")
def test_a_sign_of_life_must_be_newer_than_the_last_window_that_came_near() -> None:
    sooner, later = opens_in(20, "a"), opens_in(40, "b")
    for order in ((sooner, later), (later, sooner)):
        assert is_checked(*order, heard=21)
        assert not is_checked(*order, heard=19)
    assert not is_checked(sooner, heard=39)


@pytest.mark.contract("14.11")
def test_the_next_window_that_comes_near_is_waited_for() -> None:
    far, farther = opens_in(120, "a"), opens_in(180, "b")
    for order in ((far, farther), (farther, far)):
        record = a_record(*order, is_read=True)
        planned = plan(record, a_world(settings=PREFLIGHT))
        assert planned.deadline == NOW + HOUR


@pytest.mark.contract("14.11")
def test_a_window_that_the_lock_does_not_have_yet_asks_for_a_sign_of_life() -> None:
    attempt = Attempt(Outcome.REFUSED, False, 3, NOW + HOUR, is_preload=True)
    waiting = opens_in(30, progress=Progress(Status.UNSET, attempt=attempt))
    native = able(windows=WindowSupport())
    assert is_checked(waiting, capabilities=native)
    there = opens_in(20, "b")
    assert there.pin is not None
    content = KnownPin(there.pin, there.window)
    slots = {"1": Placement("1", "b", frozenset({content}), True)}
    assert not is_checked(there, capabilities=native, placements=slots)
    assert is_checked(there, waiting, capabilities=native, placements=slots)


@pytest.mark.contract("14.11")
def test_a_code_that_is_on_the_lock_in_its_lead_asks_for_no_sign_of_life() -> None:
    settings = Settings(preflight=3600, programming_lead=3600)
    record = at_rest(opens_in(30, progress=SET))
    assert plan(record, a_world(settings=settings)).command is None
