"""A booking calendar is followed: codes on all chosen locks, made once, moved, deleted, and kept while the calendar fails."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import CALENDAR, FakeCalendar, async_follow, nights
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_call

GUEST = nights("2026-06-10", "2026-06-13", "Ada Example", uid="one@example.com")
OTHER = nights("2026-06-13", "2026-06-15", "Bo Example", uid="two@example.com")


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **span: float
) -> None:
    """Let time pass."""
    freezer.tick(timedelta(**span))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def async_push(hass: HomeAssistant, calendar: FakeCalendar, *events: Any) -> None:
    """List these events, and wait for what follows."""
    calendar.push(*events)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    await hass.async_block_till_done(wait_background_tasks=True)


def times(code: Any) -> tuple[str, str]:
    """Return the window of a code, to the minute."""
    return code["starts_at"][:16], code["ends_at"][:16]


@pytest.mark.contract("16.21", "16.29")
async def test_a_booking_gets_one_code_on_each_lock_with_one_key_and_one_pin(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, back)
    codes = await async_listed(hass)
    assert len(codes) == 4
    for name in ("Ada Example", "Bo Example"):
        one, other = (code for code in codes if code["name"] == name)
        assert one["common_code_key"] == other["common_code_key"]
        assert one["code"] == other["code"]
        assert one["lock_entity_id"] != other["lock_entity_id"]
    ada = next(code for code in codes if code["name"] == "Ada Example")
    assert times(ada) == ("2026-06-10T15:00", "2026-06-13T11:00")


@pytest.mark.contract("16.22")
async def test_a_booking_that_moves_keeps_its_pin_and_ids(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front)
    [before] = await async_listed(hass)
    moved = nights("2026-06-20", "2026-06-22", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, moved)
    [after] = await async_listed(hass)
    assert times(after) == ("2026-06-20T15:00", "2026-06-22T11:00")
    assert after["code"] == before["code"]
    assert after["access_code_id"] == before["access_code_id"]


@pytest.mark.contract("16.24", "16.27")
async def test_a_booking_that_disappears_is_deleted_and_returns_with_its_pin(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front)
    before = {code["name"]: code["code"] for code in await async_listed(hass)}
    await async_push(hass, calendar, OTHER)
    assert [code["name"] for code in await async_listed(hass)] == ["Bo Example"]
    await async_push(hass, calendar, GUEST, OTHER)
    after = {code["name"]: code["code"] for code in await async_listed(hass)}
    assert after == before


@pytest.mark.contract("16.30", "16.38")
@pytest.mark.parametrize("failure", ["unavailable", "empty", "error"])
async def test_a_failing_calendar_removes_no_guest_and_is_named_by_a_repair(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    failure: str,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    before = await async_listed(hass)
    if failure == "unavailable":
        calendar.become(available=False)
    elif failure == "empty":
        calendar.push()
    else:
        calendar.failure = ValueError("a text with 482915")
        calendar.push(*calendar.events)
    answer = await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert answer["calendars"][0]["is_read"] is False
    assert len(before) == 2
    assert await async_listed(hass) == before
    issue = ("access_codes", f"bookings_not_read_{entry.entry_id}")
    assert ir.async_get(hass).async_get_issue(*issue) is None
    await async_pass(hass, freezer, seconds=301)
    assert ir.async_get(hass).async_get_issue(*issue) is not None
    assert len(await async_listed(hass)) == 2
    calendar.failure = None
    calendar.become(available=True)
    await async_push(hass, calendar, GUEST, OTHER)
    assert ir.async_get(hass).async_get_issue(*issue) is None
    assert [c["code"] for c in await async_listed(hass)] == [c["code"] for c in before]


@pytest.mark.contract("16.38")
@pytest.mark.parametrize("had_booking", [False, True])
async def test_a_calendar_that_fails_without_a_booking_ahead_is_named_by_a_repair(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    had_booking: bool,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    kind = "bookings_not_read"
    calendar.events = [GUEST] if had_booking else []
    await async_follow(hass, front)
    if had_booking:
        freezer.move_to("2026-06-13T11:00:01+00:00")
        await async_pass(hass, freezer, seconds=1)
    calendar.become(available=False)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert kind not in issues_of(hass)
    await async_pass(hass, freezer, seconds=301)
    placeholders = issues_of(hass)[kind].translation_placeholders or {}
    assert placeholders["bookings"] == "–"
    flow = await async_fix(hass, kind)
    # There is nothing to delete, so that is not offered.
    assert flow["menu_options"] == ["try_again"]
    assert (await async_fix(hass, kind, "try_again"))["reason"] == "still_failing"
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert kind in issues_of(hass)
    calendar.become(available=True)
    await async_push(hass, calendar)
    assert kind not in issues_of(hass)
