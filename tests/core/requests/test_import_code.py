"""A code of another Home Assistant: created as it was there, by the rules of creating and changing codes here."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    LockRecord,
    Pin,
    Recurrence,
    SeenEntity,
    UseReporting,
)
from custom_components.access_codes.core.requests.import_code import import_code
from custom_components.access_codes.core.requests.portable import (
    PortableCode,
    portable_code,
)
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, hours

# The first of June 2026 is a Monday.
WEEKLY = Recurrence("FREQ=WEEKLY;BYDAY=MO", "UTC", hours(-21 * 24 - 1, -21 * 24 + 1))
WANTED = PortableCode(name="Ada", pin=Pin("4826"))


def imported(
    wanted: PortableCode,
    record: LockRecord | None = None,
    active_while: SeenEntity | None = None,
) -> tuple[LockRecord, AccessCode | None]:
    return import_code(
        a_record() if record is None else record,
        a_world(),
        wanted,
        active_while=active_while,
        access_code_id="new",
        draw=lambda limit: limit - 1,
    )


def made(wanted: PortableCode, **changes: Any) -> AccessCode:
    """Return the code that is made of this one, and of what it is in the record."""
    record, code = imported(wanted, a_record(**changes))
    assert code is not None
    assert record.codes == {"new": code}
    assert record.code_count == 1
    return code


def refusal(wanted: PortableCode, record: LockRecord | None = None) -> str:
    with pytest.raises(Refused) as refused:
        imported(wanted, record)
    return refused.value.key


@pytest.mark.contract("17.58", "17.59")
def test_a_code_is_made_with_all_that_it_was_there() -> None:
    wanted = replace(
        WANTED,
        window=hours(-1, 5),
        common_code_key="ada",
        is_external_modification_allowed=True,
        prefer_native_scheduling=False,
        uses_backup_pool=True,
    )
    code = made(wanted)
    assert (code.access_code_id, code.name, code.pin) == ("new", "Ada", Pin("4826"))
    assert (code.window, code.common_code_key) == (hours(-1, 5), "ada")
    assert code.is_external_modification_allowed
    assert not code.prefer_native_scheduling
    assert code.uses_backup_pool
    assert code.created_at == NOW
    # The export of it is the same again.
    assert portable_code(code, Pin("4826")) == wanted


@pytest.mark.contract("17.59")
def test_a_recurrence_whose_first_occurrence_is_long_over_goes_on() -> None:
    code = made(replace(WANTED, recurrence=WEEKLY))
    assert code.recurrence == WEEKLY
    assert code.window == hours(-1, 1)
    assert portable_code(code, Pin("4826")).recurrence == WEEKLY


@pytest.mark.contract("17.59")
def test_a_paused_code_stays_paused_and_may_recur() -> None:
    assert made(replace(WANTED, is_paused=True)).paused_at == NOW
    code = made(replace(WANTED, is_paused=True, recurrence=WEEKLY))
    assert code.is_paused
    assert code.recurrence == WEEKLY
    assert not made(replace(WANTED, recurrence=WEEKLY)).is_paused


@pytest.mark.contract("17.59")
def test_the_uses_so_far_count() -> None:
    wanted = replace(WANTED, max_uses=3, use_count=2, last_used_at=NOW - HOUR)
    reporting = able(uses=UseReporting.LIVE)
    code = made(wanted, capabilities=reporting)
    assert (code.max_uses, code.use_count) == (3, 2)
    assert (code.last_used_at, code.used_at) == (NOW - HOUR, None)
    spent = replace(wanted, use_count=3)
    assert refusal(spent, a_record(capabilities=reporting)) == "max_uses_reached"
    silent = a_record(capabilities=able())
    assert refusal(wanted, silent) == "one_time_use_not_reported"


@pytest.mark.contract("17.59")
def test_the_entity_that_it_depends_on_is_that_of_this_house() -> None:
    wanted = replace(WANTED, active_while="binary_sensor.home")
    seen = SeenEntity("binary_sensor.home", "id", is_on=True)
    _, code = imported(wanted, active_while=seen)
    assert code is not None
    assert code.active_while is not None
    assert code.active_while.entity_id == "binary_sensor.home"
    assert code.active_while.is_on


@pytest.mark.contract("17.60")
def test_a_code_that_is_there_already_is_left_as_it_is() -> None:
    for wanted in (
        WANTED,
        replace(WANTED, window=hours(2, 5)),
        replace(WANTED, recurrence=WEEKLY),
        replace(WANTED, is_paused=True),
    ):
        record, _ = imported(wanted)
        again, code = imported(wanted, record)
        assert code is None
        assert again is record


@pytest.mark.contract("17.58", "17.60")
@pytest.mark.parametrize(
    ("other", "key"),
    [
        # The same PIN at the same time, but not the same code.
        (a_code(name="Bea"), "code_in_use"),
        (a_code(name="Ada", window=hours(1, 2)), "code_in_use"),
        (
            a_code(name="Ada", recurrence=WEEKLY, window=hours(-1, 1)),
            "code_in_use",
        ),
    ],
)
def test_a_pin_that_another_code_has_is_refused(other: AccessCode, key: str) -> None:
    assert refusal(WANTED, a_record(other)) == key


@pytest.mark.contract("17.60")
def test_one_that_is_being_deleted_is_not_there() -> None:
    gone = a_code(name="Ada", deleted_at=NOW)
    _, code = imported(WANTED, a_record(gone))
    assert code is not None


@pytest.mark.contract("17.58")
@pytest.mark.parametrize(
    ("wanted", "changes", "key"),
    [
        (replace(WANTED, pin=Pin("123456789")), {}, "code_length_not_taken"),
        (replace(WANTED, window=hours(-5, -2)), {}, "ends_at_in_past"),
        (
            replace(WANTED, recurrence=replace(WEEKLY, rule="FREQ=DAILY;COUNT=2")),
            {},
            "ends_at_in_past",
        ),
        (replace(WANTED, name="Ada 4826"), {}, "name_contains_code"),
        (WANTED, {"capabilities": able(slots=())}, "lock_without_slots"),
    ],
)
def test_each_code_is_refused_by_the_rules_of_creating_one(
    wanted: PortableCode, changes: dict[str, Any], key: str
) -> None:
    assert refusal(wanted, a_record(**changes)) == key
