"""Subscriptions to topics of Home Assistant's MQTT integration, and messages to them.

The one module that uses that integration. What a message says stands in no log of ours, and no exception leaves here, since
the integration logs messages that fail.
"""

from collections.abc import Callable, Mapping
import logging
from typing import Any, Final

from homeassistant.components import mqtt
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.json import json_dumps

_LOGGER = logging.getLogger(__name__)

# contract 12.191
CLIENT_LOGGER: Final = "homeassistant.components.mqtt.client"
"""Logger of the integration that logs each message, sent and received."""

type Handler = Callable[[str, bool], None]
"""Takes the text of a message, and whether the broker had retained it."""


class NotConnected(Exception):
    """There is no connection to the broker."""


class Subscriptions:
    """Some topics, through reloads of the integration and losses of the connection."""

    def __init__(self, hass: HomeAssistant, on_connection: CALLBACK_TYPE) -> None:
        """Store the function to call when the connection may have come or gone."""
        self._hass = hass
        self._on_connection = on_connection
        self._wanted: dict[str, Handler] = {}
        self._active: dict[str, CALLBACK_TYPE] = {}
        self._stop_following: list[CALLBACK_TYPE] = []

    @callback
    def start(self) -> None:
        """Follow the integration."""
        self._stop_following = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry_changed
            ),
            mqtt.async_subscribe_connection_status(self._hass, self._on_status),
        ]
        self._update()

    @callback
    def stop(self) -> None:
        """Unsubscribe from everything."""
        while self._stop_following:
            self._stop_following.pop()()
        self.listen_to({})

    @callback
    def listen_to(self, wanted: Mapping[str, Handler]) -> None:
        """Subscribe to these topics instead of the present ones."""
        self._wanted = dict(wanted)
        self._update()

    @property
    def is_loaded(self) -> bool:
        """Return whether the integration is loaded."""
        return any(
            entry.state is ConfigEntryState.LOADED
            for entry in self._hass.config_entries.async_entries(mqtt.DOMAIN)
        )

    @property
    def is_connected(self) -> bool:
        """Return whether the broker is connected."""
        return self.is_loaded and mqtt.is_connected(self._hass)

    @property
    def discovery_prefix(self) -> str:
        """Return the first part of the topics by which devices announce themselves."""
        entries = self._hass.config_entries.async_entries(mqtt.DOMAIN)
        settings = {**entries[0].data, **entries[0].options} if entries else {}
        prefix: str = settings.get(mqtt.CONF_DISCOVERY_PREFIX, mqtt.DEFAULT_PREFIX)
        return prefix

    # contract 12.150
    async def async_publish(self, topic: str, message: Mapping[str, Any] | int) -> None:
        """Send one message, which the broker neither retains nor keeps for later. Raises NotConnected."""
        if not self.is_connected:
            raise NotConnected
        try:
            await mqtt.async_publish(
                self._hass, topic, json_dumps(message), qos=0, retain=False
            )
        except HomeAssistantError:
            raise NotConnected from None

    @callback
    def _on_entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == mqtt.DOMAIN and self._stop_following:
            self._update()
            self._on_connection()

    @callback
    def _on_status(self, _: bool) -> None:
        if self._stop_following:
            self._on_connection()

    @callback
    def _update(self) -> None:
        """Subscribe to what is wanted while the integration is loaded, and to nothing while it is not.

        It would give subscriptions that outlive a reload to its next client, where they cannot be ended.
        """
        wanted = self._wanted if self.is_loaded else {}
        for topic in self._active.keys() - wanted.keys():
            self._active.pop(topic)()
        for topic in wanted.keys() - self._active.keys():
            self._hass.async_create_background_task(
                self._async_subscribe(topic), "access_codes subscribe", eager_start=True
            )

    async def _async_subscribe(self, topic: str) -> None:
        @callback
        def receive(message: mqtt.ReceiveMessage) -> None:
            handler = self._wanted.get(topic)
            if handler is not None:
                _hand_over(handler, message)

        # As text: all subscribers to a topic are given what the first of them wants, the lock's own entity, too.
        self._active[topic] = await mqtt.async_subscribe(self._hass, topic, receive)


# contract 12.151
def _hand_over(handler: Handler, message: mqtt.ReceiveMessage) -> None:
    payload = message.payload
    try:
        assert isinstance(payload, str)
        handler(payload, message.retain)
    except Exception as error:  # noqa: BLE001
        # The text of the error may name what the message says.
        _LOGGER.error("A message was not understood: %s", type(error).__name__)
