#!/usr/bin/env bash
# ical 14.3.1 (the library under Home Assistant's local and remote calendars): an occurrence that was moved is listed
# at its new *and* at its old time, if its RECURRENCE-ID is in UTC.
#
# RFC 5545 lets a series in a named time zone carry a RECURRENCE-ID in UTC; both name the same moment. ical matches
# them by their text, so the moved occurrence is added and the original one stays. With the RECURRENCE-ID in the
# series' own time zone it is right, and recurring-ical-events 3.8.2 is right with both.
#
# Why it matters: a code whose windows follow a calendar opens the door at a time that was called off. The user does
# not choose which form the calendar server writes.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_python ical==14.3.1 recurring-ical-events==3.8.2 icalendar==7.3.2 tzdata==2026.2
run_python <<'PYTHON'
from datetime import UTC, datetime

import icalendar
import recurring_ical_events
from conclude import conclude
from ical.calendar_stream import IcsCalendarStream

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//finding//calendar
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:cleaner
DTSTAMP:20261101T000000Z
SUMMARY:Cleaner
DTSTART;TZID=Europe/Amsterdam:20261202T100000
DTEND;TZID=Europe/Amsterdam:20261202T120000
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:cleaner
DTSTAMP:20261101T000000Z
SUMMARY:Cleaner
RECURRENCE-ID{form}
DTSTART;TZID=Europe/Amsterdam:20261203T150000
DTEND;TZID=Europe/Amsterdam:20261203T170000
END:VEVENT
END:VCALENDAR
"""
OWN_ZONE = CALENDAR.replace("{form}", ";TZID=Europe/Amsterdam:20261203T100000")
IN_UTC = CALENDAR.replace("{form}", ":20261203T090000Z")


def with_ical(text):
    return [f"{event.start:%d %H:%M}" for event in IcsCalendarStream.calendar_from_ics(text).timeline]


def with_recurring_ical_events(text):
    calendar = icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))
    month = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    return sorted(f"{event.start:%d %H:%M}" for event in recurring_ical_events.of(calendar).between(*month))


conclude(
    {
        "ical, own zone": with_ical(OWN_ZONE),
        "ical, UTC": with_ical(IN_UTC),
        "recurring-ical-events, UTC": with_recurring_ical_events(IN_UTC),
    }
)
PYTHON
expect <<'SEEN'
ical, own zone: ["02 10:00", "03 15:00", "04 10:00"]
ical, UTC: ["02 10:00", "03 10:00", "03 15:00", "04 10:00"]
recurring-ical-events, UTC: ["02 10:00", "03 15:00", "04 10:00"]
SEEN
