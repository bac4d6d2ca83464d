"""Read a calendar entity of Home Assistant: its events with their ids, which no action returns."""

import asyncio
from contextlib import suppress
from datetime import datetime
import logging

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.components.calendar.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_component import async_update_entity
from homeassistant.util import dt as dt_util

from ..core.bookings.model import FeedEvent
from .calendar_internals import async_cancelled_events, coordinator_of

_LOGGER = logging.getLogger(__name__)

_TIMEOUT = 60
"""Seconds for an answer of the calendar."""

_CANCELLED = "cancelled"

FEED_PLATFORM = "remote_calendar"
"""The integration that reads its feed only once a day, unless it is asked."""


class CalendarFailed(Exception):
    """The calendar has no answer. Carries nothing of an event."""


@callback
def async_is_feed(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether the calendar has to be asked for an update of its feed."""
    entry = er.async_get(hass).async_get(entity_id)
    return entry is not None and entry.platform == FEED_PLATFORM


@callback
def _entity(hass: HomeAssistant, entity_id: str) -> CalendarEntity | None:
    component = hass.data.get(DATA_COMPONENT)
    entity = None if component is None else component.get_entity(entity_id)
    return entity if isinstance(entity, CalendarEntity) else None


# contract 16.34
async def async_ask_for_update(hass: HomeAssistant, entity_id: str) -> None:
    """Have a calendar read its feed now. A failure shows when it is read."""
    entity = _entity(hass, entity_id)
    if entity is None:
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(_TIMEOUT):
            coordinator = coordinator_of(entity)
            if coordinator is None:
                await async_update_entity(hass, entity_id)
            else:
                # The update of the entity would do nothing within ten seconds of the one before.
                await coordinator.async_refresh()


# contract 16.13, 16.30
async def async_read_events(
    hass: HomeAssistant, entity_id: str, since: datetime, until: datetime
) -> list[FeedEvent]:
    """Return the events of a calendar, those that are called off included. Raises CalendarFailed."""
    entity = _entity(hass, entity_id)
    if entity is None or not entity.available:
        raise CalendarFailed
    try:
        async with asyncio.timeout(_TIMEOUT):
            events = await entity.async_get_events(
                hass, dt_util.as_local(since), dt_util.as_local(until)
            )
        found = [_feed_event(event) for event in events]
        found += await async_cancelled_events(hass, entity, since, until)
    except Exception as err:  # noqa: BLE001
        # Its text may quote an event, and with it a phone number or a PIN.
        _LOGGER.debug("Calendar %s failed: %s", entity_id, type(err).__name__)
        raise CalendarFailed from None
    if not entity.available:
        raise CalendarFailed
    return found


def _feed_event(event: CalendarEvent) -> FeedEvent:
    return FeedEvent(
        uid=event.uid,
        recurrence_id=event.recurrence_id,
        summary=event.summary,
        starts=event.start,
        ends=event.end,
        description=event.description or "",
        is_cancelled=str(getattr(event, "status", None) or "").lower() == _CANCELLED,
    )
