"""Windows that the lock itself holds: as the lock can hold them, ahead of time, and never open outside of them."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.goals import Goals
from custom_components.access_codes.core.model import (
    CodeType,
    CommandKind,
    KnownPin,
    LockClock,
    Readability,
    Settings,
    Status,
    Window,
    WindowSupport,
)
from custom_components.access_codes.core.observations.external_changes import (
    accept_change as accept,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import (
    a_code,
    a_record,
    a_world,
    able,
    hours as builder_hours,
)
from tests.support.fake_lock import Duplicates, Fault, Sent
from tests.support.scenario import (
    FOUR,
    HOUR,
    MINUTE,
    ONE,
    THREE,
    TWO,
    Stage,
    at,
    held,
    hours,
)

MINUTES = WindowSupport(granularity=60)
SECONDS = WindowSupport(granularity=1)
DAY = 24 * HOUR
SECOND = timedelta(seconds=1)

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


def stage_of(reads: Readability = Readability.PIN, **more: object) -> Stage:
    """Return a lock that holds windows."""
    return Stage(reads, **{"windows": MINUTES, "confirms_writes": True, **more})  # type: ignore[arg-type]


# Which windows.


@pytest.mark.contract("9.1", "9.17")
def test_a_window_is_left_to_a_lock_that_holds_windows() -> None:
    stage = stage_of()
    window = hours(0, 1)
    code = stage.create(ONE, window=window)
    assert stage.windows_held() == {"1": window}
    assert stage.status(code) is Status.SET
    shown = stage.object(code)
    assert shown["is_scheduled_on_device"] is True
    assert shown["device_metadata"] == {"window_enforced_by": "lock"}


@pytest.mark.contract("9.1", "9.17")
@pytest.mark.parametrize("case", ["no windows", "clock", "not preferred", "hours"])
def test_a_window_that_cannot_be_left_to_the_lock_is_enforced_by_home_assistant(
    case: str,
) -> None:
    support = {"no windows": None, "hours": WindowSupport(3600)}.get(case, MINUTES)
    stage = stage_of(windows=support)
    if case == "clock":
        stage.set_capabilities(clock=LockClock.MISMATCH)
    window = hours(0.5, 1.5)
    code = stage.create(
        ONE, window=window, prefer_native_scheduling=case != "not preferred"
    )
    assert stage.held() == {}
    stage.wait(HOUR / 2)
    assert stage.windows_held() == {"1": None}
    shown = stage.object(code)
    assert shown["is_scheduled_on_device"] is False
    assert shown["device_metadata"] == {"window_enforced_by": "home_assistant"}
    stage.wait(HOUR)
    assert stage.held() == {}


@pytest.mark.contract("9.17")
def test_nobody_ends_an_ongoing_code() -> None:
    stage = stage_of()
    code = stage.create(ONE)
    assert stage.windows_held() == {"1": None}
    assert stage.object(code)["device_metadata"] is None
    assert stage.object(code)["is_scheduled_on_device"] is False


@pytest.mark.contract("9.1")
def test_a_keypad_lock_is_left_no_window() -> None:
    stage = stage_of(is_virtual=True)
    code = stage.create(ONE, window=hours(0, 1))
    assert stage.status(code) is Status.SET
    metadata = stage.object(code)["device_metadata"]
    assert metadata == {"window_enforced_by": "home_assistant"}


@pytest.mark.contract("9.2")
def test_a_window_is_rounded_inwards() -> None:
    stage = stage_of()
    wanted = Window(at(HOUR + SECOND), at(2 * HOUR - SECOND))
    stage.create(ONE, window=wanted)
    assert stage.windows_held() == {
        "1": Window(at(HOUR + MINUTE), at(2 * HOUR - MINUTE))
    }


@pytest.mark.contract("9.2")
@pytest.mark.parametrize(
    ("window", "is_left"),
    [
        (hours(1, 2), True),
        (Window(at(HOUR - MINUTE), at(2 * HOUR + MINUTE)), True),
        (Window(at(HOUR - MINUTE - SECOND), at(2 * HOUR)), False),
        (Window(at(HOUR), at(2 * HOUR + MINUTE + SECOND)), False),
        (Window(at(HOUR - SECOND), at(HOUR + SECOND)), False),
    ],
)
def test_a_window_that_would_lose_more_than_a_minute_is_not_left_to_the_lock(
    window: Window, is_left: bool
) -> None:
    stage = stage_of(windows=WindowSupport(3600))
    code = stage.create(ONE, window=window)
    assert bool(stage.held()) is is_left
    metadata = stage.object(code)["device_metadata"]
    assert metadata["window_enforced_by"] == ("lock" if is_left else "home_assistant")


@pytest.mark.contract("9.2", "14.61")
def test_an_option_lets_a_window_lose_more_so_that_the_lock_can_hold_it() -> None:
    stage = stage_of(
        windows=WindowSupport(3600), settings=Settings(max_time_rounding=1200)
    )
    wanted = Window(at(HOUR - 20 * MINUTE), at(4 * HOUR + 20 * MINUTE))
    code = stage.create(ONE, window=wanted)
    assert stage.windows_held() == {"1": hours(1, 4)}
    stage.change(code, ends_at=at(4 * HOUR + 21 * MINUTE))
    assert stage.windows_held() == {}


@pytest.mark.contract("9.60")
@pytest.mark.parametrize(
    ("window", "is_left"),
    [
        (Window(at(HOUR), at(9 * HOUR)), True),
        (Window(at(2 * HOUR + MINUTE), at(9 * HOUR)), False),
        (Window(at(4 * HOUR - MINUTE), at(9 * HOUR)), False),
        (Window(at(HOUR), at(3 * HOUR)), False),
        (Window(at(2 * HOUR), at(4 * HOUR)), True),
        (Window(at(4 * HOUR), at(9 * HOUR)), True),
        (Window(at(HOUR), at(2 * HOUR)), True),
    ],
)
def test_a_window_that_begins_or_ends_in_an_hour_shown_twice_is_not_left_to_the_lock(
    window: Window, is_left: bool
) -> None:
    twice = WindowSupport(60, repeated_hours=(Window(at(2 * HOUR), at(4 * HOUR)),))
    stage = stage_of(windows=twice)
    code = stage.create(ONE, window=window)
    metadata = stage.object(code)["device_metadata"]
    assert metadata["window_enforced_by"] == ("lock" if is_left else "home_assistant")


@pytest.mark.contract("9.2")
def test_a_lock_without_a_sensible_granularity_is_left_no_window() -> None:
    stage = stage_of(windows=WindowSupport(0))
    stage.create(ONE, window=hours(0, 1))
    assert stage.windows_held() == {"1": None}


@pytest.mark.contract("9.3")
def test_a_code_that_starts_now_opens_now() -> None:
    stage = stage_of()
    stage.harness.advance(30 * SECOND)
    stage.create(ONE, window=Window(stage.harness.now, at(HOUR)))
    assert stage.windows_held() == {"1": hours(0, 1)}
    assert stage.lock.opens("1", stage.harness.now)


@pytest.mark.contract("9.3")
def test_a_start_long_ago_is_held_by_the_lock() -> None:
    stage = stage_of(windows=WindowSupport(7))
    start = at(HOUR).replace(year=1950)
    stage.create(ONE, window=Window(start, at(HOUR)))
    assert stage.windows_held()["1"] is not None
    assert stage.lock.opens("1", stage.harness.now)


@pytest.mark.contract("9.4")
def test_a_lock_gets_no_more_windows_than_it_can_hold() -> None:
    stage = stage_of(windows=WindowSupport(60, capacity=1))
    later = stage.create(ONE, window=hours(2, 3))
    now = stage.create(TWO, window=hours(0, 1))
    assert stage.windows_held() == {"1": hours(2, 3), "2": None}
    enforcers = [
        stage.object(code)["device_metadata"]["window_enforced_by"]
        for code in (later, now)
    ]
    assert enforcers == ["lock", "home_assistant"]
    stage.delete(later)
    assert stage.windows_held() == {"2": hours(0, 1)}
    assert stage.status(now) is Status.SET
    assert stage.warnings(now) == set()


@pytest.mark.contract("9.4")
def test_the_earliest_window_is_left_to_a_lock_that_holds_few() -> None:
    stage = stage_of(windows=WindowSupport(60, capacity=1))
    stage.set_capabilities(windows=None)
    stage.create(ONE, window=hours(2, 3))
    stage.create(TWO, window=hours(1, 2))
    stage.set_capabilities(windows=WindowSupport(60, capacity=1))
    stage.run()
    assert stage.windows_held() == {"1": hours(1, 2)}
    stage.wait(2 * HOUR)
    assert stage.windows_held() == {"1": hours(2, 3)}


@pytest.mark.contract("9.4")
def test_windows_of_unmanaged_codes_count() -> None:
    stage = stage_of(windows=WindowSupport(60, capacity=1))
    code = stage.create(ONE, window=hours(0, 1))
    stage.release(code)
    stage.create(TWO, window=hours(0, 1))
    assert stage.windows_held() == {"1": hours(0, 1), "2": None}


# Before the window.


@pytest.mark.contract("9.5", "9.11", "11.33")
@EVERY_KIND
def test_a_code_is_on_the_lock_ahead_of_its_window_and_set_without_a_command(
    reads: Readability,
) -> None:
    stage = stage_of(reads)
    code = stage.create(ONE, window=hours(73, 74))
    assert stage.held() == {}
    assert stage.mutations(code) == ["deferring_creation"]
    stage.wait(HOUR - SECOND)
    assert stage.held() == {}
    stage.wait(SECOND)
    assert stage.windows_held() == {"1": hours(73, 74)}
    assert stage.status(code) is Status.UNSET
    assert stage.object(code)["is_scheduled_on_device"] is True
    assert stage.told(code) == ["created", "scheduled_on_device"]
    stage.sent()
    stage.wait(3 * DAY - SECOND)
    assert stage.status(code) is Status.UNSET
    stage.wait(SECOND)
    assert stage.status(code) is Status.SET
    assert stage.object(code)["is_scheduled_on_device"] is True
    assert stage.told(code) == ["set_on_device"]
    assert stage.sent() == []
    assert stage.harness.plan().deadline == at(74 * HOUR)


@pytest.mark.contract("9.20", "5.9")
def test_home_assistant_removes_a_code_that_the_lock_has_ended() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(1, 2))
    stage.fail(*[Fault.REFUSE] * 9)
    stage.told()
    stage.lock.ailment = Fault.SWALLOW
    stage.wait(2 * HOUR)
    assert not stage.lock.opens("1", stage.harness.now)
    assert stage.status(code) is Status.REMOVING
    stage.wait(299 * SECOND)
    assert stage.warnings(code) == set()
    stage.wait(SECOND)
    assert stage.warnings(code) == {"delay_in_removing_from_device"}
    stage.lock.faults, stage.lock.ailment = [], None
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.told(code)[-1] == "removed_from_device"


@pytest.mark.contract("9.11")
@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.SWALLOW, Fault.LIE])
def test_a_doubt_ahead_of_the_window_is_unset(fault: Fault) -> None:
    stage = stage_of()
    stage.lock.ailment = fault
    code = stage.create(ONE, window=hours(1, 2))
    assert stage.status(code) is Status.UNSET
    assert stage.errors(code) == set()
    stage.lock.ailment = None
    stage.wait(30 * MINUTE)
    assert stage.windows_held() == {"1": hours(1, 2)}


@pytest.mark.contract("9.11")
def test_a_code_deleted_ahead_of_its_window_is_taken_off() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(10, 11))
    stage.wait(HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.delete(code)
    assert stage.status(code) is Status.REMOVING
    assert "delay_in_removing_from_device" not in stage.warnings(code)
    stage.lock.ailment = None
    stage.wait(MINUTE)
    assert stage.held() == {}
    assert stage.told(code)[-2:] == ["removed_from_device", "deleted"]


@pytest.mark.contract("5.9", "9.11")
def test_the_delay_of_a_removal_counts_from_the_deletion_whenever_it_is_decided() -> (
    None
):
    stage = stage_of()
    code = stage.create(ONE, window=hours(2, 4))
    stage.lock.ailment = Fault.REFUSE
    stage.delete(code, run=False)
    # Home Assistant sleeps.
    stage.harness.now += HOUR
    stage.harness.monotonic += HOUR.total_seconds()
    first = stage.harness.plan()
    assert first.views[code].status is Status.REMOVING
    again = plan(first.record, stage.harness.world)
    assert again.record == first.record


@pytest.mark.contract("9.6")
@pytest.mark.parametrize("duplicates", list(Duplicates))
def test_of_adjoining_windows_with_one_pin_one_is_on_the_lock_at_a_time(
    duplicates: Duplicates,
) -> None:
    stage = stage_of(duplicates=duplicates)
    second = stage.create(ONE, window=hours(2, 3))
    assert stage.windows_held() == {"1": hours(2, 3)}
    first = stage.create(ONE, window=hours(1, 2))
    assert stage.windows_held() == {"1": hours(1, 2)}
    assert stage.status(second) is Status.UNSET
    stage.wait(2 * HOUR)
    assert list(stage.windows_held().values()) == [hours(2, 3)]
    assert stage.status(first) is Status.UNSET
    assert stage.status(second) is Status.SET


@pytest.mark.contract("9.6")
def test_a_code_waits_ahead_of_its_window_until_no_slot_may_hold_its_pin() -> None:
    stage = stage_of()
    leaving = stage.create(ONE)
    stage.lock.ailment = Fault.REFUSE
    stage.delete(leaving)
    code = stage.create(ONE, window=hours(1, 2))
    assert stage.windows_held() == {"1": None}
    assert stage.errors(code) == set()
    stage.lock.ailment = None
    stage.wait(10 * MINUTE)
    assert list(stage.windows_held().values()) == [hours(1, 2)]


@pytest.mark.contract("9.6")
def test_a_code_that_is_wanted_goes_before_those_that_are_not_yet() -> None:
    stage = stage_of()
    stage.harness.is_stopping = True
    stage.create(ONE, window=hours(1, 2))
    stage.create(TWO)
    stage.harness.is_stopping = False
    stage.run()
    assert stage.held() == {"1": TWO, "2": ONE}


@pytest.mark.contract("9.7", "6.27")
def test_a_code_ahead_of_its_window_makes_room_for_one_that_is_wanted_before() -> None:
    stage = stage_of(slots=2)
    stage.create(ONE, window=hours(10, 11))
    last = stage.create(TWO, window=hours(20, 21))
    wanted = stage.create(THREE, window=hours(0, 1))
    assert stage.status(wanted) is Status.SET
    assert stage.errors(wanted) == set()
    assert set(stage.windows_held().values()) == {hours(10, 11), hours(0, 1)}
    assert stage.status(last) is Status.UNSET
    stage.sent()
    stage.wait(HOUR)
    assert set(stage.windows_held().values()) == {hours(10, 11), hours(20, 21)}
    assert len(stage.sent()) == 2


@pytest.mark.contract("9.7")
def test_a_removal_that_fails_takes_no_slot_from_a_wanted_code() -> None:
    stage = stage_of(slots=2)
    leaving = stage.create(ONE)
    coming = stage.create(TWO, window=hours(10, 11))

    def refuse_to_clear(sent: Sent) -> None:
        is_leaving = sent.command.slot == "1"
        if sent.kind is CommandKind.CLEAR and is_leaving:
            stage.lock.faults = [Fault.REFUSE]

    stage.lock.before_command = refuse_to_clear
    stage.delete(leaving)
    wanted = stage.create(THREE, window=hours(0, 1))
    assert stage.windows_held() == {"1": None, "2": hours(0, 1)}
    assert stage.status(wanted) is Status.SET
    assert stage.status(coming) is Status.UNSET
    stage.wait(2 * HOUR)
    assert stage.windows_held() == {"1": None, "2": hours(10, 11)}


@pytest.mark.contract("9.9")
@EVERY_KIND
def test_a_failure_ahead_of_the_window_does_not_count_in_it(
    reads: Readability,
) -> None:
    stage = stage_of(reads)
    stage.lock.are_windows_refused = True
    code = stage.create(ONE, window=hours(1, 2))
    assert stage.held() == {}
    assert stage.sent() == ["set 1"]
    assert (stage.status(code), stage.errors(code)) == (Status.UNSET, set())
    stage.wait(HOUR - SECOND)
    assert stage.sent() == []
    stage.lock.are_windows_refused = False
    stage.wait(SECOND)
    assert stage.windows_held() == {"1": hours(1, 2)}
    assert stage.errors(code) == set()


@pytest.mark.contract("9.9")
def test_silence_ahead_of_the_window_is_tried_again_more_and_more_rarely() -> None:
    stage = stage_of(Readability.NOTHING)
    stage.lock.ailment = Fault.SWALLOW
    code = stage.create(ONE, window=hours(72, 73))
    stage.wait(HOUR)
    assert len(stage.sent()) < 16
    assert stage.errors(code) == set()
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.windows_held() == {"1": hours(72, 73)}


@pytest.mark.contract("9.9")
@EVERY_KIND
def test_a_slot_that_stays_empty_ahead_of_the_window_is_tried_more_and_more_rarely(
    reads: Readability,
) -> None:
    stage = stage_of(reads, confirms_writes=False)
    stage.lock.ailment = Fault.LIE
    stage.create(ONE, window=hours(72, 73))
    stage.wait(HOUR)
    assert len(stage.sent()) < 40


@pytest.mark.contract("9.16")
def test_the_pending_mutations_ahead_of_the_window_and_in_it() -> None:
    stage = stage_of(name_length=20)
    code = stage.create(ONE, window=hours(1, 2))
    assert stage.mutations(code) == []
    stage.change(code, name="Another", run=False)
    assert stage.mutations(code) == ["updating_name"]
    stage.run()
    assert stage.lock.names == {"1": "Another"}
    assert stage.windows_held() == {"1": hours(1, 2)}
    stage.change(code, ends_at=at(3 * HOUR), run=False)
    (mutation,) = stage.object(code)["pending_mutations"]
    assert mutation["mutation_code"] == "updating_time_frame"
    assert mutation["from"]["ends_at"] == at(2 * HOUR).isoformat()
    assert mutation["to"]["ends_at"] == at(3 * HOUR).isoformat()
    stage.wait(HOUR)
    stage.change(code, ends_at=at(4 * HOUR), run=False)
    assert stage.mutations(code) == ["updating_time_frame"]
    assert stage.status(code) is Status.SETTING


# Wrong windows.


@pytest.mark.contract("9.8", "9.12")
def test_a_pin_without_its_window_is_put_back_while_the_code_is_wanted() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1), is_external_modification_allowed=True)
    stage.keypad("1", ONE)
    assert stage.status(code) is Status.SETTING
    assert stage.errors(code) == {"conflicting_external_modification"}
    stage.run()
    assert stage.windows_held() == {"1": hours(0, 1)}
    assert stage.status(code) is Status.SET
    assert stage.warnings(code) == set()


@pytest.mark.contract("9.8", "9.12")
def test_a_pin_without_its_window_is_taken_off_before_the_window() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(1, 2))
    stage.keypad("1", ONE)
    assert stage.status(code) is Status.REMOVING
    stage.run()
    assert stage.windows_held() == {"1": hours(1, 2)}
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("9.8")
def test_a_window_that_was_lost_cannot_be_accepted() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.lock.ailment = Fault.REFUSE
    stage.keypad("1", ONE)
    stage.run()
    stage.answer(lambda record, world: accept(record, world, code))
    assert stage.code(code).pin == ONE
    stage.lock.ailment = None
    stage.wait(HOUR / 2)
    assert stage.windows_held() == {"1": hours(0, 1)}
    assert stage.warnings(code) == set()


@pytest.mark.contract("9.8", "13.46")
@pytest.mark.parametrize("hours_ahead", [0, 1])
@pytest.mark.parametrize("confirms_writes", [True, False])
def test_a_pin_whose_window_the_lock_drops_is_taken_off_and_not_set_again(
    hours_ahead: int, confirms_writes: bool
) -> None:
    stage = stage_of(confirms_writes=confirms_writes)
    stage.lock.kept_window = lambda window: None
    code = stage.create(ONE, window=hours(hours_ahead, 2))
    stage.wait(50 * MINUTE)
    assert stage.held() == {}
    writes = list(stage.lock.writes)
    assert len(writes) == 2
    stage.wait(20 * MINUTE)
    assert stage.held() == {}
    assert stage.errors(code) == {"code_constraints_violated"}
    assert len(stage.lock.writes) == (2 if hours_ahead == 0 else 4)


@pytest.mark.contract("9.8", "13.46")
def test_a_window_that_the_lock_alters_is_taken_off() -> None:
    stage = stage_of()
    stage.lock.kept_window = lambda window: Window(window.starts_at, at(DAY))
    code = stage.create(ONE, window=hours(0, 1))
    assert stage.held() == {}
    assert stage.errors(code) == {"code_constraints_violated"}


@pytest.mark.contract("9.14", "4.14")
@pytest.mark.parametrize("duplicates", [Duplicates.REFUSED, Duplicates.TAKEN])
def test_a_new_end_is_written_over_the_old_one(duplicates: Duplicates) -> None:
    stage = stage_of(duplicates=duplicates)
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.change(code, ends_at=at(2 * HOUR))
    assert stage.sent() == ["set 1"]
    assert stage.windows_held() == {"1": hours(0, 2)}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("9.14", "5.26")
def test_a_lock_that_refuses_its_own_pin_again_is_cleared_first() -> None:
    stage = stage_of(duplicates=Duplicates.REFUSED_IN_SLOT)
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.change(code, ends_at=at(2 * HOUR))
    assert stage.sent() == ["set 1", "clear 1", "set 1"]
    assert stage.windows_held() == {"1": hours(0, 2)}
    assert stage.errors(code) == set()


@pytest.mark.contract("9.14")
def test_a_new_window_that_the_lock_refuses_leaves_the_old_one() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.lock.are_windows_refused = True
    stage.change(code, ends_at=at(2 * HOUR))
    assert stage.possible("1") == {held(ONE, hours(0, 1))}
    assert stage.status(code) is Status.SETTING
    assert stage.errors(code) == {"code_constraints_violated"}


@pytest.mark.contract("9.14")
def test_a_window_moved_to_a_later_time_is_written_over_at_once() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.change(code, starts_at=at(3 * HOUR), ends_at=at(4 * HOUR), run=False)
    assert stage.status(code) is Status.REMOVING
    assert stage.mutations(code) == ["updating_time_frame"]
    stage.run()
    assert stage.sent() == ["set 1"]
    assert stage.windows_held() == {"1": hours(3, 4)}
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("9.14", "1.1")
def test_what_cannot_be_written_over_before_its_window_is_cleared() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.lock.are_windows_refused = True
    stage.change(code, starts_at=at(3 * HOUR), ends_at=at(4 * HOUR))
    assert stage.status(code) is Status.REMOVING
    stage.wait(30 * SECOND)
    assert stage.held() == {}
    assert stage.sent()[:2] == ["set 1", "clear 1"]
    assert stage.status(code) is Status.UNSET
    assert "removed_from_device" in stage.told(code)


@pytest.mark.contract("9.5", "9.14")
def test_a_window_moved_beyond_three_days_takes_the_code_off() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(1, 2))
    stage.change(code, starts_at=at(80 * HOUR), ends_at=at(81 * HOUR))
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    assert stage.told(code)[-1] == "removed_from_device"


@pytest.mark.contract("9.14")
def test_a_time_bound_code_becomes_ongoing_in_one_set() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.change(code, type=CodeType.ONGOING)
    assert stage.sent() == ["set 1"]
    assert stage.windows_held() == {"1": None}


@pytest.mark.contract("9.13", "4.20")
def test_a_slot_that_ends_by_itself_is_not_handed_to_an_ongoing_code() -> None:
    stage = stage_of()
    ending = stage.create(ONE, window=hours(0, 1))
    stage.harness.is_stopping = True
    stage.delete(ending)
    ongoing = stage.create(ONE)
    stage.harness.is_stopping = False
    assert stage.status(ongoing) is Status.SETTING
    stage.run()
    assert list(stage.windows_held().values()) == [None]


@pytest.mark.contract("9.13", "4.20")
def test_a_slot_is_handed_over_for_the_same_pin_and_window() -> None:
    stage = stage_of()
    former = stage.create(ONE, window=hours(1, 2))
    stage.sent()
    stage.harness.is_stopping = True
    stage.delete(former)
    stage.create(ONE, window=hours(1, 2))
    stage.harness.is_stopping = False
    stage.run()
    assert stage.sent() == []
    assert stage.windows_held() == {"1": hours(1, 2)}
    assert former not in stage.harness.record.codes


@pytest.mark.contract("9.13", "5.3")
def test_a_code_that_waits_for_a_pin_until_a_window_ends_shows_no_duplicate() -> None:
    stage = stage_of()
    stage.set_settings(programming_lead=1800)
    stage.create(ONE, window=hours(0, 1))
    stage.wait(HOUR / 2)
    waiting = stage.create(ONE, window=hours(1, 2))
    assert stage.status(waiting) is Status.SETTING
    assert stage.errors(waiting) == set()
    stage.wait(HOUR / 2)
    assert stage.status(waiting) is Status.SET


# After the window.


@pytest.mark.contract("9.15")
def test_a_code_that_the_lock_opened_while_home_assistant_was_down_is_not_missed() -> (
    None
):
    stage = stage_of()
    code = stage.create(ONE, window=hours(1, 2))
    stage.harness.advance(3 * HOUR)
    stage.restart()
    assert stage.warnings(code) == set()
    stage.run()
    assert stage.held() == {}
    assert stage.warnings(code) == set()
    assert stage.told(code)[-1] == "removed_from_device"


@pytest.mark.contract("9.15", "5.13")
def test_a_code_that_was_never_on_the_lock_is_missed() -> None:
    stage = stage_of()
    stage.go_away()
    code = stage.create(ONE, window=hours(1, 2))
    stage.wait(3 * HOUR)
    assert "missed" in stage.warnings(code)


@pytest.mark.contract("9.18", "6.35")
def test_a_code_that_the_lock_ends_may_be_released() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.release(code)
    assert stage.windows_held() == {"1": hours(0, 1)}
    assert stage.harness.record.unmanaged == {"1": KnownPin(ONE, hours(0, 1))}


@pytest.mark.contract("9.18", "6.35")
def test_a_code_is_not_released_before_its_window_or_with_another_on_the_lock() -> None:
    stage = stage_of()
    coming = stage.create(ONE, window=hours(1, 2))
    assert stage.windows_held() == {"1": hours(1, 2)}
    moved = stage.create(TWO, window=hours(0, 1))
    stage.go_away()
    stage.change(moved, ends_at=at(3 * HOUR), run=False)
    for code in (coming, moved):
        with pytest.raises(Refused) as refused:
            stage.release(code)
        assert refused.value.key == "release_needs_ongoing_and_set"
    assert stage.windows_held() == {"1": hours(1, 2), "2": hours(0, 1)}
    assert set(stage.harness.record.codes) == {coming, moved}


@pytest.mark.contract("9.18", "6.35", "8.3")
def test_the_lock_ends_a_code_that_was_released_and_nothing_of_ours_touches_it() -> (
    None
):
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.release(code)
    stage.wait(2 * HOUR)
    assert stage.windows_held() == {"1": hours(0, 1)}
    other = stage.create(TWO, window=hours(2, 3))
    assert stage.windows_held() == {"1": hours(0, 1), "2": hours(2, 3)}
    assert set(stage.harness.record.codes) == {other}


# Changes of the lock.


@pytest.mark.contract("5.62", "9.21")
def test_a_clock_that_is_wrong_takes_the_windows_from_the_lock() -> None:
    stage = stage_of()
    running = stage.create(ONE, window=hours(0, 3))
    coming = stage.create(TWO, window=hours(2, 3))
    ongoing = stage.create(FOUR)
    stage.lock.clock_offset = HOUR
    stage.set_capabilities(clock=LockClock.MISMATCH)
    stage.run()
    assert stage.windows_held() == {"1": None, "3": None}
    assert stage.warnings(running) == {"time_zone_mismatch"}
    assert stage.warnings(coming) == {"time_zone_mismatch"}
    assert stage.warnings(ongoing) == set()
    assert stage.status(running) is Status.SET
    assert stage.status(coming) is Status.UNSET
    stage.lock.clock_offset = timedelta()
    stage.set_capabilities(clock=LockClock.TRUSTED)
    stage.run()
    assert stage.windows_held() == {"1": hours(0, 3), "2": hours(2, 3), "3": None}
    assert stage.warnings(running) == set()
    stage.set_capabilities(clock=LockClock.MISMATCH)
    stage.run()
    stage.wait(3 * HOUR)
    assert stage.warnings(running) == set()


@pytest.mark.contract("9.21", "9.19")
@pytest.mark.parametrize("is_lost", [True, False])
def test_a_delay_counts_from_the_change_of_the_lock(is_lost: bool) -> None:
    stage = stage_of(windows=MINUTES if is_lost else None)
    running = stage.create(ONE, window=hours(0, 30))
    coming = stage.create(TWO, window=hours(20, 21))
    stage.wait(10 * HOUR)
    stage.lock.ailment = Fault.REFUSE
    stage.set_capabilities(windows=None if is_lost else MINUTES)
    stage.run()
    assert stage.status(running) is Status.SETTING
    assert "delay_in_setting_on_device" not in stage.warnings(running)
    if is_lost:
        assert stage.status(coming) is Status.REMOVING
        assert "delay_in_removing_from_device" not in stage.warnings(coming)
    stage.wait(5 * MINUTE)
    assert "delay_in_setting_on_device" in stage.warnings(running)
    if is_lost:
        assert "delay_in_removing_from_device" in stage.warnings(coming)


@pytest.mark.contract("9.21", "9.2")
def test_a_coarser_granularity_takes_windows_from_the_lock() -> None:
    stage = stage_of(windows=SECONDS)
    window = Window(at(HOUR / 2), at(HOUR))
    code = stage.create(ONE, window=window)
    assert stage.windows_held() == {"1": window}
    stage.set_capabilities(windows=WindowSupport(3600))
    stage.run()
    assert stage.held() == {}
    assert stage.object(code)["device_metadata"] == {
        "window_enforced_by": "home_assistant"
    }
    stage.wait(HOUR / 2)
    assert stage.windows_held() == {"1": None}


@pytest.mark.contract("9.11", "4.27")
def test_a_clock_set_back_before_the_window_leaves_it_on_the_lock() -> None:
    stage = stage_of()
    code = stage.create(ONE, window=hours(1, 2))
    stage.wait(HOUR)
    stage.sent()
    stage.harness.step_clock(-100 * HOUR)
    stage.run()
    assert stage.status(code) is Status.UNSET
    assert stage.sent() == []
    assert stage.windows_held() == {"1": hours(1, 2)}


@pytest.mark.contract("9.11", "12.5")
def test_a_lock_that_opens_the_window_by_itself_is_not_asked_before_it() -> None:
    stage = stage_of()
    stage.set_settings(preflight=3600)
    stage.create(ONE, window=hours(10, 11))
    stage.sent()
    stage.wait(9.5 * HOUR)
    assert stage.sent() == []


@pytest.mark.contract("9.14", "9.6")
def test_a_window_moved_to_a_later_time_is_not_written_over_where_that_is_not_allowed() -> (
    None
):
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    other = stage.create(TWO, window=hours(3, 4))
    stage.sent()
    stage.change(
        code, run=False, code=TWO, starts_at=at(6 * HOUR), ends_at=at(7 * HOUR)
    )
    stage.run()
    assert stage.sent() == ["clear 1"]
    assert stage.windows_held() == {"2": hours(3, 4)}
    assert stage.status(other) is Status.UNSET


@pytest.mark.contract("9.5")
def test_a_lock_without_a_list_of_slots_has_room_ahead_of_a_window() -> None:
    code = a_code("a", window=builder_hours(1, 2))
    record = a_record(code, capabilities=able(slots=(), windows=MINUTES))
    assert Goals(RecordEdit(record), a_world()).is_preloaded(code)


@pytest.mark.contract("9.14", "5.40")
def test_a_window_to_come_is_not_written_with_a_pin_that_the_lock_no_longer_takes() -> (
    None
):
    stage = stage_of()
    code = stage.create(ONE, window=hours(0, 1))
    stage.sent()
    stage.set_capabilities(code_lengths=(4,))
    stage.change(code, starts_at=at(3 * HOUR), ends_at=at(4 * HOUR))
    assert stage.sent() == ["clear 1"]
    assert stage.held() == {}


@pytest.mark.contract("9.14")
def test_a_window_that_the_lock_drops_silently_is_tried_once_and_the_pin_cleared() -> (
    None
):
    stage = stage_of(confirms_writes=False)
    code = stage.create(ONE)
    stage.lock.kept_window = lambda window: None
    stage.sent()
    stage.change(code, starts_at=at(HOUR), ends_at=at(2 * HOUR))
    stage.wait(10 * MINUTE)
    sent = stage.sent()
    assert sent.count("set 1") <= 2
    assert "clear 1" in sent
    assert stage.held() == {}
