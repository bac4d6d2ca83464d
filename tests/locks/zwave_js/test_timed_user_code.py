"""User Code with Schedule Entry Lock behind a scripted server: each way in which such a lock goes wrong."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from zwave_js_server.model.node import Node

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockClock,
    Outcome,
    Pin,
    Window,
)
from custom_components.access_codes.locks.adapter import LockUnreachable, ReadFailed
from custom_components.access_codes.locks.zwave_js import (
    clock_watch,
    schedule_entry,
    user_code as zwave_user_code,
)
from custom_components.access_codes.locks.zwave_js.schedule_values import (
    UNCLEAR,
    clock_changes,
    repeated_hours,
    schedule_of,
    window_of,
)
from custom_components.access_codes.locks.zwave_js.timed_user_code import (
    TimedUserCodeSlots,
)
from custom_components.access_codes.locks.zwave_js.wall_clock import WallClock
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.support.zwave_network import RecordingListener
from tests.support.zwave_server import (
    USER_CODE,
    Server,
    change,
    failure,
    happen,
    make_node,
    notify,
    slot as slot_values,
)

SCHEDULE_ENTRY_LOCK, TIME = 78, 138
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PIN, OTHER = Pin("0123"), Pin("9876")
SPRING = datetime(2027, 3, 28, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 29, 12, 0, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
UNREACHED = failure(204)
UNSUPPORTED = failure(302)


def span(start: int, end: int) -> Window:
    """Return the window between these minutes from now."""
    now = dt_util.utcnow().replace(second=0, microsecond=0)
    return Window(now + start * MINUTE, now + end * MINUTE)


class TimedLock:
    """A lock with two slots and two schedules for each, its driver and its listener."""

    def __init__(self, hass: HomeAssistant, *classes: int, status: int = 4) -> None:
        self.hass = hass
        self.server = Server()
        known = classes or (USER_CODE, SCHEDULE_ENTRY_LOCK, TIME)
        values = [*slot_values(1, None, None), *slot_values(2, None, None)]
        self.node: Node = make_node(self.server, *known, values=values)
        self.node.data["status"] = status
        self.listener = RecordingListener()
        self.codes: dict[int, tuple[int, str]] = {}
        self.schedules: dict[tuple[int, int], dict[str, int]] = {}
        self.stored: dict[int, tuple[Any, int]] = {}
        self.stamp = 0
        self.offset = timedelta()
        """How far the lock's clock is ahead of the home's."""
        self.driver_zone = timedelta()
        """How far the driver's local time is ahead of the home's."""
        self.takes_time = True
        self.hides = False
        self.on_set: Callable[[int], None] = lambda slot: None
        self.on_schedule: Callable[[tuple[int, int]], bool] = lambda key: True
        self.mute: set[str] = set()
        self.slots_per_user: Any = 2
        self.repeating = 0
        """How many weekly schedules a user may have."""
        self.server.answers = {
            "node.get_supported_notification_events": [{"events": []}],
            "get_user_capabilities_cached": [{"capabilities": {"maxUsers": 2}}],
            "get": self._get,
            "set": self._set,
            "clear": self._clear,
            "getYearDaySchedule": self._get_schedule,
            "setYearDaySchedule": self._set_schedule,
            "setEnabled": [{"response": {"status": 255}}],
            "getDate": self._get_date,
            "getTime": self._get_time,
            "node.set_date_and_time": self._set_clock,
            "node.get_value": self._get_value,
            "node.get_value_timestamp": self._get_timestamp,
        }

    async def start(self) -> TimedUserCodeSlots:
        """Create and start the slots."""
        self.slots = await self.create()
        self.slots.start()
        return self.slots

    async def create(self) -> TimedUserCodeSlots:
        """Create the slots as the adapter does, without the count of slots, which has tests of its own."""
        slots = TimedUserCodeSlots(
            self.hass, self.node, self.listener, count=2, uses=UNUSED
        )
        await slots.async_prepare()
        return slots

    def capability(self, name: str) -> Any:
        """Return a capability as it is now."""
        return getattr(self.slots.capabilities, name)

    def report(self, number: int) -> None:
        """Report a slot: its status, then its PIN."""
        status, code = self.codes.get(number, (0, ""))
        [status_value, code_value] = slot_values(number, None, None)
        change(self.node, status_value, status)
        change(self.node, code_value, "****" if self.hides and code else code)

    def fail(self, name: str, answer: Any) -> None:
        """Answer a command so from now on."""
        self.server.answers[name] = [answer]

    def _get(self, message: dict[str, Any]) -> Any:
        if "get" in self.mute:
            return {}
        number = message["args"][0]
        self.report(number)
        return {"response": {"userIdStatus": self.codes.get(number, (0, ""))[0]}}

    def _set(self, message: dict[str, Any]) -> Any:
        number, status, code = message["args"]
        self.codes[number] = (status, code)
        self.on_set(number)
        return {"response": {"status": 255}} if self.hides else {}

    def _clear(self, message: dict[str, Any]) -> Any:
        self.codes.pop(message["args"][0], None)
        return {}

    def _get_schedule(self, message: dict[str, Any]) -> Any:
        if "schedule" in self.mute:
            return {}
        place = message["args"][0]
        self.store((place["userId"], place["slotId"]))
        return {}

    def store(self, key: tuple[int, int]) -> None:
        self.stamp += 1
        held = self.schedules.get(key, False)
        self.stored[1 << 16 | key[0] << 8 | key[1]] = (held, self.stamp)

    def _set_schedule(self, message: dict[str, Any]) -> Any:
        place, *schedule = message["args"]
        key = (place["userId"], place["slotId"])
        if not self.on_schedule(key):
            return {"response": {"status": 2}}
        if schedule:
            self.schedules[key] = schedule[0]
        else:
            self.schedules.pop(key, None)
        return {"response": {"status": 255}}

    def _wall(self) -> datetime:
        return dt_util.now().replace(tzinfo=None) + self.offset

    def _get_date(self, message: dict[str, Any]) -> Any:
        if "clock" in self.mute:
            return {}
        wall = self._wall()
        date = {"year": wall.year, "month": wall.month, "day": wall.day}
        return {"response": date}

    def _get_time(self, message: dict[str, Any]) -> Any:
        if "clock" in self.mute:
            return {}
        wall = self._wall()
        time = {"hour": wall.hour, "minute": wall.minute, "second": wall.second}
        return {"response": time}

    def _set_clock(self, message: dict[str, Any]) -> Any:
        if self.takes_time:
            given = datetime.fromisoformat(message["date"])
            self.offset = given - dt_util.utcnow() + self.driver_zone
        return {"success": self.takes_time}

    def _get_value(self, message: dict[str, Any]) -> Any:
        if message["valueId"]["property"] == "numYearDaySlots":
            return {"value": self.slots_per_user}
        if message["valueId"]["property"] == "numWeekDaySlots":
            return {"value": self.repeating}
        if message["valueId"]["property"] == "numDailyRepeatingSlots":
            return {"value": None}
        return {"value": self.stored[message["valueId"]["propertyKey"]][0]}

    def _get_timestamp(self, message: dict[str, Any]) -> Any:
        key = message["valueId"]["propertyKey"]
        return {"timestamp": self.stored[key][1]} if key in self.stored else {}


UNUSED: Any = "never"


@pytest.fixture(autouse=True)
async def time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> FrozenDateTimeFactory:
    """Stop the time, in Amsterdam, and wait for no answer."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to(NOW)
    monkeypatch.setattr(schedule_entry, "ANSWER_TIME", 0)
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 0)
    return freezer


@pytest.fixture
async def lock(hass: HomeAssistant) -> Any:
    """Give each test a lock that is well."""
    lock = TimedLock(hass)
    await lock.start()
    yield lock
    lock.slots.stop()


# Schedules and windows


@pytest.mark.contract("12.323")
@pytest.mark.parametrize("at", [SPRING, AUTUMN, NOW])
def test_a_window_and_its_schedule_are_the_same_instants(at: datetime) -> None:
    at = at.replace(second=0)
    for hours in (-2, -1, 1, 2):
        window = Window(at + hours * HOUR, at + 100 * HOUR)
        schedule = schedule_of(window, AMSTERDAM)
        assert schedule is not None
        assert schedule["startYear"] == at.year - 2000
        assert window_of(schedule, AMSTERDAM) == window


@pytest.mark.contract("12.323")
def test_a_year_that_one_byte_cannot_hold_is_no_schedule() -> None:
    far = datetime(2100, 1, 1, tzinfo=UTC)
    assert schedule_of(Window(NOW, far), AMSTERDAM) is None
    old = datetime(1999, 1, 1, tzinfo=UTC)
    assert schedule_of(Window(old, NOW), AMSTERDAM) is None


@pytest.mark.parametrize(
    "broken",
    [{}, {"startMonth": 2, "startDay": 31}, {"startYear": None}, {"stopYear": 9999}],
)
def test_a_schedule_that_is_no_date_is_unclear(broken: dict[str, Any]) -> None:
    schedule: Any = schedule_of(span(0, 60), AMSTERDAM)
    assert window_of({**schedule, **broken} if broken else {}, AMSTERDAM) == UNCLEAR


@pytest.mark.contract("12.326")
def test_the_changes_of_the_clock_are_found_to_the_minute() -> None:
    year = timedelta(days=300)
    assert list(clock_changes(AMSTERDAM, SPRING - 3 * HOUR, SPRING + year)) == [
        (SPRING, HOUR),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), -HOUR),
    ]
    assert repeated_hours(AMSTERDAM, AUTUMN - year / 2, AUTUMN + year / 2) == (
        Window(AUTUMN - HOUR, AUTUMN + HOUR),
    )
    assert repeated_hours(ZoneInfo("UTC"), AUTUMN - year, AUTUMN + year) == ()


async def test_locks_of_one_home_share_the_repeated_hours(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    hours = []
    for at in (NOW, NOW + 6 * HOUR, NOW + 365 * 24 * HOUR):
        freezer.move_to(at)
        slots = await TimedLock(hass).create()
        assert slots.capabilities.windows is not None
        hours.append(slots.capabilities.windows.repeated_hours)
    assert [len(each) for each in hours] == [2, 2, 2]
    assert hours[0] is hours[1]
    assert hours[0][1] == hours[2][0]


# What the lock can be trusted with


@pytest.mark.contract("12.320", "12.321")
async def test_a_lock_with_a_right_clock_holds_windows(lock: TimedLock) -> None:
    assert lock.capability("windows") is not None
    assert lock.capability("clock") is LockClock.TRUSTED
    assert "node.set_date_and_time" not in lock.server.names


@pytest.mark.contract("12.320")
async def test_a_lock_whose_clock_cannot_be_read_holds_none(
    hass: HomeAssistant,
) -> None:
    lock = TimedLock(hass, USER_CODE, SCHEDULE_ENTRY_LOCK)
    await lock.start()
    assert lock.capability("windows") is None
    assert lock.capability("clock") is LockClock.TRUSTED
    assert "getDate" not in lock.server.names
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.REFUSED

    mute = TimedLock(hass)
    mute.mute.add("clock")
    await mute.start()
    assert mute.capability("windows") is None
    mute.slots.stop()


@pytest.mark.contract("12.324")
@pytest.mark.parametrize("zone", [timedelta(), -HOUR, 9 * HOUR])
async def test_a_clock_that_is_off_is_set_whatever_the_drivers_zone(
    hass: HomeAssistant, zone: timedelta
) -> None:
    lock = TimedLock(hass)
    lock.offset, lock.driver_zone = -5 * HOUR, zone
    slots = await lock.create()
    assert slots.capabilities.clock is LockClock.TRUSTED
    assert abs(lock.offset) < MINUTE


@pytest.mark.contract("12.324")
async def test_a_clock_that_is_off_by_a_minute_at_most_is_left(
    hass: HomeAssistant,
) -> None:
    lock = TimedLock(hass)
    lock.offset = MINUTE
    await lock.create()
    assert "node.set_date_and_time" not in lock.server.names


async def test_a_midnight_between_date_and_time_sets_no_clock(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock = TimedLock(hass)
    freezer.move_to(datetime(2026, 11, 29, 22, 59, 59, tzinfo=UTC))
    tell_date = lock.server.answers["getDate"]

    def at_midnight(message: dict[str, Any]) -> Any:
        answer = tell_date(message)  # type: ignore[operator]
        freezer.tick(2)
        return answer

    lock.server.answers["getDate"] = at_midnight
    slots = await lock.create()
    assert slots.capabilities.clock is LockClock.TRUSTED
    assert "node.set_date_and_time" not in lock.server.names


@pytest.mark.contract("12.325")
@pytest.mark.parametrize("answer", [None, UNSUPPORTED])
async def test_a_clock_that_cannot_be_set_is_a_mismatch(
    hass: HomeAssistant, answer: Any
) -> None:
    lock = TimedLock(hass)
    lock.offset, lock.takes_time = HOUR, False
    if answer is not None:
        lock.fail("node.set_date_and_time", answer)
    await lock.start()
    assert lock.capability("clock") is LockClock.MISMATCH
    assert lock.capability("windows") is not None
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.REFUSED
    assert lock.codes == {}
    lock.slots.stop()


@pytest.mark.contract("12.325")
async def test_a_clock_that_was_right_may_be_silent_twice(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock.mute.add("clock")
    for expected in (True, True, False):
        await pass_time(hass, freezer, timedelta(days=1, minutes=1))
        assert (lock.capability("windows") is not None) is expected
    lock.mute.clear()
    await pass_time(hass, freezer, timedelta(minutes=6))
    assert lock.capability("windows") is not None


async def pass_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta
) -> None:
    """Let this time pass, and what is due then happen."""
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.contract("12.321")
@pytest.mark.parametrize("status", [3, 1], ids=["dead", "asleep"])
async def test_a_lock_that_is_away_is_judged_when_it_comes(
    hass: HomeAssistant, status: int
) -> None:
    lock = TimedLock(hass, status=status)
    lock.offset, lock.takes_time = HOUR, False
    await lock.start()
    assert "getDate" not in lock.server.names
    assert lock.capability("windows") is not None
    assert lock.capability("clock") is LockClock.TRUSTED
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.UNREACHABLE
    lock.node.data["status"] = 4
    happen(lock.node, "alive")
    happen(lock.node, "alive")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert lock.capability("clock") is LockClock.MISMATCH
    assert ("capabilities",) in lock.listener.calls
    lock.slots.stop()


@pytest.mark.contract("12.321")
async def test_a_lock_that_is_not_reached_keeps_its_judgement(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock.fail("getDate", UNREACHED)
    await pass_time(hass, freezer, timedelta(days=1, minutes=1))
    assert lock.capability("windows") is not None
    lock.fail("getDate", UNSUPPORTED)
    for _ in range(3):
        await pass_time(hass, freezer, timedelta(days=1, minutes=1))
    assert lock.capability("windows") is None


async def test_a_clock_that_goes_away_while_it_is_set_keeps_its_judgement(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock.offset = HOUR
    lock.fail("node.set_date_and_time", UNREACHED)
    await pass_time(hass, freezer, timedelta(days=1, minutes=1))
    assert lock.capability("clock") is LockClock.TRUSTED


async def test_a_driver_that_never_answers_is_not_waited_for(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_end(_: WallClock) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(clock_watch, "_ANSWER_WITHIN", 0)
    monkeypatch.setattr(WallClock, "async_judge", never_end)
    lock = TimedLock(hass)

    slots = await lock.create()
    assert slots.capabilities.windows is not None


async def test_another_time_zone_is_told_though_the_clock_is_being_judged(
    hass: HomeAssistant,
) -> None:
    lock = TimedLock(hass)
    radio = asyncio.Lock()
    judged: list[bool] = []
    watch = clock_watch.ClockWatch(
        hass, lock.node, radio, lambda *, is_new_zone: judged.append(is_new_zone)
    )
    watch.start()
    async with radio:
        happen(lock.node, "alive")
        hass.bus.async_fire(EVENT_CORE_CONFIG_UPDATE, {"time_zone": "Europe/Helsinki"})
        happen(lock.node, "wake up")
        await asyncio.sleep(0)
    await hass.async_block_till_done(wait_background_tasks=True)
    watch.stop()
    assert judged == [True]


@pytest.mark.contract("12.85")
@pytest.mark.parametrize("is_new_zone", [False, True])
async def test_a_judgement_by_the_time_before_a_step_is_begun_anew(
    hass: HomeAssistant, is_new_zone: bool
) -> None:
    lock = TimedLock(hass)
    radio = asyncio.Lock()
    judged: list[bool] = []
    watch = clock_watch.ClockWatch(
        hass, lock.node, radio, lambda *, is_new_zone: judged.append(is_new_zone)
    )
    watch.start()
    asked = lock.server.names.count("getDate")
    async with radio:
        if is_new_zone:
            hass.bus.async_fire(
                EVENT_CORE_CONFIG_UPDATE, {"time_zone": "Europe/Helsinki"}
            )
        else:
            happen(lock.node, "alive")
        await asyncio.sleep(0)
        watch.clock_was_set()
        await asyncio.sleep(0)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert judged == [is_new_zone]
    watch.clock_was_set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert judged == [is_new_zone, False]
    assert lock.server.names.count("getDate") == asked + 2
    watch.stop()


@pytest.mark.contract("12.326")
@pytest.mark.parametrize("change_at", [SPRING, AUTUMN], ids=["spring", "autumn"])
async def test_the_clock_is_set_after_both_changes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, change_at: datetime
) -> None:
    freezer.move_to(change_at - HOUR / 2)
    lock = TimedLock(hass)
    await lock.start()
    is_spring = change_at is SPRING
    # The lock knows nothing of summer time.
    lock.offset = -HOUR if is_spring else HOUR
    freezer.move_to(change_at + timedelta(seconds=3))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "node.set_date_and_time" not in lock.server.names
    await pass_time(hass, freezer, timedelta(seconds=3))
    assert "node.set_date_and_time" in lock.server.names
    assert abs(lock.offset) < MINUTE
    lock.slots.stop()


@pytest.mark.contract("12.326")
async def test_another_time_zone_has_clock_and_windows_read_again(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    window = span(-10, 60)
    assert await lock.slots.set("1", PIN, None, window) is Outcome.CONFIRMED
    assert await lock.slots.set("2", OTHER, None) is Outcome.CONFIRMED
    lock.listener.calls.clear()

    await hass.config.async_update(location_name="Elsewhere")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert lock.listener.reports == []

    lock.offset = -HOUR
    happen(lock.node, "alive")
    await hass.config.async_update(time_zone="Europe/Helsinki")
    await pass_time(hass, freezer, timedelta())
    await pass_time(hass, freezer, timedelta(seconds=2))
    moved = Window(window.starts_at - HOUR, window.ends_at - HOUR)
    assert lock.listener.reports == [("reported", "1", KnownPin(PIN, moved))]
    assert abs(lock.offset) < MINUTE


@pytest.mark.contract("12.326")
async def test_the_clock_is_judged_ahead_of_a_window_after_an_hour(
    lock: TimedLock, freezer: FrozenDateTimeFactory
) -> None:
    readings = lock.server.names.count("getDate")
    await lock.slots.set("1", PIN, None, span(0, 60))
    assert lock.server.names.count("getDate") == readings
    freezer.tick(HOUR + MINUTE)
    lock.offset = 3 * HOUR
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.CONFIRMED
    assert abs(lock.offset) < MINUTE


@pytest.mark.contract("12.85")
async def test_a_step_of_the_homes_clock_has_the_locks_set_at_once(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.tick(HOUR / 2)
    lock.offset = -HOUR / 2
    lock.slots.clock_was_set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert abs(lock.offset) < MINUTE


@pytest.mark.contract("12.325")
async def test_no_window_is_left_to_a_clock_that_was_right_by_another_time(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock.mute.add("clock")
    lock.slots.clock_was_set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert lock.capability("windows") is not None
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.UNREACHABLE
    assert lock.codes == {}
    lock.mute.clear()
    await pass_time(hass, freezer, timedelta(minutes=5, seconds=1))
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.CONFIRMED


@pytest.mark.contract("12.325")
async def test_a_clock_that_did_not_answer_is_read_again_soon(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock.mute.add("clock")
    await pass_time(hass, freezer, timedelta(days=1, minutes=1))
    lock.mute.clear()
    lock.offset = 3 * HOUR
    await pass_time(hass, freezer, timedelta(minutes=5, seconds=1))
    assert abs(lock.offset) < MINUTE


async def test_a_stopped_watch_judges_no_more(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    lock = TimedLock(hass)
    slots = await lock.create()
    slots.stop()
    slots.start()
    happen(lock.node, "alive")
    slots.stop()
    slots.stop()
    readings = lock.server.names.count("getDate")
    await pass_time(hass, freezer, timedelta(days=2))
    assert lock.server.names.count("getDate") == readings


# Reads


@pytest.mark.contract("12.322")
async def test_a_read_names_the_window(lock: TimedLock) -> None:
    window = span(0, 60)
    lock.codes[1] = (1, "0123")
    assert await lock.slots.read("1") == KnownPin(PIN)
    lock.schedules[1, 1] = schedule_of(window, AMSTERDAM) or {}
    assert await lock.slots.read("1") == KnownPin(PIN, window)
    lock.schedules[1, 1] |= {"startMonth": 2, "startDay": 31}
    assert await lock.slots.read("1") is UNREADABLE
    assert await lock.slots.read("2") is EMPTY


@pytest.mark.contract("12.322")
async def test_a_late_answer_about_another_slot_is_no_answer(lock: TimedLock) -> None:
    lock.codes[1] = (1, "0123")
    await lock.slots.read("1")

    def about_another(message: dict[str, Any]) -> Any:
        lock.store((2, 1))
        return {"response": schedule_of(span(0, 60), AMSTERDAM)}

    lock.server.answers["getYearDaySchedule"] = about_another
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


@pytest.mark.contract("12.322")
async def test_a_late_answer_is_waited_for(
    lock: TimedLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule_entry, "ANSWER_TIME", 10)
    monkeypatch.setattr(schedule_entry, "_LOOK_AGAIN", 0)
    lock.codes[1] = (1, "0123")
    lock.mute.add("schedule")
    asked: list[Any] = []
    tell = lock.server.answers["node.get_value_timestamp"]

    def late(message: dict[str, Any]) -> Any:
        asked.append(message)
        if len(asked) == 4:
            lock.store((1, 1))
        return tell(message)  # type: ignore[operator]

    lock.server.answers["node.get_value_timestamp"] = late
    assert await lock.slots.read("1") == KnownPin(PIN)


async def test_a_lock_that_goes_away_between_pin_and_window_was_not_read(
    lock: TimedLock,
) -> None:
    lock.codes[1] = (1, "0123")
    lock.fail("getYearDaySchedule", UNREACHED)
    with pytest.raises(LockUnreachable):
        await lock.slots.read("1")


@pytest.mark.contract("12.320")
async def test_a_lock_that_never_answers_about_a_schedule_holds_none(
    lock: TimedLock,
) -> None:
    lock.mute.add("schedule")
    lock.codes[1] = (1, "0123")
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")
    assert lock.capability("windows") is not None
    assert await lock.slots.read("1") == KnownPin(PIN)
    assert lock.capability("windows") is None
    asked = lock.server.names.count("getYearDaySchedule")
    assert await lock.slots.read("1") == KnownPin(PIN)
    assert lock.server.names.count("getYearDaySchedule") == asked

    lock.codes[1] = (1, "9876")
    lock.report(1)
    assert lock.listener.reports == [("reported", "1", KnownPin(OTHER))]


async def test_a_pin_that_changes_while_its_window_is_read_is_the_answer(
    lock: TimedLock,
) -> None:
    lock.codes[1] = (1, "0123")
    tell = lock.server.answers["getYearDaySchedule"]

    def change_meanwhile(message: dict[str, Any]) -> Any:
        lock.codes[1] = (1, "9876")
        lock.report(1)
        return tell(message)  # type: ignore[operator]

    lock.server.answers["getYearDaySchedule"] = change_meanwhile
    assert await lock.slots.read("1") == KnownPin(OTHER)

    def clear_meanwhile(message: dict[str, Any]) -> Any:
        lock.codes.pop(1)
        lock.report(1)
        return tell(message)  # type: ignore[operator]

    lock.server.answers["getYearDaySchedule"] = clear_meanwhile
    assert await lock.slots.read("1") is EMPTY


@pytest.mark.contract("12.322")
async def test_a_pin_that_is_reported_is_read_with_its_window_once(
    lock: TimedLock, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    window = span(0, 60)
    lock.codes[1] = (1, "0123")
    lock.schedules[1, 1] = schedule_of(window, AMSTERDAM) or {}
    for _ in range(2):
        lock.report(1)
        await pass_time(hass, freezer, timedelta(seconds=2))
        assert lock.listener.reports == [("reported", "1", KnownPin(PIN, window))]
        assert lock.server.names.count("get") == 1


# Writes


@pytest.mark.contract("12.323", "12.328")
async def test_a_window_goes_first_and_is_read(lock: TimedLock) -> None:
    window = span(10, 60)
    before = len(lock.server.sent)
    assert await lock.slots.set("1", PIN, None, window) is Outcome.CONFIRMED
    radio = [
        message["name"]
        for message in lock.server.sent[before:]
        if message["name"] not in {"node.get_value", "node.get_value_timestamp"}
    ]
    assert radio == [
        "get",
        *("setYearDaySchedule", "setEnabled", "getYearDaySchedule"),
        "getYearDaySchedule",
        *("set", "get", "getYearDaySchedule"),
    ]
    [written] = [m for m in lock.server.sent if m["name"] == "setYearDaySchedule"]
    assert written["args"] == [
        {"userId": 1, "slotId": 1},
        schedule_of(window, AMSTERDAM),
    ]
    [enabled] = [m for m in lock.server.sent if m["name"] == "setEnabled"]
    assert enabled["args"] == [True, 1]


@pytest.mark.contract("12.332")
@pytest.mark.parametrize(
    "answer", [{"response": {"status": 255}}, {"response": {"status": 2}}, UNSUPPORTED]
)
async def test_repeating_schedules_are_switched_off_once_for_a_code_without_a_window(
    hass: HomeAssistant, answer: Any
) -> None:
    lock = TimedLock(hass)
    lock.repeating = 7
    await lock.start()
    lock.fail("setEnabled", answer)

    def switched() -> list[Any]:
        return [m["args"] for m in lock.server.sent if m["name"] == "setEnabled"]

    assert await lock.slots.set("1", PIN, None) is Outcome.CONFIRMED
    assert await lock.slots.set("1", OTHER, None) is Outcome.CONFIRMED
    is_taken = answer == {"response": {"status": 255}}
    assert switched() == [[False, 1]] * (1 if is_taken else 2)

    if is_taken:
        # A window switches them on again.
        assert await lock.slots.set("1", OTHER, None, span(0, 60)) is Outcome.CONFIRMED
        assert await lock.slots.set("1", OTHER, None) is Outcome.CONFIRMED
        assert switched() == [[False, 1], [True, 1], [False, 1]]
    lock.slots.stop()


@pytest.mark.contract("12.332")
async def test_no_code_is_written_while_its_schedules_cannot_be_reached(
    hass: HomeAssistant,
) -> None:
    lock = TimedLock(hass)
    lock.repeating = 7
    await lock.start()
    lock.fail("setEnabled", UNREACHED)
    assert await lock.slots.set("1", PIN, None) is Outcome.UNREACHABLE
    assert lock.codes == {}
    lock.slots.stop()


@pytest.mark.contract("12.328")
async def test_a_pin_that_cannot_be_cleared_gets_no_other_window(
    lock: TimedLock,
) -> None:
    lock.codes[1] = (1, "9876")
    lock.fail("clear", {"response": {"status": 2}})
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.REFUSED
    assert lock.codes[1] == (1, "9876")
    assert lock.schedules == {}


@pytest.mark.contract("12.323")
async def test_a_window_of_too_far_a_year_is_refused(lock: TimedLock) -> None:
    window = Window(dt_util.utcnow(), datetime(2100, 1, 2, tzinfo=UTC))
    lock.codes[1] = (1, "0123")
    assert await lock.slots.set("1", PIN, None, window) is Outcome.REFUSED
    assert "setYearDaySchedule" not in lock.server.names


async def test_another_window_than_the_asked_one_is_not_confirmed_for_the_same_pin(
    lock: TimedLock,
) -> None:
    window = span(10, 60)
    await lock.slots.set("1", PIN, None, window)
    lock.on_schedule = lambda key: False
    assert await lock.slots.set("1", PIN, None, span(10, 90)) is Outcome.REFUSED
    assert await lock.slots.set("1", PIN, None) is Outcome.REFUSED
    assert lock.schedules[1, 1] == schedule_of(window, AMSTERDAM)

    def drop(key: tuple[int, int]) -> bool:
        lock.schedules.pop(key, None)
        return False

    lock.on_schedule = drop
    assert await lock.slots.set("1", PIN, None, span(10, 90)) is Outcome.ACCEPTED


async def test_a_pin_that_is_gone_once_its_window_is_written_is_not_confirmed(
    lock: TimedLock,
) -> None:
    await lock.slots.set("1", PIN, None, span(10, 60))

    def lose(key: tuple[int, int]) -> bool:
        lock.codes.clear()
        return True

    lock.on_schedule = lose
    assert await lock.slots.set("1", PIN, None, span(10, 90)) is Outcome.ACCEPTED


@pytest.mark.contract("12.327")
async def test_a_schedule_that_cannot_be_erased_keeps_ours_away(
    lock: TimedLock,
) -> None:
    lock.schedules[1, 2] = schedule_of(span(0, 6000), AMSTERDAM) or {}
    lock.on_schedule = lambda key: key[1] == 1
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.REFUSED
    assert lock.codes == {}
    lock.on_schedule = lambda key: True
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.CONFIRMED
    assert list(lock.schedules) == [(1, 1)]


@pytest.mark.contract("12.329")
async def test_a_lock_that_wants_the_pin_first_gets_it_in_the_window_only(
    lock: TimedLock,
) -> None:
    lock.on_schedule = lambda key: key[0] in lock.codes
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.REFUSED
    assert lock.codes == {}
    window = span(-10, 60)
    assert await lock.slots.set("1", PIN, None, window) is Outcome.CONFIRMED
    assert await lock.slots.read("1") == KnownPin(PIN, window)


@pytest.mark.contract("12.330")
@pytest.mark.parametrize("hides", [False, True])
@pytest.mark.parametrize(
    ("start", "outcome"), [(10, Outcome.REFUSED), (-10, Outcome.CONFIRMED)]
)
async def test_a_window_that_is_dropped_is_written_again_or_takes_the_pin_with_it(
    lock: TimedLock, hides: bool, start: int, outcome: Outcome
) -> None:
    lock.hides = hides
    lock.on_set = lambda number: lock.schedules.clear()
    assert await lock.slots.set("1", PIN, None, span(start, 60)) is outcome
    assert bool(lock.codes) is bool(lock.schedules) is (start < 0)


@pytest.mark.contract("12.330")
async def test_a_pin_without_its_window_that_cannot_be_taken_off_is_a_doubt(
    lock: TimedLock,
) -> None:
    lock.on_set = lambda number: lock.schedules.clear()
    lock.fail("clear", {})
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.UNKNOWN


@pytest.mark.contract("12.330")
@pytest.mark.parametrize("error", [UNSUPPORTED, failure(305), UNREACHED])
async def test_a_pin_without_its_window_whose_removal_fails_is_a_doubt(
    lock: TimedLock, error: Exception
) -> None:
    lock.on_set = lambda number: lock.schedules.clear()
    lock.fail("clear", error)
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.UNKNOWN
    assert lock.codes == {1: (1, "0123")}


@pytest.mark.contract("12.328")
@pytest.mark.parametrize("command", ["set", "setYearDaySchedule", "setEnabled"])
async def test_no_failure_promises_a_slot_whose_other_pin_was_cleared(
    lock: TimedLock, command: str
) -> None:
    lock.codes[1] = (1, "9876")
    lock.fail(command, UNSUPPORTED)
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.UNKNOWN
    assert lock.codes == {}


@pytest.mark.contract("12.392")
@pytest.mark.parametrize(
    ("hides", "outcome"), [(False, Outcome.UNKNOWN), (True, Outcome.REFUSED)]
)
async def test_a_pin_that_came_unseen_into_a_free_slot_is_not_cleared(
    lock: TimedLock, hides: bool, outcome: Outcome
) -> None:
    lock.hides = hides
    assert await lock.slots.read("1") is EMPTY
    lock.codes[1] = (1, "9876")
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is outcome
    assert lock.codes == {1: (1, "9876")}


@pytest.mark.contract("12.323", "12.330")
async def test_a_window_that_the_lock_does_not_enable_takes_the_pin_off(
    lock: TimedLock,
) -> None:
    lock.fail("setEnabled", {"response": {"status": 2}})
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.REFUSED
    assert lock.codes == {}
    lock.codes[1] = (1, "0123")
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.ACCEPTED
    assert lock.codes == {}


@pytest.mark.contract("12.327", "12.330")
async def test_a_pin_with_a_schedule_that_cannot_be_erased_is_taken_off(
    lock: TimedLock,
) -> None:
    lock.codes[1] = (1, "0123")
    lock.schedules[1, 2] = schedule_of(span(0, 6000), AMSTERDAM) or {}
    lock.on_schedule = lambda key: key[1] == 1
    assert await lock.slots.set("1", PIN, None, span(10, 60)) is Outcome.ACCEPTED
    assert lock.codes == {}
    lock.codes[1] = (1, "0123")
    lock.fail("clear", UNREACHED)
    assert await lock.slots.set("1", PIN, None, span(20, 60)) is Outcome.UNKNOWN


@pytest.mark.contract("12.330")
async def test_a_doubt_about_the_window_takes_the_pin_off(lock: TimedLock) -> None:
    def fall_silent(number: int) -> None:
        lock.hides = True
        lock.mute.add("schedule")

    lock.on_set = fall_silent
    assert await lock.slots.set("1", PIN, None, span(-10, 60)) is Outcome.REFUSED
    assert lock.codes == {}


@pytest.mark.contract("12.330")
async def test_a_dropped_window_that_is_refused_again_takes_the_pin_off(
    lock: TimedLock,
) -> None:
    def drop(number: int) -> None:
        lock.schedules.clear()
        lock.on_schedule = lambda key: False

    lock.on_set = drop
    assert await lock.slots.set("1", PIN, None, span(-10, 60)) is Outcome.REFUSED
    assert lock.codes == {}
    lock.codes[1] = (1, "9876")
    await lock.slots.read("1")
    lock.on_schedule = lambda key: True
    assert await lock.slots.set("1", PIN, None, span(-10, 60)) is Outcome.ACCEPTED
    assert lock.codes == {}


async def test_a_window_written_again_of_a_pin_that_is_gone_is_not_confirmed(
    lock: TimedLock,
) -> None:
    def drop(number: int) -> None:
        lock.schedules.clear()
        lock.on_schedule = lose

    def lose(key: tuple[int, int]) -> bool:
        lock.codes.clear()
        return True

    lock.on_set = drop
    assert await lock.slots.set("1", PIN, None, span(-10, 60)) is Outcome.ACCEPTED


@pytest.mark.parametrize("holds", [(1, "4711"), None])
async def test_a_pin_that_the_lock_did_not_take_is_not_confirmed(
    lock: TimedLock, holds: tuple[int, str] | None
) -> None:
    def keep(number: int) -> None:
        del lock.codes[number]
        if holds is not None:
            lock.codes[number] = holds

    lock.on_set = keep
    assert await lock.slots.set("1", PIN, None, span(-10, 60)) is Outcome.ACCEPTED


async def test_a_refused_pin_is_a_refusal_only_if_nothing_was_cleared(
    lock: TimedLock,
) -> None:
    lock.fail("set", {"response": {"status": 2}})
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.REFUSED
    lock.codes[1] = (1, "9876")
    await lock.slots.read("1")
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.ACCEPTED


async def test_a_lock_out_of_reach_is_as_before_only_if_nothing_was_cleared(
    lock: TimedLock,
) -> None:
    lock.fail("setYearDaySchedule", UNREACHED)
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.UNREACHABLE
    lock.codes[1] = (1, "9876")
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.UNKNOWN
    assert lock.codes == {}


async def test_a_written_pin_that_is_not_read_back_counts_once_its_window_is_seen(
    lock: TimedLock,
) -> None:
    lock.on_set = lambda number: lock.mute.add("get")
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.ACCEPTED
    assert lock.codes == {1: (1, "0123")}


async def test_silence_about_the_slot_or_its_window_writes_nothing(
    lock: TimedLock,
) -> None:
    lock.codes[2] = (1, "9876")
    await lock.slots.read("2")
    lock.mute.add("get")
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.UNKNOWN
    lock.mute = {"schedule"}
    assert await lock.slots.set("1", PIN, None) is Outcome.UNKNOWN
    assert list(lock.codes) == [2]


@pytest.mark.contract("12.331")
async def test_a_cleared_pin_takes_its_window_with_it(lock: TimedLock) -> None:
    await lock.slots.set("1", PIN, None, span(0, 60))
    assert await lock.slots.clear("1") is Outcome.CONFIRMED
    assert lock.schedules == {}
    before = lock.server.names.count("setYearDaySchedule")
    assert await lock.slots.clear("1") is Outcome.CONFIRMED
    assert lock.server.names.count("setYearDaySchedule") == before


@pytest.mark.contract("12.331")
async def test_a_window_that_was_not_erased_is_found_by_the_next_write(
    lock: TimedLock,
) -> None:
    await lock.slots.set("1", PIN, None, span(0, 60))
    erase = lock.server.answers["setYearDaySchedule"]
    lock.fail("setYearDaySchedule", UNREACHED)
    assert await lock.slots.clear("1") is Outcome.CONFIRMED
    assert lock.schedules != {}
    lock.server.answers["setYearDaySchedule"] = erase
    assert await lock.slots.set("1", OTHER, None) is Outcome.CONFIRMED
    assert lock.schedules == {}


@pytest.mark.parametrize("count", [0, None])
async def test_a_lock_without_schedules_for_its_users_counts_none(
    hass: HomeAssistant, count: Any
) -> None:
    lock = TimedLock(hass)
    lock.slots_per_user = count
    assert await schedule_entry.async_year_day_slots(lock.node) == 0


def empties_amid_window(lock: TimedLock, *, is_told_later: bool = False) -> None:
    """Have the driver empty its values while a window is read, at the untrue word that all codes were deleted."""
    [answer] = [lock.server.answers["getYearDaySchedule"]]
    assert callable(answer)
    waiting = [1]

    def get_schedule(message: dict[str, Any]) -> Any:
        if waiting:
            waiting.pop()
            status_value, code_value = slot_values(1, None, None)
            change(lock.node, status_value, 0)
            change(lock.node, code_value, "")
            if is_told_later:
                lock.server.answers["get_user_capabilities_cached"] = tell
            else:
                notify(lock.node, 12)
        return answer(message)

    def tell(_: dict[str, Any]) -> Any:
        notify(lock.node, 12)
        return {"capabilities": {"maxUsers": 2}}

    lock.server.answers["getYearDaySchedule"] = get_schedule


@pytest.mark.contract("12.42")
@pytest.mark.parametrize("is_told_later", [False, True])
async def test_a_slot_that_the_driver_empties_amid_the_read_of_its_window_is_not_empty(
    lock: TimedLock, monkeypatch: pytest.MonkeyPatch, is_told_later: bool
) -> None:
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.CONFIRMED
    # The clock stands still here.
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 0)
    empties_amid_window(lock, is_told_later=is_told_later)
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


@pytest.mark.contract("12.42")
async def test_a_removal_is_not_confirmed_by_values_emptied_amid_the_read_of_the_window(
    lock: TimedLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await lock.slots.set("1", PIN, None, span(0, 60)) is Outcome.CONFIRMED
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 0)
    lock.fail("clear", {})
    empties_amid_window(lock, is_told_later=True)
    assert await lock.slots.clear("1") is not Outcome.CONFIRMED
