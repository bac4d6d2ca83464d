"""Copies with other fields: as ``dataclasses.replace`` makes them."""

import dataclasses
from typing import Any

import pytest

from custom_components.access_codes.core.model import Placement
from custom_components.access_codes.core.model.copies import replace
from tests.support.builders import NOW, a_code, a_record, held, hours, placed


@dataclasses.dataclass(frozen=True, slots=True)
class _Single:
    name: str


@dataclasses.dataclass
class _Derived:
    name: str
    length: int = dataclasses.field(init=False)


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (a_code(), {}),
        (a_code(), {"name": "Ada", "window": hours(1, 2), "deleted_at": NOW}),
        (a_record(a_code()), {"placements": placed("1", "a", held("1024"))}),
        (Placement("1", "a", frozenset({held("1024")})), {"needs_read": True}),
    ],
)
def test_a_copy_has_the_given_fields_and_the_others(
    value: Any, changes: dict[str, Any]
) -> None:
    before = dataclasses.replace(value)
    copy = replace(value, **changes)
    assert copy == dataclasses.replace(value, **changes)
    assert type(copy) is type(value)
    assert copy is not value
    assert value == before


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        replace(a_code(), nam="Ada")  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [_Single("a"), _Derived("a")])
def test_a_class_that_cannot_be_copied_so_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="dataclasses.replace"):
        replace(value)
