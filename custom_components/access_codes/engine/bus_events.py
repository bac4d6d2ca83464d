"""The bus events of a lock."""

from collections.abc import Callable
import logging
from typing import Any

from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started

from ..const import DOMAIN
from ..core.model import Event
from .pacing import async_pace
from .request_contexts import RequestContexts

_LOGGER = logging.getLogger(__name__)

EVENT_TYPE = f"{DOMAIN}_event"

_EVENTS_A_STEP = 50
"""Number of events emitted before the event loop runs other tasks: each may start automations."""

type LocateLock = Callable[[], tuple[str | None, str | None]]
"""Returns the current entity id of the lock, and the id of its device."""


type EventListener = Callable[[dict[str, Any], Context], None]
"""Called with the data and the context of each event."""


class EventEmitter:
    """Emits the events of one lock, once Home Assistant has started."""

    def __init__(self, hass: HomeAssistant, locate: LocateLock) -> None:
        """Prepare; no event is emitted yet."""
        self._hass = hass
        self._locate = locate
        self._is_started = False
        self._listeners: list[EventListener] = []
        self.contexts = RequestContexts()
        self.is_held = False
        """True while events wait for the entities that show them."""

    def start(self, on_started: Callable[[], None]) -> CALLBACK_TYPE:
        """Allow events from the start of Home Assistant on: automations listen only then. Return the unsubscriber."""

        @callback
        def begin(_: HomeAssistant) -> None:
            self._is_started = True
            on_started()

        return async_at_started(self._hass, begin)

    def subscribe(self, listener: EventListener) -> CALLBACK_TYPE:
        """Call the listener with each event; return the unsubscriber."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # contract 11.13, 11.21
    async def async_emit(self, take_events: Callable[[], tuple[Event, ...]]) -> None:
        """Emit the events that are due, a limited number in each step of the event loop."""
        if self.is_held or not self._is_started:
            return
        for number, event in enumerate(take_events(), start=1):
            try:
                self._emit(event)
            except Exception as err:  # noqa: BLE001
                # The others of the batch have left the outbox, too.
                _LOGGER.error("Event not emitted: %s", type(err).__name__)
            if number % _EVENTS_A_STEP == 0:
                await async_pace(self._hass).async_step()

    def _emit(self, event: Event) -> None:
        """Emit an event. Emitted again after a crash, it has the same ``event_id``."""
        lock_entity_id, device_id = self._locate()
        context = self.contexts.take(event)
        data = {
            "type": event.type,
            "event_id": event.event_id,
            "occurred_at": event.occurred_at.isoformat(),
            "access_code_id": event.access_code_id,
            "name": event.name,
            "lock_entity_id": lock_entity_id,
            "device_id": device_id,
            **event.details,
        }
        self._hass.bus.async_fire(EVENT_TYPE, data, context=context)
        for listener in list(self._listeners):
            listener(data, context)
