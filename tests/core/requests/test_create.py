"""A new code: what may be asked of one lock, what is refused, and what it leaves; finding and deleting codes."""

import random
from typing import Any

import pytest

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import (
    AccessCode,
    CodeType,
    Pin,
    Reach,
    Settings,
    UseReporting,
)
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, hours
from tests.support.request_helpers import create, refusal_of, update


def test_a_code_needs_nothing_but_a_lock() -> None:
    record, code = create()
    assert record.codes == {"new": code}
    assert (code.name, code.type, code.window) == (
        "Access code 1",
        CodeType.ONGOING,
        None,
    )
    assert (code.created_at, code.changed_at) == (NOW, NOW)
    assert code.pin is not None
    assert len(code.pin) == 6


@pytest.mark.contract("3.3")
def test_everything_that_is_asked_for_is_kept() -> None:
    _, code = create(
        a_record(capabilities=able(uses=UseReporting.LIVE)),
        name="  Cleaner ",
        code=Pin("0042"),
        starts_at=NOW + HOUR,
        ends_at=NOW + 2 * HOUR,
        common_code_key="flat",
        is_external_modification_allowed=True,
        is_one_time_use=True,
        prefer_native_scheduling=False,
    )
    assert code == AccessCode(
        access_code_id="new",
        name="Cleaner",
        pin=Pin("0042"),
        window=hours(1, 2),
        created_at=NOW,
        changed_at=NOW,
        common_code_key="flat",
        is_external_modification_allowed=True,
        is_one_time_use=True,
        prefer_native_scheduling=False,
    )


@pytest.mark.contract("11.1")
def test_a_creation_is_told_once_without_the_pin() -> None:
    record, code = create(code=Pin("4826"))
    (event,) = record.outbox
    assert (event.type, event.access_code_id, event.name, event.occurred_at) == (
        "access_code.created",
        "new",
        code.name,
        NOW,
    )
    assert "4826" not in repr(event)


@pytest.mark.contract("6.31")
def test_default_names_count_every_code_that_was_made() -> None:
    record, _ = create(name="Cleaner", code=Pin("4826"))
    _, code = create(record)
    assert code.name == "Access code 2"


@pytest.mark.contract("6.31")
def test_a_default_name_never_tells_the_pin() -> None:
    record, code = create(a_record(code_count=4825), code=Pin("4826"))
    assert code.name == "Access code 4827"
    assert record.code_count == 4827


def test_a_pin_that_every_default_name_would_tell_needs_a_name() -> None:
    record = a_record(capabilities=able(characters="abcdeo"))
    refused = refusal_of(create, record, code=Pin("code"))
    assert refused.key == "name_contains_code"
    assert create(record, code=Pin("code"), name="Guest")[1].name == "Guest"


@pytest.mark.contract("6.18", "6.19", "6.21", "6.25")
@pytest.mark.parametrize(
    ("asked", "key", "placeholders"),
    [
        ({"starts_at": NOW + HOUR}, "ends_at_missing", {"field": "ends_at"}),
        ({"ends_at": NOW}, "ends_at_in_past", {"field": "ends_at"}),
        (
            {"starts_at": NOW - 2 * HOUR, "ends_at": NOW - HOUR},
            "ends_at_in_past",
            {"field": "ends_at"},
        ),
        (
            {"starts_at": NOW + HOUR, "ends_at": NOW + HOUR},
            "ends_at_not_after_starts_at",
            {"field": "ends_at"},
        ),
        (
            {"starts_at": NOW + 2 * HOUR, "ends_at": NOW + HOUR},
            "ends_at_not_after_starts_at",
            {"field": "ends_at"},
        ),
        ({"name": ""}, "name_blank", {"field": "name"}),
        ({"name": " \t "}, "name_blank", {"field": "name"}),
        ({"common_code_key": ""}, "name_blank", {"field": "common_code_key"}),
        ({"common_code_key": " "}, "name_blank", {"field": "common_code_key"}),
        ({"name": "x" * 61}, "name_too_long", {"field": "name", "limit": "60"}),
        ({"name": "one\ntwo"}, "name_with_control_characters", {"field": "name"}),
        ({"name": "one\u2028two"}, "name_with_control_characters", {"field": "name"}),
        ({"name": "half \ud83d"}, "name_with_control_characters", {"field": "name"}),
        (
            {"name": "Room 4826", "code": Pin("4826")},
            "name_contains_code",
            {"field": "name"},
        ),
        (
            {"code": Pin("482")},
            "code_length_not_taken",
            {"field": "code", "limit": "4-8"},
        ),
        (
            {"code": Pin("")},
            "code_length_not_taken",
            {"field": "code", "limit": "4-8"},
        ),
        (
            {"code": Pin("123456789")},
            "code_length_not_taken",
            {"field": "code", "limit": "4-8"},
        ),
        (
            {"code": Pin("48a6")},
            "code_characters_not_taken",
            {"field": "code", "limit": "0-9"},
        ),
        (
            {"code": Pin("４８２６")},
            "code_characters_not_taken",
            {"field": "code", "limit": "0-9"},
        ),
        (
            {"is_one_time_use": True},
            "one_time_use_not_reported",
            {"field": "is_one_time_use"},
        ),
        (
            {"use_backup_access_code_pool": True},
            "backup_pool_needs_window",
            {"field": "use_backup_access_code_pool"},
        ),
    ],
)
def test_a_creation_that_cannot_be_is_refused(
    asked: dict[str, Any], key: str, placeholders: dict[str, str]
) -> None:
    refused = refusal_of(create, **asked)
    assert (refused.key, refused.placeholders) == (key, placeholders)


@pytest.mark.contract("6.18")
def test_an_end_alone_starts_now() -> None:
    assert create(ends_at=NOW + HOUR)[1].window == hours(0, 1)


def test_a_start_in_the_past_is_taken_as_it_is() -> None:
    _, code = create(starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    assert code.window == hours(-1, 1)


@pytest.mark.contract("6.25")
def test_a_name_of_sixty_characters_and_with_joined_emoji_is_taken() -> None:
    name = "👩‍👩‍👧 " + "x" * 54
    assert len(name) == 60
    assert create(name=name)[1].name == name


def test_a_lock_that_has_not_told_what_it_takes_gets_no_code() -> None:
    refused = refusal_of(create, a_record(capabilities=None))
    assert refused.key == "lock_not_known_yet"


@pytest.mark.contract("6.30")
@pytest.mark.parametrize("reach", [reach for reach in Reach if reach != "reachable"])
def test_a_lock_that_is_away_gets_a_code_unless_that_is_not_wanted(
    reach: Reach,
) -> None:
    world = a_world(reach=reach)
    refused = refusal_of(create, world=world, attempt_for_offline_device=False)
    assert refused.key == "lock_not_reachable"
    assert create(world=world)[1].access_code_id == "new"


def test_a_lock_that_can_be_reached_gets_the_code_at_once() -> None:
    assert create(attempt_for_offline_device=False)[1].access_code_id == "new"


def test_a_one_time_code_is_taken_where_use_is_reported() -> None:
    record = a_record(capabilities=able(uses=UseReporting.LIVE))
    assert create(record, is_one_time_use=True)[1].is_one_time_use


@pytest.mark.contract("6.21", "14.13")
@pytest.mark.parametrize(
    ("options", "limit"),
    [
        (Settings(min_code_length=6), "6-8"),
        (Settings(max_code_length=5, min_code_length=5), "5"),
        (Settings(min_code_length=7), "7, 8"),
    ],
)
def test_options_narrow_the_lengths_that_a_lock_takes(
    options: Settings, limit: str
) -> None:
    refused = refusal_of(create, world=a_world(settings=options), code=Pin("4826"))
    assert (refused.key, refused.placeholders["limit"]) == (
        "code_length_not_taken",
        limit,
    )


def test_options_that_leave_no_length_are_named_as_the_reason() -> None:
    world = a_world(settings=Settings(min_code_length=9))
    assert (
        refusal_of(create, world=world, code=Pin("4826")).key
        == "no_code_length_allowed"
    )


@pytest.mark.contract("6.21")
def test_lengths_with_gaps_are_listed() -> None:
    record = a_record(capabilities=able(code_lengths=(6, 4, 8)))
    refused = refusal_of(create, record, code=Pin("48265"))
    assert refused.placeholders["limit"] == "4, 6, 8"


@pytest.mark.contract("6.21")
def test_other_characters_are_listed() -> None:
    record = a_record(capabilities=able(characters="12345A"))
    refused = refusal_of(create, record, code=Pin("4826"))
    assert refused.placeholders["limit"] == "1 2 3 4 5 A"
    assert create(record, code=Pin("12A5"))[1].pin == Pin("12A5")


def test_an_unknown_code_cannot_be_updated_deleted_or_found() -> None:
    record = a_record()
    for request in (
        lambda: update(record, name="x"),
        lambda: requests.delete(record, a_world(), "a"),
        lambda: requests.find(record, "a"),
    ):
        refused = refusal_of(request)
        assert refused.key == "access_code_not_found"
        assert refused.placeholders["access_code_id"] == "a"


def test_deleting_marks_once_and_tells_nothing_yet() -> None:
    record, code = requests.delete(a_record(a_code()), a_world(), "a")
    assert code == a_code(deleted_at=NOW)
    assert record == a_record(code)
    again, same = requests.delete(record, a_world(now=NOW + HOUR), "a")
    assert again is record
    assert same == code


def test_find_returns_the_code() -> None:
    assert requests.find(a_record(a_code()), "a") == a_code()


@pytest.mark.parametrize(
    "codes",
    [
        [a_code("x")],
        [a_code("b", window=hours(1, 2)), a_code("x", window=hours(-1, 1))],
        [a_code("b", window=hours(3, 4)), a_code("x", window=hours(1, 2))],
        [a_code("b", window=hours(-2, -1)), a_code("x", window=hours(90, 91))],
        [a_code("b", window=hours(-4, -3)), a_code("x", window=hours(-2, -1))],
        [a_code("b", deleted_at=NOW), a_code("x", window=hours(-2, -1))],
        [a_code("b", used_at=NOW), a_code("x", window=hours(1, 2))],
        [a_code("b", "9173"), a_code("c", None), a_code("x", deleted_at=NOW)],
    ],
)
def test_of_several_codes_with_one_pin_the_one_valid_now_is_found_else_the_next(
    codes: list[AccessCode],
) -> None:
    for order in (codes, codes[::-1]):
        found = requests.find_by_pin(a_record(*order), a_world(), "4826")
        assert found.access_code_id == "x"


def test_a_pin_that_no_code_has_is_not_found() -> None:
    refused = refusal_of(
        requests.find_by_pin, a_record(a_code(), a_code("b", None)), a_world(), "482"
    )
    assert (refused.key, refused.placeholders) == ("code_not_found", {"field": "code"})


@pytest.mark.contract("6.6")
def test_generating_stores_nothing_and_needs_no_name() -> None:
    record = a_record(a_code())
    pin = requests.generate([(record, a_world())], 8, random.Random(3).randrange)
    assert len(pin) == 8
