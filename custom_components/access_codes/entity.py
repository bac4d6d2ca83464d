"""Base classes of the entities: on the lock's own device, pushed by the engine."""

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.entity import Entity

from .core.plan.unwatched import is_unwatched
from .engine.updates import Update
from .entry import AccessCodesConfigEntry, AccessCodesRuntime


class AccessCodesEntity(Entity):
    """An entity of a linked lock."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, runtime: AccessCodesRuntime) -> None:
        """Put the entity on the lock's device."""
        self._runtime = runtime
        self.device_entry = runtime.lock.device

    # contract 5.46
    @property
    @override
    def available(self) -> bool:
        """True while the lock is watched, and its status is up to date."""
        return not is_unwatched(self._runtime.engine.plan)


@dataclass(frozen=True, slots=True)
class Shown:
    """State and attributes of an entity, to compare with those of before."""

    value: object
    attributes: dict[str, Any] = field(default_factory=dict)


# contract 11.72
class LockEntity(AccessCodesEntity):
    """An entity about a linked lock as a whole. It writes its state only where that has changed."""

    def __init__(self, entry: AccessCodesConfigEntry, key: str) -> None:
        """Name the entity by its key, which ends its unique id: the entry's id begins it."""
        super().__init__(entry.runtime_data)
        self._attr_unique_id = f"{entry.entry_id}_{key}"
        self._attr_translation_key = key
        self._shown = Shown(None)
        self._was_available = True

    @abstractmethod
    def _read(self) -> Shown:
        """Return the present state and attributes."""

    def _is_affected(self, update: Update) -> bool:
        """Return whether an update of the engine can change the state."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the engine and the lock."""
        self.async_on_remove(self._runtime.engine.subscribe(self._on_update))
        self.async_on_remove(self._runtime.lock.subscribe(self.refresh))
        self._take_state()

    @callback
    def async_entity_id_changed(self, old_entity_id: str) -> None:
        """Ignore a new entity id: the entity does not depend on it.

        Home Assistant 2026.11 and later rename in place only where this hook exists; earlier releases never call it.
        """

    @callback
    def refresh(self) -> None:
        """Write the state if it has changed."""
        if self._take_state():
            self.async_write_ha_state()

    @callback
    def _on_update(self, update: Update) -> None:
        if self._is_affected(update) or self.available is not self._was_available:
            self.refresh()

    @callback
    def _take_state(self) -> bool:
        """Read the state anew, and return whether it has changed."""
        shown, is_available = self._read(), self.available
        if shown == self._shown and is_available is self._was_available:
            return False
        self._shown, self._was_available = shown, is_available
        self._attr_extra_state_attributes = shown.attributes
        return True
