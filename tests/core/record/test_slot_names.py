"""Names of codes on the lock, and labels of slots whose keys are names."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    LockCapabilities,
    Placement,
    SlotNaming,
    provisional_slot,
)
from custom_components.access_codes.core.record import slot_names
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.slot_names import (
    is_name_of,
    is_taken_name,
    name_on_lock,
    slot_label,
)
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from tests.support.builders import a_code, a_record, a_world, able, placed

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def named(**more: Any) -> LockCapabilities:
    """Return a lock with unique names."""
    return able(**{"name_length": 10, "has_unique_names": True, **more})


def first(
    name: str, capabilities: LockCapabilities, *taken: str, pin: str = "4826"
) -> str | None:
    """Return the name on the lock beside others."""
    return name_on_lock(
        a_code(name=name, pin=pin), capabilities, set(taken).__contains__
    )


@pytest.mark.contract("12.79")
@pytest.mark.parametrize(
    ("name", "characters", "stored"),
    [
        ("Anna Schmidt-Huber", None, "Anna Schmi"),
        ("Zoë", PLAIN, "Zoe"),
        ("Ünal & Söhne", PLAIN + " ", "Unal Sohne"),
        ("Æ", PLAIN, "Code"),
        ("Anna", "x", "x"),
        ("王", "abcdeo", "ode"),
    ],
)
def test_a_name_is_spelled_in_the_characters_of_the_lock(
    name: str, characters: str | None, stored: str
) -> None:
    capabilities = able(name_length=10, name_characters=characters)
    assert capabilities.fit_name(name) == stored
    assert first(name, capabilities) == stored
    assert is_name_of(stored, a_code(name=name), capabilities)


def test_a_lock_without_names_stores_none() -> None:
    assert able().fit_name("Anna") is None
    assert first("Anna", able()) is None
    assert is_name_of(None, a_code(), able())
    assert not is_name_of("Anna", a_code(), able())


@pytest.mark.contract("12.71", "12.79")
def test_a_name_gets_a_number_where_names_are_unique() -> None:
    code = a_code(name="Anna Schmidt")
    assert first("Anna Schmidt", named()) == "Anna Schmi"
    assert first("Anna Schmidt", named(), "Anna Schmi") == "Anna Sch 2"
    names = {"Anna Schmi", *(f"Anna Sch {number}" for number in range(2, 10))}
    assert first("Anna Schmidt", named(), *names) == "Anna Sc 10"
    for name in ("Anna Schmi", "Anna Sch 2", "Anna Sc 10"):
        assert is_name_of(name, code, named())
    wrong = (None, "Anna", "Anna Sch 1", "Anna Sch 02", "Bea 2", "Anna Sch")
    assert not any(is_name_of(other, code, named()) for other in wrong)
    assert not is_name_of("Anna Sch 2", code, able(name_length=10))
    assert first("Anna Schmidt", able(name_length=10), "Anna Schmi") == "Anna Schmi"
    assert (
        is_name_of("Room 22", a_code(name="Room 2"), named(name_characters=PLAIN))
        is False
    )
    assert is_name_of("Room22", a_code(name="Room2"), named(name_characters=PLAIN))


@pytest.mark.contract("12.71")
def test_a_lock_without_digits_numbers_in_letters() -> None:
    capabilities = named(name_characters="ANab ")
    code = a_code(name="Ana")
    assert first("Ana", capabilities) == "Aa"
    assert first("Ana", capabilities, "Aa") == "Aa A"
    assert first("Ana", capabilities, "Aa", "Aa A", "Aa N", "Aa a", "Aa b") == "Aa AA"
    assert is_name_of("Aa AA", code, capabilities)
    assert not is_name_of("Aa c", code, capabilities)


@pytest.mark.contract("12.71")
def test_there_may_be_no_name_left() -> None:
    assert first("A", named(name_length=1, name_characters="A"), "A") is None
    assert first(" ", named(name_length=4)) == "Code"


@pytest.mark.contract("12.71", "1.2")
def test_a_name_on_the_lock_shows_no_pin() -> None:
    plain = named(name_characters=PLAIN)
    assert first("48-26", plain) == "Code"
    assert first("48-2", plain, "482", pin="4823") == "4822"
    assert first("48-2", plain, "482", "4822", pin="4823") == "4824"
    assert not is_name_of("4823", a_code(name="48-2", pin="4823"), plain)
    assert first("48-26", named(name_length=10)) == "48-26"
    assert first("48-26", able(name_length=9, name_characters=PLAIN)) == "Code"


@pytest.mark.contract("12.71")
def test_a_name_is_taken_by_every_slot_in_upper_or_lower_case() -> None:
    by_name = named(slot_naming=SlotNaming.BY_NAME)
    moving = Placement(
        "Eva",
        "c",
        frozenset({EMPTY}),
        next_slot="Fay",
        next_possible=frozenset({EMPTY}),
    )
    record = a_record(
        a_code(),
        a_code("b"),
        placements={
            "Anna": Placement("Anna", "a", frozenset({EMPTY}), name="Anna"),
            "Bea": Placement("Bea", "b", frozenset({EMPTY}), name="Bea"),
            "Eva": moving,
        },
        unmanaged={"Cid": EMPTY},
        capabilities=by_name,
    )
    edit = RecordEdit(record)
    world = a_world(observed={"Dan": EMPTY})
    is_taken = is_taken_name(edit, world, by_name)
    assert [
        name for name in ("anna", "BEA", "cid", "dan", "eva", "fay") if is_taken(name)
    ] == [
        "anna",
        "BEA",
        "cid",
        "eva",
        "fay",
    ]
    is_taken = is_taken_name(edit, world, named())
    assert is_taken("Bea")
    assert not is_taken("Cid")
    assert not is_taken_name(edit, world, able(name_length=9))("Bea")


@pytest.mark.contract("12.74")
def test_labels_and_ids_of_slots() -> None:
    assert slot_label(a_record(), "3") == "3"
    assert slot_label(a_record(capabilities=None), "3") == "3"
    assert slot_label(a_record(), provisional_slot("a")) is None
    by_name = a_record(
        a_code(),
        placements=placed("Anna", "a", EMPTY),
        capabilities=able(slot_naming=SlotNaming.BY_NAME),
        unmanaged_numbers={"4711": 7},
    )
    assert slot_label(by_name, "Anna") is None
    assert slot_label(by_name, "4711") == "7"
    ids = {
        unmanaged_id(by_name, "4711"),
        unmanaged_id(by_name, "Anna"),
        unmanaged_id(a_record(), "4711"),
    }
    assert len(ids) == 3


@pytest.mark.contract("12.71")
def test_a_lock_on_which_all_names_are_taken_gives_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slot_names, "_MOST_NUMBERS", 4)
    assert first("Ann", named(), "Ann", "Ann 2") == "Ann 3"
    assert first("Ann", named(), "Ann", "Ann 2", "Ann 3") is None
