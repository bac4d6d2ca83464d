"""How tests call the actions, and what they look for."""

from datetime import datetime
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.requests.enter_code import CAPACITY
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from tests.support.keypad_locks import async_call
from tests.support.slot_locks import async_settle

FRONT, BACK = "lock.front_door", "lock.back_door"
NOON = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
PIN = "482915"
GRANTED = {"granted": True, "reason": None}


async def async_created(hass: HomeAssistant, lock: str = FRONT, **fields: Any) -> Any:
    """Create a code, wait until nothing is under way, and return it as it was answered."""
    answer = await async_call(hass, "create", lock=lock, **fields)
    await async_settle(hass)
    return answer["access_code"]


async def async_listed(hass: HomeAssistant, **fields: Any) -> list[Any]:
    """Return the codes that are listed."""
    return list((await async_call(hass, "list", **fields))["access_codes"])


async def async_refused(hass: HomeAssistant, action: str, **fields: Any) -> str:
    """Return by which key a call was refused, in words without a PIN, and with nothing changed."""
    before = await async_listed(hass)
    with pytest.raises(ServiceValidationError) as refused:
        await async_call(hass, action, **fields)
    assert refused.value.translation_domain == DOMAIN
    assert str(refused.value) not in ("", refused.value.translation_key)
    assert "{" not in str(refused.value)
    assert PIN not in str(refused.value)
    assert await async_listed(hass) == before
    key: str = refused.value.translation_key or ""
    return key


async def async_enter(
    hass: HomeAssistant, code: str = PIN, user: MockUser | None = None, **fields: Any
) -> Any:
    """Type a code, as this user or as an automation."""
    return await hass.services.async_call(
        DOMAIN,
        "enter_code",
        {"lock": FRONT, "code": code, **fields},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id if user is not None else None),
    )


async def async_fill(hass: HomeAssistant, lock: str = FRONT) -> None:
    """Type wrong codes until nobody is let in."""
    for _ in range(CAPACITY):
        answer = await async_enter(hass, "000000", lock=lock)
        assert answer["reason"] == "unknown_code"


def told(events: list[Event[dict[str, Any]]], *names: str) -> list[dict[str, Any]]:
    """Return what was told of uses and denials, reduced to some fields."""
    return [
        {name: event.data.get(name) for name in ("type", *names)}
        for event in events
        if event.data["type"] in ("access_code.used", "lock.access_denied")
    ]


def hold(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return the repair that says that people are held back."""
    issue_id = f"too_many_attempts_{entry.entry_id}"
    return ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
