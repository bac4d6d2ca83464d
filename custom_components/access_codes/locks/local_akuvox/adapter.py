"""Adapter of relays of Akuvox panels: each code is a user of the panel, whose name is the key."""

from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import KnownPin, LockCapabilities, Outcome, SlotNaming
from ..adapter import Credential, Written
from ..client_link import find_client
from ..named_codes import NamedCodesAdapter
from .panel import Panel, panel_of

CAPABILITIES: Final = LockCapabilities(
    slot_naming=SlotNaming.BY_NAME,
    name_length=32,
    has_unique_names=True,
    lists_slots=True,
    fresh_for=3600,
)
"""A schedule of a panel repeats its hours each day, and nothing tells by which local time: no window is left to it."""


class LocalAkuvoxAdapter(NamedCodesAdapter[Panel]):
    """A relay of an Akuvox panel."""

    family = "local_akuvox"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: panel_of(hass, entry, lock))

    # contract 12.286
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        panel = find_client(hass, lock, lambda entry: panel_of(hass, entry, lock))
        return panel is None or panel.has_users

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "local_akuvox"

    # contract 12.284
    @property
    @override
    def capabilities(self) -> LockCapabilities:
        return CAPABILITIES

    # contract 12.282
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        found = await self._find()
        if isinstance(found, Written):
            return found
        panel, users = found
        user, goal = users.get(slot), KnownPin(pin)
        if user is not None and user.content == goal:
            self._listed.take(slot)
            return Written(Outcome.CONFIRMED)
        if user is not None and not user.is_changeable:
            return Written(Outcome.INVALID)
        if user is not None and self._listed.is_unknown(slot):
            return Written(Outcome.UNKNOWN)
        if any(other.pin == pin for other in users.values() if other != user):
            return Written(Outcome.DUPLICATE)
        if user is None:
            added = panel.add(slot, pin)
            return await self._add(panel, added, slot, goal, users.values())
        return await self._change(panel, panel.change(user, pin), slot, goal, user)

    @override
    def label(self, slot: str) -> str:
        return "a user of the panel"
