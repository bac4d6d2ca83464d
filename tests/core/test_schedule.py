"""Instants of a code: when it is wanted, since when it is due to come or to go, and when it changes by the clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    ActiveWhile,
    ExternalChange,
    Position,
    Progress,
    Settings,
    Status,
)
from custom_components.access_codes.core.schedule import (
    Deadline,
    ended_at,
    is_valid,
    is_wanted,
    missed_until,
    removal_due_since,
    set_due_since,
    taken_back_at,
)
from tests.support.builders import HOUR, NOW, a_code, a_world, hours

LEAD = Settings(programming_lead=3600)


@pytest.mark.contract("5.9")
@pytest.mark.parametrize(
    ("changes", "settings", "since"),
    [
        pytest.param(
            {"deleted_at": NOW, "window": None}, Settings(), NOW, id="ongoing, deleted"
        ),
        pytest.param(
            {"deleted_at": NOW - HOUR, "window": hours(-8, 8)},
            Settings(),
            NOW - HOUR,
            id="deleted in its window",
        ),
        pytest.param(
            {"deleted_at": NOW, "used_at": NOW - HOUR, "window": hours(-8, 8)},
            Settings(),
            NOW - HOUR,
            id="used up, then deleted",
        ),
        pytest.param(
            {"deleted_at": NOW, "window": hours(-8, -2)},
            Settings(),
            NOW - 2 * HOUR,
            id="deleted after its window",
        ),
        pytest.param(
            {"deleted_at": NOW - 3 * HOUR, "window": hours(-8, -2)},
            Settings(),
            NOW - 3 * HOUR,
            id="deleted before its window ended",
        ),
        pytest.param({"window": hours(-8, -2)}, Settings(), NOW - 2 * HOUR, id="over"),
        pytest.param(
            {"window": hours(-8, -5), "changed_at": NOW - HOUR},
            Settings(),
            NOW - HOUR,
            id="ended by a change",
        ),
        pytest.param(
            {"window": hours(1, 2), "changed_at": NOW - HOUR},
            Settings(),
            NOW - HOUR,
            id="moved to a later time",
        ),
        pytest.param(
            {"window": hours(1, 2), "changed_at": NOW - HOUR, "deleted_at": NOW},
            Settings(),
            NOW - HOUR,
            id="moved, then deleted",
        ),
        pytest.param(
            {"window": hours(0.5, 2), "changed_at": NOW - 4 * HOUR, "deleted_at": NOW},
            LEAD,
            NOW,
            id="deleted in its lead",
        ),
    ],
)
def test_a_removal_is_due_since_the_code_became_unwanted(
    changes: dict[str, Any], settings: Settings, since: datetime
) -> None:
    code = a_code(created_at=NOW - 9 * HOUR, **{"changed_at": NOW - 9 * HOUR} | changes)
    assert not is_wanted(code, settings, NOW)
    assert removal_due_since(code, a_world(settings=settings)) == since
    later = a_world(settings=settings, now=NOW + timedelta(minutes=5))
    assert removal_due_since(code, later) == since


TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
OFF = ActiveWhile("light.hall", None, False, NOW - HOUR)
ON = replace(OFF, is_on=True)


@pytest.mark.contract("4.1", "14.8")
def test_a_code_is_wanted_from_the_start_of_its_lead_to_the_end_of_its_window() -> None:
    code = a_code(window=hours(2, 4))
    none = Settings()

    def wanted(after: float, settings: Settings, tick: timedelta = TICK * 0) -> bool:
        return is_wanted(code, settings, NOW + after * HOUR + tick)

    assert (wanted(2, none, -TICK), wanted(2, none)) == (False, True)
    assert (wanted(4, none, -TICK), wanted(4, none)) == (True, False)
    assert (wanted(1, LEAD, -TICK), wanted(1, LEAD)) == (False, True)
    assert not wanted(4, LEAD)


@pytest.mark.contract("4.1", "4.60", "4.65")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"deleted_at": NOW}, False),
        ({"used_at": NOW}, False),
        ({"paused_at": NOW}, False),
        ({"active_while": OFF}, False),
        ({"active_while": ON}, True),
    ],
)
def test_a_code_that_was_taken_back_is_not_wanted(
    changes: dict[str, Any], expected: bool
) -> None:
    code = a_code(**changes)
    assert is_wanted(code, Settings(), NOW) is expected
    assert is_valid(code, NOW) is expected
    assert not is_valid(replace(code, external=ExternalChange.REMOVED), NOW)
    changed = replace(code, external=ExternalChange.MODIFIED)
    assert is_valid(changed, NOW) is expected


@pytest.mark.contract("11.95")
def test_a_code_in_its_lead_opens_nothing() -> None:
    code = a_code(window=hours(0.5, 2))
    assert is_wanted(code, LEAD, NOW)
    assert not is_valid(code, NOW)
    assert is_valid(code, NOW + HOUR / 2)


def test_a_code_ends_by_its_use_or_by_its_window() -> None:
    assert ended_at(a_code(), NOW) is None
    code = a_code(window=hours(-2, 0))
    assert ended_at(code, NOW - TICK) is None
    assert ended_at(code, NOW) == NOW
    assert ended_at(replace(code, used_at=NOW - HOUR), NOW) == NOW - HOUR


@pytest.mark.contract("5.8", "5.80")
@pytest.mark.parametrize(
    ("changes", "since"),
    [
        ({}, -9),
        ({"window": hours(-5, 1)}, -5),
        ({"window": hours(-11, 1)}, -9),
        ({"progress": Progress(lost_at=NOW - 4 * HOUR)}, -4),
        ({"progress": Progress(lost_at=NOW - 10 * HOUR)}, -9),
        ({"resumed_at": NOW - 3 * HOUR}, -3),
        ({"resumed_at": NOW - 10 * HOUR}, -9),
        ({"active_while": replace(ON, since=NOW - 2 * HOUR)}, -2),
        ({"active_while": replace(ON, since=NOW - 10 * HOUR)}, -9),
        (
            {
                "window": hours(-2, 1),
                "progress": Progress(lost_at=NOW - 3 * HOUR),
                "resumed_at": NOW - 4 * HOUR,
                "active_while": replace(ON, since=NOW - 5 * HOUR),
            },
            -2,
        ),
    ],
)
def test_a_set_is_due_since_the_last_cause_of_it(
    changes: dict[str, Any], since: float
) -> None:
    at = NOW - 9 * HOUR
    code = a_code(created_at=at, **{"changed_at": at} | changes)
    assert set_due_since(code) == NOW + since * HOUR


def test_a_code_was_taken_back_by_the_first_of_its_causes() -> None:
    assert taken_back_at(a_code()) is None
    assert taken_back_at(a_code(active_while=ON)) is None
    off = replace(OFF, since=NOW - 4 * HOUR)
    causes: dict[str, Any] = {
        "deleted_at": NOW - HOUR,
        "used_at": NOW - 2 * HOUR,
        "paused_at": NOW - 3 * HOUR,
        "active_while": off,
    }
    for number, name in enumerate(causes, 1):
        assert taken_back_at(a_code(**{name: causes[name]})) == NOW - number * HOUR
    assert taken_back_at(a_code(**causes)) == NOW - 4 * HOUR


@pytest.mark.contract("15.13")
def test_an_occurrence_is_told_to_be_missed_until_the_next_one_or_the_retention() -> (
    None
):
    missed = Position(previous_end=NOW - HOUR, was_missed=True)
    code = a_code(window=hours(5, 6), position=missed)
    assert missed_until(code, DAY) == NOW + 5 * HOUR
    assert missed_until(code, 2 * HOUR) == NOW + HOUR
    seen = replace(missed, was_missed=False)
    assert missed_until(replace(code, position=seen), DAY) is None
    first = replace(missed, previous_end=None)
    assert missed_until(replace(code, position=first), DAY) is None
    assert missed_until(replace(code, window=None), DAY) is None


def deadline_of(
    code: AccessCode, status: Status = Status.UNSET, **more: Any
) -> datetime | None:
    """Return the next instant at which a code changes by the clock, with a lead of an hour."""
    settings = Settings(programming_lead=3600, expired_retention=2)
    deadline = Deadline(NOW, settings)
    stepped_at = more.pop("stepped_at", None)
    deadline.add_for(code, status, stepped_at, **more)
    return deadline.at


@pytest.mark.contract("4.24")
def test_a_deadline_is_the_earliest_instant_to_come() -> None:
    deadline = Deadline(NOW, Settings())
    for instant in (None, NOW, NOW - HOUR):
        deadline.add(instant)
    assert deadline.at is None
    for hour, expected in ((2, 2), (3, 2), (1, 1)):
        deadline.add(NOW + hour * HOUR)
        assert deadline.at == NOW + expected * HOUR


@pytest.mark.contract("4.24", "9.5", "4.60")
def test_a_code_changes_at_its_lead_its_start_its_end_and_its_retention() -> None:
    assert deadline_of(a_code()) is None
    assert deadline_of(a_code(window=hours(5, 6))) == NOW + 4 * HOUR
    assert deadline_of(a_code(window=hours(0.5, 6))) == NOW + HOUR / 2
    assert deadline_of(a_code(window=hours(0, 6))) == NOW + 6 * HOUR
    paused = a_code(window=hours(5, 7), paused_at=NOW)
    assert deadline_of(paused) == NOW + 5 * HOUR
    assert deadline_of(paused, is_preloadable=True) == NOW + 5 * HOUR
    assert deadline_of(a_code(window=hours(5, 6), deleted_at=NOW)) is None
    far = a_code(window=hours(80, 81))
    assert deadline_of(far, is_preloadable=True) == NOW + 8 * HOUR
    assert deadline_of(far) == NOW + 79 * HOUR
    missed = replace(far, position=Position(NOW - HOUR, was_missed=True))
    assert deadline_of(missed) == NOW - HOUR + 2 * DAY


@pytest.mark.contract("4.29")
def test_a_code_that_is_over_changes_when_it_is_forgotten() -> None:
    over = a_code(window=hours(-3, -1))
    assert deadline_of(over) == NOW - HOUR + 2 * DAY
    assert deadline_of(over, Status.REMOVING) is None
    early, late = NOW - 40 * HOUR, NOW + 30 * HOUR
    assert deadline_of(over, stepped_at=early) == NOW - HOUR + 2 * DAY
    assert deadline_of(over, stepped_at=late) == late + DAY
    assert deadline_of(a_code(used_at=NOW)) == NOW + 2 * DAY
