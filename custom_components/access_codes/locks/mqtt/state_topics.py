"""The topics on which Zigbee2MQTT publishes what it hears from one lock."""

from collections.abc import Callable
from functools import partial
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .json_values import Json, as_dict, parse
from .messages import ACTION_FIELDS
from .subscriptions import Handler, Subscriptions

GATHER_TIME: Final = 0.2
"""Seconds in which the parts of one event come, where each is a message of its own."""


class StateTopics:
    """Messages of one lock: as one JSON text, or, with ``output: attribute``, by a topic for each property."""

    def __init__(self, hass: HomeAssistant, on_message: Callable[[Json], None]) -> None:
        """Store the function to call with each message."""
        self._hass = hass
        self._on_message = on_message
        self._subscriptions = Subscriptions(hass, _nothing)
        self._parts: Json = {}
        self._cancel_gathering: CALLBACK_TYPE | None = None

    @callback
    def start(self) -> None:
        """Begin."""
        self._subscriptions.start()

    @callback
    def stop(self) -> None:
        """End."""
        self._subscriptions.stop()
        self._drop_parts()

    @callback
    def follow(self, topic: str | None, *, is_split: bool) -> None:
        """Listen to the lock on this topic, or on those below it."""
        topics: dict[str, Handler] = {}
        if topic is not None and is_split:
            topics = {
                f"{topic}/{field}": partial(self._on_part, field)
                for field in ACTION_FIELDS
            }
        elif topic is not None:
            topics = {topic: self._on_text}
        self._subscriptions.listen_to(topics)

    # contract 12.147
    @callback
    def _on_text(self, text: str, is_retained: bool) -> None:
        message = as_dict(parse(text))
        if message and not is_retained:
            self._on_message(message)

    # contract 12.158
    @callback
    def _on_part(self, field: str, text: str, is_retained: bool) -> None:
        if is_retained or not text:
            return
        if field in self._parts:
            # Another event, before the time of the first was over.
            self._on_gathered(None)
        self._parts[field] = text
        if self._cancel_gathering is None:
            self._cancel_gathering = async_call_later(
                self._hass, GATHER_TIME, self._on_gathered
            )

    @callback
    def _on_gathered(self, _: object) -> None:
        parts = self._parts
        self._drop_parts()
        self._on_message(parts)

    @callback
    def _drop_parts(self) -> None:
        self._parts = {}
        if self._cancel_gathering is not None:
            self._cancel_gathering()
            self._cancel_gathering = None


@callback
def _nothing() -> None:
    """Do nothing: who sends commands follows the connection."""
