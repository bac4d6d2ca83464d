"""Recurring windows (section "Recurring windows" of the contract)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    CodeType,
    Readability,
    Settings,
    Status,
    Window,
    WindowSupport,
)
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

DAY = timedelta(days=1)

WEEKLY = "FREQ=WEEKLY"

DAILY = "FREQ=DAILY"


def daily(stage: Stage, starts: float = 1, ends: float = 2, **more: Any) -> str:
    return stage.create(
        ONE, window=hours(starts, ends), recurrence=more.pop("rule", DAILY), **more
    )


@pytest.mark.contract("15.10", "15.14")
@pytest.mark.parametrize("reads", list(Readability))
def test_a_code_is_on_the_lock_in_each_occurrence_and_off_it_between(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    code = daily(stage, rule="FREQ=DAILY;COUNT=3")
    for _ in range(3):
        assert stage.held() == {}
        assert stage.status(code) is Status.UNSET
        stage.wait(90 * MINUTE)
        assert stage.held() == {"1": ONE}
        assert stage.status(code) is Status.SET
        stage.wait(30 * MINUTE)
        assert stage.held() == {}
        assert stage.status(code) is Status.UNSET
        stage.wait(22 * HOUR)
    assert stage.object(code)["next_window"] is None
    assert stage.told(code) == ["created", *3 * ["set_on_device", "removed_from_device"]]  # fmt: skip
    stage.wait(8 * DAY)
    assert code not in stage.harness.record.codes


@pytest.mark.contract("15.11")
def test_a_code_whose_occurrence_ended_while_down_is_removed_and_waits_for_the_next() -> (
    None
):
    stage = Stage()
    code = daily(stage)
    stage.wait(90 * MINUTE)
    stage.harness.advance(3 * DAY + 5 * HOUR)
    stage.restart()
    stage.run()
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    window = stage.code(code).window
    assert window == Window(
        hours(1, 2).starts_at + 4 * DAY, hours(1, 2).ends_at + 4 * DAY
    )


@pytest.mark.contract("15.11")
def test_a_clock_that_is_set_back_brings_the_earlier_occurrence_again() -> None:
    stage = Stage()
    code = daily(stage, rule="FREQ=DAILY;COUNT=2")
    stage.wait(3 * HOUR)
    assert stage.held() == {}
    for back, forward in ((90 * MINUTE, 90 * MINUTE), (25.5 * HOUR, 25.5 * HOUR)):
        if back > DAY:
            stage.wait(DAY)
            assert stage.code(code).position.is_over
        stage.harness.now -= back
        stage.run()
        assert stage.held() == {"1": ONE}
        assert stage.code(code).window == hours(1, 2)
        stage.harness.now += forward
        stage.run()
        assert stage.held() == {}


@pytest.mark.contract("15.11")
def test_a_deleted_code_that_cannot_be_removed_has_no_further_occurrence() -> None:
    stage = Stage()
    code = daily(stage, rule="FREQ=DAILY;COUNT=2")
    stage.wait(90 * MINUTE)
    stage.go_away()
    stage.delete(code)
    for _ in range(3):
        stage.wait(DAY)
        assert stage.code(code).window == hours(1, 2)
        assert not stage.code(code).position.is_over
        assert stage.status(code) is Status.REMOVING
    stage.come_back()
    assert stage.held() == {}
    assert code not in stage.harness.record.codes


@pytest.mark.contract("15.12", "3.36")
def test_the_removal_after_an_occurrence_is_late_from_its_end_on() -> None:
    stage = Stage(settings=Settings(delay_threshold=300))
    code = daily(stage)
    stage.wait(119 * MINUTE)
    stage.go_away()
    stage.wait(MINUTE + timedelta(seconds=299))
    assert stage.status(code) is Status.REMOVING
    assert stage.mutations(code) == ["deferring_creation"]
    (mutation,) = stage.view(code).mutations
    assert mutation.reason == "removing"
    assert "delay_in_removing_from_device" not in stage.warnings(code)
    stage.wait(timedelta(seconds=1))
    assert "delay_in_removing_from_device" in stage.warnings(code)
    stage.come_back()
    assert stage.held() == {}
    assert not stage.warnings(code)


@pytest.mark.contract("15.13")
def test_a_missed_occurrence_is_told_until_the_next_begins() -> None:
    stage = Stage()
    code = daily(stage)
    stage.go_away()
    stage.wait(3 * HOUR)
    assert "missed" in stage.warnings(code)
    stage.come_back()
    stage.wait(20 * HOUR)
    assert stage.warnings(code) == {"missed"}
    stage.wait(2.5 * HOUR)
    assert not stage.warnings(code)
    assert stage.held() == {"1": ONE}
    stage.wait(HOUR)
    assert not stage.warnings(code)


@pytest.mark.contract("15.13")
def test_a_missed_occurrence_is_told_no_longer_than_the_retention() -> None:
    stage = Stage(settings=Settings(expired_retention=2))
    code = daily(stage, rule=WEEKLY)
    stage.go_away()
    stage.wait(3 * HOUR)
    stage.come_back()
    assert stage.warnings(code) == {"missed"}
    stage.wait(47 * HOUR)
    assert not stage.warnings(code)


@pytest.mark.contract("15.10")
def test_tries_of_one_occurrence_do_not_delay_the_next() -> None:
    stage = Stage()
    code = daily(stage)
    stage.fail(*20 * [Fault.REFUSE])
    stage.wait(90 * MINUTE)
    assert "failed_to_set_on_device" in stage.errors(code)
    stage.wait(HOUR)
    assert not stage.errors(code)
    stage.fail()
    stage.wait(22 * HOUR + 31 * MINUTE)
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("15.10")
def test_a_lock_that_holds_windows_is_given_each_occurrence() -> None:
    stage = Stage(windows=WindowSupport())
    code = daily(stage)
    for day in range(3):
        first = hours(1, 2)
        window = Window(first.starts_at + day * DAY, first.ends_at + day * DAY)
        assert stage.windows_held() == {"1": window}
        assert stage.object(code)["is_scheduled_on_device"] is True
        stage.wait(90 * MINUTE)
        assert stage.status(code) is Status.SET
        stage.wait(22.5 * HOUR)
        assert not stage.warnings(code)


@pytest.mark.contract("15.10")
def test_a_paused_code_is_in_its_next_occurrence_when_it_is_resumed() -> None:
    stage = Stage()
    code = daily(stage)
    stage.change(code, is_paused=True)
    stage.wait(10 * DAY + 90 * MINUTE)
    assert stage.held() == {}
    stage.change(code, is_paused=False)
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("15.15")
def test_a_recurrence_comes_and_goes_with_updates() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(1, 2))
    stage.change(code, recurrence="freq=daily", zone="Europe/Berlin")
    assert stage.object(code)["recurrence"] == DAILY
    stage.wait(3 * HOUR)
    shown = stage.object(code)
    assert shown["starts_at"] == hours(1, 2).starts_at.isoformat()
    assert shown["next_window"]["starts_at"] == hours(25, 26).starts_at.isoformat()
    changed = stage.code(code)
    stage.change(code, recurrence=DAILY, zone="Europe/Berlin")
    stage.change(code, recurrence=None)
    assert stage.code(code) == changed
    stage.change(code, ends_at=hours(1, 2.5).ends_at)
    assert stage.code(code).window == hours(25, 26.5)
    recurrence = stage.code(code).recurrence
    assert recurrence is not None
    assert recurrence.zone == "Europe/Berlin"
    stage.change(code, recurrence="")
    assert stage.code(code).window == hours(25, 26.5)
    assert stage.object(code)["recurrence"] is None
    assert stage.status(code) is Status.UNSET
    stage.change(code, starts_at=hours(3, 4).starts_at, ends_at=hours(3, 4).ends_at, recurrence=DAILY)  # fmt: skip
    assert stage.status(code) is Status.SET
    stage.change(code, type=CodeType.ONGOING)
    assert stage.object(code)["recurrence"] is None
    assert stage.status(code) is Status.SET
    assert stage.object(code)["type"] == "ongoing"


@pytest.mark.contract("15.2", "15.3", "15.14", "15.16")
@pytest.mark.parametrize(
    ("key", "starts", "ends", "rule"),
    [
        ("recurrence_invalid", 1, 2, "4826"),
        ("recurrence_part_not_taken", 1, 2, "FREQ=DAILY;BYHOUR=9"),
        ("recurrence_part_invalid", 1, 2, "FREQ=DAILY;COUNT=0"),
        ("recurrence_without_first", 1, 2, "FREQ=WEEKLY;BYDAY=MO"),
        ("recurrence_without_pause", 1, 25, DAILY),
        ("recurrence_without_pause", 1, 401 * 24, DAILY),
        ("recurrence_too_old", -11 * 366 * 24, 2, "FREQ=YEARLY"),
        ("recurrence_too_far", 101 * 366 * 24, 101 * 366 * 24 + 1, "FREQ=YEARLY"),
        ("recurrence_too_far", 7970 * 365.25 * 24, 7970 * 365.25 * 24 + 1, DAILY),
    ],
)
def test_what_cannot_recur_is_refused(
    key: str, starts: float, ends: float, rule: str
) -> None:
    stage = Stage()
    with pytest.raises(Refused) as refused:
        daily(stage, starts, ends, rule=rule)
    assert refused.value.key == key
    assert not stage.harness.record.codes


@pytest.mark.contract("15.14", "15.15")
def test_an_ongoing_code_has_no_recurrence() -> None:
    stage = Stage()
    with pytest.raises(Refused, match="recurrence_without_times"):
        stage.create(ONE, recurrence=DAILY)
    code = stage.create(TWO)
    with pytest.raises(Refused, match="recurrence_without_times"):
        stage.change(code, recurrence=DAILY)
    with pytest.raises(Refused, match="ongoing_with_times"):
        stage.change(code, recurrence=DAILY, type=CodeType.ONGOING)
    stage.change(code, recurrence="")
    assert stage.status(code) is Status.SET


def at_noon(day: int, month: int = 3, year: int = 2026, length: float = 1) -> Window:
    start = datetime(year, month, day, 13, tzinfo=UTC)
    return Window(start, start + length * HOUR)


@pytest.mark.contract("15.17", "15.18")
@pytest.mark.parametrize(
    ("window", "rule", "key"),
    [
        (at_noon(3), "FREQ=WEEKLY;BYDAY=TU", "code_in_use"),
        (at_noon(2), "FREQ=WEEKLY;BYDAY=MO", None),
        (at_noon(2), "FREQ=WEEKLY;BYDAY=MO,FR", "code_in_use"),
        (at_noon(2, length=24), "FREQ=WEEKLY;BYDAY=MO", None),
        (at_noon(2, length=24.5), "FREQ=WEEKLY;BYDAY=MO", "code_in_use"),
        (at_noon(8), "FREQ=MONTHLY", "code_in_use"),
        (at_noon(4), "FREQ=YEARLY;COUNT=1", None),
        (at_noon(2, 5, 2027), "FREQ=YEARLY", "recurrence_not_comparable"),
        (at_noon(2), None, None),
        (at_noon(3), None, "code_in_use"),
        (at_noon(7, 3, 2028), None, "code_in_use"),
        (at_noon(8, 3, 2028), None, None),
        (None, None, "code_in_use"),
    ],
)
def test_codes_with_one_pin_are_compared_over_their_occurrences(
    window: Window | None, rule: str | None, key: str | None
) -> None:
    for is_first in (True, False):
        stage = Stage()

        def asks(*, is_cleaner: bool, stage: Stage = stage) -> str:
            if is_cleaner:
                tuesday = at_noon(3)
                return stage.create(
                    ONE, window=tuesday, recurrence="FREQ=WEEKLY;BYDAY=TU,FR"
                )
            return stage.create(ONE, window=window, recurrence=rule)

        asks(is_cleaner=is_first)
        if key is None:
            asks(is_cleaner=not is_first)
            continue
        with pytest.raises(Refused) as refused:
            asks(is_cleaner=not is_first)
        assert refused.value.key == key


@pytest.mark.contract("15.17")
def test_a_code_whose_recurrence_is_over_is_in_nobodys_way() -> None:
    stage = Stage()
    daily(stage, rule="FREQ=DAILY;COUNT=2")
    stage.wait(2 * DAY)
    stage.create(ONE)
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("15.19")
def test_slots_are_counted_over_all_occurrences() -> None:
    stage = Stage(slots=1)
    stage.create(ONE, window=at_noon(3), recurrence="FREQ=WEEKLY;BYDAY=TU,FR")
    stage.create(TWO, window=at_noon(2), recurrence="FREQ=WEEKLY;BYDAY=MO")
    for window, rule in (
        (at_noon(12), "FREQ=WEEKLY"),
        (at_noon(13, 3, 2026), None),
        (None, None),
    ):
        if window == at_noon(12):
            code = stage.create(THREE, window=window, recurrence=rule)
            with pytest.raises(Refused, match="no_slot_left"):
                stage.change(code, recurrence="FREQ=DAILY")
            stage.delete(code)
        else:
            with pytest.raises(Refused, match="no_slot_left"):
                stage.create(THREE, window=window, recurrence=rule)


@pytest.mark.contract("15.15", "15.25")
@pytest.mark.parametrize("later", [timedelta(), DAY])
def test_an_end_alone_that_would_make_past_and_later_occurrences_longer_is_refused(
    later: timedelta,
) -> None:
    """Somebody who ends a single window at once by its end would open the door by that of a recurrence."""
    stage = Stage()
    code = daily(stage, rule="FREQ=MONTHLY")
    stage.wait(10 * DAY)
    now = stage.harness.now
    with pytest.raises(Refused) as refused:
        stage.change(code, ends_at=now + later)
    assert refused.value.key == "recurrence_ends_at_alone"
    assert stage.status(code) is Status.UNSET
    assert stage.held() == {}
    # Both times say that the first occurrence is meant, and one that is shorter opens nothing.
    stage.change(code, ends_at=hours(1, 1.5).ends_at)
    assert stage.object(code)["ends_at"] == hours(1, 1.5).ends_at.isoformat()
    stage.change(code, starts_at=hours(1, 2).starts_at, ends_at=hours(1, 3).ends_at)
    assert stage.object(code)["ends_at"] == hours(1, 3).ends_at.isoformat()
