"""The client that the integration of a lock holds, followed through its reloads, and the reach that follows from it."""

from collections.abc import Callable, Iterable

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
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
from .entity_reach import EntityReach


class ClientLink[ClientT]:
    """One lock's part of the client of its integration, for as long as that is loaded.

    ``find`` returns it from a loaded config entry, or None; ``attach`` subscribes to it, and returns what ends that. One
    that ``find`` returns again stays attached: some drop what they have not told yet when nobody listens any more.
    ``on_changed`` is called after each possible change of the client or of the reach.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        lock: RegistryEntry,
        find: Callable[[ConfigEntry], ClientT | None],
        attach: Callable[[ClientT], Iterable[CALLBACK_TYPE]],
    ) -> None:
        """Store the lock."""
        self._hass = hass
        self._lock = lock
        self._find = find
        self._attach = attach
        self._entity = EntityReach(hass, lock)
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._detach: list[CALLBACK_TYPE] = []
        self.client: ClientT | None = None

    def start(self, on_changed: Callable[[], None]) -> None:
        """Follow the client, from now on."""

        @callback
        def state_changed(_: Event[EventStateChangedData]) -> None:
            on_changed()

        @callback
        def entry_changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
            if entry.entry_id == self._lock.config_entry_id:
                self._follow()
                on_changed()

        self._unsubscribe = [
            async_track_state_change_event(
                self._hass, self._lock.entity_id, state_changed
            ),
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed
            ),
        ]
        self._follow()

    def stop(self) -> None:
        """Follow nothing more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._leave()

    @property
    def reach(self) -> Reach:
        """The reach now: a lock whose entity is unavailable is offline, one whose integration is not loaded cut off."""
        return Reach.DISCONNECTED if self.client is None else self._entity.reach

    def _follow(self) -> None:
        client = find_client(self._hass, self._lock, self._find)
        if client is self.client:
            return
        self._leave()
        self.client = client
        if client is not None:
            self._detach = [*self._attach(client)]

    def _leave(self) -> None:
        self.client = None
        while self._detach:
            self._detach.pop()()


def find_client[ClientT](
    hass: HomeAssistant,
    lock: RegistryEntry,
    find: Callable[[ConfigEntry], ClientT | None],
) -> ClientT | None:
    """Return a lock's part of the client of its integration; None while that is not loaded or does not know the lock."""
    entry_id = lock.config_entry_id
    entry = hass.config_entries.async_get_entry(entry_id) if entry_id else None
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    return find(entry)
