"""Home Assistant's Google calendars with their client library, over a server that answers as Google does."""

from collections.abc import AsyncIterator
from typing import Any

from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
from gcal_sync import auth
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings import calendar_reader
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.support.action_calls import NOON, async_listed
from tests.support.booking_calendar import async_follow
from tests.support.keypad_locks import async_call

from .google_server import Google
from .test_follower import async_pass, times

FLAT = "calendar.flat"
GUEST = ("2026-06-10T13:00", "2026-06-13T09:00")
"""Three in the afternoon to eleven in the morning, by the clock of Amsterdam."""
SCOPE = "https://www.googleapis.com/auth/calendar"
ZONE = "Europe/Amsterdam"


@pytest.fixture
async def google(
    hass: HomeAssistant,
    doors: Any,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Google]:
    """Run the server, in the place of Google."""
    await hass.config.async_set_time_zone(ZONE)
    running = Google()
    http = TestServer(running.application(), host="127.0.0.1")
    await http.start_server(access_log=None)
    running.url = str(http.make_url("")).rstrip("/")
    monkeypatch.setattr(auth, "API_BASE_URL", running.url)
    yield running
    running.recover()
    await http.close()


@pytest.fixture
async def flat(hass: HomeAssistant, google: Google) -> AsyncIterator[MockConfigEntry]:
    """Let Home Assistant read the calendar, as a user who has given consent."""
    assert await async_setup_component(hass, "application_credentials", {})
    await async_import_client_credential(
        hass, "google", ClientCredential("client", "secret"), "device_auth"
    )
    entry = MockConfigEntry(
        domain="google",
        unique_id="host@example.com",
        data={
            "auth_implementation": "device_auth",
            "token": {
                "access_token": "access",
                "refresh_token": "refresh",
                "scope": SCOPE,
                "token_type": "Bearer",
                "expires_at": NOON.timestamp() + 90 * 86400,
                "expires_in": 90 * 86400,
            },
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    yield entry
    google.recover()
    await hass.config_entries.async_unload(entry.entry_id)


async def async_refresh(hass: HomeAssistant) -> Any:
    """Have Google asked now, read, and return the answer."""
    answer = await async_call(hass, "refresh_bookings", entity_id=FLAT)
    await hass.async_block_till_done(wait_background_tasks=True)
    return answer["calendars"][0]


async def async_follow_flat(hass: HomeAssistant, *locks: MockConfigEntry) -> Any:
    """Follow the calendar, read it, and return the codes."""
    await async_follow(hass, *locks, calendar=FLAT)
    assert (await async_refresh(hass))["is_read"] is True
    return await async_listed(hass)


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.13", "16.14", "16.17", "16.18")
@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-06-10", "2026-06-13"),
        ("2026-06-10T15:00:00+02:00", "2026-06-13T11:00:00+02:00"),
        ("2026-06-10T13:00:00Z", "2026-06-13T09:00:00Z"),
        (f"2026-06-10T15:00:00+02:00 {ZONE}", f"2026-06-13T11:00:00+02:00 {ZONE}"),
        (
            "2026-06-10T09:00:00-04:00 America/New_York",
            "2026-06-13T05:00:00-04:00 America/New_York",
        ),
    ],
    ids=["days", "offset", "utc", "zoned", "other_zone"],
)
async def test_an_event_of_each_form_is_a_stay_with_its_times(
    hass: HomeAssistant,
    front: MockConfigEntry,
    google: Google,
    starts: str,
    ends: str,
) -> None:
    # Hosts enter stays as *free* as well as *busy*.
    google.put("guest", starts, ends, transparency="transparent")
    google.put("blocked", "2026-06-20", "2026-06-22", summary="Not available")
    google.put(
        "home", "2026-06-20", "2026-06-21", eventType="workingLocation", summary="Home"
    )
    [code] = await async_follow_flat(hass, front)
    assert (code["name"], *times(code)) == ("Ada Example", *GUEST)


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.20", "16.33")
async def test_a_series_is_one_stay_for_each_date_less_those_left_out_and_called_off(
    hass: HomeAssistant, front: MockConfigEntry, google: Google
) -> None:
    google.put(
        "cleaner",
        f"2026-06-05T09:00:00+02:00 {ZONE}",
        f"2026-06-05T12:00:00+02:00 {ZONE}",
        recurrence=[
            "RRULE:FREQ=WEEKLY;COUNT=4",
            f"EXDATE;TZID={ZONE}:20260619T090000",
        ],
    )
    moved = {
        "iCalUID": google.items["cleaner"][1]["iCalUID"],
        "summary": "Ada Example",
        "status": "confirmed",
        "start": {"dateTime": "2026-06-13T09:00:00+02:00", "timeZone": ZONE},
        "end": {"dateTime": "2026-06-13T12:00:00+02:00", "timeZone": ZONE},
    }
    google.except_for("cleaner", "2026-06-12T07:00:00Z", **moved)
    google.except_for("cleaner", "2026-06-26T07:00:00Z", status="cancelled")
    codes = await async_follow_flat(hass, front)
    assert sorted(code["starts_at"][:10] for code in codes) == [
        "2026-06-05",
        "2026-06-13",
    ]


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.22", "16.24", "16.34")
async def test_what_is_moved_or_deleted_there_follows_the_next_poll_of_the_calendar(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    google: Google,
) -> None:
    google.put("one", "2026-06-10", "2026-06-13")
    google.put("two", "2026-06-13", "2026-06-15")
    google.put("three", "2026-06-15", "2026-06-16")
    before = {
        code["starts_at"]: code["code"] for code in await async_follow_flat(hass, front)
    }
    assert len(before) == 3
    google.put("one", "2026-06-09", "2026-06-12")
    google.delete("two")
    google.reads.clear()
    await async_pass(hass, freezer, minutes=15, seconds=1)
    await async_pass(hass, freezer, minutes=1)
    assert set(google.reads) == {"changes"}
    after = {code["starts_at"][:10]: code["code"] for code in await async_listed(hass)}
    assert after == {
        "2026-06-09": before["2026-06-10T13:00:00+00:00"],
        "2026-06-15": before["2026-06-15T13:00:00+00:00"],
    }


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.25", "16.33")
async def test_a_stay_that_is_deleted_there_while_it_runs_lasts_until_its_end(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    google: Google,
) -> None:
    google.put("one", "2026-06-10", "2026-06-13")
    google.put("two", "2026-06-13", "2026-06-15")
    assert len(await async_follow_flat(hass, front)) == 2
    freezer.move_to("2026-06-11T12:00:00+00:00")
    await async_pass(hass, freezer, seconds=1)
    # Google says no more of a calendar that it reads elsewhere and whose feed has dropped the guest.
    google.delete("one")
    answer = await async_refresh(hass)
    assert [each["is_missing_in_calendar"] for each in answer["bookings"]] == [
        True,
        False,
    ]
    assert {code["status"] for code in await async_listed(hass)} == {"set", "unset"}
    freezer.move_to("2026-06-13T09:01:00+00:00")
    await async_pass(hass, freezer, seconds=1)
    await async_refresh(hass)
    names = [
        (code["starts_at"][:10], code["status"])
        for code in await async_listed(hass)
        if code["status"] == "set"
    ]
    assert names == []


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.30", "16.38")
@pytest.mark.parametrize(
    "failure",
    [
        (500, ""),
        (503, "<html><body>Please try again</body></html>"),
        (403, '{"error": {"code": 403, "message": "Rate Limit Exceeded"}}'),
        (401, '{"error": {"code": 401, "message": "Invalid Credentials"}}'),
        (404, ""),
        (200, "<html><body>Please log in</body></html>"),
        (200, '{"items": [{"id": "x"'),
        (200, '{"items": []}'),
        (200, ""),
    ],
)
async def test_a_google_that_fails_removes_no_guest_and_comes_back(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    google: Google,
    failure: tuple[int, str],
) -> None:
    google.put("one", "2026-06-10", "2026-06-13")
    before = await async_follow_flat(hass, front)
    assert len(before) == 1
    google.fail(*failure)
    assert (await async_refresh(hass))["is_read"] is False
    await async_pass(hass, freezer, minutes=16)
    assert await async_listed(hass) == before
    google.recover()
    google.put("two", "2026-06-13", "2026-06-15")
    assert (await async_refresh(hass))["is_read"] is True
    after = await async_listed(hass)
    assert before[0] in after
    assert len(after) == 2


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.30")
async def test_a_full_list_of_which_a_page_is_missing_removes_no_guest(
    hass: HomeAssistant, front: MockConfigEntry, google: Google
) -> None:
    for number in range(5):
        google.put(f"guest{number}", f"2026-06-1{number}", f"2026-06-1{number + 1}")
    before = await async_follow_flat(hass, front)
    assert len(before) == 5
    # The token is too old, the calendar is read from the start, and its second page fails.
    google.oldest_token = google.changes + 1
    google.status, google.failing_page = 500, 1
    google.reads.clear()
    assert (await async_refresh(hass))["is_read"] is False
    assert google.reads[0] == "changes"
    assert "all" in google.reads
    assert await async_listed(hass) == before
    google.recover()
    google.oldest_token = 0
    assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == before


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.30")
async def test_a_google_that_does_not_answer_is_given_up_and_removes_no_guest(
    hass: HomeAssistant,
    front: MockConfigEntry,
    google: Google,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    google.put("one", "2026-06-10", "2026-06-13")
    before = await async_follow_flat(hass, front)
    google.silence.clear()
    with monkeypatch.context() as patch:
        patch.setattr(calendar_reader, "_TIMEOUT", 0)
        await async_call(hass, "refresh_bookings", entity_id=FLAT)
    assert await async_listed(hass) == before
    google.recover()
    assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == before


@pytest.mark.contract("16.30")
async def test_a_start_without_google_removes_no_guest(
    hass: HomeAssistant, front: MockConfigEntry, google: Google, flat: MockConfigEntry
) -> None:
    google.put("one", "2026-06-10", "2026-06-13")
    before = await async_follow_flat(hass, front)
    google.fail(500)
    assert await hass.config_entries.async_reload(flat.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (await async_refresh(hass))["is_read"] is False
    assert await async_listed(hass) == before
    google.recover()
    assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == before
