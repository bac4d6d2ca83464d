"""Reach of a lock whose family has no word of its own for it: that of its entity."""

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import ATTR_RESTORED, STATE_UNAVAILABLE
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.event import async_track_state_change_event

from ..core.model import Reach
from .adapter import AdapterListener


class EntityReach:
    """Reach of one lock by its entity and by the config entry that brings it."""

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock."""
        self._hass = hass
        self._lock = lock
        self._unsubscribe: list[CALLBACK_TYPE] = []

    def start(self, listener: AdapterListener) -> None:
        """Report possible changes of the reach to the listener."""

        @callback
        def state_changed(_: Event[EventStateChangedData]) -> None:
            listener.reach_changed()

        @callback
        def entry_changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
            if entry.entry_id == self._lock.config_entry_id:
                listener.reach_changed()

        self._unsubscribe = [
            async_track_state_change_event(
                self._hass, self._lock.entity_id, state_changed
            ),
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed
            ),
        ]

    def stop(self) -> None:
        """Report nothing more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()

    @property
    def reach(self) -> Reach:
        """The reach now."""
        state = self._hass.states.get(self._lock.entity_id)
        if state is not None and state.state != STATE_UNAVAILABLE:
            return Reach.REACHABLE
        if self._lock.config_entry_id is not None:
            is_loaded = self._is_entry_loaded(self._lock.config_entry_id)
        else:
            # A lock from YAML has no config entry: a restored state shows that its integration is gone.
            is_loaded = state is not None and not state.attributes.get(ATTR_RESTORED)
        return Reach.OFFLINE if is_loaded else Reach.DISCONNECTED

    def _is_entry_loaded(self, entry_id: str) -> bool:
        entry = self._hass.config_entries.async_get_entry(entry_id)
        return entry is not None and entry.state is ConfigEntryState.LOADED
