"""Names of codes."""

import pytest

from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.requests.names import rename_to_hide_pin
from tests.support.builders import a_code, a_record, a_world


@pytest.mark.contract("8.18")
def test_a_code_without_a_slot_gets_a_name_that_hides_its_pin_too() -> None:
    record = a_record(a_code("a", pin="1408", name="Guest 1408"))
    edit = RecordEdit(record)
    rename_to_hide_pin(edit, a_world(), edit.codes["a"])
    assert edit.codes["a"].name == "Access code 2"
    assert edit.result().placements == {}
