"""The plan of a lock about which no decision can be made: the last one, marked as out of date."""

from copy import replace
from datetime import datetime

from ..model import ErrorCode, Issue, IssueKind, Plan, Problem


# contract 5.46
def as_unwatched(plan: Plan, now: datetime) -> Plan:
    """Return the plan with the error and the issue *not watched*; the next decision replaces it."""
    error = Problem(ErrorCode.DEVICE_NOT_WATCHED, now, is_device_error=True)
    return replace(
        plan,
        views={
            access_code_id: replace(view, errors=(error, *view.errors))
            for access_code_id, view in plan.views.items()
        },
        issues=plan.issues | {Issue(IssueKind.DEVICE_NOT_WATCHED)},
        device_error=ErrorCode.DEVICE_NOT_WATCHED,
    )


def is_unwatched(plan: Plan) -> bool:
    """Return whether the plan is marked as out of date."""
    return plan.device_error is ErrorCode.DEVICE_NOT_WATCHED
