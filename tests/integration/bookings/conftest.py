"""Two locks, linked by the keypad adapter, and a calendar, on the first of June at noon in UTC."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, NOON
from tests.support.booking_calendar import FakeCalendar, async_add_calendar
from tests.support.keypad_locks import Doors, async_add_locks, async_link


@pytest.fixture
async def doors(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Doors:
    """Two locks, not linked yet."""
    freezer.move_to(NOON)
    await hass.config.async_set_time_zone("UTC")
    return await async_add_locks(hass, "Front door", "Back door")


@pytest.fixture
async def front(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    """Link the front door."""
    return await async_link(hass, FRONT)


@pytest.fixture
async def back(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    """Link the back door."""
    return await async_link(hass, BACK)


@pytest.fixture
async def calendar(hass: HomeAssistant, doors: Doors) -> FakeCalendar:
    """Add a calendar without events."""
    return await async_add_calendar(hass)
