#!/usr/bin/env bash
# ical 14.3.1 and recurring-ical-events 3.8.2 with icalendar 7.3.2: "24 hours" last 23 or 25 hours over a change of
# the clocks, and a visit in the skipped hour ends before it starts.
#
# RFC 5545 counts days on the calendar and hours exactly. Both libraries add a DURATION of PT24H to the wall clock, as
# if it were P1D. In the night when the clocks go forward, the occurrence from 02:30 to 03:15 of a daily series gets a
# start that does not exist, read as 03:30, and so lasts minus 15 minutes.
#
# Why it matters: the times of an event become the window of a code. A window that closes before it opens has to be
# refused or corrected before it reaches a lock, and "24 hours of access" is off by an hour on two days of the year.
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
UID:visit
DTSTAMP:20261101T000000Z
SUMMARY:Visit
{times}
END:VEVENT
END:VCALENDAR
"""
VISITS = {
    "spring": "DTSTART;TZID=Europe/Amsterdam:20270327T120000\nDURATION:PT24H",
    "autumn": "DTSTART;TZID=Europe/Amsterdam:20271030T120000\nDURATION:PT24H",
    "skipped hour": "DTSTART;TZID=Europe/Amsterdam:20270327T023000\nDTEND;TZID=Europe/Amsterdam:20270327T031500\n"
    "RRULE:FREQ=DAILY;COUNT=2",
}


def hours(event):
    return (event.end.astimezone(UTC) - event.start.astimezone(UTC)).total_seconds() / 3600


def with_ical(text):
    return hours(list(IcsCalendarStream.calendar_from_ics(text).timeline)[-1])


def with_recurring_ical_events(text):
    calendar = icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))
    year = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    return hours(sorted(recurring_ical_events.of(calendar).between(*year), key=lambda event: event.start)[-1])


texts = {name: CALENDAR.replace("{times}", times) for name, times in VISITS.items()}
conclude({name: [with_ical(text), with_recurring_ical_events(text)] for name, text in texts.items()})
PYTHON
expect <<'SEEN'
spring: [23.0, 23.0]
autumn: [25.0, 25.0]
skipped hour: [-0.25, -0.25]
SEEN
