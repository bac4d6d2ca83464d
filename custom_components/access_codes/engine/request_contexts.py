"""Contexts of those who asked for a change, for the events that follow from it. In memory only."""

from datetime import datetime, timedelta

from homeassistant.core import Context

from ..core.model import Event, EventType, LockRecord
from ..core.model.replaced import replaced

_FOLLOWS = frozenset(
    {
        EventType.SET_ON_DEVICE,
        EventType.SCHEDULED_ON_DEVICE,
        EventType.REMOVED_FROM_DEVICE,
        EventType.DELETED,
        EventType.UNMANAGED_REMOVED,
    }
)
"""Types of events that tell what became of a request."""

_LASTS = timedelta(minutes=5)
"""Time after a request in which such an event counts as its effect."""


class RequestContexts:
    """Contexts by the events that a request emitted, and by the codes that it changed."""

    def __init__(self) -> None:
        """Start without contexts."""
        self._of_events: dict[str, Context] = {}
        self._of_codes: dict[str, tuple[Context, datetime]] = {}

    # contract 11.84
    def note(
        self, context: Context, before: LockRecord, after: LockRecord, now: datetime
    ) -> None:
        """Note the context of a request that turned one record into another."""
        if number := after.event_count - before.event_count:
            for event in after.outbox[-number:]:
                self._of_events[event.event_id] = context
        if after.codes is before.codes:
            return
        self._forget_old(now)
        for access_code_id in replaced(before.codes, after.codes):
            # At the end, whenever it was noted before: the oldest stay in front.
            self._of_codes.pop(access_code_id, None)
            self._of_codes[access_code_id] = (context, now)

    def _forget_old(self, now: datetime) -> None:
        """Drop the contexts of requests that were made too long ago."""
        while self._of_codes:
            access_code_id = next(iter(self._of_codes))
            if _is_recent(self._of_codes[access_code_id][1], now):
                return
            del self._of_codes[access_code_id]

    # contract 11.84, 11.190
    def take(self, event: Event) -> Context:
        """Return the context of an event: of the request that it follows from, else a new one."""
        if (context := self._of_events.pop(event.event_id, None)) is not None:
            return context
        if event.type not in _FOLLOWS:
            return Context()
        if event.type == EventType.UNMANAGED_REMOVED:
            # Its id is that of its slot: the next code there is not what was asked about.
            subject = event.details.get("unmanaged_access_code_id")
            noted = self._of_codes.pop(str(subject), None)
        else:
            noted = self._of_codes.get(event.access_code_id or "")
        if noted is not None:
            context, asked_at = noted
            if _is_recent(asked_at, event.occurred_at):
                return context
        return Context()


def _is_recent(asked_at: datetime, now: datetime) -> bool:
    return timedelta() <= now - asked_at <= _LASTS
