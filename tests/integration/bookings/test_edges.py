"""Bookings at the edges: renamed calendars, changed zones, locks that come and go, and calendars that lie."""

from dataclasses import replace
from datetime import date
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings import follower as following
from custom_components.access_codes.bookings.follower import BookingFollower
from custom_components.access_codes.bookings.setup import async_unload_bookings
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.access_codes.flows.bookings import async_check_bookings
from custom_components.access_codes.presentation.lock_subscription import (
    LockSubscription,
)
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.config_entries import SOURCE_USER, ConfigEntries, ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from tests.support.action_calls import BACK, FRONT, async_listed
from tests.support.booking_calendar import CALENDAR, FakeCalendar, async_follow, nights
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import FAMILY, async_call
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

from .test_follower import GUEST, OTHER, async_pass, async_push, times

NOT_READ = "bookings_not_read"


def follower_of(entry: MockConfigEntry) -> BookingFollower:
    """Return the follower of an entry."""
    found: BookingFollower = entry.runtime_data
    return found


@pytest.mark.contract("16.13")
async def test_a_calendar_that_is_renamed_is_followed_on(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    registry = er.async_get(hass)
    known = registry.async_get(CALENDAR)
    assert known is not None
    await async_follow(hass, front, calendar=known.id)
    registry.async_update_entity(CALENDAR, new_entity_id="calendar.house")
    await hass.async_block_till_done(wait_background_tasks=True)
    registry.async_update_entity("calendar.house", name="House")
    calendar.events = [GUEST]
    calendar.async_write_ha_state()
    await async_pass(hass, freezer, seconds=31)
    assert len(await async_listed(hass)) == 1


@pytest.mark.contract("16.17", "16.41")
async def test_another_time_zone_of_home_assistant_moves_whole_days(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front)
    [before] = await async_listed(hass)
    await hass.config.async_update(time_zone="America/New_York")
    await hass.async_block_till_done(wait_background_tasks=True)
    await hass.config.async_update(elevation=7)
    await hass.async_block_till_done(wait_background_tasks=True)
    [after] = await async_listed(hass)
    assert after["starts_at"] in (
        "2026-06-10T15:00:00-04:00",
        "2026-06-10T19:00:00+00:00",
    )
    assert after["code"] == before["code"]


@pytest.mark.contract("16.34")
async def test_nothing_is_read_before_home_assistant_has_started(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    hass.set_state(CoreState.starting)
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    calendar.push(GUEST, OTHER)
    await async_pass(hass, freezer, seconds=31)
    follower_of(entry).notify()
    assert calendar.reads == 0
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await async_listed(hass) == []


@pytest.mark.contract("16.30")
async def test_a_calendar_that_goes_while_it_is_read_changes_nothing(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front)
    before = await async_listed(hass)

    async def go(*_: Any) -> list[Any]:
        calendar.become(available=False)
        return []

    monkeypatch.setattr(calendar, "async_get_events", go)
    answer = await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert answer["calendars"][0]["is_read"] is False
    assert await async_listed(hass) == before


@pytest.mark.contract("16.27")
async def test_a_calendar_that_lists_the_long_past_forgets_the_booking_quietly(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    past = nights("2026-01-10", "2026-01-13", "Ada Example", uid="one@example.com")

    async def lie(*_: Any) -> list[Any]:
        return [past]

    monkeypatch.setattr(calendar, "async_get_events", lie)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert follower_of(entry).ledger.bookings == {}
    assert await follower_of(entry).async_change("gone", lambda booking: booking)


@pytest.mark.contract("16.44", "16.50")
async def test_a_check_in_counts_once_it_is_on_disk_and_only_of_a_booking(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    [code] = await async_listed(hass)
    follower = follower_of(entry)
    happened: list[Any] = []
    follower.subscribe_happenings(lambda what, _: happened.append(what.kind.value))
    await follower.async_note_use(code["access_code_id"], "no lock")
    await follower.async_note_use("no code", front.entry_id)

    async def refuse(*_: Any) -> None:
        raise StorageFailed("full")

    with monkeypatch.context() as patch:
        patch.setattr(BookingLedger, "async_save", refuse)
        await follower.async_note_use(code["access_code_id"], front.entry_id)
    assert happened == []
    await follower.async_note_use(code["access_code_id"], front.entry_id)
    await follower.async_note_use(code["access_code_id"], front.entry_id)
    assert happened == ["checked_in"]


@pytest.mark.contract("16.39")
async def test_a_change_without_effect_is_not_tried_for_ever(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_follow(hass, front)
    tried: list[Any] = []

    async def do_nothing(work: Any) -> None:
        tried.append(work)

    monkeypatch.setattr(following, "async_carry_out", do_nothing)
    calendar.events = [GUEST]
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert len(tried) == 3


@pytest.mark.contract("16.39")
async def test_a_lock_without_room_is_told_as_such_and_gets_the_code_later(
    hass: HomeAssistant, slot_locks: SlotLocks, doors: Any, calendar: FakeCalendar
) -> None:
    slot_locks["Back door"].slots = {"1": None}
    back = await async_link_slots(hass, BACK)
    await async_call(hass, "create", lock=BACK, name="Cleaner")
    await async_settle(hass)
    calendar.events = [GUEST]
    await async_follow(hass, back)
    answer = await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    [booking] = answer["calendars"][0]["bookings"]
    [refused] = booking["refused"]
    assert refused["reason"] == "no_slot_left"
    [cleaner] = await async_listed(hass)
    await async_call(hass, "delete", access_code_id=cleaner["access_code_id"])
    await async_settle(hass)
    await async_push(hass, calendar, GUEST)
    assert [code["name"] for code in await async_listed(hass)] == ["Ada Example"]


@pytest.mark.contract("16.31", "16.46")
async def test_a_booking_that_the_ledger_alone_knows_gets_a_random_pin(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    assert await hass.config_entries.async_unload(front.entry_id)
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    assert await hass.config_entries.async_unload(entry.entry_id)
    calendar.become(available=False)
    assert await hass.config_entries.async_setup(front.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    [code] = await async_listed(hass)
    assert len(code["code"]) == 6
    assert times(code) == ("2026-06-10T15:00", "2026-06-13T11:00")


@pytest.mark.contract("16.51")
async def test_diagnostics_of_an_entry_that_is_not_loaded_say_why(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    entry = await async_follow(hass, front)
    assert await hass.config_entries.async_unload(entry.entry_id)
    found: Any = await async_get_config_entry_diagnostics(hass, entry)
    assert found["entry"]["state"] == "not_loaded"
    assert "bookings" not in found


@pytest.mark.contract("16.38")
async def test_the_repair_reads_again_and_says_when_it_cannot(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    calendar.push()
    await async_pass(hass, freezer, seconds=31)
    await async_pass(hass, freezer, seconds=301)
    assert (await async_fix(hass, NOT_READ, "try_again"))["reason"] == "still_failing"
    assert len(await async_listed(hass)) == 2
    manager = hass.data["repairs"]["flow_manager"]
    opened = [await async_fix(hass, NOT_READ) for _ in range(2)]
    calendar.events = [GUEST]
    result = await async_fix(hass, NOT_READ, "try_again")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert NOT_READ not in issues_of(hass)
    assert [code["name"] for code in await async_listed(hass)] == ["Ada Example"]
    assert await hass.config_entries.async_unload(entry.entry_id)
    for flow, step in zip(opened, ("try_again", "bookings_gone"), strict=True):
        result = await manager.async_configure(flow["flow_id"], {"next_step_id": step})
        assert result["reason"] == "not_loaded"


@pytest.mark.contract("16.40")
async def test_the_flow_links_locks_and_refuses_locks_that_are_not_linked(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    init = hass.config_entries.flow.async_init
    configure = hass.config_entries.flow.async_configure
    flow: Any = await init(DOMAIN, context={"source": SOURCE_USER})
    assert flow["step_id"] == "start"
    flow = await configure(flow["flow_id"], {"next_step_id": "link_locks"})
    assert flow["step_id"] == "link_locks"
    flow = await configure(flow["flow_id"], {"locks": ["lock.back_door"]})
    assert flow["step_id"] == "method"
    _, errors = async_check_bookings(hass, {"locks": ["lock.back_door"]})
    assert errors == {"locks": "lock_not_linked"}
    flow = await init(DOMAIN, context={"source": SOURCE_USER})
    await hass.config_entries.async_remove(front.entry_id)
    flow = await configure(flow["flow_id"], {"next_step_id": "bookings"})
    assert flow["reason"] == "nothing_to_follow"


@pytest.mark.contract("16.48")
async def test_entities_that_do_not_go_keep_the_entry_from_being_unloaded(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = await async_follow(hass, front)

    async def refuse(*_: Any) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(ConfigEntries, "async_unload_platforms", refuse)
        with pytest.raises(ConfigEntryError):
            await async_unload_bookings(hass, entry)
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.contract("16.29")
async def test_a_booking_moves_with_a_new_name_and_window_in_one_change(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front)
    renamed = replace(GUEST, summary="Ada and Bo")
    await async_push(hass, calendar, renamed)
    [code] = await async_listed(hass)
    assert (code["name"], times(code)[0]) == ("Ada and Bo", "2026-06-10T15:00")
    both = replace(renamed, summary="Ada", end=date(2026, 6, 14))
    await async_push(hass, calendar, both)
    [code] = await async_listed(hass)
    assert (code["name"], times(code)[1]) == ("Ada", "2026-06-14T11:00")


@pytest.mark.contract("14.5")
async def test_a_booking_calendar_alone_is_no_lock_that_others_are_offered_beside(
    hass: HomeAssistant, slot_locks: SlotLocks, doors: Any, calendar: FakeCalendar
) -> None:
    front = await async_link_slots(hass, FRONT)
    await async_follow(hass, front)
    await hass.config_entries.async_remove(front.entry_id)
    await async_settle(hass)
    offered = len(hass.config_entries.flow.async_progress())
    er.async_get(hass).async_get_or_create("lock", FAMILY, "later")
    await async_settle(hass)
    assert len(hass.config_entries.flow.async_progress()) == offered


@pytest.mark.contract("18.4", "18.7")
async def test_the_panel_is_for_locks_and_shows_no_booking_calendar_as_one(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    pushed: list[Any] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()
    entry = await async_follow(hass, front)
    await async_settle(hass)
    shown = [lock["entry_id"] for update in pushed for lock in update["changed"]]
    assert set(shown) == {front.entry_id}
    await hass.config_entries.async_remove(front.entry_id)
    await async_settle(hass)
    assert pushed[-1]["removed"] == [front.entry_id]
    subscription.stop()
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.contract("11.340")
async def test_the_panel_is_told_whether_there_are_bookings(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    pushed: list[Any] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()
    assert pushed.pop()["booking_calendars"] == {}
    entry = await async_follow(hass, front)
    assert pushed[-1]["booking_calendars"] == {entry.entry_id: True}
    # An entry that is not running is one, too.
    await hass.config_entries.async_unload(entry.entry_id)
    told = [each["booking_calendars"] for each in pushed if "booking_calendars" in each]
    assert told[-1] == {entry.entry_id: False}
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    assert pushed[-1] == {"changed": [], "removed": [], "booking_calendars": {}}
    subscription.stop()
