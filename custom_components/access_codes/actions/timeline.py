"""Action `get_timeline`: the newest events of one code."""

from typing import Any

from homeassistant.core import Context, HomeAssistant

from ..core.model import Event
from ..core.record.timeline import MOST_EVENTS_OF_A_CODE
from .errors import refusal
from .fields import Answer, Fields
from .linked import async_linked_locks, async_lock_with_code, async_with_code_id


# contract 6.170
async def async_get_timeline(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return the events of a code, the newest first, also of one that is gone: ``{"events": [event]}``."""
    fields = async_with_code_id(hass, fields)
    limit: int = fields["limit"]
    if not 1 <= limit <= MOST_EVENTS_OF_A_CODE:
        raise refusal(
            "limit_out_of_range", field="limit", limit=f"1-{MOST_EVENTS_OF_A_CODE}"
        )
    events = await _async_events_of(hass, fields["access_code_id"])
    return {"events": [_as_answer(event) for event in reversed(events[-limit:])]}


# contract 6.171
async def _async_events_of(
    hass: HomeAssistant, access_code_id: str
) -> tuple[Event, ...]:
    """Return the events of a code, oldest first. Raises for an unknown id."""
    for linked in async_linked_locks(hass, None):
        timeline = linked.engine.record.timeline
        if access_code_id in timeline:
            return timeline[access_code_id]
    linked = await async_lock_with_code(hass, access_code_id)
    # A code of an earlier version to which nothing has happened since.
    return linked.engine.record.timeline.get(access_code_id, ())


def _as_answer(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "type": event.type,
        "occurred_at": event.occurred_at.isoformat(),
        "details": dict(event.details),
    }
