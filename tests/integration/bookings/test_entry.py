"""The entry of a booking calendar: flow, options, entities, events, repairs, action and diagnostics."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings import watcher
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.setup import async_setup_component
from tests.support.action_calls import FRONT, async_listed
from tests.support.booking_calendar import (
    CALENDAR,
    FakeCalendar,
    async_follow,
    nights,
    timed,
    typed,
)
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_pass, async_push, times


@pytest.mark.contract("16.40", "16.41")
async def test_a_calendar_is_followed_by_the_flow_once_a_lock_is_linked(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    init = hass.config_entries.flow.async_init
    configure = hass.config_entries.flow.async_configure
    flow = await init(DOMAIN, context={"source": SOURCE_USER})
    assert flow["type"] is FlowResultType.MENU
    flow = await configure(flow["flow_id"], {"next_step_id": "bookings"})
    given = {"calendar": CALENDAR, "locks": [FRONT], "check_in": "16:00:00"}
    wrong = {**given, "pin_source": "event"}
    flow = await configure(flow["flow_id"], typed(**wrong))
    assert flow["errors"] == {"codes": "no_pin_label"}
    flow = await configure(flow["flow_id"], typed(**{**given, "locks": []}))
    assert flow["errors"] == {"locks": "no_lock_chosen"}
    flow = await configure(flow["flow_id"], typed(**given))
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    [code] = await async_listed(hass)
    assert times(code) == ("2026-06-10T16:00", "2026-06-13T11:00")
    [entry] = [e for e in hass.config_entries.async_entries(DOMAIN) if e != front]
    options = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(
        options["flow_id"], typed(locks=[FRONT], late_check_out=30)
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    [after] = await async_listed(hass)
    assert times(after) == ("2026-06-10T15:00", "2026-06-13T11:30")
    assert after["code"] == code["code"]
    again = await init(DOMAIN, context={"source": SOURCE_USER})
    again = await configure(again["flow_id"], {"next_step_id": "bookings"})
    again = await configure(again["flow_id"], typed(**given))
    assert again["errors"] == {"calendar": "already_followed"}


@pytest.mark.contract("16.40")
async def test_the_same_bookings_are_followed_at_another_calendar(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front, calendar="calendar.former")
    assert await async_listed(hass) == []
    flow: Any = await entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "booking_calendar"
    flow = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"calendar": CALENDAR}
    )
    assert flow["reason"] == "calendar_changed"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(await async_listed(hass)) == 1
    # Its options show an error rather than storing it.
    options: Any = await hass.config_entries.options.async_init(entry.entry_id)
    options = await hass.config_entries.options.async_configure(
        options["flow_id"], typed(locks=[])
    )
    assert options["errors"] == {"locks": "no_lock_chosen"}


@pytest.mark.contract("16.40")
async def test_without_a_calendar_the_flow_links_locks_at_once(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "user"


@pytest.mark.contract("16.44", "16.45", "16.49", "16.50")
async def test_entities_tell_arrival_departure_and_each_change_once(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    seen: list[str] = []

    def on_change(event: Any) -> None:
        state = event.data["new_state"]
        if (
            state is not None
            and event.data["entity_id"] == "event.flat_booking"
            and state.attributes.get("event_type")
        ):
            seen.append(state.attributes["event_type"])
            assert "code" not in state.attributes

    hass.bus.async_listen("state_changed", on_change)
    arrival = hass.states.get("sensor.flat_next_arrival")
    assert arrival is not None
    assert arrival.state == "2026-06-10T15:00:00+00:00"
    freezer.move_to("2026-06-10T15:00:01+00:00")
    await async_pass(hass, freezer, seconds=1)
    occupied = hass.states.get("binary_sensor.flat_occupied")
    assert occupied is not None
    assert occupied.state == "on"
    [code] = await async_listed(hass)
    for _ in range(2):
        await async_call(hass, "enter_code", lock=FRONT, code=code["code"])
        await hass.async_block_till_done(wait_background_tasks=True)
    freezer.move_to("2026-06-13T11:00:01+00:00")
    await async_pass(hass, freezer, seconds=1)
    assert seen == ["checked_in", "checked_out"]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(hass, freezer, seconds=5)
    assert [kind for kind in seen if kind != "checked_out"] == ["checked_in"]
    await async_push(hass, calendar, GUEST, OTHER)
    assert seen[-1] == "created"


@pytest.mark.contract("16.38")
async def test_a_person_says_that_the_bookings_are_gone(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    hass_client: Any,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    calendar.push()
    await async_pass(hass, freezer, seconds=31)
    await async_pass(hass, freezer, seconds=301)
    issue_id = f"bookings_not_read_{entry.entry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is not None
    client = await hass_client()
    url = "/api/repairs/issues/fix"
    given = {"handler": DOMAIN, "issue_id": issue_id}
    flow = await (await client.post(url, json=given)).json()
    assert flow["menu_options"] == ["try_again", "bookings_gone"]
    url = f"{url}/{flow['flow_id']}"
    done = await (await client.post(url, json={"next_step_id": "bookings_gone"})).json()
    assert done["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_listed(hass) == []
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is None


@pytest.mark.contract("16.37")
async def test_refresh_answers_with_bookings_and_codes_and_refuses_other_targets(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front)
    for target in (CALENDAR, "sensor.flat_next_arrival"):
        answer = await async_call(hass, "refresh_bookings", entity_id=target)
        [booking] = answer["calendars"][0]["bookings"]
        [code] = booking["access_codes"]
        assert booking["common_code_key"] == code["common_code_key"]
        assert booking["state"] == "followed"
    with pytest.raises(ServiceValidationError):
        await async_call(hass, "refresh_bookings", entity_id=FRONT)


@pytest.mark.contract("16.39")
async def test_a_booking_that_a_lock_does_not_take_is_named_and_tried_again(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    code = {"code": "739164", "starts_at": "2026-06-01T13:00:00+00:00"}
    await async_call(
        hass, "create", lock=FRONT, ends_at="2026-06-12T00:00:00+00:00", **code
    )
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    ada = next(c for c in await async_listed(hass) if c["name"] == "Ada Example")
    await async_call(
        hass, "update", access_code_id=ada["access_code_id"], code="846273"
    )
    await async_call(
        hass,
        "create",
        lock=FRONT,
        code="846273",
        starts_at="2026-07-01T00:00:00+00:00",
        ends_at="2026-07-05T00:00:00+00:00",
        name="Cleaner",
    )
    moved = nights("2026-07-02", "2026-07-04", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, moved, OTHER)
    issue = (DOMAIN, f"bookings_not_on_lock_{entry.entry_id}")
    assert ir.async_get(hass).async_get_issue(*issue) is not None
    answer = await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    refused = [b["refused"] for b in answer["calendars"][0]["bookings"] if b["refused"]]
    assert refused[0][0]["reason"] == "code_in_use"
    cleaner = next(c for c in await async_listed(hass) if c["name"] == "Cleaner")
    await async_call(hass, "delete", access_code_id=cleaner["access_code_id"])
    await async_push(hass, calendar, moved, OTHER)
    assert ir.async_get(hass).async_get_issue(*issue) is None
    after = next(c for c in await async_listed(hass) if c["name"] == "Ada Example")
    assert times(after) == ("2026-07-02T15:00", "2026-07-04T11:00")
    assert after["code"] == "846273"


@pytest.mark.contract("16.51")
async def test_diagnostics_have_no_pin_and_no_name(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    [code] = await async_listed(hass)
    found = json.dumps(await async_get_config_entry_diagnostics(hass, entry))
    assert '"followed": 1' in found
    for secret in (code["code"], "Ada", code["common_code_key"], "example.com"):
        assert secret not in found
    locks = json.dumps(await async_get_config_entry_diagnostics(hass, front))
    assert code["code"] not in locks


@pytest.mark.contract("16.19", "16.35", "16.36")
@pytest.mark.parametrize(
    "given",
    [
        ({"pin_source": "phone"}, "Phone: +44 20 7946 0482", "460482", "Bo"),
        (
            {"pin_source": "event", "pin_label": "Door code"},
            "Door code: 739164",
            "739164",
            "Bo",
        ),
        ({"pin_source": "event", "pin_label": "Door code"}, "no code", None, "Bo"),
        ({"pin_source": "event", "pin_label": "Code"}, "Code: 12", None, "Bo"),
        ({"hide_summaries": True}, "", None, "Guest"),
        ({"name_template": "Flat {arrival}"}, "", None, "Flat 2026-06-10"),
    ],
)
async def test_pin_and_name_are_those_that_the_options_ask_for(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    given: tuple[dict[str, Any], str, str | None, str],
) -> None:
    terms, description, pin, name = given
    calendar.events = [
        nights("2026-06-10", "2026-06-12", "Bo", uid="a", description=description)
    ]
    await async_follow(hass, front, **terms)
    [code] = await async_listed(hass)
    assert code["name"] == name
    if pin is not None:
        assert code["code"] == pin
    else:
        assert len(code["code"]) == 6


@pytest.mark.contract("16.42")
async def test_overbooked_guests_both_get_codes_with_different_pins(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [
        timed("2026-06-10T15:00", "2026-06-12T11:00", "One", uid="a"),
        timed("2026-06-11T15:00", "2026-06-13T11:00", "Two", uid="b"),
    ]
    await async_follow(hass, front)
    codes = await async_listed(hass)
    assert len({code["code"] for code in codes}) == 2
    assert len({code["common_code_key"] for code in codes}) == 2


@pytest.mark.contract("16.47")
async def test_an_entry_has_one_timer(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    armed: list[object] = []
    track = async_track_point_in_utc_time

    def tracking(*given: Any) -> Any:
        mark = object()
        armed.append(mark)

        async def fire(now: Any) -> None:
            armed.remove(mark)
            given[1](now)

        stop = track(given[0], fire, given[2])

        def unsubscribe() -> None:
            armed.remove(mark)
            stop()

        return unsubscribe

    monkeypatch.setattr(watcher, "async_track_point_in_utc_time", tracking)
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    assert len(armed) == 1
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, minutes=16)
    assert len(armed) == 1
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert armed == []
