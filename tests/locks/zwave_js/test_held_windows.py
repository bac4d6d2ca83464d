"""Windows held by a lock with Schedule Entry Lock, over the real driver: the keypad of the lock decides."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockClock,
    Outcome,
    Pin,
    Window,
)
from custom_components.access_codes.locks.adapter import Credential, ReadFailed
from custom_components.access_codes.locks.zwave_js import schedule_entry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.support.zwave_network import Door, Network, async_add_zwave, async_open

PLAIN, HIDING, DROPPING, NEEDY, STUCK = 2, 3, 4, 5, 6
"""A lock with two schedules for each user; one that shows asterisks; one that drops the schedule of a PIN that is written;
one that takes a schedule for an occupied slot only; one whose clock cannot be set."""

LOCKS: list[dict[str, Any]] = [
    {"id": PLAIN, "kind": "user_code", "slots": 4, "year_day_slots": 2},
    {"id": HIDING, "kind": "user_code_masked", "slots": 4, "year_day_slots": 1},
    {
        "id": DROPPING,
        "kind": "user_code_v2",
        "slots": 4,
        "year_day_slots": 1,
        "drops_schedules": True,
    },
    {
        "id": NEEDY,
        "kind": "user_code_v2",
        "slots": 4,
        "year_day_slots": 1,
        "schedule_needs_code": True,
    },
    {
        "id": STUCK,
        "kind": "user_code",
        "slots": 4,
        "year_day_slots": 1,
        "clock": {"offset_s": -20000, "settable": False},
    },
]
PIN = Pin("0123")
OTHER = Pin("9876")
ZONE = "Europe/Amsterdam"
"""Of Home Assistant; the driver runs in UTC, as it does in many a container."""


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Run one network for all tests here."""
    network = Network(tmp_path_factory.mktemp("zwave"), LOCKS)
    yield network
    network.stop()


@pytest.fixture
async def doors(
    hass: HomeAssistant, socket_enabled: None, process: Network
) -> AsyncIterator[dict[int, Door]]:
    """Give each test adapters of locks that are empty and well, opened when they are asked for."""
    await hass.config.async_set_time_zone(ZONE)
    for lock in LOCKS:
        await process.act(lock["id"], "faults")
        await process.act(lock["id"], "reset")
        await process.act(lock["id"], "wake")
    with patch("homeassistant.components.zwave_js.PLATFORMS", [Platform.LOCK]):
        await async_add_zwave(hass, process.url)
    opened = Doors(hass, process)
    yield opened
    for door in opened.values():
        door.adapter.stop()


class Doors(dict[int, Door]):
    """Adapters by node."""

    def __init__(self, hass: HomeAssistant, network: Network) -> None:
        super().__init__()
        self.hass = hass
        self.network = network

    async def open(self, node: int) -> Door:
        """Start the adapter of a lock."""
        self[node] = await async_open(self.hass, self.network, node)
        return self[node]


def span(start: int, end: int) -> Window:
    """Return the window between these minutes from now."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    return Window(now + timedelta(minutes=start), now + timedelta(minutes=end))


async def put(door: Door, slot: str, pin: Pin, window: Window | None = None) -> Outcome:
    """Set a PIN with its window."""
    return (await door.adapter.async_set(slot, Credential(pin, None, window))).outcome


async def opens(door: Door, pin: Pin) -> bool:
    """Type a PIN at the lock's keypad; return whether it opens."""
    answer = await door.network.ask(
        "POST", f"/locks/{door.node}/keypad/enter", pin=pin.reveal()
    )
    return bool(answer["opens"])


async def lock_of(door: Door) -> dict[str, Any]:
    """Return what the lock really holds."""
    return dict(await door.network.ask("GET", f"/locks/{door.node}"))


@pytest.mark.contract("12.320", "12.323", "12.328")
async def test_a_window_goes_first_and_opens_within(doors: Doors) -> None:
    door = await doors.open(PLAIN)
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.windows is not None
    assert len(capabilities.windows.repeated_hours) == 2
    assert capabilities.clock is LockClock.TRUSTED
    now, coming = span(-5, 30), span(10, 30)
    since = await door.network.seq(PLAIN)

    assert await put(door, "2", PIN, now) is Outcome.CONFIRMED
    assert await door.network.commands(PLAIN, since) == [
        "get",  # what is in the slot
        *("schedule_set", "schedule_enable", "schedule_get"),
        "schedule_get",  # the user's other schedule, once for each slot
        *("set", "get", "schedule_get"),
    ]
    assert await door.adapter.async_read("2") == KnownPin(PIN, now)
    assert await opens(door, PIN)
    schedule = (await lock_of(door))["schedules"]["2/1"]
    assert schedule["startYear"] == now.starts_at.year - 2000

    since = await door.network.seq(PLAIN)
    assert await put(door, "3", OTHER, coming) is Outcome.CONFIRMED
    assert not await opens(door, OTHER)
    since = await door.network.seq(PLAIN)
    assert (await door.adapter.async_clear("3")).outcome is Outcome.CONFIRMED
    assert await door.network.commands(PLAIN, since) == [
        *("clear", "get"),
        *("schedule_clear", "schedule_get"),
    ]
    assert list((await lock_of(door))["schedules"]) == ["2/1"]


async def test_a_code_without_a_window_costs_one_message_more(doors: Doors) -> None:
    door = await doors.open(PLAIN)
    assert await put(door, "1", PIN) is Outcome.CONFIRMED
    await door.adapter.async_clear("1")
    since = await door.network.seq(PLAIN)

    assert await put(door, "1", PIN) is Outcome.CONFIRMED
    assert (await door.adapter.async_clear("1")).outcome is Outcome.CONFIRMED
    assert await door.network.commands(PLAIN, since) == [
        *("set", "get", "schedule_get"),
        *("clear", "get"),
    ]


@pytest.mark.contract("12.322")
async def test_a_cleared_pin_leaves_no_window_to_the_next_one(doors: Doors) -> None:
    door = await doors.open(PLAIN)
    left = {"startYear": 20, "startMonth": 1, "startDay": 1, "startHour": 0}
    left |= {"startMinute": 0, "stopYear": 20, "stopMonth": 1, "stopDay": 2}
    left |= {"stopHour": 0, "stopMinute": 0}
    await door.at_lock("schedule", slot=2, schedule=left)

    assert await put(door, "2", PIN) is Outcome.CONFIRMED
    assert await opens(door, PIN)
    assert (await lock_of(door))["schedules"] == {}


@pytest.mark.contract("12.327")
async def test_another_schedule_of_the_user_is_erased_ahead_of_ours(
    doors: Doors,
) -> None:
    door = await doors.open(PLAIN)
    always = {"startYear": 0, "startMonth": 1, "startDay": 1, "startHour": 0}
    always |= {"startMinute": 0, "stopYear": 99, "stopMonth": 1, "stopDay": 2}
    always |= {"stopHour": 0, "stopMinute": 0}
    await door.at_lock("schedule", slot=2, number=2, schedule=always)

    assert await put(door, "2", PIN, span(10, 30)) is Outcome.CONFIRMED
    assert not await opens(door, PIN)
    assert list((await lock_of(door))["schedules"]) == ["2/1"]


@pytest.mark.contract("12.332")
async def test_a_weekly_schedule_that_was_left_shuts_no_code_out(doors: Doors) -> None:
    door = await doors.open(PLAIN)
    # Of the day before yesterday, by the lock's clock.
    day = (dt_util.now().isoweekday() - 2) % 7
    weekly = {"weekday": day, "startHour": 1, "startMinute": 0}
    weekly |= {"stopHour": 1, "stopMinute": 1}
    await door.at_lock("schedule", slot=2, weekly=weekly)
    since = await door.network.seq(PLAIN)

    assert await put(door, "2", PIN) is Outcome.CONFIRMED
    assert await opens(door, PIN)
    sent = await door.network.commands(PLAIN, since)
    assert sent[:4] == ["schedule_get", "schedule_enable", "set", "get"]

    # Neither does it widen a window of ours, before or after it was switched off.
    await door.at_lock("schedule", slot=2, weekly=weekly)
    assert await put(door, "2", PIN, span(10, 30)) is Outcome.CONFIRMED
    assert not await opens(door, PIN)
    assert await put(door, "2", PIN) is Outcome.CONFIRMED
    assert await opens(door, PIN)


@pytest.mark.contract("12.322")
async def test_a_schedule_that_is_no_window_is_not_taken_for_none(
    doors: Doors,
) -> None:
    door = await doors.open(PLAIN)
    await door.at_lock("keypad/set", slot=2, pin="2468", silently=True)
    broken = {"startYear": 26, "startMonth": 2, "startDay": 31, "startHour": 0}
    broken |= {"startMinute": 0, "stopYear": 99, "stopMonth": 1, "stopDay": 2}
    broken |= {"stopHour": 0, "stopMinute": 0}
    await door.at_lock("schedule", slot=2, schedule=broken)

    assert await door.adapter.async_read("2") is UNREADABLE


async def test_a_new_window_is_written_over_that_of_the_same_pin(doors: Doors) -> None:
    door = await doors.open(PLAIN)
    await put(door, "2", PIN, span(10, 30))
    since = await door.network.seq(PLAIN)

    assert await put(door, "2", PIN, span(-5, 30)) is Outcome.CONFIRMED
    assert await opens(door, PIN)
    commands = await door.network.commands(PLAIN, since)
    assert "set" not in commands
    assert "clear" not in commands
    assert await put(door, "2", PIN) is Outcome.CONFIRMED
    assert await door.adapter.async_read("2") == KnownPin(PIN)


@pytest.mark.contract("12.328")
async def test_a_pin_never_opens_in_the_window_of_the_one_before_or_after(
    doors: Doors,
) -> None:
    door = await doors.open(PLAIN)
    await put(door, "2", PIN, span(10, 30))
    since = await door.network.seq(PLAIN)

    assert await put(door, "2", OTHER, span(-5, 30)) is Outcome.CONFIRMED
    commands = await door.network.commands(PLAIN, since)
    assert commands.index("clear") < commands.index("schedule_set")
    assert not await opens(door, PIN)
    assert await opens(door, OTHER)


async def test_a_lock_that_hides_its_pins_holds_windows(doors: Doors) -> None:
    door = await doors.open(HIDING)

    assert await put(door, "2", PIN, span(10, 30)) is Outcome.CONFIRMED
    assert not await opens(door, PIN)
    assert await put(door, "2", PIN, span(-5, 30)) is Outcome.CONFIRMED
    assert await opens(door, PIN)
    assert await put(door, "2", OTHER) is Outcome.CONFIRMED
    assert await opens(door, OTHER)
    assert (await lock_of(door))["schedules"] == {}


@pytest.mark.contract("12.329")
async def test_a_lock_that_wants_the_pin_first_gets_it_within_the_window_only(
    doors: Doors,
) -> None:
    door = await doors.open(NEEDY)

    assert await put(door, "2", PIN, span(10, 30)) is Outcome.REFUSED
    assert await door.pins() == {}
    window = span(-5, 30)
    assert await put(door, "2", PIN, window) is Outcome.CONFIRMED
    assert await door.adapter.async_read("2") == KnownPin(PIN, window)


@pytest.mark.contract("12.330")
async def test_a_window_that_the_lock_drops_is_written_again_or_the_pin_is_taken_off(
    doors: Doors,
) -> None:
    door = await doors.open(DROPPING)

    assert await put(door, "2", PIN, span(10, 30)) is Outcome.REFUSED
    assert await door.pins() == {}
    window = span(-5, 30)
    assert await put(door, "2", PIN, window) is Outcome.CONFIRMED
    assert await door.adapter.async_read("2") == KnownPin(PIN, window)


@pytest.mark.contract("12.330")
@pytest.mark.parametrize("fault", ["refuse_schedules", "lie_schedules"])
async def test_no_pin_is_left_without_a_window_that_the_lock_refused(
    doors: Doors, fault: str
) -> None:
    door = await doors.open(NEEDY)
    await door.at_lock("faults", **{fault: True})

    assert await put(door, "2", PIN, span(-5, 30)) is Outcome.REFUSED
    assert await door.pins() == {}
    await door.at_lock("faults")
    await put(door, "2", PIN, span(-5, 30))
    await door.at_lock("faults", **{fault: True})
    assert await put(door, "2", OTHER, span(-5, 40)) is Outcome.ACCEPTED
    assert await door.pins() == {}


@pytest.mark.contract("12.322")
async def test_silence_about_a_window_is_no_answer(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule_entry, "ANSWER_TIME", 0.1)
    door = await doors.open(PLAIN)
    await put(door, "2", PIN, span(-5, 30))
    await door.at_lock("faults", mute_schedules=True)

    with pytest.raises(ReadFailed):
        await door.adapter.async_read("2")
    assert await put(door, "3", OTHER, span(-5, 30)) is Outcome.UNKNOWN
    assert await door.pins() == {"2": PIN.reveal()}


@pytest.mark.contract("12.325")
async def test_a_clock_that_cannot_be_set_holds_no_window(doors: Doors) -> None:
    door = await doors.open(STUCK)

    assert door.adapter.capabilities is not None
    assert door.adapter.capabilities.clock is LockClock.MISMATCH
    assert door.adapter.capabilities.native_windows is None
    assert await put(door, "2", PIN, span(-5, 30)) is Outcome.REFUSED
    assert await door.pins() == {}


@pytest.mark.contract("12.326")
async def test_windows_are_read_again_after_a_move_to_another_time_zone(
    doors: Doors, hass: HomeAssistant
) -> None:
    door = await doors.open(PLAIN)
    window = span(-5, 30)
    await put(door, "2", PIN, window)
    assert await door.adapter.async_read("2") == KnownPin(PIN, window)

    await hass.config.async_update(time_zone="Europe/Helsinki")
    hour = timedelta(hours=1)
    moved = Window(window.starts_at - hour, window.ends_at - hour)
    await door.listener.wait_for("reported", "2", KnownPin(PIN, moved))
    wall = datetime.fromisoformat((await lock_of(door))["clock"]["wall"])
    assert abs(wall - dt_util.now().replace(tzinfo=None)) < timedelta(minutes=1)


async def test_a_code_that_is_changed_at_the_keypad_is_read_with_its_window(
    doors: Doors,
) -> None:
    door = await doors.open(PLAIN)
    window = span(-5, 30)
    await put(door, "2", PIN, window)
    door.listener.calls.clear()

    await door.at_lock("keypad/set", slot=2, pin="2468")
    await door.listener.wait_for("reported", "2", KnownPin(Pin("2468"), window))
    await door.at_lock("keypad/clear", slot=2)
    await door.listener.wait_for("reported", "2", EMPTY)
    assert len(door.listener.reports) == 2
