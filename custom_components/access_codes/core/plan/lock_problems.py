"""Problems of a lock as a whole: its own, and the errors of its codes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model import ErrorCode, IssueKind, LockRecord, Plan
from .problems import DEVICE_ERRORS

_RAISED_WITH_ERRORS = frozenset(
    {*(IssueKind(code) for code in DEVICE_ERRORS.values())}
    | {IssueKind.DEVICE_NOT_WATCHED}
)
"""Kinds of issues whose cause is a device error."""


@dataclass(frozen=True, slots=True)
class LockProblem:
    """A problem of a lock, or an error of one of its codes."""

    code: ErrorCode | IssueKind
    access_code_id: str | None = None
    """None: of the lock."""
    name: str | None = None
    details: dict[str, str | None] = field(default_factory=dict)


# contract 11.70
def lock_problems(
    record: LockRecord, plan: Plan, *, is_disk_failing: bool
) -> tuple[LockProblem, ...]:
    """Return the problems, those of the lock first; a device error, which every code shows, once."""
    return (
        *_of_lock(plan, is_disk_failing=is_disk_failing),
        *_of_codes(record, plan),
    )


def _of_lock(plan: Plan, *, is_disk_failing: bool) -> Iterator[LockProblem]:
    if plan.device_error is not None:
        yield LockProblem(plan.device_error)
    kinds = {issue.kind for issue in plan.issues if issue.access_code_id is None}
    if is_disk_failing:
        kinds.add(IssueKind.STORAGE_FAILING)
    for kind in sorted(kinds - _RAISED_WITH_ERRORS):
        yield LockProblem(kind)


def _of_codes(record: LockRecord, plan: Plan) -> Iterator[LockProblem]:
    for access_code_id, view in plan.views.items():
        for error in view.errors:
            if not error.is_device_error:
                yield LockProblem(
                    error.code,
                    access_code_id,
                    record.codes[access_code_id].name,
                    error.details,
                )
