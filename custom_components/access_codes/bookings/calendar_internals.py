"""The one place that touches internals of calendars: events that are called off, which their entities hide or list as if they were not."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from homeassistant.components.calendar import CalendarEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from ..core.bookings.model import FeedEvent

PLATFORMS = ("remote_calendar", "local_calendar")
"""Integrations that keep a calendar of the ``ical`` library: in the data of a coordinator, or in an attribute."""

ASKED_PLATFORM = "caldav"
"""The integration that asks its server anew at each read."""

_CANCELLED = "CANCELLED"


# contract 16.33
async def async_cancelled_events(
    hass: HomeAssistant, entity: CalendarEntity, since: datetime, until: datetime
) -> list[FeedEvent]:
    """Return the events with status *cancelled*, where the calendar has them. May raise what its library raises."""
    platform = entity.platform.platform_name
    if platform in PLATFORMS:
        return list(_of_ical(_events_of(entity), since, until))
    coordinator = coordinator_of(entity)
    if platform == ASKED_PLATFORM and coordinator is not None:
        return await hass.async_add_executor_job(_of_caldav, coordinator, since, until)
    return []


def coordinator_of(entity: CalendarEntity) -> DataUpdateCoordinator[Any] | None:
    """Return the coordinator that reads the calendar, where there is one."""
    coordinator = getattr(entity, "coordinator", None)
    return coordinator if isinstance(coordinator, DataUpdateCoordinator) else None


def _of_ical(
    events: Iterable[Any], since: datetime, until: datetime
) -> Iterator[FeedEvent]:
    for event in events:
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


def _of_caldav(coordinator: Any, since: datetime, until: datetime) -> list[FeedEvent]:
    """Ask the server once more: up to Home Assistant 2026.10 the entity lists them without the status, since then not at all."""
    found = []
    for item in coordinator.calendar.search(
        start=since, end=until, event=True, expand=True
    ):
        event = getattr(item.vobject_instance, "vevent", None)
        if event is None or str(_value(event, "status") or "").upper() != _CANCELLED:
            continue
        recurrence_id = _value(event, "recurrence_id")
        found.append(
            FeedEvent(
                uid=_value(event, "uid"),
                recurrence_id=None if recurrence_id is None else str(recurrence_id),
                summary=_value(event, "summary") or "",
                starts=_local(event.dtstart.value),
                ends=_local(coordinator.get_end_date(event)),
                description=_value(event, "description") or "",
                is_cancelled=True,
            )
        )
    return found


def _value(event: Any, name: str) -> Any:
    """Return a property of an event of CalDAV; None without it."""
    return getattr(getattr(event, name, None), "value", None)


def _local(moment: date | datetime) -> date | datetime:
    return dt_util.as_local(moment) if isinstance(moment, datetime) else moment


def _events_of(entity: CalendarEntity) -> list[Any]:
    coordinator = coordinator_of(entity)
    if coordinator is not None:
        calendar = coordinator.data
    else:
        calendar = getattr(entity, "_calendar", None)
    return list(getattr(calendar, "events", ()))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
