"""Entities of a booking entry: next arrival and departure, whether guests may be here, and what happens to bookings."""

from datetime import datetime
from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.event import EventEntity
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import MATCH_ALL
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..core.bookings.model import Booking, Happening, HappeningKind
from ..core.bookings.timing import next_arrival, next_departure, present
from .doubt import async_shown_name
from .follower import BookingFollower
from .summary import async_booking_summary, async_views


class BookingEntity[ValueT](Entity):
    """An entity of a booking entry, pushed by its follower when its value has changed."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, entry: ConfigEntry[Any], key: str) -> None:
        """Put the entity on the device of the entry."""
        self._follower: BookingFollower = entry.runtime_data
        self._attr_unique_id = f"{entry.entry_id}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            name=entry.title,
            entry_type=DeviceEntryType.SERVICE,
        )
        self._shown: ValueT | None = None
        """The value since the entity was added."""

    @callback
    def async_entity_id_changed(self, old_entity_id: str) -> None:
        """Ignore a new entity id: the entity does not depend on it."""

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the bookings."""
        self._shown = self._value()
        self.async_on_remove(self._follower.subscribe(self._on_follower))

    def _value(self) -> ValueT | None:
        """Return the present value; None for an entity without one."""
        return None

    @callback
    def _on_follower(self) -> None:
        if (value := self._value()) != self._shown:
            self._shown = value
            self.async_write_ha_state()


# contract 16.49
class EdgeSensor(BookingEntity[tuple[datetime | None, dict[str, Any]]], SensorEntity):
    """The next arrival, or the next departure, with the number of locks that have the code of that booking."""

    _attr_device_class = SensorDeviceClass.TIMESTAMP
    _unrecorded_attributes = frozenset({MATCH_ALL})

    # contract 16.71
    @override
    def _value(self) -> tuple[datetime | None, dict[str, Any]]:
        now, ledger = dt_util.utcnow(), self._follower.ledger
        is_arrival = self._attr_translation_key == "next_arrival"
        booking = (next_arrival if is_arrival else next_departure)(ledger, now)
        if booking is None:
            return None, {}
        window, views = booking.window, async_views(self._follower)
        edge = window.starts_at if is_arrival else window.ends_at
        return edge, async_booking_summary(self.hass, self._follower, booking, views)

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the instant."""
        return None if self._shown is None else self._shown[0]

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Return the summary of that booking; empty without one."""
        return {} if self._shown is None else self._shown[1]


# contract 16.49
class OccupiedSensor(BookingEntity[bool], BinarySensorEntity):
    """On while a booking runs."""

    @override
    def _value(self) -> bool:
        return bool(present(self._follower.ledger, dt_util.utcnow()))

    @property
    @override
    def is_on(self) -> bool | None:
        """True while a booking runs."""
        return self._shown


# contract 16.50
class BookingEvent(BookingEntity[None], EventEntity):
    """Changes of bookings, each once."""

    _attr_event_types = [kind.value for kind in HappeningKind]

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the changes."""
        await super().async_added_to_hass()
        self.async_on_remove(self._follower.subscribe_happenings(self._on_happening))

    @callback
    def _on_happening(self, happening: Happening, booking: Booking) -> None:
        attributes: dict[str, Any] = {
            "common_code_key": booking.key,
            "name": async_shown_name(self._follower, booking),
            "starts_at": booking.window.starts_at.isoformat(),
            "ends_at": booking.window.ends_at.isoformat(),
        }
        self._trigger_event(happening.kind.value, attributes)
        self.async_write_ha_state()


def booking_sensors(entry: ConfigEntry[Any]) -> list[EdgeSensor]:
    """Return the sensors of a booking entry."""
    return [EdgeSensor(entry, "next_arrival"), EdgeSensor(entry, "next_departure")]
