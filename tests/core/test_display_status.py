"""The status of a code as a sentence: what is said, and with which instant."""

from datetime import datetime
from typing import Any

import pytest

from custom_components.access_codes.core.display_status import (
    DisplayStatus,
    display_status,
)
from custom_components.access_codes.core.model import (
    ActiveWhile,
    ExternalChange,
    Progress,
    Status,
)
from tests.support.builders import HOUR, NOW, a_code, hours

SINCE = NOW - HOUR
TOLD = Progress(announced_at=SINCE)
OFF = ActiveWhile("light.a", None, is_on=False, since=SINCE)
ON = ActiveWhile("light.a", None, is_on=True, since=SINCE)


@pytest.mark.contract("3.34")
@pytest.mark.parametrize(
    "status", [Status.SET, Status.SETTING, Status.REMOVING, Status.UNKNOWN]
)
@pytest.mark.parametrize("at", [SINCE, None])
def test_a_status_is_told_with_the_instant_at_which_it_began(
    status: Status, at: datetime | None
) -> None:
    code = a_code(progress=Progress(announced_at=at), paused_at=NOW)
    assert display_status(code, status, NOW, is_scheduled=False) == DisplayStatus(
        status.value, at
    )


@pytest.mark.contract("3.34")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, DisplayStatus("unset", SINCE)),
        ({"active_while": ON}, DisplayStatus("unset", SINCE)),
        ({"window": hours(1, 2)}, DisplayStatus("begins", NOW + HOUR)),
        ({"window": hours(-2, 0)}, DisplayStatus("ended", NOW)),
        ({"window": hours(-1, 1)}, DisplayStatus("unset", SINCE)),
        ({"paused_at": NOW, "window": hours(1, 2)}, DisplayStatus("paused", NOW)),
        ({"paused_at": SINCE, "window": hours(-2, 0)}, DisplayStatus("ended", NOW)),
        ({"active_while": OFF}, DisplayStatus("inactive", SINCE, "light.a")),
        ({"used_at": SINCE, "paused_at": NOW}, DisplayStatus("used_up", SINCE)),
        ({"deleted_at": NOW, "used_at": SINCE}, DisplayStatus("deleted", NOW)),
        (
            {"external": ExternalChange.REMOVED},
            DisplayStatus("removed_at_lock", SINCE),
        ),
    ],
)
def test_a_code_that_is_not_on_the_lock_says_why(
    changes: dict[str, Any], said: DisplayStatus
) -> None:
    code = a_code(progress=TOLD, **changes)
    assert display_status(code, Status.UNSET, NOW, is_scheduled=False) == said


@pytest.mark.contract("3.34")
def test_a_code_that_the_lock_holds_ahead_of_its_window_says_so() -> None:
    code = a_code(window=hours(1, 2), progress=TOLD)
    said = display_status(code, Status.UNSET, NOW, is_scheduled=True)
    assert said == DisplayStatus("scheduled", NOW + HOUR)
