"""A change of a code's window: given, moved, taken away, ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import AccessCode, CodeType, Window
from tests.support.builders import HOUR, NOW, a_code, a_record, hours
from tests.support.request_helpers import ONGOING, RUNNING, create, refusal_of, update

FUTURE = a_code(window=hours(1, 2))


EXPIRED = a_code(window=hours(-2, -1))


@pytest.mark.contract("6.33")
@pytest.mark.parametrize(
    ("code", "asked", "window", "changed"),
    [
        (
            ONGOING,
            {"starts_at": NOW, "ends_at": NOW + HOUR},
            hours(0, 1),
            "type,starts_at,ends_at",
        ),
        (
            ONGOING,
            {
                "starts_at": NOW + HOUR,
                "ends_at": NOW + 2 * HOUR,
                "type": CodeType.TIME_BOUND,
            },
            hours(1, 2),
            "type,starts_at,ends_at",
        ),
        (FUTURE, {"type": CodeType.ONGOING}, None, "type,starts_at,ends_at"),
        (
            EXPIRED,
            {"type": CodeType.ONGOING, "starts_at": None, "ends_at": None},
            None,
            "type,starts_at,ends_at",
        ),
        (FUTURE, {"starts_at": NOW}, hours(0, 2), "starts_at"),
        (FUTURE, {"ends_at": NOW + 3 * HOUR}, hours(1, 3), "ends_at"),
        (
            FUTURE,
            {"starts_at": None, "ends_at": NOW + 3 * HOUR},
            hours(1, 3),
            "ends_at",
        ),
        (
            RUNNING,
            {"starts_at": NOW + 2 * HOUR, "ends_at": NOW + 3 * HOUR},
            hours(2, 3),
            "starts_at,ends_at",
        ),
        (EXPIRED, {"ends_at": NOW + HOUR}, hours(-2, 1), "ends_at"),
        (
            EXPIRED,
            {"starts_at": NOW, "ends_at": NOW + HOUR},
            hours(0, 1),
            "starts_at,ends_at",
        ),
    ],
)
def test_windows_can_be_given_moved_and_taken_away(
    code: AccessCode, asked: dict[str, Any], window: Window | None, changed: str
) -> None:
    record, updated = update(a_record(code), **asked)
    assert updated.window == window
    assert record.outbox[0].details == {"changed": changed, "reason": "requested"}


@pytest.mark.contract("6.19", "6.20")
@pytest.mark.parametrize(
    ("code", "asked", "key", "field"),
    [
        (
            ONGOING,
            {"type": CodeType.TIME_BOUND},
            "time_bound_without_times",
            "type",
        ),
        (ONGOING, {"starts_at": NOW}, "ends_at_missing", "ends_at"),
        (ONGOING, {"ends_at": NOW + HOUR}, "starts_at_missing", "starts_at"),
        (
            ONGOING,
            {"ends_at": NOW + HOUR, "starts_at": None, "type": CodeType.TIME_BOUND},
            "starts_at_missing",
            "starts_at",
        ),
        (
            ONGOING,
            {"starts_at": NOW + HOUR, "ends_at": NOW},
            "ends_at_not_after_starts_at",
            "ends_at",
        ),
        (
            FUTURE,
            {"type": CodeType.ONGOING, "ends_at": NOW + HOUR},
            "ongoing_with_times",
            "type",
        ),
        (
            ONGOING,
            {"type": CodeType.ONGOING, "starts_at": NOW},
            "ongoing_with_times",
            "type",
        ),
        (
            FUTURE,
            {"starts_at": NOW + 2 * HOUR},
            "ends_at_not_after_starts_at",
            "ends_at",
        ),
        (FUTURE, {"ends_at": NOW + HOUR}, "ends_at_not_after_starts_at", "ends_at"),
        (FUTURE, {"ends_at": NOW - HOUR}, "ends_at_not_after_starts_at", "ends_at"),
        (
            RUNNING,
            {"starts_at": NOW - HOUR, "ends_at": NOW - 2 * HOUR},
            "ends_at_not_after_starts_at",
            "ends_at",
        ),
    ],
)
def test_windows_that_cannot_be_are_refused(
    code: AccessCode, asked: dict[str, Any], key: str, field: str
) -> None:
    refused = refusal_of(update, a_record(code), **asked)
    assert (refused.key, refused.placeholders["field"]) == (key, field)


@pytest.mark.contract("6.34")
@pytest.mark.parametrize(
    ("code", "asked", "window"),
    [
        (RUNNING, {"ends_at": NOW}, hours(-1, 0)),
        (RUNNING, {"ends_at": NOW - HOUR / 2}, hours(-1, -0.5)),
        (RUNNING, {"ends_at": NOW - 2 * HOUR}, hours(-1, 0)),
        (
            ONGOING,
            {"starts_at": NOW - 2 * HOUR, "ends_at": NOW - HOUR},
            hours(-2, -1),
        ),
        (EXPIRED, {"ends_at": NOW - HOUR / 2}, hours(-2, -0.5)),
    ],
)
def test_an_end_at_or_before_now_ends_a_code_that_has_begun(
    code: AccessCode, asked: dict[str, Any], window: Window
) -> None:
    _, updated = update(a_record(code), **asked)
    assert updated.window == window
    assert not window.contains(NOW)


@pytest.mark.contract("6.34")
def test_a_code_that_began_this_instant_can_be_ended_at_once() -> None:
    _, code = create(ends_at=NOW + HOUR)
    record = a_record(replace(code, access_code_id="a"))
    _, updated = update(record, ends_at=NOW - timedelta(seconds=0.5))
    assert updated.window is not None
    assert updated.window.starts_at < updated.window.ends_at == NOW
