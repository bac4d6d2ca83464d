"""Locks of any integration: Home Assistant itself checks the entered PIN (action ``enter_code``).

No command goes to the lock, so it holds, by definition, exactly the wanted codes.
"""

from typing import override

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
        self._hass = hass
        self._lock = lock
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @override
    async def async_start(self, listener: AdapterListener) -> None:
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

    @override
    def stop(self) -> None:
        while self._unsubscribe:
            self._unsubscribe.pop()()

    # contract 12.17
    @property
    @override
    def reach(self) -> Reach:
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
