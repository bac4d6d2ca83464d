"""Group changes on disk."""

from typing import Any

import orjson
import pytest

from custom_components.access_codes.core.model import CodeChange, GroupChange, GroupPart
from custom_components.access_codes.core.record.group_json import (
    group_change_from_json,
    group_change_to_json,
)
from custom_components.access_codes.core.record.json_types import InvalidJson
from tests.support.builders import a_code, hours

CHANGE = GroupChange(
    "change",
    {
        "entry-1": GroupPart({"a": a_code(window=hours(0, 1))}, 3),
        "entry-2": GroupPart(
            updated=(CodeChange(a_code("b"), ("name", "pin"), ("name", "code")),),
            deleted=("c",),
        ),
    },
)


@pytest.mark.contract("6.104")
def test_a_change_is_read_as_it_was_written() -> None:
    written = orjson.dumps(group_change_to_json(CHANGE))
    assert group_change_from_json(orjson.loads(written)) == CHANGE


@pytest.mark.contract("6.108")
@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"change_id": "a"},
        {"change_id": "a", "parts": {"entry": {"unknown": 1}}},
        {"change_id": "a", "parts": {"entry": {"created": [{}]}}},
    ],
)
def test_another_shape_is_refused(raw: Any) -> None:
    with pytest.raises(InvalidJson):
        group_change_from_json(raw)


@pytest.mark.contract("6.108")
def test_a_field_that_no_code_has_is_refused() -> None:
    written = orjson.dumps(group_change_to_json(CHANGE)).replace(b'"pin"]', b'"pan"]')
    with pytest.raises(InvalidJson):
        group_change_from_json(orjson.loads(written))
