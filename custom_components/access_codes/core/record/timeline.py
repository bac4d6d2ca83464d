"""Timelines: the newest events of each code, and of the codes that were gone last.

They follow from the events that join the outbox: a line of the change log has these, and nothing more for the timeline.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime

from ..model import Event

MOST_EVENTS_OF_A_CODE = 50

MOST_GONE_CODES = 20
"""Number of gone codes whose timelines are kept."""

type Timeline = dict[str, tuple[Event, ...]]


# contract 6.171
def with_events(
    timeline: Timeline, events: Iterable[Event], codes: Container[str]
) -> Timeline:
    """Return the timeline after these events; ``codes``: the ids of the codes that there are then."""
    extended = dict(timeline)
    for event in events:
        access_code_id = event.access_code_id
        if access_code_id is not None:
            entry = Event(
                event.event_id,
                event.type,
                event.occurred_at,
                details=event.details,
            )
            known = extended.get(access_code_id, ())
            extended[access_code_id] = (*known, entry)[-MOST_EVENTS_OF_A_CODE:]
    gone = [key for key in extended if key not in codes]
    if len(gone) > MOST_GONE_CODES:
        for key in _by_last_event(extended, gone)[:-MOST_GONE_CODES]:
            del extended[key]
    return extended


def _by_last_event(
    timeline: Mapping[str, tuple[Event, ...]], keys: list[str]
) -> list[str]:
    """Return the ids of codes in the order of their last events."""

    def last(key: str) -> tuple[list[datetime], str]:
        return [event.occurred_at for event in timeline[key][-1:]], key

    return sorted(keys, key=last)
