"""One read-only calendar of each linked lock: the windows of its codes."""

from collections.abc import Iterable
from datetime import datetime
from typing import override

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .core.agenda import Span, current_or_next, spans_between, spans_of
from .core.model import AccessCode
from .engine.updates import Update
from .entity import LockEntity, Shown
from .entry import AccessCodesConfigEntry
from .presentation.local_time import as_shown

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AccessCodesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendar of the lock."""
    async_add_entities([CodesCalendar(entry)])


# contract 11.77, 11.80
class CodesCalendar(LockEntity, CalendarEntity):
    """The windows of a lock's codes.

    Read-only: Home Assistant's calendar commands ask for control of the entity only, and name no caller.
    """

    def __init__(self, entry: AccessCodesConfigEntry) -> None:
        """Name the calendar."""
        super().__init__(entry, "codes")

    # contract 11.79
    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The current or next window."""
        codes = self._runtime.engine.record.codes.values()
        span = current_or_next(codes, dt_util.utcnow())
        return None if span is None else _event(span)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the windows that share an instant with the given time."""
        codes = self._runtime.engine.record.codes.values()
        return events_between(codes, start_date, end_date)

    # contract 4.24
    @callback
    @override
    def _async_write_ha_state(self) -> None:
        """Write the state, and cancel Home Assistant's alarms for begin and end: the timer of the lock covers them."""
        super()._async_write_ha_state()
        for cancel in self._alarm_unsubs or ():
            cancel()
        self._alarm_unsubs = []

    @override
    def _is_affected(self, update: Update) -> bool:
        return bool(
            update.added or update.removed or update.changed or update.agenda_changed
        )

    @override
    def _read(self) -> Shown:
        """Return the next change, windows and recurrences: with each state Home Assistant reads these anew for all viewers."""
        engine = self._runtime.engine
        codes = engine.record.codes.values()
        spans = tuple(spans_of(codes))
        recurrences = tuple(
            code.recurrence for code in codes if code.recurrence is not None
        )
        return Shown((engine.next_change, spans, recurrences))


def events_between(
    codes: Iterable[AccessCode], starts_at: datetime, ends_at: datetime
) -> list[CalendarEvent]:
    """Return the windows that share an instant with ``[starts_at, ends_at)``, in their order."""
    return [_event(span) for span in spans_between(codes, starts_at, ends_at)]


# contract 11.81
def _event(span: Span) -> CalendarEvent:
    """Return the event of a span. It ends by the wall clock not before it starts: Home Assistant refuses all others."""
    start, end = as_shown(span.window.starts_at), as_shown(span.window.ends_at)
    return CalendarEvent(
        start=start,
        # Times of one zone are compared by the wall clock.
        end=max(start, end),
        summary=span.name,
        uid=span.access_code_id,
    )
