"""Recurring codes after a change of Home Assistant's time zone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.code_windows import with_recurrence
from custom_components.access_codes.core.model import (
    AccessCode,
    Attempt,
    ExternalChange,
    Outcome,
    Recurrence,
)
from custom_components.access_codes.core.requests.time_zone import (
    codes_of_another_zone,
    follow_zone,
    keep_zone,
)
from tests.support.builders import NOW, a_code, a_record, a_world, hours

DAY = timedelta(days=1)


def daily(zone: str = "Europe/Berlin", rule: str = "FREQ=DAILY") -> AccessCode:
    return with_recurrence(a_code(), Recurrence(rule, zone, hours(1, 2)), NOW)


@pytest.mark.contract("15.22")
@pytest.mark.parametrize(
    "code",
    [
        a_code(window=hours(1, 2)),
        daily("Europe/London"),
        replace(daily(), deleted_at=NOW),
        replace(daily(), used_at=NOW),
        with_recurrence(
            a_code(),
            Recurrence("FREQ=DAILY;COUNT=1", "Europe/Berlin", hours(-2, -1)),
            NOW,
        ),
    ],
)
def test_nothing_is_asked_about_other_codes(code: AccessCode) -> None:
    assert not list(codes_of_another_zone([code], "Europe/London"))
    record = a_record(code)
    for change in (follow_zone, keep_zone):
        assert change(record, a_world(), "Europe/London")[0] is record


@pytest.mark.contract("15.23")
def test_codes_that_follow_are_told_as_changed() -> None:
    record, _ = follow_zone(a_record(daily()), a_world(), "Europe/London")
    code = record.codes["a"]
    assert code.window == hours(2, 3)
    assert code.recurrence == Recurrence("FREQ=DAILY", "Europe/London", hours(2, 3))
    assert [event.details["changed"] for event in record.outbox] == [
        "starts_at,ends_at,recurrence"
    ]


@pytest.mark.contract("15.23")
def test_a_zone_without_a_name_is_not_followed() -> None:
    for code, zone in (
        (daily("Nowhere/Town"), "Europe/London"),
        (daily(), "Nowhere/Town"),
    ):
        record = a_record(code)
        assert follow_zone(record, a_world(), zone)[0].codes == record.codes


@pytest.mark.contract("15.24")
def test_codes_that_keep_their_zone_are_not_asked_about_again() -> None:
    code = daily()
    record, _ = keep_zone(a_record(code), a_world(), "Europe/London")
    kept = record.codes["a"]
    assert kept.window == code.window
    assert not list(codes_of_another_zone([kept], "Europe/London"))
    assert list(codes_of_another_zone([kept], "Europe/Lisbon"))


@pytest.mark.contract("15.23")
def test_a_code_that_follows_starts_anew_in_its_moved_occurrence() -> None:
    """What is told of the occurrence under way, and the tries of it, say nothing of one that is to begin later."""
    code = with_recurrence(
        a_code(), Recurrence("FREQ=DAILY", "Europe/Berlin", hours(-1, 1)), NOW
    )
    failed = Attempt(Outcome.REFUSED, is_removal=False, failures=3, retry_at=NOW + DAY)
    progress = replace(code.progress, was_set=True, attempt=failed)
    removed = replace(code, progress=progress, external=ExternalChange.REMOVED)
    later = NOW + timedelta(minutes=1)
    world = replace(a_world(), now=later)
    record, _ = follow_zone(a_record(removed), world, "America/New_York")
    followed = record.codes["a"]
    assert followed.window == hours(5, 7)
    assert not followed.progress.was_set
    assert followed.progress.attempt is None
    assert followed.changed_at == later
    # Somebody took it off the lock: that stays so.
    assert followed.external is ExternalChange.REMOVED
