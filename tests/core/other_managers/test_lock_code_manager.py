"""Users of Lock Code Manager, in each shape in which its versions have stored them."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.core.other_managers.lock_code_manager import read
from custom_components.access_codes.core.other_managers.model import (
    EntryData,
    Obstacle,
    OtherCode,
    Problem,
    SubentryData,
)

LOCKS = ["lock.front", "lock.back"]


def entry(
    version: int,
    data: dict[str, Any],
    *subentries: SubentryData,
    options: dict[str, Any] | None = None,
) -> EntryData:
    return EntryData("e", "House", version, data, options or {}, subentries)


def codes(*given: Any, **fields: Any) -> tuple[OtherCode, ...]:
    [found] = read([entry(*given, **fields)])
    assert found.problem is None
    return found.codes


def code(**fields: Any) -> OtherCode:
    """Return the code of one user, as version 4 stores it."""
    user = {"pin": "0123", "enabled": True, **fields}
    [found] = codes(
        4, {"locks": LOCKS, "users": {"Anna": user}, "slot_assignment": {"anna": 3}}
    )
    return found


ANNA = OtherCode(
    key="e/1",
    entry_id="e",
    name="Anna",
    lock_entity_ids=tuple(LOCKS),
    slot=1,
    pin=Pin("0123"),
)


@pytest.mark.contract("17.10", "17.11")
@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("side", ["data", "options"])
def test_slots_by_their_numbers(version: int, side: str) -> None:
    slots = {
        "1": {"name": " Anna", "pin": "0123 "},
        "2": {"pin": "4567", "enabled": True, "calendar": "calendar.a"},
        "3": {"enabled": False},
        "4": None,
        "5": {"name": "Bob", "enabled": False, "entity_id": "switch.b"},
    }
    filled = {"locks": LOCKS, "slots": slots}
    if side == "data":
        found = codes(version, filled)
    else:
        found = codes(version, {"locks": ["lock.old"], "slots": {}}, options=filled)
    assert found[0] == ANNA
    assert [(each.name, each.slot, each.condition) for each in found[1:]] == [
        (None, 2, "calendar.a"),
        ("Bob", 5, "switch.b"),
    ]
    assert found[2].obstacle is Obstacle.NO_PIN
    assert not found[2].is_enabled


@pytest.mark.contract("17.10")
def test_users_by_their_names() -> None:
    data = {
        "locks": LOCKS,
        "users": {
            "Anna": {"pin": "0123", "enabled": True},
            "Bob  Lee": {"pin": "4567", "enabled": False, "condition": "switch.b"},
            "Cy": {"pin": "8901", "enabled": True},
        },
        "slot_assignment": {"anna": 1, "bob lee": "2"},
    }
    anna, bob, cy = codes(4, data)
    assert anna == ANNA
    assert (bob.name, bob.slot, bob.condition) == ("Bob Lee", 2, "switch.b")
    assert not bob.is_enabled
    assert (cy.slot, cy.obstacle, cy.key) == (None, Obstacle.NO_SLOT, "e/Cy")


@pytest.mark.contract("17.10")
def test_users_as_subentries() -> None:
    found = codes(
        5,
        {"locks": LOCKS},
        SubentryData("user", "Anna", {"pin": "0123", "enabled": True, "slot": 1}),
        SubentryData("other", "Bob", {"pin": "4567"}),
    )
    assert found == (ANNA,)
    # An entry that was disabled when Lock Code Manager was updated keeps its old shape.
    [old] = codes(5, {"locks": LOCKS, "slots": {"1": {"name": "Anna", "pin": "0123"}}})
    assert old == ANNA
    assert codes(5, {"locks": LOCKS}) == ()


@pytest.mark.contract("17.12")
def test_a_version_to_come_is_not_guessed_at() -> None:
    [found] = read([entry(6, {"locks": LOCKS, "users": {"Anna": {"pin": "0123"}}})])
    assert (found.problem, found.codes) == (Problem.VERSION_NOT_KNOWN, ())


@pytest.mark.contract("17.11")
@pytest.mark.parametrize(
    ("fields", "obstacle"),
    [
        ({}, None),
        ({"pin": None}, Obstacle.NO_PIN),
        ({"pin": " "}, Obstacle.NO_PIN),
        ({"pin": 1234}, Obstacle.UNREADABLE),
        ({"enabled": "yes"}, Obstacle.UNREADABLE),
        ({"number_of_uses": 5}, Obstacle.USES_NOT_KNOWN),
        ({"number_of_uses": None}, None),
    ],
)
def test_what_does_not_carry_over(
    fields: dict[str, Any], obstacle: Obstacle | None
) -> None:
    assert code(**fields).obstacle is obstacle


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"locks": "lock.front", "users": []},
        {"locks": [1, None], "slots": 5},
        {"locks": LOCKS, "users": {}, "slot_assignment": []},
    ],
)
def test_nonsense_is_no_code(data: dict[str, Any]) -> None:
    assert codes(4, data) == ()


@pytest.mark.parametrize(
    ("stored", "slot"),
    [(1.0, 1), (1.5, None), (True, None), ("1", 1), ("1" * 20, None), ("²", None)],
)
def test_numbers_of_slots(stored: Any, slot: int | None) -> None:
    subentry = SubentryData("user", "Anna", {"pin": "0123", "slot": stored})
    [found] = codes(5, {"locks": LOCKS}, subentry)
    assert found.slot == slot
