"""The bookings as the panel asks for them: without PINs, for administrators."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, async_listed
from tests.support.booking_calendar import CALENDAR, FakeCalendar, async_follow, nights
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, async_pass, async_push

LATER = nights("2026-06-15", "2026-06-17", "Bo Example", uid="two@example.com")


async def async_overview(
    hass_ws_client: WebSocketGenerator, hass: HomeAssistant
) -> Any:
    """Return the answer of the command, which holds no PIN."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "access_codes/bookings"})
    answer = await client.receive_json()
    assert answer["success"], answer
    pins = [code["code"] for code in await async_listed(hass)]
    assert not any(pin in json.dumps(answer) for pin in pins)
    return answer["result"]


@pytest.mark.contract("16.52", "16.53")
async def test_stays_gaps_and_the_state_of_each_code_are_shown(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    hass_ws_client: WebSocketGenerator,
) -> None:
    calendar.events = [LATER, GUEST]
    entry = await async_follow(hass, front, back)
    ada, bo = sorted(
        await async_listed(hass, lock=[FRONT]), key=lambda code: str(code["name"])
    )
    reads = calendar.reads
    shown = await async_overview(hass_ws_client, hass)
    assert calendar.reads == reads
    [about] = shown["calendars"]
    assert about["entry_id"] == entry.entry_id
    assert (about["entity_id"], about["name"]) == (CALENDAR, "Flat")
    assert (about["is_loaded"], about["failing_since"]) == (True, None)
    assert about["read_at"] == "2026-06-01T12:00:00+00:00"
    assert [each["name"] for each in about["bookings"]] == ["Ada Example", "Bo Example"]
    booking = about["bookings"][0]
    assert booking["common_code_key"] == ada["common_code_key"]
    assert booking["starts_at"] == "2026-06-10T15:00:00+00:00"
    assert booking["ends_at"] == "2026-06-13T11:00:00+00:00"
    assert (booking["state"], booking["is_changed_by_hand"]) == ("followed", False)
    assert booking["checked_in_at"] is None
    on_front, on_back = booking["locks"]
    assert (on_front["lock_entity_id"], on_back["lock_entity_id"]) == (FRONT, BACK)
    assert on_front["is_loaded"]
    assert on_front["refused"] is None
    assert not on_front["is_deleted_by_hand"]
    assert on_front["code"]["access_code_id"] == ada["access_code_id"]
    assert on_front["code"]["status"] == ada["status"]
    assert "code" not in on_front["code"]
    gap = {
        "starts_at": "2026-06-13T11:00:00+00:00",
        "ends_at": "2026-06-15T15:00:00+00:00",
        "after": ada["common_code_key"],
        "before": bo["common_code_key"],
    }
    assert shown["gaps"] == [
        {"lock_entity_id": FRONT, **gap},
        {"lock_entity_id": BACK, **gap},
    ]

    # A guest who may stay longer on one lock, and whose code a person deleted on the other.
    await async_call(
        hass,
        "update",
        access_code_id=ada["access_code_id"],
        ends_at="2026-06-15T16:00:00+00:00",
    )
    await async_call(hass, "delete", access_code_id=on_back["code"]["access_code_id"])
    await async_pass(hass, freezer, seconds=2)
    shown = await async_overview(hass_ws_client, hass)
    booking = shown["calendars"][0]["bookings"][0]
    assert booking["is_changed_by_hand"]
    assert booking["locks"][1]["is_deleted_by_hand"]
    assert booking["locks"][1]["code"] is None
    assert [gap["lock_entity_id"] for gap in shown["gaps"]] == [BACK]


@pytest.mark.contract("16.52")
async def test_what_is_not_loaded_or_refuses_or_fails_is_said_to_be_so(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    hass_ws_client: WebSocketGenerator,
) -> None:
    window = {
        "starts_at": "2026-06-10T15:00:00+00:00",
        "ends_at": "2026-06-13T11:00:00+00:00",
    }
    calendar.events = [GUEST]
    entry = await async_follow(hass, front, back)
    [code] = await async_listed(hass, lock=[FRONT])
    # Its PIN is taken by another on the days to which the booking moves.
    later = {key: text.replace("-06-", "-07-") for key, text in window.items()}
    await async_call(hass, "create", lock=FRONT, code=code["code"], **later)
    assert await hass.config_entries.async_unload(back.entry_id)
    moved = nights("2026-07-10", "2026-07-13", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, moved)
    calendar.become(available=False)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    [about] = (await async_overview(hass_ws_client, hass))["calendars"]
    assert about["failing_since"] == "2026-06-01T12:00:00+00:00"
    on_front, on_back = about["bookings"][0]["locks"]
    assert on_front["refused"]["reason"] == "code_in_use"
    assert on_front["refused"]["message"]
    assert not on_back["is_loaded"]
    assert on_back["code"] is None

    # The lock is unlinked, and the entry unloaded.
    await hass.config_entries.async_remove(back.entry_id)
    [about] = (await async_overview(hass_ws_client, hass))["calendars"]
    [only] = about["bookings"][0]["locks"]
    assert only["lock_entity_id"] == FRONT
    assert await hass.config_entries.async_unload(entry.entry_id)
    shown = await async_overview(hass_ws_client, hass)
    [about] = shown["calendars"]
    assert not about["is_loaded"]
    assert (about["bookings"], about["read_at"], shown["gaps"]) == ([], None, [])


@pytest.mark.contract("16.52")
async def test_only_administrators_see_the_bookings(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    await async_follow(hass, front)
    hass_admin_user.groups = []
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "access_codes/bookings"})
    answer = await client.receive_json()
    assert answer["error"]["code"] == "unauthorized"
