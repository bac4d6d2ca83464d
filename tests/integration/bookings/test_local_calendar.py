"""Home Assistant's local calendar: bookings that a host enters by hand."""

from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings.calendar_internals import PLATFORMS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import async_follow
from tests.support.keypad_locks import async_call

from .feeds import feed
from .test_follower import async_pass, times

LOCAL = "calendar.guests"
FIRST = """\
BEGIN:VEVENT
DTSTAMP:20260501T000000
UID:first
DTSTART;VALUE=DATE:20260610
DTEND;VALUE=DATE:20260613
SUMMARY:Ada Example
END:VEVENT
"""
SECOND = FIRST.replace("first", "second").replace("202606", "202607")


def write(path: Path, *events: str) -> None:
    """Write the file of a local calendar."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(feed(*events), newline="")


async def async_add_local(hass: HomeAssistant, *events: str) -> MockConfigEntry:
    """Add a local calendar, with events that it had before the start."""
    write(Path(hass.config.path(".storage", "local_calendar.guests.ics")), *events)
    entry = MockConfigEntry(
        domain=PLATFORMS[1], data={"calendar_name": "Guests", "storage_key": "guests"}
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    return entry


async def async_event(hass: HomeAssistant, **fields: Any) -> None:
    """Enter an event, as a host does, and wait for what follows."""
    await hass.services.async_call(
        "calendar", "create_event", {"entity_id": LOCAL, **fields}, blocking=True
    )
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
async def front_of_house(
    hass: HomeAssistant, front: MockConfigEntry
) -> MockConfigEntry:
    """Provide a linked lock, and the calendars of Home Assistant."""
    assert await async_setup_component(hass, "calendar", {})
    return front


@pytest.mark.contract("16.13", "16.34")
async def test_events_that_a_host_enters_become_codes_without_being_asked_for(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, front_of_house: MockConfigEntry
) -> None:
    await async_add_local(hass)
    await async_follow(hass, front_of_house, calendar=LOCAL)
    await async_event(
        hass, summary="Ada", start_date="2026-06-10", end_date="2026-06-13"
    )
    await async_pass(hass, freezer, seconds=31)
    [code] = await async_listed(hass)
    assert (code["name"], *times(code)) == (
        "Ada",
        "2026-06-10T15:00",
        "2026-06-13T11:00",
    )
    # The next event, and with it the state of the calendar, stays the same.
    await async_event(
        hass,
        summary="Bo",
        start_date_time="2026-06-13T16:30:00+00:00",
        end_date_time="2026-06-14T10:15:00+00:00",
    )
    await async_pass(hass, freezer, seconds=31)
    codes = {code["name"]: code for code in await async_listed(hass)}
    assert times(codes["Bo"]) == ("2026-06-13T16:30", "2026-06-14T10:15")
    assert codes["Ada"]["code"] == code["code"]


@pytest.mark.contract("16.33")
async def test_an_event_that_is_listed_as_cancelled_is_no_guest(
    hass: HomeAssistant, front_of_house: MockConfigEntry
) -> None:
    cancelled = FIRST.replace("END:VEVENT", "STATUS:CANCELLED\nEND:VEVENT")
    long_ago = cancelled.replace("202606", "202506").replace("first", "long ago")
    await async_add_local(hass, long_ago, cancelled, SECOND)
    await async_follow(hass, front_of_house, calendar=LOCAL)
    [code] = await async_listed(hass)
    assert times(code) == ("2026-07-10T15:00", "2026-07-13T11:00")


@pytest.mark.contract("16.18", "16.22")
async def test_a_stay_over_the_change_of_the_clocks_keeps_its_times_after_a_reload(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front_of_house: MockConfigEntry,
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-10-20T12:00:00+00:00")
    entry = await async_add_local(hass)
    await async_follow(hass, front_of_house, calendar=LOCAL)
    # It ends in the second of the two hours from 2 to 3.
    await async_event(
        hass,
        summary="Ada",
        start_date_time="2026-10-24T14:00:00+00:00",
        end_date_time="2026-10-25T01:30:00+00:00",
    )
    await async_pass(hass, freezer, seconds=31)
    [before] = await async_listed(hass)
    assert before["ends_at"] in (
        "2026-10-25T02:30:00+01:00",
        "2026-10-25T01:30:00+00:00",
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    answer = await async_call(hass, "refresh_bookings", entity_id=LOCAL)
    assert answer["calendars"][0]["is_read"]
    [after] = await async_listed(hass)
    assert (after["starts_at"], after["ends_at"], after["code"]) == (
        before["starts_at"],
        before["ends_at"],
        before["code"],
    )


@pytest.mark.contract("16.30")
async def test_a_calendar_that_is_reloaded_or_gone_removes_no_guest(
    hass: HomeAssistant, front_of_house: MockConfigEntry
) -> None:
    entry = await async_add_local(hass, FIRST, SECOND)
    await async_follow(hass, front_of_house, calendar=LOCAL)
    before = await async_listed(hass)
    assert len(before) == 2
    assert await hass.config_entries.async_unload(entry.entry_id)
    answer = await async_call(hass, "refresh_bookings", entity_id=LOCAL)
    assert answer["calendars"][0]["is_read"] is False
    assert await async_listed(hass) == before
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_listed(hass) == before
