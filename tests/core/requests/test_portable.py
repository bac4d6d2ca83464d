"""Codes of a household as text: what belongs to an export, how it is read, and which lock here is meant."""

from dataclasses import replace
import json
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    ActiveWhile,
    ExternalChange,
    Pin,
    Pull,
    Recurrence,
)
from custom_components.access_codes.core.requests.portable import (
    Portable,
    PortableLock,
    is_portable,
    matched_locks,
    portable_code,
    portable_from_json,
    portable_to_json,
)
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import HOUR, NOW, a_code, hours

FRONT = PortableLock("lock.front_door", "Front door")
BACK = PortableLock("lock.back_door", "Back door")
WEEKLY = Recurrence(
    "FREQ=WEEKLY;BYDAY=MO", "Europe/Berlin", hours(-7 * 24, -7 * 24 + 2)
)


@pytest.mark.contract("17.51")
@pytest.mark.parametrize(
    ("code", "is_in"),
    [
        (a_code(), True),
        (a_code(pin=None), True),
        (a_code(window=hours(2, 5)), True),
        (a_code(window=hours(-2, 5)), True),
        (a_code(paused_at=NOW), True),
        (a_code(recurrence=WEEKLY, window=WEEKLY.first), True),
        (a_code(window=hours(-5, -2)), False),
        (a_code(window=hours(-5, 0)), False),
        (a_code(deleted_at=NOW), False),
        (a_code(used_at=NOW), False),
        (a_code(external=ExternalChange.REMOVED), False),
        (a_code(external=ExternalChange.MODIFIED), True),
        (a_code(is_unmanaged=True), False),
        (a_code(is_backup=True), False),
        (a_code(is_backup=True, pull=Pull("b", NOW, None)), False),
        (
            a_code(
                recurrence=replace(WEEKLY, rule="FREQ=WEEKLY;COUNT=1"),
                window=WEEKLY.first,
            ),
            False,
        ),
    ],
)
def test_an_export_holds_codes_that_people_asked_for_and_that_may_still_open(
    code: AccessCode, *, is_in: bool
) -> None:
    assert is_portable(code, NOW) is is_in


@pytest.mark.contract("17.51")
def test_all_that_was_asked_for_is_in_the_export_and_read_again() -> None:
    full = a_code(
        window=hours(0, 2),
        recurrence=replace(WEEKLY, kept_for="Europe/Paris"),
        common_code_key="ada",
        is_external_modification_allowed=True,
        most_uses=5,
        use_count=3,
        last_used_at=NOW - HOUR,
        paused_at=NOW,
        active_while=ActiveWhile("binary_sensor.home", "id", is_on=True, since=NOW),
        prefer_native_scheduling=False,
    )
    once = a_code("b", window=hours(1, 2), is_one_time_use=True, uses_backup_pool=True)
    codes = tuple(portable_code(code, Pin("4826")) for code in (full, once))
    portable = Portable((replace(FRONT, codes=codes), BACK))
    assert portable_from_json(json.loads(json.dumps(portable_to_json(portable)))) == (
        portable
    )
    first, second = codes
    assert (first.name, first.pin, first.window) == ("Guest a", Pin("4826"), None)
    # Which zone a person chose for this house says nothing of the other one.
    assert first.recurrence == WEEKLY
    assert first.first_window == WEEKLY.first
    assert (first.common_code_key, first.active_while) == ("ada", "binary_sensor.home")
    assert (first.max_uses, first.use_count) == (5, 3)
    assert first.last_used_at == NOW - HOUR
    assert first.is_paused
    assert first.is_external_modification_allowed
    assert not first.prefer_native_scheduling
    assert second.first_window == hours(1, 2)
    assert (second.max_uses, second.uses_backup_pool) == (1, True)


@pytest.mark.contract("17.55")
def test_an_export_with_fewer_uses_than_none_is_damaged() -> None:
    used = portable_code(a_code(most_uses=5, use_count=1), Pin("4826"))
    for count, is_read in ((0, True), (-1, False)):
        codes = (replace(used, use_count=count),)
        raw = json.loads(
            json.dumps(portable_to_json(Portable((replace(FRONT, codes=codes),))))
        )
        if is_read:
            assert portable_from_json(raw).locks[0].codes == codes
            continue
        with pytest.raises(Refused, match="export_damaged"):
            portable_from_json(raw)


@pytest.mark.contract("17.55")
@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ([], "export_damaged"),
        ({}, "export_of_other_version"),
        ({"version": 2, "locks": []}, "export_of_other_version"),
        ({"version": 1, "locks": {}}, "export_damaged"),
        ({"version": 1, "locks": [{"entity_id": 7, "name": ""}]}, "export_damaged"),
        ({"version": 1, "more": []}, "export_damaged"),
    ],
)
def test_what_is_no_export_of_this_version_is_refused(raw: Any, key: str) -> None:
    with pytest.raises(Refused) as refused:
        portable_from_json(raw)
    assert refused.value.key == key


@pytest.mark.contract("17.57")
@pytest.mark.parametrize(
    ("linked", "mapping", "found"),
    [
        ({}, {}, None),
        ({"lock.front_door": "Street door"}, {}, "lock.front_door"),
        ({"lock.street": "Front door"}, {}, "lock.street"),
        ({"lock.street": "Front door", "lock.yard": "Front door"}, {}, None),
        (
            {"lock.street": "Front door", "lock.front_door": "Yard"},
            {},
            "lock.front_door",
        ),
        (
            {"lock.front_door": "Front door"},
            {"lock.front_door": "lock.yard"},
            "lock.yard",
        ),
        ({"lock.front_door": "Front door"}, {"Front door": "lock.yard"}, "lock.yard"),
    ],
)
def test_a_lock_is_found_by_the_mapping_else_its_id_else_its_only_name(
    linked: dict[str, str], mapping: dict[str, str], found: str | None
) -> None:
    assert matched_locks([FRONT, BACK], linked, mapping) == [found, None]


@pytest.mark.contract("17.57")
def test_a_mapping_of_another_lock_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Refused) as refused:
        matched_locks([FRONT, BACK], {}, {"lock.frnt_door": "lock.yard"})
    assert refused.value.key == "lock_mapping_unknown"
    assert refused.value.placeholders == {
        "field": "lock_mapping",
        "locks": "lock.front_door, lock.back_door",
    }
