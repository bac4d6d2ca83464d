"""The coordinator of one lock entity, followed through the loads of its integration."""

from collections.abc import Callable

from homeassistant.components.schlage.coordinator import SchlageDataUpdateCoordinator
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import RegistryEntry

from .integration import coordinator_of


class CoordinatorSource:
    """The coordinator, and its polls."""

    def __init__(
        self, hass: HomeAssistant, lock: RegistryEntry, polled: Callable[[], None]
    ) -> None:
        """Store the lock."""
        self._hass = hass
        self._lock = lock
        self._polled = polled
        self._followed: SchlageDataUpdateCoordinator | None = None
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._unfollow: CALLBACK_TYPE | None = None

    @property
    def coordinator(self) -> SchlageDataUpdateCoordinator | None:
        """The coordinator now; None while its integration is not loaded."""
        return coordinator_of(self._hass, self._lock)

    def start(self) -> None:
        """Tell of each poll of the integration, of this and of later loads."""

        @callback
        def entry_changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
            if entry.entry_id == self._lock.config_entry_id:
                self._follow(self.coordinator)

        self._unsubscribe = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed
            )
        ]
        self._follow(self.coordinator)

    def stop(self) -> None:
        """Tell nothing more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._follow(None)

    @callback
    def _follow(self, coordinator: SchlageDataUpdateCoordinator | None) -> None:
        if coordinator is self._followed:
            return
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None
        self._followed = coordinator
        if coordinator is not None:
            self._unfollow = coordinator.async_add_listener(self._polled)
            self._polled()
