"""The lock of the toy."""

from typing import Any, override

from homeassistant.components.lock import LockEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from . import ToyEntry


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ToyEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the lock."""
    async_add_entities([ToyLock()])


class ToyLock(LockEntity):
    """The lock."""

    _attr_name = "Toy door"
    _attr_unique_id = "toy"
    _attr_is_locked = True

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        self._attr_is_locked = True
