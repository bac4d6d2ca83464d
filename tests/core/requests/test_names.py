"""New names for codes whose name contains their PIN."""

import pytest

from custom_components.access_codes.core.model import EventType
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.requests.names import rename_to_hide_pin
from tests.support.builders import a_code, a_record, a_world


@pytest.mark.contract("8.18")
def test_a_name_with_the_pin_is_replaced_for_a_code_without_a_slot() -> None:
    code = a_code("a", "4826", name="Flat 4826")
    edit = RecordEdit(a_record(code))
    rename_to_hide_pin(edit, a_world(), code)
    record = edit.result()
    assert record.codes["a"].name == "Access code 2"
    assert record.placements == {}
    assert [event.type for event in record.outbox] == [EventType.CHANGED]
