"""Stored names beside the names of fields."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

import pytest

from custom_components.access_codes.core.model import Recurrence, Window
from custom_components.access_codes.core.record import json_types
from custom_components.access_codes.core.record.json_types import (
    InvalidJson,
    json_type_of,
)


@dataclass(frozen=True, slots=True)
class Door:
    """A type with a field that was renamed."""

    height: int
    material: str = "oak"


@pytest.fixture
def stored_names(monkeypatch: pytest.MonkeyPatch) -> dict[type, dict[str, str]]:
    names: dict[type, dict[str, str]] = {}
    monkeypatch.setattr(json_types, "_STORED_NAMES", names)
    return names


def test_a_renamed_field_is_stored_and_read_under_its_stored_name(
    stored_names: dict[type, dict[str, str]],
) -> None:
    stored_names[Door] = {"height": "tallness"}
    door = json_type_of(Door)

    assert door.write(Door(3, "elm")) == {"tallness": 3, "material": "elm"}
    assert door.read({"tallness": 3}) == Door(3)
    with pytest.raises(InvalidJson):
        door.read({"height": 3})


@pytest.mark.parametrize(
    "names", [{"height": "material"}, {"width": "breadth"}], ids=["twice", "no field"]
)
def test_stored_names_that_do_not_fit_the_fields_are_refused(
    stored_names: dict[type, dict[str, str]], names: dict[str, str]
) -> None:
    stored_names[Door] = names
    with pytest.raises(TypeError):
        json_type_of(Door)


class Wood(Enum):
    """An enum with a member that was renamed since its value was stored."""

    SOFTWOOD = "pine"


def test_a_member_of_an_enum_is_stored_by_its_value() -> None:
    wood = json_type_of(Wood)

    assert wood.write(Wood.SOFTWOOD) == "pine"
    assert wood.read("pine") is Wood.SOFTWOOD
    with pytest.raises(InvalidJson):
        wood.read("SOFTWOOD")


def test_a_type_without_a_shape_is_found_when_the_program_is_made() -> None:
    for hint in (complex, list[str], set[int]):
        with pytest.raises(TypeError):
            json_type_of(hint)


def test_a_recurrence_is_read_only_with_a_rule_that_is_taken() -> None:
    form = json_type_of(Recurrence)
    start = datetime(2026, 1, 6, 9, tzinfo=UTC)
    first = Window(start, start + timedelta(hours=3))
    stored = form.write(Recurrence("FREQ=DAILY", "Europe/Berlin", first))

    assert form.read(stored) == Recurrence("FREQ=DAILY", "Europe/Berlin", first)
    with pytest.raises(InvalidJson):
        form.read({**stored, "rule": "FREQ=HOURLY"})
