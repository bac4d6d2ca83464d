"""The conformance suites over a lock that Home Assistant knows by actions only, in a real Home Assistant."""

from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockAdapter
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from tests.support.action_locks import ToyLock, async_link_actions, settings
from tests.support.keypad_locks import Doors, async_add_locks

from .adapter_bench import AdapterBench
from .conformance import AdapterConformance
from .linked_conformance import (
    PIN,
    LinkedBench,
    LinkedConformance,
    becomes,
    create,
    told,
)
from .lock_bench import Trouble

NAME, ENTITY = "Front door", "lock.front_door"

FORMS: dict[str, dict[str, Any]] = {
    "readable": settings(),
    "presence": settings(reads="presence"),
    "write-only": settings(read=[]),
    "with names and windows": settings(name_length=12, holds_windows=True),
}


class ActionsBench(AdapterBench):
    """A lock with mapped actions, seen from its adapter."""

    row: str | None = "Your own actions"
    takes_duplicates = True

    def __init__(
        self, hass: HomeAssistant, doors: Doors, mapped: dict[str, Any]
    ) -> None:
        super().__init__(hass)
        self._door = doors.locks[NAME]
        self._mapped = mapped
        self.toy = ToyLock(hass)

    @override
    async def create(self) -> LockAdapter:
        lock = er.async_get(self.hass).async_get(ENTITY)
        assert lock is not None
        return await async_create_adapter(self.hass, lock, "actions", self._mapped)

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return dict(self.toy.codes)

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot."""
        return dict(self.toy.names)

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        if pin is None:
            self.toy.codes.pop(slot, None)
        else:
            self.toy.codes[slot] = pin

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot; nobody is told."""
        assert slot in self.toy.codes

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.toy.trouble = trouble
        self._door.become(available=trouble is not Trouble.UNREACHABLE)
        await self.hass.async_block_till_done()


@pytest.fixture(params=FORMS)
async def bench(hass: HomeAssistant, request: pytest.FixtureRequest) -> ActionsBench:
    """Give a lock of each form."""
    doors = await async_add_locks(hass, NAME)
    made = ActionsBench(hass, doors, FORMS[request.param])
    await made.start()
    return made


class TestActions(AdapterConformance):
    """A lock with mapped actions."""


class LinkedActionsBench:
    """A linked lock with mapped actions."""

    troubles = frozenset(Trouble)
    entity_id = ENTITY

    def __init__(
        self, hass: HomeAssistant, doors: Doors, toy: ToyLock, entry: MockConfigEntry
    ) -> None:
        self.hass = hass
        self.entry = entry
        self.toy = toy
        self._door = doors.locks[NAME]
        self.events = async_capture_events(hass, f"{DOMAIN}_event")

    async def opens(self, pin: str) -> bool:
        """Return whether a PIN opens the door."""
        return pin in self.toy.codes.values()

    async def use(self, pin: str) -> None:
        """Open the door with a PIN; nobody is told."""
        assert pin in self.toy.codes.values()

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.toy.trouble = trouble
        self._door.become(available=trouble is not Trouble.UNREACHABLE)
        await self.hass.async_block_till_done()


@pytest.fixture
async def linked(hass: HomeAssistant) -> LinkedActionsBench:
    """Link a lock."""
    doors = await async_add_locks(hass, NAME)
    toy = ToyLock(hass)
    mapped = settings(late_by=1)
    return LinkedActionsBench(
        hass, doors, toy, await async_link_actions(hass, ENTITY, mapped)
    )


class TestLinkedActions(LinkedConformance):
    """A linked lock with mapped actions."""

    @override
    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        """Actions tell of no use: a code that ends with its use is refused, and none is told."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.use(PIN)
        with pytest.raises(HomeAssistantError):
            await create(linked, "864209", "Bob", is_one_time_use=True)
        assert "access_code.used" not in told(linked)
