"""Two locks, linked by the keypad adapter, at noon in UTC."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)

from homeassistant.auth.models import Group
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import Event, HomeAssistant
from tests.support.action_calls import BACK, FRONT, NOON
from tests.support.keypad_locks import (
    Doors,
    FakeLockEntity,
    async_add_locks,
    async_link,
)


@pytest.fixture
async def doors(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Doors:
    """Two locks, not linked yet; it is five in the morning where they are."""
    freezer.move_to(NOON)
    return await async_add_locks(hass, "Front door", "Back door")


@pytest.fixture
def lock(doors: Doors) -> FakeLockEntity:
    """Return the front door's lock."""
    return doors.locks["Front door"]


@pytest.fixture
async def front(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    """Link the front door."""
    return await async_link(hass, FRONT)


@pytest.fixture
async def back(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    """Link the back door."""
    return await async_link(hass, BACK)


@pytest.fixture
def events(hass: HomeAssistant) -> list[Event[dict[str, Any]]]:
    """Hear what is told from now on."""
    return async_capture_events(hass, "access_codes_event")


@pytest.fixture
def guest(hass: HomeAssistant) -> MockUser:
    """Somebody who may control the front door, and nothing else."""
    policy = {"entities": {"entity_ids": {FRONT: {POLICY_CONTROL: True}}}}
    group = Group(name="Guests", policy=policy, id="guests", system_generated=False)
    user = MockUser(groups=[group])
    user.add_to_hass(hass)
    return user
