"""Entries of the logbook: what happened to which code, in sentences."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.logbook.const import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.components.logbook.models import LazyEventPartialState
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .engine.bus_events import EVENT_TYPE
from .presentation.activity_text import async_predicate, async_sensor_id, async_subject

type Describe = Callable[[LazyEventPartialState], dict[str, Any]]


# contract 11.87, 11.88
@callback
def async_describe_events(
    hass: HomeAssistant, async_describe_event: Callable[[str, str, Describe], None]
) -> None:
    """Register the description of our events."""

    @callback
    def describe(event: LazyEventPartialState) -> dict[str, Any]:
        data = event.data
        entry = {
            LOGBOOK_ENTRY_NAME: async_subject(hass, data),
            LOGBOOK_ENTRY_MESSAGE: async_predicate(hass, data),
        }
        if (sensor := async_sensor_id(hass, data)) is not None:
            entry[LOGBOOK_ENTRY_ENTITY_ID] = sensor
        return entry

    async_describe_event(DOMAIN, EVENT_TYPE, describe)
