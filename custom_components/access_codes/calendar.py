"""One read-only calendar of each linked lock: the windows of its codes."""

from collections.abc import Iterable
from datetime import datetime
from typing import override

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .core.agenda import Agenda, Span, span_of, spans_between
from .core.model import AccessCode, Recurrence
from .engine.updates import Update
from .entity import LockEntity, Shown
from .entry import AccessCodesConfigEntry
from .presentation.local_time import as_shown

PARALLEL_UPDATES = 0

_NONE = (None, None)


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
        self._windows: dict[str, tuple[Span | None, Recurrence | None]] = {}
        """The current or next span of each code and its recurrence, of which one may be missing."""
        self._version = 0
        """Number of changes of these; 0 before the first look."""
        self._agenda = Agenda()
        self._written: tuple[CalendarEvent | None] | None = None
        """The event of the state that is being written: Home Assistant asks for it three times."""

    # contract 11.79
    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The current or next window."""
        return self._find_event() if self._written is None else self._written[0]

    def _find_event(self) -> CalendarEvent | None:
        span = self._agenda.current_or_next(dt_util.utcnow())
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
        self._written = (self._find_event(),)
        try:
            super()._async_write_ha_state()
        finally:
            self._written = None
        for cancel in self._alarm_unsubs or ():
            cancel()
        self._alarm_unsubs = []

    @override
    def _is_affected(self, update: Update) -> bool:
        return self._follow(update.edited) or update.agenda_changed

    def _follow(self, access_code_ids: Iterable[str]) -> bool:
        """Look at codes anew, and return whether windows or recurrences have changed."""
        codes, version = self._runtime.engine.record.codes, self._version
        for access_code_id in access_code_ids:
            code = codes.get(access_code_id)
            windows = _NONE if code is None else (span_of(code), code.recurrence)
            if windows == self._windows.get(access_code_id, _NONE):
                continue
            self._version += 1
            self._windows[access_code_id] = windows
            if windows == _NONE:
                del self._windows[access_code_id]
            self._agenda.put(access_code_id, windows[0])
        return self._version != version

    @override
    def _read(self) -> Shown:
        """Return the next change, and the version of the windows: with each state Home Assistant reads these for all viewers."""
        engine = self._runtime.engine
        if not self._version:
            self._version = 1
            self._follow(engine.record.codes)
        return Shown((engine.next_change, self._version))


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
