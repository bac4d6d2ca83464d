"""Locks of any integration: Home Assistant itself checks the entered PIN (action ``enter_code``).

No command goes to the lock, so it holds, by definition, exactly the wanted codes.
"""

from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import (
    EMPTY,
    Content,
    LockCapabilities,
    Outcome,
    Reach,
    Readability,
    UseReporting,
)
from .adapter import AdapterListener, Credential, LockAdapter, Written
from .entity_reach import EntityReach

CAPABILITIES = LockCapabilities(
    code_lengths=tuple(range(4, 13)),
    reads=Readability.PIN,
    uses=UseReporting.LIVE,
    is_virtual=True,
)
"""A keypad sends the whole PIN, of 4 to 12 digits: no PIN is rejected for being the beginning of another."""


# contract 12.15
class KeypadAdapter(LockAdapter):
    """A lock with codes kept by Home Assistant."""

    family = "keypad"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock."""
        self._reach = EntityReach(hass, lock)

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._reach.start(listener)

    @override
    def stop(self) -> None:
        self._reach.stop()

    # contract 12.17
    @property
    @override
    def reach(self) -> Reach:
        return self._reach.reach

    # contract 12.16
    @property
    @override
    def capabilities(self) -> LockCapabilities:
        return CAPABILITIES

    @override
    async def async_read(self, slot: str) -> Content:
        return EMPTY

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        return Written(Outcome.CONFIRMED)

    @override
    async def async_clear(self, slot: str) -> Written:
        return Written(Outcome.CONFIRMED)
