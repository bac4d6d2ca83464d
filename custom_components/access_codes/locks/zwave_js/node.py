"""Find and follow the Z-Wave node of a lock.

The one module that uses internals of the ``zwave_js`` integration. A reload of that creates a new client and new nodes,
and a node that was replaced or interviewed again may be another kind of lock.
"""

from collections.abc import Callable
from typing import Any, Final

from zwave_js_server.const import NodeStatus
from zwave_js_server.model.controller import Controller
from zwave_js_server.model.node import Node

from homeassistant.components.zwave_js.helpers import async_get_node_from_device_id
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

_REACH_EVENTS: Final = ("alive", "dead", "sleep", "wake up", "interview started")

_NETWORK_EVENTS: Final = ("node added", "node removed")


@callback
def node_of(hass: HomeAssistant, lock: RegistryEntry) -> Node | None:
    """Return the lock's node; None while its server or driver is away."""
    if lock.device_id is None:
        return None
    try:
        return async_get_node_from_device_id(hass, lock.device_id)
    except ValueError:
        return None


def is_awake(node: Node) -> bool:
    """Return whether the driver sends commands to a node now, as far as is known."""
    if not node.client.connected:
        return False
    match node.status:
        case NodeStatus.DEAD:
            return False
        case NodeStatus.ASLEEP if not node.is_frequent_listening:
            # Commands wait in the driver until the node wakes up (event "wake up").
            return False
    return True


class NodeTracker:
    """The node of one lock, through reloads and replacements."""

    def __init__(
        self,
        hass: HomeAssistant,
        lock: RegistryEntry,
        on_change: Callable[[bool], None],
    ) -> None:
        """Store the lock, without a lookup. ``on_change`` is called with True for another node or interview."""
        self._hass = hass
        self._lock = lock
        self._on_change = on_change
        self._stop_following: CALLBACK_TYPE | None = None
        self._controller: Controller | None = None
        self._unsubscribe_controller: list[CALLBACK_TYPE] = []
        self._node: Node | None = None
        self._unsubscribe_node: list[CALLBACK_TYPE] = []

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
        self._follow_controller(None)
        self._follow_node(None)

    @property
    def node(self) -> Node | None:
        """Return the node; None while its server or driver is away, or its interview is incomplete."""
        return self._node if self._node is not None and self._node.ready else None

    # contract 12.14
    @property
    def reach(self) -> Reach:
        """Return whether commands can reach the lock, as far as Home Assistant knows."""
        if self._loaded_entry() is None:
            return Reach.DISCONNECTED
        node = self.node
        if node is None or not is_awake(node):
            return Reach.OFFLINE
        return Reach.REACHABLE

    def _loaded_entry(self) -> ConfigEntry[Any] | None:
        entry_id = self._lock.config_entry_id or ""
        entry = self._hass.config_entries.async_get_entry(entry_id)
        is_loaded = entry is not None and entry.state is ConfigEntryState.LOADED
        return entry if is_loaded else None

    @callback
    def _on_entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        is_followed = self._stop_following is not None
        if is_followed and entry.entry_id == self._lock.config_entry_id:
            self._update()

    @callback
    def _update(self) -> None:
        """Follow the current controller and node."""
        entry = self._loaded_entry()
        driver = entry.runtime_data.client.driver if entry is not None else None
        self._follow_controller(driver.controller if driver is not None else None)
        node = self._find_node()
        is_new = node is not self._node
        if is_new:
            self._follow_node(node)
        self._on_change(is_new)

    def _find_node(self) -> Node | None:
        if self._controller is None:
            return None
        return node_of(self._hass, self._lock)

    def _follow_controller(self, controller: Controller | None) -> None:
        if controller is self._controller:
            return
        self._controller = controller
        while self._unsubscribe_controller:
            self._unsubscribe_controller.pop()()
        if controller is not None:
            self._unsubscribe_controller = [
                controller.on(name, self._on_network_changed)
                for name in _NETWORK_EVENTS
            ]

    def _follow_node(self, node: Node | None) -> None:
        self._node = node
        while self._unsubscribe_node:
            self._unsubscribe_node.pop()()
        if node is not None:
            self._unsubscribe_node = [
                *(node.on(name, self._on_reach_changed) for name in _REACH_EVENTS),
                node.on("ready", self._on_interviewed),
            ]

    def _on_network_changed(self, _: dict[str, Any]) -> None:
        if self._stop_following is not None:
            self._update()

    def _on_reach_changed(self, _: dict[str, Any]) -> None:
        self._on_change(False)

    def _on_interviewed(self, _: dict[str, Any]) -> None:
        self._on_change(True)
