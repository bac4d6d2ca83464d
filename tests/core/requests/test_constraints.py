"""Limits that a person reports of a lock."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    Constraints,
    LockRecord,
    Pin,
    SlotNaming,
)
from custom_components.access_codes.core.observations.connection_changes import (
    constraints_reported,
    with_capabilities,
)
from custom_components.access_codes.core.requests.inputs import ConstraintsRequest
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import ABILITIES, a_code, a_record, a_world, able
from tests.support.request_helpers import MESSAGES, create, refusal_of


def report(record: LockRecord, **given: Any) -> LockRecord:
    """Return the record after a report."""
    after, capabilities = constraints_reported(
        record, a_world(), ConstraintsRequest(**given)
    )
    assert after.capabilities == capabilities
    return after


@pytest.mark.contract("6.110", "6.111")
def test_reported_lengths_narrow_those_that_the_lock_tells() -> None:
    record = report(a_record(), supported_code_lengths=[9, 6, 4])
    assert record.capabilities == able(code_lengths=(4, 6))
    assert record.constraints == Constraints((4, 6, 9))
    assert refusal_of(create, record, code=Pin("12589")).key == "code_length_not_taken"
    record = report(record, min_code_length=5, max_code_length=7)
    assert record.capabilities == able(code_lengths=(5, 6, 7))
    record = report(record, max_active_codes=2)
    assert record.capabilities == able(code_lengths=(5, 6, 7), capacity=2)
    record = report(record, supported_code_lengths=[])
    assert record.capabilities == able(capacity=2)
    record = report(record, max_active_codes=0)
    assert record == a_record()


@pytest.mark.contract("6.111")
def test_reported_room_is_room_for_no_more() -> None:
    record = report(a_record(a_code()), max_active_codes=1)
    assert refusal_of(create, record).key == "no_slot_left"
    named = a_record(capabilities=able(slots=(), slot_naming=SlotNaming.BY_NAME))
    assert report(named, max_active_codes=3).capabilities == able(
        slots=(), slot_naming=SlotNaming.BY_NAME, capacity=3
    )
    small = a_record(capabilities=able(capacity=1))
    assert report(small, max_active_codes=3).capabilities == able(capacity=1)


@pytest.mark.contract("6.111")
def test_a_report_holds_for_what_the_lock_tells_later() -> None:
    record = report(a_record(), supported_code_lengths=[4, 6])
    told = able(code_lengths=(6, 7, 8), characters="12")
    record = with_capabilities(told, record, a_world()).record
    assert record.capabilities == able(code_lengths=(6,), characters="12")
    # What nothing of the report fits is believed as it is told.
    told = able(code_lengths=(7, 8))
    record = with_capabilities(told, record, a_world()).record
    assert record.capabilities == told
    again = with_capabilities(ABILITIES, record, a_world()).record
    assert again.capabilities == able(code_lengths=(4, 6))
    assert with_capabilities(ABILITIES, again, a_world()).record == again
    assert with_capabilities(None, again, a_world()).record is again


@pytest.mark.contract("6.110")
@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({}, "constraints_missing"),
        ({"min_code_length": 4}, "code_lengths_given_in_part"),
        ({"max_code_length": 4}, "code_lengths_given_in_part"),
        (
            {"supported_code_lengths": [4], "min_code_length": 4, "max_code_length": 5},
            "code_lengths_given_in_part",
        ),
        ({"supported_code_lengths": [4, 3]}, "code_length_out_of_range"),
        (
            {"min_code_length": 4, "max_code_length": 10**9},
            "code_length_out_of_range",
        ),
        ({"min_code_length": 0, "max_code_length": 6}, "code_length_out_of_range"),
        ({"min_code_length": 6, "max_code_length": 5}, "max_code_length_below_min"),
        ({"supported_code_lengths": [9, 10]}, "code_lengths_not_taken"),
        ({"min_code_length": 9, "max_code_length": 12}, "code_lengths_not_taken"),
        ({"max_active_codes": -1}, "max_active_codes_out_of_range"),
        ({"max_active_codes": 2001}, "max_active_codes_out_of_range"),
    ],
)
def test_a_report_that_cannot_be_is_refused(given: dict[str, Any], key: str) -> None:
    with pytest.raises(Refused) as refused:
        report(a_record(), **given)
    assert refused.value.key == key
    message = MESSAGES[key]["message"].format(**refused.value.placeholders)
    assert "{" not in message


@pytest.mark.contract("6.110")
def test_a_report_is_about_a_lock_that_is_known_and_has_limits() -> None:
    refused = refusal_of(report, a_record(capabilities=None), max_active_codes=1)
    assert refused.key == "lock_not_known_yet"
    virtual = a_record(capabilities=able(is_virtual=True))
    refused = refusal_of(report, virtual, max_active_codes=1)
    assert refused.key == "max_active_codes_without_meaning"
    assert report(virtual, supported_code_lengths=[4]).capabilities == able(
        is_virtual=True, code_lengths=(4,)
    )
