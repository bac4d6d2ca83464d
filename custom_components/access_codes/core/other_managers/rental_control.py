"""Rental Control, config entries of version 3 to 10: a calendar of bookings that fills slots of keymaster.

Its codes are keymaster's. What carries over is the calendar: it is only reported here. The address of its feed is a
secret and is not read.
"""

from collections.abc import Iterable

from .fields import number, text
from .model import EntryData, OtherCalendar, Problem

_VERSIONS = range(3, 11)

_FIRST_SLOT = 10

_MOST_EVENTS = 5
"""Defaults of Rental Control, of the slots that it fills."""


# contract 17.12, 17.30, 17.31
def read(entries: Iterable[EntryData]) -> list[OtherCalendar]:
    """Return how each entry makes codes from its calendar."""
    return [_read(entry) for entry in entries]


def _read(entry: EntryData) -> OtherCalendar:
    if entry.version not in _VERSIONS:
        problem = Problem.VERSION_NOT_KNOWN
        return OtherCalendar(
            entry_id=entry.entry_id, title=entry.title, problem=problem
        )
    # What was changed in a dialog is in the options until the entry is loaded again.
    data = {**entry.data, **entry.options}
    lock = text(data.get("keymaster_entry_id"))
    first = number(data.get("start_slot")) or _FIRST_SLOT
    count = number(data.get("max_events")) or _MOST_EVENTS
    return OtherCalendar(
        entry_id=entry.entry_id,
        title=entry.title,
        keymaster_lock=None if lock == "(none)" else lock,
        slots=range(first, first + count),
        check_in=text(data.get("checkin")),
        check_out=text(data.get("checkout")),
        minutes_before=number(data.get("code_buffer_before")) or 0,
        minutes_after=number(data.get("code_buffer_after")) or 0,
        code_length=number(data.get("code_length")),
        honors_event_times=data.get("honor_event_times") is True,
    )
