"""Home Assistant's remote calendar, over a local server: feeds as booking services write them, and all ways to fail."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.bookings.calendar_internals import PLATFORMS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import async_follow
from tests.support.keypad_locks import async_call

from .feeds import AIRBNB, AMSTERDAM, SERVICES, VRBO, feed
from .test_follower import times

REMOTE = "calendar.holidays"
GUEST = ("2026-06-10T15:00", "2026-06-13T11:00")
TWO = (AIRBNB[0], AIRBNB[0].replace("1418", "2520").replace("202606", "202607"))


@dataclass
class Server:
    """A server of one feed."""

    text: str = feed()
    status: int = 200
    reads: int = 0
    answers: list[str] = field(default_factory=list)

    async def answer(self, _: web.Request) -> web.Response:
        """Answer with the feed as it is."""
        self.reads += 1
        return web.Response(text=self.text, status=self.status)


@pytest.fixture
async def server(
    hass: HomeAssistant, doors: Any, socket_enabled: None
) -> AsyncIterator[Server]:
    """Serve a feed, and let a remote calendar read it."""
    feed_server = Server()
    app = web.Application()
    app.router.add_get("/feed.ics", feed_server.answer)
    http = TestServer(app, host="127.0.0.1")
    await http.start_server()
    entry = MockConfigEntry(
        domain=PLATFORMS[0],
        data={
            "calendar_name": "Holidays",
            "url": str(http.make_url("/feed.ics")),
            "verify_ssl": True,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    yield feed_server
    await hass.config_entries.async_unload(entry.entry_id)
    await http.close()


async def async_follow_remote(
    hass: HomeAssistant, *locks: MockConfigEntry, **terms: Any
) -> MockConfigEntry:
    """Follow the remote calendar, and read it."""
    entry = await async_follow(hass, *locks, calendar=REMOTE, **terms)
    await async_refresh(hass)
    return entry


async def async_refresh(hass: HomeAssistant) -> Any:
    """Read now, and return the answer."""
    answer = await async_call(hass, "refresh_bookings", entity_id=REMOTE)
    await hass.async_block_till_done(wait_background_tasks=True)
    return answer["calendars"][0]


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **span: float
) -> None:
    """Let time pass."""
    freezer.tick(timedelta(**span))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.contract("16.13", "16.14", "16.17", "16.34", "16.37")
@pytest.mark.parametrize("service", SERVICES)
async def test_the_guest_of_each_service_gets_a_code_and_blocked_days_none(
    hass: HomeAssistant, front: MockConfigEntry, server: Server, service: str
) -> None:
    server.text = feed(SERVICES[service])
    await async_follow_remote(hass, front)
    [code] = await async_listed(hass)
    assert times(code) == GUEST


@pytest.mark.contract("16.30")
@pytest.mark.parametrize(
    ("status", "text"),
    [
        (500, feed(*TWO)),
        (304, ""),
        (200, feed(*TWO)[:400]),
        (200, "<html><body>Please log in</body></html>"),
        (200, ""),
        (200, feed()),
    ],
    ids=["500", "304", "half", "html", "nothing", "no_event"],
)
async def test_a_feed_that_fails_removes_no_guest(
    hass: HomeAssistant,
    front: MockConfigEntry,
    server: Server,
    status: int,
    text: str,
) -> None:
    server.text = feed(*TWO)
    await async_follow_remote(hass, front)
    before = await async_listed(hass)
    assert len(before) == 2
    server.status, server.text = status, text
    assert (await async_refresh(hass))["is_read"] is False
    assert await async_listed(hass) == before
    server.status, server.text = 200, feed(TWO[1])
    assert (await async_refresh(hass))["is_read"] is True
    assert len(await async_listed(hass)) == 1


@pytest.mark.contract("16.30")
async def test_one_guest_and_blocked_days_stay_where_a_feed_lists_nothing(
    hass: HomeAssistant, front: MockConfigEntry, server: Server
) -> None:
    server.text = feed(AIRBNB)
    await async_follow_remote(hass, front)
    before = await async_listed(hass)
    assert len(before) == 1
    server.text = feed()
    assert (await async_refresh(hass))["is_read"] is False
    assert await async_listed(hass) == before
    # The guest does not come, and the calendar says so by what else it lists.
    server.text = feed(AIRBNB[1])
    assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == []


@pytest.mark.contract("16.23", "16.24")
async def test_a_copy_of_yesterday_takes_no_pin_from_a_guest(
    hass: HomeAssistant, front: MockConfigEntry, server: Server
) -> None:
    new = AIRBNB[0].replace("1418", "3630").replace("2026061", "2026062")
    server.text = feed(*TWO, new)
    await async_follow_remote(hass, front)
    before = {each["starts_at"]: each["code"] for each in await async_listed(hass)}
    assert len(before) == 3
    # The service answers with what it had before the last booking was made.
    server.text = feed(*TWO)
    assert (await async_refresh(hass))["is_read"] is True
    assert len(await async_listed(hass)) == 2
    server.text = feed(*TWO, new)
    await async_refresh(hass)
    after = {each["starts_at"]: each["code"] for each in await async_listed(hass)}
    assert after == before


@pytest.mark.contract("16.21", "16.22", "16.23", "16.26")
async def test_a_feed_with_new_ids_at_each_read_keeps_its_guests_and_their_pins(
    hass: HomeAssistant, front: MockConfigEntry, server: Server
) -> None:
    def copy(number: int, *events: str) -> str:
        return feed(
            *(
                event.replace("UID:", f"UID:{number}-{position}-")
                for position, event in enumerate(events)
            )
        )

    new = AIRBNB[0].replace("1418", "3630").replace("2026061", "2026062")
    server.text = copy(1, *TWO, new)
    entry = await async_follow_remote(hass, front)
    before = {each["starts_at"]: each["code"] for each in await async_listed(hass)}
    assert len(before) == 3

    async def async_codes(text: str) -> dict[str, str]:
        server.text = text
        assert (await async_refresh(hass))["is_read"] is True
        return {each["starts_at"]: each["code"] for each in await async_listed(hass)}

    assert await async_codes(copy(2, *TWO, new)) == before
    # Yesterday's copy lacks the newest booking, and has other ids, too.
    assert len(await async_codes(copy(3, *TWO))) == 2
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert await async_codes(copy(4, *TWO, new)) == before
    # One is made longer, one is called off.
    longer = new.replace("20260623", "20260625")
    assert longer != new
    cancelled = TWO[1].replace("END:VEVENT", "STATUS:CANCELLED\nEND:VEVENT")
    after = await async_codes(copy(5, TWO[0], cancelled, longer))
    assert len(after) == 2
    assert after.items() < before.items()
    # All are called off: that is no outage.
    texts = (TWO[0], TWO[1], longer)
    off = [t.replace("END:VEVENT", "STATUS:CANCELLED\nEND:VEVENT") for t in texts]
    assert await async_codes(copy(6, *off)) == {}


@pytest.mark.contract("16.34")
async def test_the_feed_is_read_each_15_minutes_and_each_minute_before_check_in(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    server: Server,
) -> None:
    server.text = feed(AIRBNB)
    await async_follow_remote(hass, front)
    reads = server.reads
    await async_pass(hass, freezer, minutes=14)
    assert server.reads == reads
    await async_pass(hass, freezer, minutes=1, seconds=1)
    assert server.reads == reads + 1
    freezer.move_to("2026-06-10T14:01:00+00:00")
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    reads = server.reads
    for _ in range(3):
        await async_pass(hass, freezer, seconds=61)
    assert server.reads == reads + 3


@pytest.mark.contract("16.26", "16.33")
async def test_a_running_stay_ends_at_once_when_the_feed_says_cancelled(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    server: Server,
) -> None:
    server.text = feed(VRBO)
    await async_follow_remote(hass, front)
    freezer.move_to("2026-06-11T12:00:00+00:00")
    assert len(await async_listed(hass)) == 1
    cancelled = VRBO[0].replace("END:VEVENT", "STATUS:CANCELLED\nEND:VEVENT")
    server.text = feed(cancelled, VRBO[1])
    await async_refresh(hass)
    assert [code["status"] for code in await async_listed(hass)] in ([], ["removing"])


@pytest.mark.contract("16.35", "16.36")
async def test_the_pin_is_of_the_phone_number_where_the_lock_takes_it(
    hass: HomeAssistant, front: MockConfigEntry, server: Server
) -> None:
    server.text = feed(AIRBNB)
    await async_follow_remote(hass, front, pin_source="phone")
    [code] = await async_listed(hass)
    assert code["code"] == "4826"


@pytest.mark.contract("16.20")
async def test_a_moved_stay_of_a_series_whose_id_is_in_utc_counts_once(
    hass: HomeAssistant, front: MockConfigEntry, server: Server
) -> None:
    series = """\
BEGIN:VEVENT
UID:cleaner@example.com
DTSTART;TZID=Europe/Amsterdam:20260605T090000
DTEND;TZID=Europe/Amsterdam:20260605T120000
RRULE:FREQ=WEEKLY;COUNT=2
SUMMARY:Cleaner
END:VEVENT
BEGIN:VEVENT
UID:cleaner@example.com
RECURRENCE-ID:20260612T070000Z
DTSTART;TZID=Europe/Amsterdam:20260613T090000
DTEND;TZID=Europe/Amsterdam:20260613T120000
SUMMARY:Cleaner
END:VEVENT
"""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    server.text = feed(AMSTERDAM, series)
    await async_follow_remote(hass, front)
    starts = [code["starts_at"] for code in await async_listed(hass)]
    assert sorted(start[:10] for start in starts) == ["2026-06-05", "2026-06-13"]
