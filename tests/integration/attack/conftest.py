"""A house with codes, and people who may less than an administrator."""

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.integration.actions.conftest import back, doors, events, front, guest, lock
from tests.support.attack_scenario import (
    Stage,
    Stranger,
    async_set_stage,
    async_stranger,
)
from tests.support.keypad_locks import Doors
from tests.support.slot_locks import SlotLocks

__all__ = ["back", "doors", "events", "front", "guest", "lock"]


@pytest.fixture
async def stage(
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    request: pytest.FixtureRequest,
) -> Stage:
    """Provide two linked locks with codes in every state."""
    if "recorder_mock" in request.fixturenames:
        for part in ("history", "logbook"):
            assert await async_setup_component(hass, part, {})
    return await async_set_stage(hass, slot_locks["Back door"])


@pytest.fixture(params=["user", "read_only", "guest"])
async def stranger(  # noqa: PLR0917
    hass: HomeAssistant,
    stage: Stage,
    guest: MockUser,
    request: pytest.FixtureRequest,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
) -> Stranger:
    """Log in somebody who may use everything, only look, or only operate the front door."""
    user = guest
    if request.param != "guest":
        groups = {"user": GROUP_ID_USER, "read_only": GROUP_ID_READ_ONLY}
        group = await hass.auth.async_get_group(groups[request.param])
        assert group is not None
        user = MockUser(name=request.param, groups=[group])
        user.add_to_hass(hass)
    assert not user.is_admin
    return await async_stranger(stage, user, hass_ws_client, hass_client)
