"""The bus event that tells the outside what happened."""

from collections.abc import Callable

from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from ..core.model import Event

EVENT_TYPE = f"{DOMAIN}_event"

type WhereIsLock = Callable[[], tuple[str | None, str | None]]
"""Tells the lock's entity id and its device's id, as they are now."""


@callback
def async_fire(hass: HomeAssistant, event: Event, where: WhereIsLock) -> None:
    """Tell of an event. Told again after a crash, it has the same ``event_id``."""
    lock_entity_id, device_id = where()
    hass.bus.async_fire(
        EVENT_TYPE,
        {
            "type": event.type,
            "event_id": event.event_id,
            "occurred_at": event.occurred_at.isoformat(),
            "access_code_id": event.access_code_id,
            "name": event.name,
            "lock_entity_id": lock_entity_id,
            "device_id": device_id,
            **event.details,
        },
    )
