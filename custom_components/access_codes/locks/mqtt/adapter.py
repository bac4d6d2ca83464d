"""Adapter of locks of the ``mqtt`` integration: those behind Zigbee2MQTT.

PINs go to Zigbee2MQTT by messages that nobody retains, never through an action: the recorder stores its data.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import LockCapabilities, Reach, UseReporting
from ..adapter import AdapterListener
from ..zigbee.adapter import ZigbeeAdapter
from ..zigbee.events import CodeUsed, Event
from ..zigbee.limits import capabilities_from
from .bridge import Bridge, bridge_of, follow_bridge
from .commands import Commands
from .device import LockDevice, location_of
from .messages import ACTION_FIELDS, event_of
from .plain_commands import PlainCommands
from .raw_commands import RawCommands
from .state_topics import StateTopics
from .subscriptions import CLIENT_LOGGER


class MqttAdapter(ZigbeeAdapter):
    """A lock behind Zigbee2MQTT."""

    family = "mqtt"
    _loggers = (CLIENT_LOGGER,)

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass)
        self._hass = hass
        self._location = location_of(lock.unique_id)
        self._bridge: Bridge | None = None
        self._stop_following: Callable[[], None] | None = None
        self._states = StateTopics(hass, self._on_message)
        self._commands: Commands | None = None

    # contract 12.140, 12.152
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        location = location_of(lock.unique_id)
        if location is None:
            return False
        bridge = bridge_of(hass, location.base)
        device = bridge.device(location.ieee) if bridge is not None else None
        return device is None or device.has_pins

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "mqtt_without_pins" if location_of(lock.unique_id) else "mqtt"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        if self._location is not None:
            self._bridge, self._stop_following = follow_bridge(
                self._hass, self._location.base, self._on_bridge_changed
            )
            self._states.start()
            self._on_bridge_changed()

    @override
    def stop(self) -> None:
        super().stop()
        if self._stop_following is not None:
            self._stop_following()
            self._stop_following = None
        self._states.stop()
        self._drop_commands()

    # contract 12.149
    @property
    @override
    def reach(self) -> Reach:
        if self._bridge is None or not self._bridge.is_loaded:
            return Reach.DISCONNECTED
        is_listed = self._commands is not None
        return Reach.REACHABLE if self._bridge.is_up and is_listed else Reach.OFFLINE

    @property
    @override
    def _commands_now(self) -> Commands | None:
        return self._commands

    @callback
    def _on_bridge_changed(self) -> None:
        """Follow the lock where Zigbee2MQTT has it now, and by the commands that it understands."""
        if self._listener is None or self._stop_following is None:
            return
        bridge = self._bridge
        assert bridge is not None and self._location is not None
        device = bridge.device(self._location.ieee)
        if device is None or bridge.version == (0, 0):
            self._drop_commands()
            self._states.follow(None, is_split=False)
        else:
            self._states.follow(
                f"{bridge.base}/{device.name}", is_split=bridge.has_attributes_only
            )
            self._follow_device(bridge, device)
            self._search_limits()
        self._listens.reach_changed()

    @callback
    def _follow_device(self, bridge: Bridge, device: LockDevice) -> None:
        kind = RawCommands if bridge.passes_answers_on else PlainCommands
        before = self._commands
        is_other = type(before) is not kind
        if before is not None and not is_other and before.device == device:
            return
        is_other |= before is None or before.device.properties != device.properties
        # What is asked for goes to where the lock was.
        self._drop_commands()
        self._commands = kind(bridge, device)
        if is_other:
            self._capabilities = None

    @callback
    def _drop_commands(self) -> None:
        self._commands = None
        self._search.cancel()

    @override
    @callback
    def _search_limits(self) -> None:
        is_sought = self._commands is not None and self._capabilities is None
        if is_sought and self._bridge is not None and self._bridge.is_up:
            super()._search_limits()

    @override
    async def _async_capabilities(self) -> LockCapabilities:
        commands = self._commands
        assert commands is not None
        if not commands.device.has_pins:
            return LockCapabilities()
        return capabilities_from(
            await commands.limits(),
            self._reads,
            names_users=commands.device.names_users,
            patience=commands.patience,
            late_by=commands.late_by,
        )

    # contract 12.157
    @property
    @override
    def _can_be_probed(self) -> bool:
        return isinstance(self._commands, RawCommands) and super()._can_be_probed

    @callback
    def _on_message(self, message: dict[str, Any]) -> None:
        """Handle a message of the lock: it is heard, and may tell an event."""
        if self._commands is not None:
            self._commands.heard(message)
        if not message.keys().isdisjoint(ACTION_FIELDS):
            event = event_of(message)
            if event is not None:
                self._on_event(event)
        self._search_limits()

    @override
    @callback
    def _on_event(self, event: Event) -> None:
        if isinstance(event, CodeUsed):
            self._on_use_seen()
        super()._on_event(event)

    # contract 12.159
    @callback
    def _on_use_seen(self) -> None:
        """Store that the lock reports uses, of which its definition in Zigbee2MQTT knows nothing."""
        if self._capabilities is not None:
            self._set_capabilities(replace(self._capabilities, uses=UseReporting.LIVE))
