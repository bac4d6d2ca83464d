"""Sentences about the events of a lock and its codes, for the logbook."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.sensor.const import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..core.model import EventType
from ..core.record.events import short_type
from ..entry import async_loaded_lock_entries
from .messages import async_text

_ACTIONS = ("unlock", "lock")
"""Actions of a use that have a sentence of their own."""

_ON_DEVICE = (EventType.SET_ON_DEVICE, EventType.REMOVED_FROM_DEVICE)
"""Events with another sentence where Home Assistant checks the codes, and nothing is on the lock."""

_OF_OTHERS = (EventType.UNMANAGED_CREATED, EventType.UNMANAGED_REMOVED)


# contract 11.87
@callback
def async_subject(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return the subject of the sentence about an event: the code by its name, else a word for one that is not known."""
    if (name := data.get("name")) is not None:
        # A name such as "Access code 3" needs no further word.
        key = "activity_name" if "code" in name.casefold() else "activity_name_of"
        return async_text(hass, key, name=name)
    is_of_others = data["type"] in _OF_OTHERS or data.get("unmanaged_access_code_id")
    return async_text(
        hass, "activity_code_of_others" if is_of_others else "activity_unknown"
    )


# contract 11.87
@callback
def async_predicate(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return the rest of the sentence, with the lock's name."""
    key = f"activity_{short_type(data['type'])}"
    if data["type"] == EventType.USED and data.get("action") in _ACTIONS:
        key = f"{key}_{data['action']}"
    if data["type"] in _ON_DEVICE and _is_virtual(hass, data):
        key = f"{key}_virtual"
    return async_text(hass, key, lock=_lock_name(hass, data))


# contract 11.88
@callback
def async_sensor_id(hass: HomeAssistant, data: Mapping[str, Any]) -> str | None:
    """Return the sensor of the code that an event is about. A code without one has no entity: the lock's name would hide its own."""
    return er.async_get(hass).async_get_entity_id(
        SENSOR_DOMAIN, DOMAIN, data.get("access_code_id") or ""
    )


def _is_virtual(hass: HomeAssistant, data: Mapping[str, Any]) -> bool:
    """Return whether Home Assistant checks the codes of the lock of an event."""
    for entry in async_loaded_lock_entries(hass):
        lock_entity_id, _ = entry.runtime_data.lock.where()
        if lock_entity_id == data.get("lock_entity_id"):
            capabilities = entry.runtime_data.engine.record.capabilities
            return capabilities is not None and capabilities.is_virtual
    return False


def _lock_name(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return the lock's name; its entity id while the lock is away."""
    entity_id: str = data.get("lock_entity_id") or ""
    state = hass.states.get(entity_id)
    return entity_id if state is None else state.name
