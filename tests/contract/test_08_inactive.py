"""A code that the lock holds and has switched off is said to be so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    UNREADABLE,
    ErrorCode,
    IssueKind,
    Status,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.observations.reports import apply_inactive
from custom_components.access_codes.core.plan.unmanaged_views import unmanaged_view
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.retries import clock_went_back
from tests.support.scenario import MINUTE, ONE, THREE, Stage


def switch(stage: Stage, slot: str, *, is_inactive: bool) -> None:
    """Let the adapter see whether the lock has switched off a code."""
    harness = stage.harness
    harness.record = apply_inactive(
        slot, harness.record, harness.world, is_inactive=is_inactive
    )


def switched_off() -> tuple[Stage, str]:
    """Return a lock that has switched off a code, which may be changed at the lock."""
    stage = Stage()
    code = stage.create(ONE, is_external_modification_allowed=True)
    switch(stage, "1", is_inactive=True)
    harness = stage.harness
    harness.record = apply_read(harness.record, harness.world, "1", UNREADABLE).record
    return stage, code


@pytest.mark.contract("8.65")
def test_it_is_an_error_and_a_repair_until_it_is_active_again() -> None:
    stage, code = switched_off()
    assert stage.errors(code) == {ErrorCode.ACCESS_CODE_INACTIVE}
    stage.harness.record = stage.harness.plan().record
    assert stage.issues() == {(IssueKind.ACCESS_CODE_INACTIVE, code)}
    switch(stage, "1", is_inactive=False)
    assert stage.errors(code) == set()
    assert stage.issues() == set()


@pytest.mark.contract("8.65")
def test_it_is_known_after_a_start_and_once() -> None:
    stage, code = switched_off()
    record, now = stage.harness.record, stage.harness.now
    assert from_json(to_json(record, now)).inactive_since == {"1": now}
    again = replace(stage.harness.world, now=now + MINUTE)
    assert apply_inactive("1", record, again, is_inactive=True) is record
    back = clock_went_back(record, now - MINUTE)
    assert back.inactive_since == {"1": now - MINUTE}
    assert code in record.codes


@pytest.mark.contract("8.65")
def test_a_code_that_is_not_wanted_is_not_complained_of() -> None:
    stage = Stage()
    code = stage.create(ONE)
    switch(stage, "1", is_inactive=True)
    stage.go_away()
    stage.delete(code, run=False)
    assert stage.errors(code) == set()


@pytest.mark.contract("6.163")
def test_an_unmanaged_code_that_is_switched_off_is_unset() -> None:
    stage = Stage(foreign={"2": THREE})
    switch(stage, "2", is_inactive=True)
    record, world = stage.harness.record, stage.harness.world
    later = replace(world, now=world.now + timedelta(days=1))
    view = unmanaged_view(record, later, {}, "2")
    assert view.status is Status.UNSET
    [error] = view.errors
    assert (error.code, error.created_at) == (
        ErrorCode.ACCESS_CODE_INACTIVE,
        world.now,
    )
