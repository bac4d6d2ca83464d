"""The conformance suites over the toy integration: a custom component that brings its adapter by the platform hook."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.platform_hook.hooks import async_setup_hooks
from homeassistant.core import HomeAssistant
from tests.support.toy_locks import (
    TOY_DOOR,
    async_add_toy,
    async_link_toy,
    hub_of,
    toy_component,  # noqa: F401
    toy_lock,
)

from .conformance import AdapterConformance
from .linked_conformance import LinkedConformance
from .lock_bench import BenchListener, Trouble, is_reachable

pytestmark = pytest.mark.usefixtures("toy_component")

_FAULTS: Final = {
    Trouble.REFUSES: "refuses",
    Trouble.LIES: "lies",
    Trouble.ALTERS: "alters",
    Trouble.FULL: "full",
    Trouble.NO_ANSWER: "silent",
    Trouble.LATE: "late",
}


class Toy:
    """The toy's lock, with its faults."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.hub = hub_of(hass)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        was_online = self.hub.is_online
        self.hub.is_online = trouble is not Trouble.UNREACHABLE
        self.hub.fault = _FAULTS.get(trouble) if trouble is not None else None
        if self.hub.is_online is not was_online:
            self.hub.notify("online", 0)
        await self.hass.async_block_till_done()


class ToyBench(Toy):
    """The toy's lock, seen from its guarded adapter."""

    row: str | None = None
    takes_duplicates = True

    async def start(self) -> None:
        """Start an adapter."""
        self.listener = BenchListener()
        self.adapter = await async_create_adapter(
            self.hass, toy_lock(self.hass), "platform"
        )
        await self.adapter.async_start(self.listener)
        await self.listener.wait_until(lambda: is_reachable(self))

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return {str(slot): code for slot, code in self.hub.codes.items()}

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot."""
        return {str(slot): name for slot, name in self.hub.names.items()}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        self.hub.type_in(int(slot), pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.hub.notify("used", int(slot))

    async def restart(self) -> None:
        """Stop the adapter, and start another one on the same lock."""
        ours = self.listener.ours
        self.adapter.stop()
        await self.start()
        self.listener.ours = ours


@pytest.fixture
async def bench(hass: HomeAssistant) -> ToyBench:
    """Load the toy and start its guarded adapter."""
    await async_setup_hooks(hass)
    await async_add_toy(hass)
    made = ToyBench(hass)
    await made.start()
    return made


class TestHook(AdapterConformance):
    """A lock whose integration brings its adapter."""


class LinkedToy(Toy):
    """The toy's lock, linked."""

    entity_id = TOY_DOOR

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        super().__init__(hass)
        self.entry = entry
        self.events = async_capture_events(hass, f"{DOMAIN}_event")

    async def opens(self, pin: str) -> bool:
        """Return whether a PIN opens the door."""
        return pin in self.hub.codes.values()

    async def use(self, pin: str) -> None:
        """Open the door with a PIN."""
        [slot] = [slot for slot, code in self.hub.codes.items() if code == pin]
        self.hub.notify("used", slot)


@pytest.fixture
async def linked(hass: HomeAssistant) -> LinkedToy:
    """Load the toy and link its lock."""
    await async_add_toy(hass)
    return LinkedToy(hass, await async_link_toy(hass))


class TestLinkedHook(LinkedConformance):
    """A linked lock whose integration brings its adapter."""
