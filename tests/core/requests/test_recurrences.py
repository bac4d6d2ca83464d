"""Recurrences that an update gives, changes or takes away."""

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    LockRecord,
    Position,
    Recurrence,
)
from custom_components.access_codes.core.requests.inputs import UpdateRequest
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.requests.update import update
from tests.support.builders import NOW, a_code, a_record, a_world, hours

FIRST = hours(-48, -46)


def recurring() -> AccessCode:
    """Return a code of every other day, which has opened once and opens again now."""
    rule = Recurrence("FREQ=DAILY;INTERVAL=2", "Europe/Berlin", FIRST)
    position = Position(previous_end=FIRST.ends_at, was_missed=True)
    return a_code(window=hours(0, 2), recurrence=rule, position=position)


def updated(record: LockRecord, given: UpdateRequest) -> AccessCode:
    after, _ = update(record, a_world(), given)
    return after.codes["a"]


@pytest.mark.contract("15.15")
def test_of_a_recurrence_that_is_taken_away_nothing_is_left() -> None:
    given = UpdateRequest(
        access_code_id="a", recurrence="", starts_at=NOW, ends_at=hours(0, 5).ends_at
    )
    after = updated(a_record(recurring()), given)
    assert after.recurrence is None
    assert after.window == hours(0, 5)
    assert after.position == Position()


@pytest.mark.contract("15.15")
def test_a_rule_that_is_kept_keeps_its_time_zone() -> None:
    window = hours(-47, -45)
    given = UpdateRequest(
        access_code_id="a",
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        zone="Asia/Tokyo",
    )
    after = updated(a_record(recurring()), given)
    assert after.recurrence == Recurrence(
        "FREQ=DAILY;INTERVAL=2", "Europe/Berlin", window
    )
    given = UpdateRequest(
        access_code_id="a", recurrence="FREQ=DAILY", zone="Asia/Tokyo"
    )
    after = updated(a_record(recurring()), given)
    assert after.recurrence == Recurrence("FREQ=DAILY", "Asia/Tokyo", FIRST)


@pytest.mark.contract("15.15")
def test_a_rule_without_times_is_refused() -> None:
    given = UpdateRequest(access_code_id="a", recurrence="FREQ=DAILY")
    with pytest.raises(Refused) as refused:
        updated(a_record(a_code()), given)
    assert refused.value.key == "recurrence_without_times"
