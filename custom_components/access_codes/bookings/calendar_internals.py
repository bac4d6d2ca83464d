"""The one place that touches internals of calendars: events that are called off, which their entities hide or list as if they were not."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from homeassistant.components.calendar import CalendarEntity
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from ..core.bookings.model import FeedEvent

PLATFORMS = ("remote_calendar", "local_calendar")
"""Integrations that keep a calendar of the ``ical`` library: in the data of a coordinator, or in an attribute."""

_CANCELLED = "CANCELLED"


# contract 16.33
def cancelled_events(
    entity: CalendarEntity, since: datetime, until: datetime
) -> Iterator[FeedEvent]:
    """Yield the events with status *cancelled*, where the calendar is one of the ``ical`` library."""
    if entity.platform.platform_name not in PLATFORMS:
        return
    for event in _events_of(entity):
        if getattr(event, "status", None) != _CANCELLED:
            continue
        starts, ends = event.start, event.end
        if _day(ends) >= since.date() and _day(starts) <= until.date():
            yield FeedEvent(
                uid=event.uid,
                recurrence_id=event.recurrence_id,
                summary=event.summary or "",
                starts=starts,
                ends=ends,
                description=event.description or "",
                is_cancelled=True,
            )


def coordinator_of(entity: CalendarEntity) -> DataUpdateCoordinator[Any] | None:
    """Return the coordinator that reads the calendar, where there is one."""
    coordinator = getattr(entity, "coordinator", None)
    return coordinator if isinstance(coordinator, DataUpdateCoordinator) else None


def _events_of(entity: CalendarEntity) -> list[Any]:
    coordinator = coordinator_of(entity)
    if coordinator is not None:
        calendar = coordinator.data
    else:
        calendar = getattr(entity, "_calendar", None)
    return list(getattr(calendar, "events", ()))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
