"""Deadline timers, and steps of the wall clock."""

import asyncio
from datetime import timedelta
import time
from typing import override
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.access_codes.core.model import (
    CommandKind,
    LockRecord,
    Reach,
    Status,
    World,
)
from custom_components.access_codes.core.observations.restore_check import is_unchecked
from custom_components.access_codes.core.requests.enter_code import (
    CAPACITY,
    Denial,
    EntryResult,
    check_entry,
)
from custom_components.access_codes.engine.clock import Clock, async_join_sweep
from homeassistant.core import HomeAssistant
from tests.support.engine_house import House
from tests.support.fake_lock import Fault

SET, CLEAR = CommandKind.SET, CommandKind.CLEAR


class Passing(Clock):
    """A monotonic clock, and a wall clock that can be set."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._set_by = timedelta()
        self._slept_for = timedelta()
        self.is_asleep = False

    @override
    def slept(self) -> float:
        return self._slept_for.total_seconds()

    @override
    def monotonic(self) -> float:
        return super().monotonic() - self._set_by.total_seconds()

    async def set(self, step: timedelta, *, is_swept: bool = True) -> None:
        """Set the wall clock and run the sweep."""
        self._house.freezer.tick(step)
        self._set_by += step
        if self.is_asleep:
            self._slept_for += step
        if is_swept:
            self._house.engine.sweep()
        await self._house.settle()


@pytest.fixture
def clock(house: House) -> Passing:
    clock = house.clock = Passing(house)
    return clock


def timers_of_ours(hass: HomeAssistant) -> list[str]:
    """Return the timers of the engine in the event loop."""
    armed = [
        repr(handle._callback)  # noqa: SLF001
        for handle in hass.loop._scheduled  # type: ignore[attr-defined]  # noqa: SLF001
        if not handle.cancelled()
    ]
    return [each for each in armed if "access codes" in each]


@pytest.mark.contract("4.24")
async def test_an_idle_system_has_one_timer_a_lock_and_one_for_all(
    house: House,
) -> None:
    await house.run()
    assert len(timers_of_ours(house.hass)) == 1
    for starts_in in (600, 1200, 1800):
        await house.create(str(100000 + starts_in), starts_in=starts_in)
    await house.settle()
    assert len(timers_of_ours(house.hass)) == 2
    await house.engine.async_stop()
    assert timers_of_ours(house.hass) == []


@pytest.mark.contract("4.24")
async def test_the_sweep_runs_while_any_engine_does(house: House) -> None:
    await house.run()
    first = house.engine
    second = await house.start()
    await house.settle()
    await first.async_stop()
    assert len(timers_of_ours(house.hass)) == 1
    await second.async_stop()
    await second.async_stop()
    assert timers_of_ours(house.hass) == []


@pytest.mark.contract("4.25")
async def test_an_idle_lock_costs_nothing(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    await house.pass_time(60)
    house.lock.sent.clear()
    house.disk.writes.clear()
    for _ in range(60):
        await house.pass_time(60)
    assert house.lock.sent == []
    assert house.disk.writes == []


@pytest.mark.contract("4.26")
async def test_a_clock_set_forward_is_followed_within_a_minute(
    house: House, clock: Passing
) -> None:
    await house.run()
    code = await house.create("246813", starts_in=3600)
    await house.settle()
    await clock.set(timedelta(hours=1))
    assert house.status(code) is Status.SET
    assert house.engine.record.clock_stepped_at is not None


@pytest.mark.contract("4.29")
async def test_no_code_is_forgotten_by_a_clock_set_forward_before_the_sweep_sees_it(
    house: House, clock: Passing
) -> None:
    await house.run()
    code = await house.create("246813", starts_in=0, lasts=600)
    await house.settle()
    await clock.set(timedelta(days=120), is_swept=False)
    await house.create("975310")
    await house.settle()
    assert house.status(code) is Status.UNSET
    await clock.set(-timedelta(days=120), is_swept=False)
    await house.create("864209")
    await house.settle()
    assert house.status(code) is Status.SET


@pytest.mark.contract("4.27")
async def test_a_clock_set_back_reopens_a_window(house: House, clock: Passing) -> None:
    await house.run()
    code = await house.create("246813", starts_in=0, lasts=600)
    await house.settle()
    await house.pass_time(600)
    assert house.lock.kinds == [SET, CLEAR]
    await clock.set(-timedelta(seconds=300))
    assert house.status(code) is Status.SET
    await house.pass_time(300)
    assert house.status(code) is Status.UNSET


@pytest.mark.contract("4.28")
async def test_a_clock_set_back_makes_no_pause_longer(
    house: House, clock: Passing
) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE]
    code = await house.create("246813")
    await house.settle()
    await clock.set(-timedelta(days=365))
    assert house.status(code) is Status.SET


@pytest.mark.contract("12.85")
@pytest.mark.parametrize("is_asleep", [False, True])
async def test_the_adapter_learns_that_the_clock_was_set(
    house: House, clock: Passing, is_asleep: bool
) -> None:
    await house.run()
    clock.is_asleep = is_asleep
    with patch.object(house.adapter, "clock_was_set") as clock_was_set:
        await clock.set(timedelta(hours=1))
    assert clock_was_set.call_count == (0 if is_asleep else 1)


@pytest.mark.contract("12.4", "12.85")
async def test_an_adapter_that_cannot_follow_the_clock_stops_nothing(
    house: House, clock: Passing, expected_errors: list[str]
) -> None:
    expected_errors.append("fake cannot follow the clock of entry-1: RuntimeError")
    await house.run()
    code = await house.create("246813", starts_in=3600)
    await house.settle()
    with patch.object(house.adapter, "clock_was_set", side_effect=RuntimeError("1234")):
        await clock.set(timedelta(hours=1))
    assert house.status(code) is Status.SET


async def test_a_clock_that_is_a_little_off_is_not_taken_for_set(
    house: House, clock: Passing
) -> None:
    await house.run()
    for _ in range(3):
        await house.pass_time(60)
        await clock.set(timedelta(seconds=1))
    assert house.engine.record.clock_stepped_at is None


async def test_what_the_engine_measured_moves_with_the_clock(
    house: House, clock: Passing
) -> None:
    await house.run()
    await house.create("246813", starts_in=10)
    house.adapter.go_away()
    await house.settle()
    before = house.engine.world
    await clock.set(timedelta(days=1))
    after = house.engine.world
    assert after.started_at - before.started_at == timedelta(days=1)
    assert after.reach_since - before.reach_since == timedelta(days=1)
    assert before.probe_at is not None
    assert after.probe_at is not None
    assert after.probe_at - before.probe_at == timedelta(days=1)
    house.adapter.come_back()
    await clock.set(-timedelta(days=1))
    assert house.reach() is Reach.REACHABLE


async def test_a_deadline_that_passes_during_a_write_is_not_missed(
    house: House,
) -> None:
    await house.run()

    def pass_time() -> None:
        house.freezer.tick(timedelta(seconds=2))

    house.disk.before_write = pass_time
    code = await house.create("246813", starts_in=1)
    house.disk.before_write = None
    async_fire_time_changed(house.hass)
    await house.settle()
    assert house.status(code) is Status.SET


@pytest.mark.contract("4.24")
async def test_a_pause_that_ends_wakes_the_engine(house: House) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE]
    code = await house.create("246813")
    await house.settle()
    house.lock.gate = asyncio.Event()
    await house.pass_time(12, settle=False)
    assert house.lock.kinds == [SET, SET]
    house.lock.gate.set()
    await house.settle()
    assert house.status(code) is Status.SET


async def test_a_clock_set_forward_gives_nobody_new_tries(
    house: House, clock: Passing
) -> None:
    await house.run()

    def guess(record: LockRecord, world: World) -> tuple[LockRecord, EntryResult]:
        return check_entry(record, world.now, "000000")

    for _ in range(CAPACITY):
        await house.engine.async_request(guess)
    await clock.set(timedelta(days=1))
    denied = await house.engine.async_request(guess)
    assert denied.denial is Denial.TOO_MANY_ATTEMPTS
    await house.pass_time(300)
    denied = await house.engine.async_request(guess)
    assert denied.denial is Denial.UNKNOWN_CODE


@pytest.mark.contract("1.4", "4.24")
async def test_an_engine_whose_sweep_fails_keeps_no_other_from_being_swept(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Sweep failed: ValueError")
    swept: list[str] = []

    class Failing:
        def sweep(self) -> None:
            raise ValueError("1234")

    class Working:
        def sweep(self) -> None:
            swept.append("working")

    leave = [async_join_sweep(hass, engine) for engine in (Failing(), Working())]
    freezer.tick(61)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert swept == ["working"]
    for unsubscribe in leave:
        unsubscribe()


@pytest.mark.contract("4.34")
async def test_a_machine_that_slept_is_not_one_whose_clock_was_set(
    house: House, clock: Passing
) -> None:
    await house.run()
    code = await house.create("246813", starts_in=3600)
    await house.settle()
    clock.is_asleep = True
    await clock.set(timedelta(hours=1))
    assert house.status(code) is Status.SET
    assert house.engine.record.clock_stepped_at is None
    clock.is_asleep = False
    await clock.set(timedelta(hours=1))
    assert house.engine.record.clock_stepped_at is not None


@pytest.mark.contract("4.34")
def test_a_system_that_does_not_tell_of_sleep_counts_as_awake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Clock().slept() > -1
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    assert abs(Clock().slept()) < 1


@pytest.mark.contract("8.30")
@pytest.mark.parametrize("is_asleep", [True, False])
async def test_a_clock_that_moves_forward_does_not_reopen_the_check_of_a_start(
    house: House, clock: Passing, is_asleep: bool
) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    house.lock.type_at_keypad("1", None)
    await house.engine.async_sync()
    await house.settle()
    assert not is_unchecked(house.engine.record, house.engine.world)
    clock.is_asleep = is_asleep
    await clock.set(timedelta(hours=8))
    assert not is_unchecked(house.engine.record, house.engine.world)
