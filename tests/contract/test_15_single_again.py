"""A recurring code becomes one with a single window, ends early, or is removed at the lock."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.display_status import display_status
from custom_components.access_codes.core.model import Status, Window
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, hours

DAY = timedelta(days=1)

DAILY = "FREQ=DAILY"


def daily(stage: Stage, rule: str = DAILY, **more: Any) -> str:
    return stage.create(ONE, window=hours(1, 2), recurrence=rule, **more)


def single(stage: Stage, code: str) -> tuple[Any, ...]:
    """Return what a code shows of its times."""
    shown = stage.object(code)
    assert shown["recurrence"] is None
    return shown["starts_at"], shown["ends_at"], shown["next_window"]


def as_single(window: Window) -> tuple[Any, ...]:
    times = window.starts_at.isoformat(), window.ends_at.isoformat()
    return (*times, dict(zip(("starts_at", "ends_at"), times, strict=True)))


@pytest.mark.contract("15.30")
def test_a_code_that_stops_repeating_keeps_the_occurrence_that_is_open() -> None:
    stage = Stage()
    code = daily(stage)
    stage.wait(2 * DAY + 90 * MINUTE)
    assert stage.status(code) is Status.SET
    stage.sent()
    stage.change(code, recurrence="")
    assert single(stage, code) == as_single(hours(49, 50))
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": ONE}
    assert stage.sent() == []
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    assert stage.warnings(code) == set()
    stage.wait(DAY)
    assert stage.held() == {}


@pytest.mark.contract("15.30")
def test_between_occurrences_a_code_that_stops_repeating_keeps_the_next_one() -> None:
    stage = Stage()
    code = daily(stage)
    stage.wait(2 * DAY + 3 * HOUR)
    stage.change(code, recurrence="")
    assert single(stage, code) == as_single(hours(73, 74))
    assert stage.status(code) is Status.UNSET
    assert stage.warnings(code) == set()
    stage.wait(22 * HOUR + 30 * MINUTE)
    assert stage.held() == {"1": ONE}
    stage.wait(3 * DAY)
    assert stage.held() == {}
    assert stage.warnings(code) == set()


@pytest.mark.contract("15.30")
def test_a_recurrence_that_is_over_leaves_its_last_occurrence() -> None:
    stage = Stage()
    code = daily(stage, rule="FREQ=DAILY;COUNT=2")
    stage.wait(2 * DAY)
    stage.change(code, recurrence="")
    shown = stage.object(code)
    assert (shown["starts_at"], shown["recurrence"]) == (
        hours(25, 26).starts_at.isoformat(),
        None,
    )
    assert stage.held() == {}
    assert stage.warnings(code) == set()


@pytest.mark.contract("15.30")
def test_times_that_are_given_with_it_change_the_occurrence_that_is_kept() -> None:
    stage = Stage()
    code = daily(stage)
    stage.wait(2 * DAY + 90 * MINUTE)
    stage.change(code, recurrence="", ends_at=hours(49, 51).ends_at)
    assert single(stage, code) == as_single(hours(49, 51))
    assert stage.status(code) is Status.SET
    other = stage.create(TWO, window=hours(49, 50), recurrence=DAILY)
    stage.change(other, recurrence="", ends_at=stage.harness.now)
    assert stage.held() == {"1": ONE}
    assert stage.warnings(other) == set()


@pytest.mark.contract("15.31")
def test_a_code_that_is_used_up_stays_so_when_it_stops_repeating() -> None:
    stage = Stage()
    code = daily(stage, max_uses=1)
    stage.wait(DAY + 90 * MINUTE)
    stage.harness.used("1")
    stage.run()
    assert stage.held() == {}
    stage.change(code, recurrence="")
    assert stage.held() == {}
    assert stage.object(code)["use_count"] == 1
    assert single(stage, code)[:2] == as_single(hours(25, 26))[:2]
    stage.wait(DAY)
    assert stage.held() == {}


@pytest.mark.contract("15.32")
@pytest.mark.parametrize("is_missed", [False, True])
def test_a_code_that_is_ended_between_occurrences_is_missed_only_if_the_last_one_was(
    is_missed: bool,
) -> None:
    stage = Stage()
    code = daily(stage)
    stage.wait(DAY)
    if is_missed:
        stage.go_away()
    stage.wait(3 * HOUR)
    if is_missed:
        stage.come_back()
    now = stage.harness.now
    stage.change(code, recurrence="", starts_at=now - MINUTE, ends_at=now)
    assert stage.held() == {}
    assert stage.warnings(code) == ({"missed"} if is_missed else set())


@pytest.mark.contract("15.32")
def test_an_occurrence_that_is_ended_before_the_code_was_set_in_it_is_missed() -> None:
    stage = Stage()
    code = daily(stage)
    stage.wait(DAY)
    stage.go_away()
    stage.wait(90 * MINUTE)
    now = stage.harness.now
    stage.change(code, recurrence="", ends_at=now)
    assert stage.warnings(code) == {"missed"}
    stage.come_back()
    assert stage.held() == {}


@pytest.mark.contract("3.60")
def test_a_code_that_was_removed_at_the_lock_is_not_told_to_come_back() -> None:
    """An allowed removal lasts until the code is updated, over all occurrences."""
    stage = Stage()
    code = daily(stage, is_external_modification_allowed=True)
    stage.wait(90 * MINUTE)
    stage.keypad("1", None)
    stage.wait(HOUR)
    shown = display_status(
        stage.code(code), stage.status(code), stage.harness.now, is_scheduled=False
    )
    assert shown.key == "removed_at_lock"
    assert stage.mutations(code) == []
    stage.wait(DAY)
    assert stage.held() == {}
    stage.change(code, code=TWO)
    assert stage.held() == {}
    assert stage.mutations(code) == ["deferring_creation"]
    stage.wait(DAY - HOUR)
    assert stage.held() == {"1": TWO}
