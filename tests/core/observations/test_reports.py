"""Reports of the lock about slots of ours."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Attempt,
    EventType,
    Outcome,
    Progress,
    Readability,
)
from custom_components.access_codes.core.observations.external_changes import (
    lose_converted,
)
from custom_components.access_codes.core.observations.reports import (
    apply_access_denied,
    apply_report,
)
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.locks.adapter import Cause
from tests.support.builders import a_code, a_record, a_world, able, held, placed


@pytest.mark.contract("12.50")
@pytest.mark.parametrize(("pin", "is_forgotten"), [("4826", True), ("1357", False)])
def test_the_locks_word_about_our_write_ends_the_failures_only_of_that_pin(
    pin: str, is_forgotten: bool
) -> None:
    attempt = Attempt(Outcome.UNKNOWN, is_removal=False, failures=1, retry_at=None)
    record = a_record(
        a_code("a", pin, progress=Progress(attempt=attempt)),
        placements=placed("1", "a", EMPTY, held("4826")),
        capabilities=able(reads=Readability.PRESENCE),
    )
    after = apply_report(
        record, a_world(), "1", None, is_own_echo=True, cause=Cause.OURS
    ).record
    assert after.placements["1"].possible == {held("4826")}
    assert after.placements["1"].is_confirmed
    assert (after.codes["a"].progress.attempt is None) is is_forgotten


@pytest.mark.contract("13.124")
@pytest.mark.parametrize("is_own_echo", [True, False])
def test_a_code_reported_in_a_slot_that_we_have_just_cleared_is_looked_at(
    is_own_echo: bool,
) -> None:
    record = a_record(is_read=True)
    after = apply_report(
        record, a_world(), "1", held("1357"), is_own_echo=is_own_echo
    ).record
    if is_own_echo:
        assert after.unmanaged == {}
        assert after.full_read is not None
        assert after.full_read.unread == {"1"}
    else:
        assert after.unmanaged == {"1": held("1357")}
        assert after.full_read is None


@pytest.mark.contract("13.124")
def test_a_report_around_our_command_counts_where_no_read_can_tell() -> None:
    record = a_record(is_read=True, capabilities=able(reads=Readability.NOTHING))
    after = apply_report(record, a_world(), "1", held("1357"), is_own_echo=True).record
    assert after.unmanaged == {"1": held("1357")}


@pytest.mark.contract("11.10")
def test_a_refusal_at_the_keypad_is_told_with_its_reason() -> None:
    after = apply_access_denied(a_record(), a_world(), "wrong code")
    (event,) = after.outbox
    assert event.type == EventType.ACCESS_DENIED
    assert event.occurred_at == a_world().now
    assert event.details == {"reason": "wrong code"}


@pytest.mark.parametrize("was_on_device", [True, False])
def test_a_code_that_lost_its_slot_before_it_was_written_is_told_as_removed_once(
    was_on_device: bool,
) -> None:
    record = a_record(a_code("a", progress=Progress(on_device=was_on_device)))
    edit = RecordEdit(record)
    lose_converted(edit, a_world(), "a")
    lose_converted(edit, a_world(), "a")
    assert not edit.codes["a"].progress.on_device
    assert len(edit.result().outbox) == was_on_device
