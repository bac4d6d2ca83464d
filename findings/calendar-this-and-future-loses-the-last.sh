#!/usr/bin/env bash
# ical 14.3.1 (the library under Home Assistant's local calendar): "change this and all that follow" to a later hour
# drops the last date of a counted series.
#
# Of a series of four the second and those after it are moved by one hour. Moved an hour earlier, four dates remain;
# moved an hour later, three, because the old dates before the *new* start are taken off the count, and the old second
# date now is one of them. Both halves of the split series keep the same UID, without a RECURRENCE-ID.
#
# Why it matters: the cleaner's last visit gets no code, although the user did not delete it. And a UID alone does not
# identify an event: software that keys on it mixes the two series up.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_python ical==14.3.1 tzdata==2026.2
run_python <<'PYTHON'
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conclude import conclude
from ical.calendar import Calendar
from ical.event import Event
from ical.store import EventStore
from ical.types import Range, Recur

ZONE = ZoneInfo("Europe/Amsterdam")


def moved_by(shift):
    calendar = Calendar()
    store = EventStore(calendar)
    start = datetime(2026, 12, 2, 10, tzinfo=ZONE)
    rule = Recur.from_rrule("FREQ=DAILY;COUNT=4")
    end = start + timedelta(hours=2)
    store.add(Event(uid="cleaner", summary="Cleaner", dtstart=start, dtend=end, rrule=rule))
    second = list(calendar.timeline)[1]
    change = Event(summary="Cleaner", dtstart=second.start + shift, dtend=second.end + shift)
    store.edit("cleaner", change, second.recurrence_id, Range.THIS_AND_FUTURE)
    return calendar


later = moved_by(timedelta(hours=1))
conclude(
    {
        "an hour earlier": [f"{event.start:%d %H:%M}" for event in moved_by(timedelta(hours=-1)).timeline],
        "an hour later": [f"{event.start:%d %H:%M}" for event in later.timeline],
        "uids": [event.uid for event in later.events],
    }
)
PYTHON
expect <<'SEEN'
an hour earlier: ["02 10:00", "03 09:00", "04 09:00", "05 09:00"]
an hour later: ["02 10:00", "03 11:00", "04 11:00"]
uids: ["cleaner", "cleaner"]
SEEN
