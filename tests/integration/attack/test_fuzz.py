"""Whatever is sent to an action or a WebSocket command is granted or refused in words, and leaves no trace."""

import json
import os
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from custom_components.access_codes.actions import ACTIONS
from custom_components.access_codes.const import DOMAIN
from homeassistant.components.websocket_api.const import DOMAIN as WEBSOCKET_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from tests.support.action_calls import NOON
from tests.support.booking_calendar import async_add_calendar, async_follow
from tests.support.fuzzing import (
    Fuzz,
    entity_ids,
    json_like,
    moments,
    pins,
    python_like,
)
from tests.support.keypad_locks import Doors, async_add_locks, async_link
from tests.support.notifiers import async_add_notifiers
from tests.support.slot_locks import METHOD, SlotLocks

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))
_SMALL = ("reveal", "locks", "bookings", "subscribe", "subscribe_locks")
"""Commands with hardly any field."""

_FOR_PANEL = ("occurrences", "give", "follow_sync", "ignore_unmanaged")
"""Commands with fields of their own."""

COMMANDS = [*(action.name for action in ACTIONS), "check", *_SMALL, *_FOR_PANEL]
pytestmark = pytest.mark.usefixtures("cheap_keys")
each_action = pytest.mark.parametrize("action", [action.name for action in ACTIONS])


@pytest.fixture
async def doors(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Doors:
    """Three locks, not linked yet."""
    freezer.move_to(NOON)
    return await async_add_locks(hass, "Front door", "Back door", "Side door")


@pytest.fixture
async def fuzz(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    slot_locks: SlotLocks,
    caplog: pytest.LogCaptureFixture,
) -> Fuzz:
    """Provide two locks that Home Assistant checks, one with codes of others, and a calendar without bookings."""
    await async_add_notifiers(hass, "Phone")
    await async_add_calendar(hass)
    await async_follow(hass, front)
    others = slot_locks["Side door"]
    side = await async_link(hass, "lock.side_door", method=METHOD)
    fuzz = Fuzz(hass, [front, back, side], others, caplog)
    await fuzz.async_prepare()
    return fuzz


@each_action
async def test_an_action_takes_anything(fuzz: Fuzz, action: str) -> None:
    async def attempt(call: dict[str, Any]) -> str | None:
        try:
            await fuzz.hass.services.async_call(
                DOMAIN, action, call, blocking=True, return_response=True
            )
        except ServiceValidationError as error:
            return (
                f"{error.translation_domain}: {error} {error.translation_placeholders}"
            )
        except vol.Invalid as error:
            return str(error)
        return None

    await fuzz.async_run(fuzz.calls(action, python_like), attempt, EXAMPLES)
    assert fuzz.refused
    assert fuzz.granted


async def test_nothing_that_can_be_called_is_left_out(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    assert {f"{DOMAIN}/{command}" for command in COMMANDS} == {
        name for name in hass.data[WEBSOCKET_DOMAIN] if name.startswith(DOMAIN)
    }
    assert {action.name for action in ACTIONS} == set(
        hass.services.async_services_for_domain(DOMAIN)
    )


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_takes_anything(
    fuzz: Fuzz, command: str, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(fuzz.hass)

    async def attempt(call: Any) -> str | None:
        message = {key: value for key, value in call.items() if key != "id"}
        if "type" in message:
            message["code_type"] = message.pop("type")
        await client.send_json_auto_id({**message, "type": f"{DOMAIN}/{command}"})
        while (answer := await client.receive_json())["type"] != "result":
            pass
        if answer["success"]:
            return None
        assert answer["error"]["code"] in (
            "invalid_format",
            "service_validation_error",
        ), answer
        return json.dumps(answer)

    if command in _SMALL:
        ids = st.sampled_from(fuzz.ids) | pins | json_like
        calls: Any = st.fixed_dictionaries({}, optional={"access_code_id": ids})
    elif command in _FOR_PANEL:
        calls = _calls_of_panel(fuzz)
    else:
        calls = fuzz.calls("create" if command == "check" else command, json_like)
    # What JSON cannot hold, Home Assistant's parser refuses.
    await fuzz.async_run(calls.filter(_is_json), attempt, EXAMPLES)
    assert fuzz.refused
    assert fuzz.granted


def _calls_of_panel(fuzz: Fuzz) -> st.SearchStrategy[Any]:
    """Return calls of which each has some of the fields that the command wants, and hardly ever others."""
    times = st.sampled_from([f"2026-06-{day:02}T00:00:00Z" for day in range(1, 9)])
    each = {
        "starts_at": times | moments.map(str) | pins,
        "ends_at": times | moments.map(str) | json_like,
        "access_code_ids": st.lists(st.sampled_from(fuzz.ids) | pins, max_size=3),
        "lock": entity_ids,
    }
    ignored = {
        "unmanaged_access_code_id": st.sampled_from([*fuzz.unmanaged, *fuzz.ids])
        | pins,
        "is_ignored": st.booleans() | json_like,
    }
    span = {key: each[key] for key in ("starts_at", "ends_at")}
    codes = {key: each[key] for key in ("access_code_ids", "lock")}
    return (
        st.fixed_dictionaries(span)
        | st.fixed_dictionaries(codes)
        | st.fixed_dictionaries({"lock": entity_ids})
        | st.fixed_dictionaries(ignored)
        | st.fixed_dictionaries({}, optional=each | ignored)
    )


def _is_json(call: Any) -> bool:
    try:
        json.dumps(call, allow_nan=False).encode()
    except ValueError:
        return False
    return not any(0xD800 <= ord(character) < 0xE000 for character in str(call))
