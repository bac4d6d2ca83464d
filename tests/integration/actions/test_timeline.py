"""What happened to a code can be asked for, the newest first."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)

from homeassistant.core import Context, HomeAssistant
from tests.support.action_calls import FRONT, async_created, async_enter, async_refused
from tests.support.keypad_locks import async_call, engine_of
from tests.support.slot_locks import async_settle


async def _async_timeline(
    hass: HomeAssistant, access_code_id: str, **fields: Any
) -> list[dict[str, Any]]:
    answer = await async_call(
        hass, "get_timeline", access_code_id=access_code_id, **fields
    )
    return list(answer["events"])


@pytest.mark.contract("6.170", "6.171")
async def test_the_events_of_a_code_are_told_also_when_it_is_gone(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    events = async_capture_events(hass, "access_codes_event")
    code = await async_created(hass, code="482915", name="Ada")
    await async_created(hass, code="739061", name="Grace")
    await async_enter(hass)
    access_code_id = code["access_code_id"]
    told = await _async_timeline(hass, access_code_id)
    assert [event["type"].removeprefix("access_code.") for event in told] == [
        "used",
        "set_on_device",
        "created",
    ]
    [used] = [event for event in events if event.data["type"] == "access_code.used"]
    assert told[0] == {
        "event_id": used.data["event_id"],
        "type": "access_code.used",
        "occurred_at": used.data["occurred_at"],
        "details": {"action": "unlock", "source": "enter_code"},
    }
    assert await _async_timeline(hass, access_code_id, limit=1) == told[:1]
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert await hass.config_entries.async_reload(front.entry_id)
    after = await _async_timeline(hass, access_code_id)
    assert after[0]["type"] == "access_code.deleted"
    assert after[-3:] == told
    assert "482915" not in str(after)


@pytest.mark.contract("6.170")
async def test_a_limit_out_of_range_and_an_unknown_code_are_refused(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, lock=FRONT)
    for limit in (0, 51, -1):
        refused = await async_refused(
            hass, "get_timeline", access_code_id=code["access_code_id"], limit=limit
        )
        assert refused == "limit_out_of_range"
    refused = await async_refused(hass, "get_timeline", access_code_id="482915")
    assert refused == "access_code_not_found"


@pytest.mark.contract("6.170")
async def test_a_code_of_an_earlier_version_has_no_events_yet(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass)
    record = engine_of(front).record
    with patch.dict(record.timeline, clear=True):
        assert await _async_timeline(hass, code["access_code_id"]) == []


@pytest.mark.contract("11.89")
async def test_events_of_an_action_name_the_user_who_asked(
    hass: HomeAssistant, front: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    async def call(action: str, **fields: Any) -> dict[str, Any]:
        answer = await hass.services.async_call(
            "access_codes",
            action,
            fields,
            blocking=True,
            return_response=True,
            context=Context(user_id=hass_admin_user.id),
        )
        assert isinstance(answer, dict)
        return dict(answer)

    by_user = {"user_id": hass_admin_user.id}
    one = (await call("create", lock=FRONT))["access_code"]["access_code_id"]
    several = await call("create_multiple", entity_id=[FRONT])
    grouped = several["access_codes"][0]["access_code_id"]
    await call("update", access_code_id=one, name="Grace")
    await async_call(hass, "update", access_code_id=one, name="Ada")
    await async_settle(hass)
    for access_code_id, types in (
        (one, ["created", "changed"]),
        (grouped, ["created"]),
    ):
        told = (await _async_timeline(hass, access_code_id))[::-1]
        named = [each for each in told if by_user.items() <= each["details"].items()]
        assert [each["type"].removeprefix("access_code.") for each in named] == types
    # What became of it, and what nobody asked for, names nobody.
    nobody = [
        each
        for each in await _async_timeline(hass, one)
        if not by_user.items() <= each["details"].items()
    ]
    assert [each["type"].removeprefix("access_code.") for each in nobody] == [
        "changed",
        "set_on_device",
    ]
