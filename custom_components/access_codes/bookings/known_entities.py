"""Entities that the options of a booking entry name: by their registry ids, which outlast a rename."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er


@callback
def async_current_entity_id(hass: HomeAssistant, known_as: str) -> str:
    """Return the present entity id of an entity, which is known by its registry id, or has none."""
    entry = er.async_get(hass).entities.get_entry(known_as)
    return known_as if entry is None else entry.entity_id
