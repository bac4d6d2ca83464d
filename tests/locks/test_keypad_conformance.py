"""The conformance suite over a keypad lock: nothing of Home Assistant or Access Codes is replaced."""

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import DOMAIN
from homeassistant.core import HomeAssistant
from tests.support.keypad_locks import Doors, async_add_locks, async_call, async_link

from .linked_conformance import LinkedConformance
from .lock_bench import Trouble

NAME, ENTITY = "Front door", "lock.front_door"


class KeypadBench:
    """A lock whose codes Home Assistant keeps."""

    troubles = frozenset({Trouble.UNREACHABLE})
    entity_id = ENTITY

    def __init__(
        self, hass: HomeAssistant, doors: Doors, entry: MockConfigEntry
    ) -> None:
        self.hass = hass
        self.entry = entry
        self._door = doors.locks[NAME]
        self.events = async_capture_events(hass, f"{DOMAIN}_event")

    async def opens(self, pin: str) -> bool:
        """Type a PIN; the events of that are not those of a use."""
        before = len(self.events)
        moves = len(self._door.moves)
        response = await async_call(self.hass, "enter_code", lock=ENTITY, code=pin)
        await self.hass.async_block_till_done()
        del self.events[before:]
        assert response["granted"] is (len(self._door.moves) > moves)
        return bool(response["granted"])

    async def use(self, pin: str) -> None:
        """Open the door with a PIN."""
        await async_call(self.hass, "enter_code", lock=ENTITY, code=pin)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock's entity be unavailable."""
        assert trouble in (None, Trouble.UNREACHABLE)
        self._door.become(available=trouble is None)
        await self.hass.async_block_till_done()


@pytest.fixture
async def linked(hass: HomeAssistant) -> KeypadBench:
    """Link a lock."""
    doors = await async_add_locks(hass, NAME)
    return KeypadBench(hass, doors, await async_link(hass, ENTITY))


class TestKeypad(LinkedConformance):
    """A lock of any integration."""
