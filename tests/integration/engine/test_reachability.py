"""Reach of a lock, probes, and its return."""

from datetime import datetime, timedelta
from typing import override

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    Pin,
    Reach,
    Settings,
    Status,
)
from custom_components.access_codes.engine.clock import Clock
from custom_components.access_codes.engine.reachability import LockReach
from tests.support.engine_house import House
from tests.support.fake_lock import Fault

SET, CLEAR, READ = (
    CommandKind.SET,
    CommandKind.CLEAR,
    CommandKind.READ,
)


class StoppedClock(Clock):
    """A clock that moves only on request."""

    def __init__(self) -> None:
        self._now = Clock().utcnow()

    @override
    def utcnow(self) -> datetime:
        return self._now

    def move(self, span: timedelta) -> None:
        self._now += span


def probes_of(reach: LockReach, clock: StoppedClock, times: int) -> list[float]:
    """Let each probe fail; return the pauses before them, in seconds."""
    pauses = []
    for _ in range(times):
        assert reach.probe_at is not None
        pause = reach.probe_at - clock.utcnow()
        pauses.append(pause.total_seconds())
        clock.move(pause)
        reach.on_unreachable()
    return pauses


@pytest.mark.contract("5.19")
def test_probes_come_after_ten_seconds_then_double_to_a_quarter_of_an_hour() -> None:
    clock = StoppedClock()
    reach = LockReach(clock, lambda: 0.5)
    reach.on_adapter_reach(Reach.OFFLINE)
    assert probes_of(reach, clock, 9) == [10, 20, 40, 80, 160, 320, 640, 900, 900]


@pytest.mark.contract("5.19")
def test_probes_come_hourly_after_a_day() -> None:
    clock = StoppedClock()
    reach = LockReach(clock, lambda: 0.5)
    reach.on_adapter_reach(Reach.OFFLINE)
    clock.move(timedelta(days=1))
    reach.on_silence()
    assert probes_of(reach, clock, 2) == [3600, 3600]


@pytest.mark.contract("5.19")
@pytest.mark.parametrize(("drawn", "pause"), [(0.0, 9), (0.5, 10), (1.0, 11)])
def test_probes_of_many_locks_do_not_come_together(drawn: float, pause: float) -> None:
    clock = StoppedClock()
    reach = LockReach(clock, lambda: drawn)
    reach.on_adapter_reach(Reach.OFFLINE)
    assert probes_of(reach, clock, 1) == [pause]


def test_a_first_word_is_no_return() -> None:
    reach = LockReach(StoppedClock(), lambda: 0.5)
    assert not reach.on_adapter_reach(Reach.REACHABLE)
    assert not reach.on_adapter_reach(Reach.DISCONNECTED)
    assert reach.on_adapter_reach(Reach.REACHABLE)


def test_a_lock_that_was_found_away_and_then_there_came_back() -> None:
    reach = LockReach(StoppedClock(), lambda: 0.5)
    reach.on_adapter_reach(Reach.OFFLINE)
    assert reach.on_answer()
    assert reach.reach is Reach.REACHABLE
    assert reach.probe_at is None


@pytest.mark.parametrize(("away", "is_long"), [(9.9, False), (10, True), (15, True)])
def test_an_absence_is_long_once_the_first_probe_was_due(
    away: float, is_long: bool
) -> None:
    clock = StoppedClock()
    reach = LockReach(clock, lambda: 0.5)
    reach.on_adapter_reach(Reach.OFFLINE)
    clock.move(timedelta(seconds=away))
    assert reach.on_adapter_reach(Reach.REACHABLE)
    assert reach.was_away_long is is_long


def test_the_registry_has_the_last_word() -> None:
    reach = LockReach(StoppedClock(), lambda: 0.5)
    reach.on_adapter_reach(Reach.REACHABLE)
    reach.on_registry_reach(Reach.REMOVED)
    reach.on_answer()
    assert reach.reach is Reach.REMOVED
    assert reach.on_registry_reach(None)


def test_a_disconnected_lock_is_not_probed() -> None:
    reach = LockReach(StoppedClock(), lambda: 0.5)
    reach.on_adapter_reach(Reach.DISCONNECTED)
    reach.on_unreachable()
    assert reach.reach is Reach.DISCONNECTED
    assert reach.probe_at is None
    reach.probe_now()
    assert reach.probe_at is None


async def test_a_lock_that_is_away_is_told_nothing_until_it_is_back(
    house: House,
) -> None:
    await house.run()
    house.adapter.go_away()
    code = await house.create("246813")
    await house.settle()
    assert house.lock.sent == []
    assert house.reach() is Reach.OFFLINE
    house.adapter.come_back()
    await house.settle()
    assert house.status(code) is Status.SET


@pytest.mark.contract("5.18")
async def test_a_lock_that_is_away_is_probed_with_the_most_urgent_command(
    house: House,
) -> None:
    await house.run()
    await house.create("246813", starts_in=60)
    house.adapter.go_away()
    await house.settle()
    await house.pass_time(60)
    assert house.lock.kinds == [SET]
    await house.pass_time(19)
    assert house.lock.kinds == [SET]
    await house.pass_time(1)
    assert house.lock.kinds == [SET, READ]


async def test_a_command_that_finds_nobody_is_believed_over_the_adapter(
    house: House,
) -> None:
    await house.run()
    house.lock.is_watched = False
    house.lock.is_reachable = False
    code = await house.create("246813")
    await house.settle()
    assert house.lock.kinds == [SET]
    assert house.reach() is Reach.OFFLINE
    house.lock.is_reachable = True
    await house.pass_time(10)
    assert house.reach() is Reach.REACHABLE
    assert house.status(code) is Status.SET


async def test_a_probe_that_is_answered_is_believed_over_the_adapter(
    house: House,
) -> None:
    await house.run()
    house.adapter.word = Reach.OFFLINE
    house.adapter.tell_reach()
    code = await house.create("246813")
    await house.pass_time(10)
    assert house.reach() is Reach.REACHABLE
    assert house.status(code) is Status.SET


async def test_whatever_a_lock_tells_is_a_reason_to_probe_it(house: House) -> None:
    await house.run()
    house.lock.faults.append(Fault.CUT_BEFORE)
    code = await house.create("246813")
    await house.settle()
    assert house.status(code) is not Status.SET
    assert house.adapter.listener is not None
    house.adapter.listener.access_denied("unknown_code")
    await house.settle()
    assert house.status(code) is Status.SET


@pytest.mark.contract("8.2")
async def test_our_slots_are_looked_at_when_the_lock_comes_back(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    house.lock.sent.clear()
    house.adapter.go_away()
    await house.settle()
    house.adapter.type_at_keypad("1", None, is_reported=False)
    house.adapter.come_back()
    await house.settle()
    assert house.lock.kinds == [READ, SET]
    assert house.lock.pins == {"246813"}


async def test_a_slot_that_was_empty_is_looked_at_again_after_an_absence(
    house: House,
) -> None:
    await house.run()
    house.adapter.go_away()
    await house.settle()
    house.adapter.type_at_keypad("1", "555555", is_reported=False)
    house.adapter.come_back()
    await house.create("246813")
    await house.settle()
    assert house.lock.held["1"] == Pin("555555")
    assert house.lock.held["2"] == Pin("246813")


async def test_the_first_contact_after_a_start_is_no_return(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    await house.engine.async_stop()
    house.lock.sent.clear()
    await house.start(is_attached=False)
    assert house.reach() is Reach.DISCONNECTED
    await house.attach()
    await house.settle()
    assert house.lock.sent == []


@pytest.mark.contract("5.18")
async def test_a_lock_whose_entity_went_is_told_nothing(house: House) -> None:
    await house.run()
    house.engine.set_reach(Reach.REMOVED)
    code = await house.create("246813")
    await house.settle()
    assert house.lock.sent == []
    assert house.reach() is Reach.REMOVED
    house.engine.set_reach(None)
    await house.settle()
    assert house.status(code) is Status.SET


@pytest.mark.contract("12.5")
@pytest.mark.parametrize("mishap", [Fault.SWALLOW, Fault.CUT_BEFORE])
async def test_a_lock_that_is_silent_before_a_window_is_away(
    house: House, mishap: Fault
) -> None:
    house.settings = Settings(preflight=7200)
    await house.run()
    code = await house.create("246813", starts_in=3 * 3600)
    house.lock.faults += [mishap] * 8
    await house.pass_time(3600 + 1)
    assert house.lock.kinds == [READ]
    assert house.reach() is Reach.OFFLINE
    for _ in range(9):
        await house.pass_time(35)
    assert {
        error.code for error in house.engine.plan.views[code.access_code_id].errors
    } == {"device_offline"}
    assert {issue.kind for issue in house.engine.plan.issues} == {"device_offline"}
    house.lock.faults.clear()
    await house.pass_time(1000)
    assert house.reach() is Reach.REACHABLE
    assert not house.engine.plan.issues
    house.lock.sent.clear()
    await house.pass_time(3600)
    assert house.lock.sent == []


async def test_a_clock_that_is_set_does_not_make_an_answer_old(house: House) -> None:
    house.settings = Settings(preflight=7200)
    await house.run()
    heard = house.engine.world.heard_at
    assert heard is not None
    clock = StoppedClock()
    reach = LockReach(clock, lambda: 0.5)
    reach.shift(timedelta(hours=1))
    assert reach.heard_at is None
    reach.on_sign_of_life()
    reach.shift(timedelta(hours=1))
    assert reach.heard_at == clock.utcnow() + timedelta(hours=1)


async def test_whatever_a_lock_tells_is_an_answer(house: House) -> None:
    house.settings = Settings(preflight=7200)
    await house.run()
    await house.create("246813", starts_in=3 * 3600)
    await house.pass_time(3599)
    house.freezer.tick(timedelta(seconds=2))
    assert house.adapter.listener is not None
    house.adapter.listener.access_denied("unknown_code")
    await house.pass_time(60)
    assert house.lock.sent == []


@pytest.mark.contract("5.19", "5.45")
async def test_a_lock_that_answers_no_command_is_offline_whatever_its_adapter_repeats(
    house: House,
) -> None:
    await house.run()
    code = await house.create("482915")
    await house.settle()
    house.lock.is_watched = False
    house.lock.is_reachable = False
    await house.delete(code)
    await house.settle()
    gone_at = house.engine.world.reach_since
    house.lock.sent.clear()
    shown = []
    for _ in range(120):
        await house.pass_time(30)
        house.adapter.tell_reach()
        await house.settle()
        shown.append(house.engine.plan.device_error)
    assert shown[5:] == ["device_offline"] * 115
    assert {issue.kind for issue in house.engine.plan.issues} == {"device_offline"}
    assert house.engine.world.reach_since == gone_at
    assert 4 < len(house.lock.sent) <= 20


@pytest.mark.contract("5.45")
def test_an_adapter_that_repeats_itself_changes_nothing() -> None:
    clock = StoppedClock()
    reach = LockReach(clock, lambda: 0.5)
    reach.on_adapter_reach(Reach.REACHABLE)
    reach.on_unreachable()
    since, probe_at = reach.since, reach.probe_at
    clock.move(timedelta(seconds=5))
    assert not reach.on_adapter_reach(Reach.REACHABLE)
    assert reach.reach is Reach.OFFLINE
    assert (reach.since, reach.probe_at) == (since, probe_at)


@pytest.mark.contract("5.45")
def test_an_adapter_that_tells_of_a_return_is_believed_over_a_failed_command() -> None:
    reach = LockReach(StoppedClock(), lambda: 0.5)
    reach.on_adapter_reach(Reach.REACHABLE)
    reach.on_unreachable()
    reach.on_adapter_reach(Reach.OFFLINE)
    assert reach.on_adapter_reach(Reach.REACHABLE)
    assert reach.reach is Reach.REACHABLE
