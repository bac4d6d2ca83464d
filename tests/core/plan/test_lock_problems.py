"""Problems of a lock as a whole."""

import pytest

from custom_components.access_codes.core.model import (
    CodeView,
    ErrorCode,
    Issue,
    IssueKind,
    LockRecord,
    Plan,
    Problem,
    Status,
)
from custom_components.access_codes.core.plan.lock_problems import (
    LockProblem,
    lock_problems,
)
from tests.support.builders import NOW, a_code, a_record

REFUSED = Problem(ErrorCode.FAILED_TO_SET_ON_DEVICE, NOW)
OFFLINE = Problem(ErrorCode.DEVICE_OFFLINE, NOW, is_device_error=True)


def a_plan(
    record: LockRecord,
    *errors: Problem[ErrorCode],
    device_error: ErrorCode | None = None,
    issues: frozenset[Issue] = frozenset(),
) -> Plan:
    return Plan(
        record=record,
        command=None,
        intended=record,
        views={
            access_code_id: CodeView(Status.SETTING, errors)
            for access_code_id in record.codes
        },
        issues=issues,
        deadline=None,
        device_error=device_error,
    )


@pytest.mark.contract("11.70")
def test_the_lock_comes_first_and_its_own_error_once() -> None:
    record = a_record(a_code("a"), a_code("b"))
    plan = a_plan(
        record,
        REFUSED,
        OFFLINE,
        device_error=ErrorCode.DEVICE_OFFLINE,
        issues=frozenset(
            {
                Issue(IssueKind.DEVICE_OFFLINE),
                Issue(IssueKind.LOCK_WAS_RESET),
                Issue(IssueKind.FAILED_TO_SET_ON_DEVICE, "a"),
            }
        ),
    )
    assert lock_problems(record, plan, is_disk_failing=True) == (
        LockProblem(ErrorCode.DEVICE_OFFLINE),
        LockProblem(IssueKind.LOCK_WAS_RESET),
        LockProblem(IssueKind.STORAGE_FAILING),
        LockProblem(ErrorCode.FAILED_TO_SET_ON_DEVICE, "a", "Guest a"),
        LockProblem(ErrorCode.FAILED_TO_SET_ON_DEVICE, "b", "Guest b"),
    )


@pytest.mark.contract("11.70")
def test_an_error_of_a_code_is_told_with_its_details() -> None:
    record = a_record(a_code("a"))
    details: dict[str, str | None] = {"unmanaged_slot": "3"}
    duplicate = Problem(ErrorCode.DUPLICATE_CODE_ON_DEVICE, NOW, details=details)
    (problem,) = lock_problems(record, a_plan(record, duplicate), is_disk_failing=False)
    assert problem.details == details


@pytest.mark.contract("11.70")
def test_a_lock_without_problems_has_none() -> None:
    record = a_record(a_code("a"))
    assert lock_problems(record, a_plan(record), is_disk_failing=False) == ()
