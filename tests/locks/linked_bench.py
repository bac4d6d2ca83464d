"""Base of the linked benches of the families: the config entry of one lock, and the events of its codes."""

from abc import ABC, abstractmethod

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from .linked_conformance import until
from .lock_bench import PATIENCE, Trouble


class LinkedLockBench(ABC):
    """The part of a ``LinkedBench`` that is the same for each family: its lock is linked, and read."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry, method: str) -> None:
        self.hass = hass
        self.entity_id = lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: lock.id, CONF_METHOD: method, CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        self.entry.add_to_hass(hass)

    async def link(self) -> None:
        """Link the lock, and wait until it was read."""
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)

        async def is_read() -> bool:
            return bool(self.entry.runtime_data.engine.record.is_read)

        await until(self, is_read, PATIENCE)

    @abstractmethod
    async def opens(self, pin: str) -> bool:
        """Return whether a PIN opens the door."""

    @abstractmethod
    async def use(self, pin: str) -> None:
        """Open the door with a PIN."""

    @abstractmethod
    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on; None: heal it."""
