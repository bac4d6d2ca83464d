"""Action ``refresh_bookings``: read booking calendars now, and return the bookings with their codes."""

from typing import Any

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..bookings.booking_entries import async_booking_entries
from ..bookings.follower import BookingFollower
from ..bookings.programming import codes_by_lock
from ..bookings.summary import async_booking_summary, async_views
from ..core.bookings.model import Booking
from ..core.bookings.wishes import is_window_by_hand
from ..presentation.messages import async_text
from ..presentation.objects import async_objects
from .errors import refusal
from .fields import Answer, Fields


# contract 16.37
async def async_refresh_bookings(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Read the targeted calendars: ``{"calendars": [{entity_id, is_read, bookings}]}``, with the codes of each booking."""
    calendars: list[Answer] = []
    for follower in _targeted(hass, fields):
        is_read = await follower.async_refresh(is_asked=True, context=context)
        calendars.append(
            {
                "entity_id": follower.calendar_entity_id,
                "is_read": is_read,
                "unusable_events": follower.unusable,
                "bookings": [
                    await _async_object(hass, follower, booking)
                    for booking in sorted(
                        follower.ledger.bookings.values(),
                        key=lambda booking: booking.window.starts_at,
                    )
                ],
            }
        )
    return {"calendars": calendars}


async def _async_object(
    hass: HomeAssistant, follower: BookingFollower, booking: Booking
) -> Answer:
    locks = follower.locks()
    found = codes_by_lock(locks, {booking.key: booking})
    codes: list[Any] = []
    is_by_hand = False
    for lock_id, linked in locks.items():
        on_lock = found[lock_id].get(booking.key, ())
        codes += await async_objects(hass, linked, on_lock)
        is_by_hand |= any(is_window_by_hand(booking, code) for code in on_lock)
    refusals = [
        {
            "lock_entity_id": locks[lock_id].lock.where()[0],
            "message": async_text(hass, "booking_refused"),
            "reason": reason,
        }
        for (key, lock_id), reason in follower.refusals.items()
        if key == booking.key and lock_id in locks
    ]
    return {
        "common_code_key": booking.key,
        "name": booking.name,
        "state": booking.state.value,
        "starts_at": booking.window.starts_at.isoformat(),
        "ends_at": booking.window.ends_at.isoformat(),
        "is_missing_in_calendar": booking.is_missing,
        "is_changed_by_hand": is_by_hand,
        "access_codes": codes,
        "refused": refusals,
        **async_booking_summary(hass, follower, booking, async_views(follower)),
    }


# contract 16.37
@callback
def _targeted(hass: HomeAssistant, fields: Fields) -> list[BookingFollower]:
    """Return the followers of a target: by their calendars, or by their own entities. Raises if there is none."""
    selected = async_extract_referenced_entity_ids(
        hass,
        TargetSelection(dict(fields)),
        expand_group=False,
        primary_entities_only=False,
    )
    entity_ids = selected.referenced | selected.indirectly_referenced
    registry = er.async_get(hass)
    owners = {
        entity.config_entry_id
        for entity_id in entity_ids
        if (entity := registry.async_get(entity_id)) is not None
    }
    found = [
        entry.runtime_data
        for entry in async_booking_entries(hass)
        if entry.entry_id in owners
        or entry.runtime_data.calendar_entity_id in entity_ids
    ]
    if not found:
        raise refusal("no_booking_calendar_in_target")
    return found
