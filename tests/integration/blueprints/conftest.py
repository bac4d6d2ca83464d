"""Two locks, and a phone."""

import pytest

from homeassistant.core import HomeAssistant
from tests.integration.actions.conftest import back, doors, events, front, lock
from tests.support.notifiers import FakeNotifyEntity, async_add_notifiers

__all__ = ["back", "doors", "events", "front", "lock"]


@pytest.fixture
async def phone(hass: HomeAssistant) -> FakeNotifyEntity:
    """Add a notify entity."""
    return (await async_add_notifiers(hass, "Phone"))["Phone"]
