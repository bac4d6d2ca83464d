"""Find and follow the Matter node of a lock.

The one module that uses internals of the ``matter`` integration. Each load of that has a client of its own, and the
subscriptions of the one before are dead.
"""

from collections.abc import Callable
import logging
from typing import Any, Final, NamedTuple

from matter_server.client import MatterClient
from matter_server.client.models.node import MatterNode
from matter_server.common.errors import NodeNotExists
from matter_server.common.models import EventType, MatterNodeEvent

from homeassistant.components.matter.helpers import MatterEntryData
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Reach

_LOGGER = logging.getLogger(__name__)

_NODE_CHANGES: Final = frozenset(
    {
        EventType.NODE_ADDED,
        EventType.NODE_UPDATED,
        EventType.NODE_REMOVED,
        EventType.ENDPOINT_REMOVED,
    }
)


class Location(NamedTuple):
    """Address of one lock: a node may have several."""

    node_id: int
    endpoint_id: int


# contract 12.161
def location_of(unique_id: str) -> Location | None:
    """Return the address in the unique id of a lock's entity; None if it is written in another way.

    ``<fabric>-<node>-<MatterNodeDevice or endpoint>-<endpoint>-MatterLock-<cluster>-<attribute>``, the first two in
    hexadecimal.
    """
    parts = unique_id.split("-")
    try:
        return Location(int(parts[1], 16), int(parts[3]))
    except IndexError, ValueError:
        return None


@callback
def _client_of(hass: HomeAssistant, lock: RegistryEntry) -> MatterClient | None:
    entry = hass.config_entries.async_get_entry(lock.config_entry_id or "")
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        # While it is not loaded it has no runtime data, or those of the connection before.
        return None
    data: MatterEntryData = entry.runtime_data
    return data.adapter.matter_client


@callback
def node_of(hass: HomeAssistant, lock: RegistryEntry) -> MatterNode | None:
    """Return the lock's node; None while its server is away."""
    client = _client_of(hass, lock)
    location = location_of(lock.unique_id)
    if client is None or location is None:
        return None
    return _node_with(client, location)


def _node_with(client: MatterClient, location: Location) -> MatterNode | None:
    try:
        node: MatterNode = client.get_node(location.node_id)
    except NodeNotExists:
        return None
    return node if location.endpoint_id in node.endpoints else None


class NodeTracker:
    """The node of one lock, through reloads of the Matter integration."""

    def __init__(
        self,
        hass: HomeAssistant,
        lock: RegistryEntry,
        location: Location,
        on_change: Callable[[bool], None],
        on_event: Callable[[MatterNodeEvent], None],
    ) -> None:
        """Store the lock, without a lookup. ``on_change`` is called with True for another connection to the server."""
        self._hass = hass
        self._lock = lock
        self._location = location
        self._on_change = on_change
        self._on_event = on_event
        self._stop_following: CALLBACK_TYPE | None = None
        self.client: MatterClient | None = None
        """The client; None while the integration is not loaded."""
        self._unsubscribe: Callable[[], None] | None = None

    @callback
    def start(self) -> None:
        """Find the node and follow it."""
        self._stop_following = async_dispatcher_connect(
            self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry_changed
        )
        self._update()

    @callback
    def stop(self) -> None:
        """Stop following the node."""
        if self._stop_following is not None:
            self._stop_following()
            self._stop_following = None
        self._follow(None)

    @property
    def node(self) -> MatterNode | None:
        """Return the node, as the server knows it; None while that is away."""
        return (
            _node_with(self.client, self._location) if self.client is not None else None
        )

    # contract 12.162
    @property
    def reach(self) -> Reach:
        """Return whether commands can reach the lock, as far as the server knows."""
        if self.client is None:
            return Reach.DISCONNECTED
        node = self.node
        is_connected = self.client.connection.connected
        if node is None or not node.available or not is_connected:
            return Reach.OFFLINE
        return Reach.REACHABLE

    @callback
    def _on_entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        is_followed = self._stop_following is not None
        if is_followed and entry.entry_id == self._lock.config_entry_id:
            self._update()

    @callback
    def _update(self) -> None:
        client = _client_of(self._hass, self._lock)
        is_other = client is not self.client
        if is_other:
            self._follow(client)
        self._on_change(is_other)

    def _follow(self, client: MatterClient | None) -> None:
        self.client = client
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if client is not None:
            self._unsubscribe = client.subscribe_events(
                self._on_message, node_filter=self._location.node_id
            )

    # contract 12.162
    def _on_message(self, event: EventType, data: Any) -> None:
        """Handle a message about the node. Nothing is raised here: it would end the client's connection."""
        try:
            self._handle(event, data)
        except Exception as err:  # noqa: BLE001
            _LOGGER.error(
                "Handling a message of %s failed: %s",
                self._lock.entity_id,
                type(err).__name__,
            )

    def _handle(self, event: EventType, data: Any) -> None:
        if event in _NODE_CHANGES:
            self._on_change(False)
        elif event is EventType.NODE_EVENT:
            change: MatterNodeEvent = data
            if change.endpoint_id == self._location.endpoint_id:
                self._on_event(change)
