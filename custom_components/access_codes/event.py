"""One event entity of each linked lock: the events of the lock and its codes, as they happen."""

from typing import Any, override

from homeassistant.components.event import EventEntity
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.importlib import async_import_module

from .core.model import EventType
from .core.record.events import short_type
from .entity import LockEntity, Shown
from .entry import AccessCodesConfigEntry, is_booking_entry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AccessCodesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entity of the lock."""
    if is_booking_entry(entry):
        bookings = await async_import_module(hass, f"{__package__}.bookings.entities")
        async_add_entities([bookings.BookingEvent(entry, "booking")])
        return
    async_add_entities([ActivityEvent(entry)])


# contract 11.82, 11.83
class ActivityEvent(LockEntity, EventEntity):
    """The events of a lock and its codes."""

    _attr_event_types = [short_type(event_type) for event_type in EventType]

    def __init__(self, entry: AccessCodesConfigEntry) -> None:
        """Name the entity."""
        super().__init__(entry, "activity")

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the events, too."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.engine.subscribe_events(self._on_event))

    @callback
    def async_entity_id_changed(self, old_entity_id: str) -> None:
        """Ignore a new entity id: the entity does not depend on it."""

    @override
    def _read(self) -> Shown:
        return Shown(None)

    @callback
    def _on_event(self, data: dict[str, Any], context: Context) -> None:
        """Show an event, with its context."""
        shown = {key: value for key, value in data.items() if value is not None}
        self._trigger_event(short_type(data["type"]), shown)
        self.async_set_context(context)
        self.async_write_ha_state()
