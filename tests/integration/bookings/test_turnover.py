"""One guest leaves and the next arrives: on one day, at one instant, and with one PIN."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.access_codes.core.model import WindowSupport
from homeassistant.core import HomeAssistant
from tests.support.action_calls import FRONT, async_listed
from tests.support.booking_calendar import FakeCalendar, async_follow, nights, timed
from tests.support.keypad_locks import Doors, async_link
from tests.support.slot_locks import METHOD, SlotLock, SlotLocks, async_settle

from .test_follower import async_pass

PIN = "482915"

STATED: dict[str, Any] = {"pin_source": "event", "pin_label": "Door code"}


@pytest.fixture
async def lock(hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks) -> SlotLock:
    """Give the front door, not linked, a lock with slots."""
    return slot_locks["Front door"]


async def async_at(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, moment: str
) -> None:
    """Let it be a time in June, to the second."""
    freezer.move_to(f"2026-06-{moment}+00:00")
    await async_pass(hass, freezer, seconds=0)
    await async_settle(hass)


@pytest.mark.contract("16.16", "16.17")
async def test_two_guests_of_one_day_are_on_the_lock_one_after_the_other(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    lock: SlotLock,
    calendar: FakeCalendar,
) -> None:
    front = await async_link(hass, FRONT, method=METHOD)
    calendar.events = [
        nights("2026-06-10", "2026-06-12", "Ada", uid="a"),
        nights("2026-06-12", "2026-06-14", "Bo", uid="b"),
    ]
    await async_follow(hass, front)
    pins = {code["name"]: code["code"] for code in await async_listed(hass)}
    assert len(set(pins.values())) == 2
    for moment, held in (
        ("10T14:59:59", set()),
        ("10T15:00:01", {"Ada"}),
        ("12T10:59:59", {"Ada"}),
        ("12T11:00:01", set()),
        ("12T14:59:59", set()),
        ("12T15:00:01", {"Bo"}),
        ("14T11:00:01", set()),
    ):
        await async_at(hass, freezer, moment)
        assert lock.pins == {pins[name] for name in held}, moment


@pytest.mark.contract("16.36", "16.42")
@pytest.mark.parametrize("holds_windows", [False, True])
async def test_guests_back_to_back_may_have_the_same_pin(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    lock: SlotLock,
    calendar: FakeCalendar,
    holds_windows: bool,
) -> None:
    if holds_windows:
        lock.lock.alter(windows=WindowSupport(granularity=60))
    front = await async_link(hass, FRONT, method=METHOD)
    said = f"Door code: {PIN}"
    calendar.events = [
        timed("2026-06-10T12:00", "2026-06-12T12:00", "Ada", uid="a", description=said),
        timed("2026-06-12T12:00", "2026-06-14T12:00", "Bo", uid="b", description=said),
    ]
    await async_follow(hass, front, **STATED)
    assert [code["code"] for code in await async_listed(hass)] == [PIN, PIN]
    await async_at(hass, freezer, "10T12:00:01")
    assert lock.pins == {PIN}
    await async_at(hass, freezer, "12T12:00:01")
    status = {code["name"]: code["status"] for code in await async_listed(hass)}
    assert status == {"Ada": "unset", "Bo": "set"}
    assert lock.pins == {PIN}
    await async_at(hass, freezer, "14T12:00:01")
    assert lock.pins == set()
