"""What is shown of a code of others."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    UNREADABLE,
    ErrorCode,
    Placement,
    Reach,
    Status,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.plan.unmanaged_views import unmanaged_view
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, held

RECORD = a_record(is_read=True, unmanaged={"1": UNREADABLE, "2": UNREADABLE})


def test_a_code_of_others_is_set_and_one_that_is_switched_off_is_not() -> None:
    record = replace(RECORD, inactive_since={"2": NOW - HOUR})
    views = plan(record, a_world()).views
    active = unmanaged_view(record, a_world(), views, "1")
    assert (active.status, active.errors) == (Status.SET, ())
    off = unmanaged_view(record, a_world(), views, "2")
    assert off.status is Status.UNSET
    (error,) = off.errors
    assert (error.code, error.created_at) == (
        ErrorCode.ACCESS_CODE_INACTIVE,
        NOW - HOUR,
    )


@pytest.mark.contract("5.7")
def test_a_code_of_others_shows_that_its_lock_is_unreachable() -> None:
    since = NOW - HOUR
    world = a_world(reach=Reach.OFFLINE, reach_since=since, started_at=since - HOUR)
    at = plan(a_record(a_code(), is_read=True), world).views["a"].errors[-1].created_at

    def errors(now: object) -> list[ErrorCode]:
        told = replace(world, now=now)  # type: ignore[arg-type]
        return [error.code for error in unmanaged_view(RECORD, told, {}, "1").errors]

    assert errors(at) == [ErrorCode.DEVICE_OFFLINE]
    assert errors(at - HOUR / 2) == []


@pytest.mark.contract("8.62")
def test_a_code_of_others_that_is_being_removed_is_shown_as_what_removes_it() -> None:
    removal = a_code("x", "4826", is_unmanaged=True, deleted_at=NOW)
    record = a_record(
        removal,
        is_read=True,
        unmanaged={"1": held("4826")},
        placements={"1": Placement("1", "x", frozenset({held("4826")}))},
    )
    views = plan(record, a_world()).views
    assert unmanaged_view(record, a_world(), views, "1") is views["x"]
    assert views["x"].status is Status.REMOVING
    other = unmanaged_view(record, a_world(), {}, "1")
    assert other.status is Status.SET
