"""The plan of a lock about which no decision can be made."""

from copy import replace

import pytest

from custom_components.access_codes.core.model import ErrorCode, Issue, IssueKind
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.plan.unwatched import (
    as_unwatched,
    is_unwatched,
)
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world


@pytest.mark.contract("5.46")
def test_the_last_plan_stays_in_force_and_says_that_it_is_out_of_date() -> None:
    # The second code has an error of its own: no lock takes its PIN.
    record = a_record(a_code(), a_code("b", "123456789012"), is_read=True)
    last = replace(
        plan(record, a_world()), issues=frozenset({Issue(IssueKind.LOCK_WAS_RESET)})
    )
    assert not is_unwatched(last)
    told = as_unwatched(last, NOW + HOUR)
    assert is_unwatched(told)
    assert told.device_error is ErrorCode.DEVICE_NOT_WATCHED
    assert told.issues == {
        Issue(IssueKind.LOCK_WAS_RESET),
        Issue(IssueKind.DEVICE_NOT_WATCHED),
    }
    for access_code_id, view in told.views.items():
        error, *others = view.errors
        assert (error.code, error.created_at) == (
            ErrorCode.DEVICE_NOT_WATCHED,
            NOW + HOUR,
        )
        assert error.is_device_error
        before = last.views[access_code_id]
        assert replace(view, errors=tuple(others)) == before
    assert [len(view.errors) for view in told.views.values()] == [1, 2]
    assert told.record is last.record
