"""The calendar of a linked lock."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.access_codes.core.agenda import current_or_next
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE, EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceNotSupported
from homeassistant.util.async_ import get_scheduled_timer_handles
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import async_create, async_settle

FRONT = "lock.front_door"
CALENDAR = "calendar.front_door_access_codes"
PIN = "73058416"


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, span: timedelta
) -> None:
    freezer.tick(span)
    async_fire_time_changed(hass)
    await async_settle(hass)


def shown(hass: HomeAssistant) -> State:
    state = hass.states.get(CALENDAR)
    assert state is not None
    return state


async def async_events(hass: HomeAssistant, start: str, end: str) -> list[Any]:
    response = await hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": CALENDAR, "start_date_time": start, "end_date_time": end},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    found: Any = response[CALENDAR]
    return list(found["events"])


@pytest.fixture
async def entry(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> MockConfigEntry:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2030-06-01 10:00:00+00:00")
    await async_add_locks(hass, "Front door")
    return await async_link(hass, FRONT)


@pytest.mark.contract("11.77")
async def test_windows_are_events_past_and_future(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await async_create(hass, FRONT, "Family", "4829")
    await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )
    await async_create(
        hass,
        FRONT,
        "Cleaner",
        "5937",
        starts_at="2030-06-03 09:00",
        ends_at="2030-06-03 12:00",
    )
    await async_pass(hass, freezer, timedelta(days=1))

    events = await async_events(hass, "2030-06-01 00:00:00", "2030-06-05 00:00:00")
    assert events == [
        {
            "start": "2030-06-01T12:30:00+02:00",
            "end": "2030-06-01T14:00:00+02:00",
            "summary": "Guest",
        },
        {
            "start": "2030-06-03T09:00:00+02:00",
            "end": "2030-06-03T12:00:00+02:00",
            "summary": "Cleaner",
        },
    ]
    assert not await async_events(hass, "2030-06-04 00:00:00", "2030-06-05 00:00:00")


@pytest.mark.contract("11.79")
async def test_the_window_of_a_state_is_chosen_once(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Home Assistant asks for the event three times a state: so state and attributes are of one window."""
    with patch(
        "custom_components.access_codes.core.agenda.current_or_next",
        wraps=current_or_next,
    ) as chosen:
        await async_create(
            hass,
            FRONT,
            "Guest",
            PIN,
            starts_at="2030-06-01 12:30",
            ends_at="2030-06-01 14:00",
        )
        await async_settle(hass)

    assert shown(hass).attributes["message"] == "Guest"
    assert chosen.call_count == 1


@pytest.mark.contract("11.77")
async def test_the_panel_reads_events_with_the_ids_of_their_codes(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    access_code_id = await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )
    client = await hass_client()
    response = await client.get(
        f"/api/calendars/{CALENDAR}?start=2030-06-01T00:00:00Z&end=2030-06-02T00:00:00Z"
    )
    [event] = await response.json()
    assert (event["summary"], event["uid"]) == ("Guest", access_code_id)
    assert PIN not in str(event)
    assert PIN not in str(shown(hass).as_dict())


@pytest.mark.contract("11.77")
async def test_viewers_of_the_calendar_are_told_of_each_change(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "calendar/event/subscribe",
            "entity_id": CALENDAR,
            "start": "2030-06-01T00:00:00Z",
            "end": "2030-07-01T00:00:00Z",
        }
    )
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"] == {"events": []}

    await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-08 12:30",
        ends_at="2030-06-08 14:00",
    )
    answer = (await client.receive_json())["event"]
    assert [event["summary"] for event in answer["events"]] == ["Guest"]


@pytest.mark.contract("15.20")
async def test_viewers_of_the_calendar_are_told_how_a_window_repeats(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    code = await async_create(
        hass,
        FRONT,
        "Cleaner",
        PIN,
        starts_at="2030-06-08 12:30",
        ends_at="2030-06-08 14:00",
    )
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "calendar/event/subscribe",
            "entity_id": CALENDAR,
            "start": "2030-06-01T00:00:00Z",
            "end": "2030-07-01T00:00:00Z",
        }
    )
    assert (await client.receive_json())["success"]
    assert len((await client.receive_json())["event"]["events"]) == 1
    await async_call(hass, "update", access_code_id=code, recurrence="FREQ=WEEKLY")
    answer = (await client.receive_json())["event"]
    assert len(answer["events"]) == 4


@pytest.mark.contract("11.79")
async def test_its_state_is_the_current_window_or_the_next(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    assert shown(hass).state == "off"
    assert "message" not in shown(hass).attributes
    await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )
    assert shown(hass).state == "off"
    assert shown(hass).attributes["message"] == "Guest"
    assert shown(hass).attributes["start_time"] == "2030-06-01 12:30:00"

    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await async_pass(hass, freezer, timedelta(minutes=31))
    assert shown(hass).state == "on"
    await async_pass(hass, freezer, timedelta(minutes=90))
    assert shown(hass).state == "off"
    await async_pass(hass, freezer, timedelta(hours=1))
    written = [
        state.state
        for change in changes
        if (state := change.data["new_state"]) is not None
        and state.entity_id == CALENDAR
    ]
    assert written == ["on", "off"]


@pytest.mark.contract("11.78")
async def test_a_code_that_goes_takes_its_event_along(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert not await async_events(hass, "2030-06-01 00:00:00", "2030-06-05 00:00:00")
    assert "message" not in shown(hass).attributes


@pytest.mark.contract("11.78")
async def test_a_paused_code_has_its_event_again_once_it_is_resumed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )

    async def async_told() -> int:
        await async_settle(hass)
        events = await async_events(hass, "2030-06-01 00:00:00", "2030-06-05 00:00:00")
        assert ("message" in shown(hass).attributes) is bool(events)
        return len(events)

    assert await async_told() == 1
    await async_call(hass, "update", access_code_id=access_code_id, is_paused=True)
    assert await async_told() == 0
    await async_call(hass, "update", access_code_id=access_code_id, is_paused=False)
    assert await async_told() == 1


@pytest.mark.contract("11.81")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(
            ("2030-10-27T02:50:00+02:00", "2030-10-27T02:10:00+01:00"),
            ("2030-10-27T02:50:00+02:00", "2030-10-27T02:50:00+02:00"),
            id="ends before it starts, by the wall clock",
        ),
        pytest.param(
            ("2030-10-27T01:50:00+02:00", "2030-10-27T02:10:00+01:00"),
            ("2030-10-27T01:50:00+02:00", "2030-10-27T02:10:00+01:00"),
            id="over the change of the clock",
        ),
        pytest.param(
            ("2030-10-27T01:50:00+02:00", "9999-12-31T23:59:59+00:00"),
            ("2030-10-27T01:50:00+02:00", "9999-12-30T01:00:00+01:00"),
            id="for ever",
        ),
    ],
)
async def test_no_window_breaks_the_calendar(
    hass: HomeAssistant, given: tuple[str, str], told: tuple[str, str]
) -> None:
    # Without a frozen clock, whose times forget which of two equal ones they are.
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    starts_at, ends_at = given
    await async_create(hass, FRONT, "Guest", PIN, starts_at=starts_at, ends_at=ends_at)
    [event] = await async_events(hass, "2030-10-27 00:00:00", "2030-10-29 00:00:00")
    assert (event["start"], event["end"]) == told
    assert shown(hass).attributes["message"] == "Guest"


@pytest.mark.contract("11.80")
async def test_the_calendar_is_read_only(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    assert "supported_features" not in shown(hass).attributes
    with pytest.raises(ServiceNotSupported):
        await hass.services.async_call(
            "calendar",
            "create_event",
            {
                "entity_id": CALENDAR,
                "summary": "Guest",
                "start_date_time": "2030-06-01 12:30:00",
                "end_date_time": "2030-06-01 14:00:00",
            },
            blocking=True,
        )
    access_code_id = await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )
    client = await hass_ws_client(hass)
    event = {
        "summary": "Stranger",
        "dtstart": "2030-06-01T12:30:00+02:00",
        "dtend": "2030-06-01T23:00:00+02:00",
    }
    commands: list[dict[str, Any]] = [
        {"type": "calendar/event/create", "event": event},
        {"type": "calendar/event/update", "event": event, "uid": access_code_id},
        {"type": "calendar/event/delete", "uid": access_code_id},
    ]
    for command in commands:
        await client.send_json_auto_id({**command, "entity_id": CALENDAR})
        answer = await client.receive_json()
        assert answer["error"]["code"] == "not_supported"
    assert [
        (event["summary"], event["end"])
        for event in await async_events(
            hass, "2030-06-01 00:00:00", "2030-06-05 00:00:00"
        )
    ] == [("Guest", "2030-06-01T14:00:00+02:00")]


@pytest.mark.contract("4.24")
async def test_the_calendar_brings_no_timer_of_its_own(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    def timers() -> int:
        # Home Assistant's own files are written a while after a change: now, so that no timer waits for it.
        hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
        handles = get_scheduled_timer_handles(hass.loop)
        return sum(not handle.cancelled() for handle in handles)

    before = timers()
    await async_create(
        hass,
        FRONT,
        "Guest",
        PIN,
        starts_at="2030-06-01 12:30",
        ends_at="2030-06-01 14:00",
    )
    await async_settle(hass)
    assert timers() - before == 1
