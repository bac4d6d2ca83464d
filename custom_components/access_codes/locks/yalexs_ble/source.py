"""The library's lock of one lock entity, followed through the loads of its integration."""

from collections.abc import Callable

from yalexs_ble import PushLock

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Use
from .integration import follow_uses, push_lock_of


class LockSource:
    """The library's lock, and the uses of its codes."""

    def __init__(
        self, hass: HomeAssistant, lock: RegistryEntry, used: Callable[[Use], None]
    ) -> None:
        """Store the lock."""
        self._hass = hass
        self._lock = lock
        self._used = used
        self._followed: PushLock | None = None
        self._unfollow: Callable[[], None] | None = None
        self._unsubscribe: CALLBACK_TYPE | None = None

    @property
    def push_lock(self) -> PushLock | None:
        """The library's lock now; None while its integration is not loaded."""
        return push_lock_of(self._hass, self._lock)

    def start(self) -> None:
        """Pass uses on, of this and of later loads."""

        @callback
        def entry_changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
            if entry.entry_id == self._lock.config_entry_id:
                self._follow(self.push_lock)

        self._unsubscribe = async_dispatcher_connect(
            self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed
        )
        self._follow(self.push_lock)

    def stop(self) -> None:
        """Pass nothing more on."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._follow(None)

    @callback
    def _follow(self, push_lock: PushLock | None) -> None:
        if push_lock is self._followed:
            return
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None
        self._followed = push_lock
        if push_lock is not None:
            self._unfollow = follow_uses(push_lock, self._used)
