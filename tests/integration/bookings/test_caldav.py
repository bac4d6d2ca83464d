"""Home Assistant's CalDAV calendars, over a real server."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_socket import enable_socket

from custom_components.access_codes.bookings import calendar_reader
from homeassistant.components.calendar.const import DATA_COMPONENT
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import async_follow
from tests.support.keypad_locks import async_call
from tests.support.radicale_server import Radicale, radicale

from .caldav_server import EMPTY, HALF, HTML, Gate
from .feeds import AMSTERDAM, feed
from .test_follower import async_pass, times

FLAT = "calendar.flat"
GUEST = ("2026-06-10T13:00", "2026-06-13T09:00")
"""Three in the afternoon to eleven in the morning, by the clock of Amsterdam."""


def event(uid: str, *lines: str, summary: str = "Ada Example") -> str:
    """Return an event."""
    text = "\n".join((f"UID:{uid}", "DTSTAMP:20260501T000000Z", *lines))
    return f"BEGIN:VEVENT\n{text}\nSUMMARY:{summary}\nEND:VEVENT\n"


def nights(uid: str, first: str, last: str, *lines: str, **given: str) -> str:
    """Return an event of whole days."""
    days = (f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{last}")
    return event(uid, *days, *lines, **given)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    """Run the server, for all tests of the file."""
    # The tests of Home Assistant begin without sockets, each anew.
    enable_socket()
    with radicale(Path(tmp_path_factory.mktemp("radicale"))) as running:
        yield running


@pytest.fixture
async def gate(
    hass: HomeAssistant, doors: Any, server: Radicale, socket_enabled: None
) -> AsyncIterator[Gate]:
    """Serve a calendar without events behind a gate."""
    await hass.async_add_executor_job(server.make_calendar, "Flat")
    opened = Gate(server)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", opened.answer)
    http = TestServer(app, host="127.0.0.1")
    await http.start_server(access_log=None)
    opened.url = str(http.make_url("/"))
    yield opened
    await http.close()
    await hass.async_add_executor_job(server.delete, "Flat")


@pytest.fixture
async def flat(hass: HomeAssistant, gate: Gate) -> AsyncIterator[MockConfigEntry]:
    """Let Home Assistant read the calendar."""
    entry = MockConfigEntry(
        domain="caldav",
        data={
            "url": gate.url,
            "username": gate.server.user,
            "password": "unused",
            "verify_ssl": True,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


async def async_put(hass: HomeAssistant, gate: Gate, name: str, *events: str) -> None:
    """Write a file of the calendar."""
    await hass.async_add_executor_job(gate.server.put, "Flat", name, feed(*events))


async def async_refresh(hass: HomeAssistant) -> Any:
    """Read now, and return the answer."""
    answer = await async_call(hass, "refresh_bookings", entity_id=FLAT)
    await hass.async_block_till_done(wait_background_tasks=True)
    return answer["calendars"][0]


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.13", "16.14", "16.17", "16.18")
@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20260610", "DTEND;VALUE=DATE:20260613"),
        ("DTSTART:20260610T150000", "DTEND:20260613T110000"),
        (
            "DTSTART;TZID=Europe/Amsterdam:20260610T150000",
            "DTEND;TZID=Europe/Amsterdam:20260613T110000",
        ),
        ("DTSTART:20260610T130000Z", "DTEND:20260613T090000Z"),
        ("DTSTART:20260610T150000", "DURATION:P2DT20H"),
    ],
    ids=["days", "floating", "zoned", "utc", "duration"],
)
async def test_an_event_of_each_form_is_a_stay_with_its_times(
    hass: HomeAssistant,
    front: MockConfigEntry,
    gate: Gate,
    lines: tuple[str, str],
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    await async_put(hass, gate, "guest", AMSTERDAM, event("one", *lines))
    blocked = nights("two", "20260620", "20260622", summary="Not available")
    await async_put(hass, gate, "blocked", blocked)
    await async_follow(hass, front, calendar=FLAT)
    [code] = await async_listed(hass)
    assert (code["name"], *times(code)) == ("Ada Example", *GUEST)


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.20")
async def test_a_series_is_one_stay_for_each_date_less_those_left_out_and_called_off(
    hass: HomeAssistant, front: MockConfigEntry, gate: Gate
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    zoned = "DT{}; TZID=Europe/Amsterdam:202606{}T{}0000".replace(" ", "")
    series = event(
        "cleaner",
        zoned.format("START", "05", "09"),
        zoned.format("END", "05", "12"),
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20260619T070000Z",
    )
    moved = event(
        "cleaner",
        "RECURRENCE-ID:20260612T070000Z",
        zoned.format("START", "13", "09"),
        zoned.format("END", "13", "12"),
    )
    called_off = event(
        "cleaner",
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20260626T090000",
        zoned.format("START", "26", "09"),
        zoned.format("END", "26", "12"),
        "STATUS:CANCELLED",
    )
    await async_put(hass, gate, "series", AMSTERDAM, series, moved, called_off)
    await async_follow(hass, front, calendar=FLAT)
    starts = [code["starts_at"] for code in await async_listed(hass)]
    assert sorted(start[:10] for start in starts) == ["2026-06-05", "2026-06-13"]


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.26", "16.33")
async def test_an_event_that_is_called_off_while_it_runs_ends_at_once(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    gate: Gate,
) -> None:
    await async_put(hass, gate, "guest", nights("one", "20260610", "20260613"))
    await async_follow(hass, front, calendar=FLAT)
    freezer.move_to("2026-06-11T12:00:00+00:00")
    await async_pass(hass, freezer, seconds=1)
    [code] = await async_listed(hass)
    assert code["status"] == "set"
    cancelled = nights("one", "20260610", "20260613", "STATUS:CANCELLED")
    await async_put(hass, gate, "guest", cancelled)
    assert (await async_refresh(hass))["is_read"]
    assert [code["status"] for code in await async_listed(hass)] in ([], ["removing"])


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.22", "16.34")
async def test_a_stay_that_is_moved_there_is_moved_by_the_next_poll_of_the_calendar(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    gate: Gate,
) -> None:
    await async_put(hass, gate, "guest", nights("one", "20260610", "20260613"))
    await async_follow(hass, front, calendar=FLAT)
    [before] = await async_listed(hass)
    await async_put(hass, gate, "guest", nights("one", "20260611", "20260614"))
    await async_pass(hass, freezer, minutes=15, seconds=1)
    await async_pass(hass, freezer, minutes=1)
    [after] = await async_listed(hass)
    assert times(after) == ("2026-06-11T15:00", "2026-06-14T11:00")
    assert after["code"] == before["code"]


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.30")
@pytest.mark.parametrize(
    "failure",
    [
        (500, ""),
        (503, HTML),
        (403, ""),
        (401, ""),
        (404, ""),
        (200, HTML),
        (200, ""),
        (207, HALF),
        (207, EMPTY),
        (207, ""),
    ],
)
async def test_a_server_that_fails_removes_no_guest_and_comes_back(
    hass: HomeAssistant,
    front: MockConfigEntry,
    gate: Gate,
    failure: tuple[int, str],
) -> None:
    await async_put(hass, gate, "guest", nights("one", "20260610", "20260613"))
    await async_put(hass, gate, "next", nights("two", "20260613", "20260615"))
    await async_follow(hass, front, calendar=FLAT)
    before = await async_listed(hass)
    assert len(before) == 2
    gate.fail(*failure)
    assert (await async_refresh(hass))["is_read"] is False
    assert await async_listed(hass) == before
    gate.recover()
    assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == before


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.30", "16.33")
async def test_an_old_cancelled_event_does_not_vouch_for_a_calendar_that_lists_nothing(
    hass: HomeAssistant,
    front: MockConfigEntry,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_put(hass, gate, "guest", nights("one", "20260610", "20260613"))
    await async_put(hass, gate, "next", nights("two", "20260613", "20260615"))
    old = nights("old", "20260605", "20260606", "STATUS:CANCELLED")
    await async_put(hass, gate, "old", old)
    await async_follow(hass, front, calendar=FLAT)
    before = await async_listed(hass)
    assert len(before) == 2

    async def async_nothing(*_: Any) -> list[Any]:
        return []

    with monkeypatch.context() as patch:
        entity = hass.data[DATA_COMPONENT].get_entity(FLAT)
        patch.setattr(entity, "async_get_events", async_nothing)
        assert (await async_refresh(hass))["is_read"] is False
        assert await async_listed(hass) == before
        # Where all that is ahead is called off, there is nothing to doubt.
        for name, uid, first, last in (
            ("guest", "one", "20260610", "20260613"),
            ("next", "two", "20260613", "20260615"),
        ):
            called_off = nights(uid, first, last, "STATUS:CANCELLED")
            await async_put(hass, gate, name, called_off)
        assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == []


@pytest.mark.usefixtures("flat")
@pytest.mark.contract("16.30")
async def test_a_server_that_does_not_answer_is_given_up_and_removes_no_guest(
    hass: HomeAssistant,
    front: MockConfigEntry,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_put(hass, gate, "guest", nights("one", "20260610", "20260613"))
    await async_follow(hass, front, calendar=FLAT)
    before = await async_listed(hass)
    assert len(before) == 1
    gate.silence.clear()
    with monkeypatch.context() as patch:
        patch.setattr(calendar_reader, "_TIMEOUT", 0)
        answer = await async_call(hass, "refresh_bookings", entity_id=FLAT)
    assert answer["calendars"][0]["is_read"] is False
    assert await async_listed(hass) == before
    gate.recover()
    assert (await async_refresh(hass))["is_read"] is True
    assert await async_listed(hass) == before
