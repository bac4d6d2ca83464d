"""Two locks, and a phone."""

from collections.abc import AsyncIterator

import pytest

from homeassistant.core import HomeAssistant
from tests.integration.actions.conftest import back, doors, events, front, lock
from tests.support.notifiers import FakeNotifyEntity, async_add_notifiers

__all__ = ["back", "doors", "events", "front", "lock"]


@pytest.fixture
async def phone(hass: HomeAssistant) -> FakeNotifyEntity:
    """Add a notify entity."""
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


@pytest.fixture(autouse=True)
async def automations_end(hass: HomeAssistant) -> AsyncIterator[None]:
    """Turn the automations off at the end: their triggers have timers."""
    yield
    if hass.services.has_service("automation", "turn_off"):
        await hass.services.async_call(
            "automation", "turn_off", {"entity_id": "all"}, blocking=True
        )
