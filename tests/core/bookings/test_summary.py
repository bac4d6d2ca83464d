"""A booking summed up over its locks."""

from datetime import datetime
from typing import Any

import pytest

from custom_components.access_codes.core.bookings.summary import (
    OnLock,
    Summary,
    phase_of,
    summary_of,
    text_key,
)
from custom_components.access_codes.core.model import (
    CodeView,
    ErrorCode,
    Problem,
    Status,
)
from tests.support.builders import HOUR, NOW, hours


def on(status: Status, **fields: Any) -> OnLock:
    return OnLock(CodeView(status, **fields))


FAILING = (Problem(ErrorCode.FAILED_TO_SET_ON_DEVICE, NOW),)


@pytest.mark.contract("16.70")
@pytest.mark.parametrize(
    ("lock", "is_on", "is_failing"),
    [
        (OnLock(), False, False),
        (OnLock(is_refused=True), False, True),
        (on(Status.UNSET), False, False),
        (on(Status.UNSET, is_scheduled_on_device=True), True, False),
        (on(Status.SETTING), False, False),
        (on(Status.SETTING, errors=FAILING), False, True),
        (on(Status.SET), True, False),
        (on(Status.SET, errors=FAILING), True, True),
        (on(Status.REMOVING), True, False),
        (on(Status.UNKNOWN), False, False),
    ],
)
def test_a_lock_has_the_code_or_a_problem(
    lock: OnLock, *, is_on: bool, is_failing: bool
) -> None:
    assert summary_of([lock, OnLock()]) == Summary(2, int(is_on), int(is_failing))


@pytest.mark.contract("16.70")
@pytest.mark.parametrize(
    ("summary", "at", "key"),
    [
        (Summary(3, 0, 0), NOW, "booking_on_locks_ahead"),
        (Summary(3, 3, 0), NOW, "booking_on_locks"),
        (Summary(3, 0, 1), NOW, "booking_on_locks_with_problem"),
        (Summary(3, 2, 0), NOW + HOUR, "booking_on_locks"),
        (Summary(3, 2, 1), NOW + HOUR, "booking_on_locks_with_problem"),
        (Summary(3, 1, 0), NOW + 2 * HOUR, "booking_on_locks_still"),
        (Summary(3, 0, 0), NOW + 2 * HOUR, "booking_off_locks"),
        (Summary(1, 0, 0), NOW, "booking_on_the_lock_ahead"),
        (Summary(1, 1, 0), NOW, "booking_on_the_lock"),
        (Summary(1, 0, 1), NOW, "booking_not_on_the_lock_with_problem"),
        (Summary(1, 1, 1), NOW + HOUR, "booking_on_the_lock_with_problem"),
        (Summary(1, 0, 0), NOW + HOUR, "booking_not_on_the_lock"),
        (Summary(1, 1, 0), NOW + 2 * HOUR, "booking_on_the_lock_still"),
        (Summary(1, 0, 0), NOW + 2 * HOUR, "booking_off_the_lock"),
    ],
)
def test_the_sentence_suits_the_time(summary: Summary, at: datetime, key: str) -> None:
    assert text_key(summary, phase_of(hours(1, 2), at)) == key
