#!/usr/bin/env bash
# Home Assistant 2026.11.0: `calendar.get_events` tells no UID, though the calendar knows it.
#
# The answer of the action has start, end, summary, description, location and status of each event, where they are
# set. The UID and the recurrence id, which the calendar entity holds and the REST interface gives out, are left out.
#
# Why it matters: an automation that makes a code for each event cannot tell a changed event from a new one, since
# start and summary change with the booking. An integration has to read the calendar entity itself.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant ical==14.3.1
run_python <<'PYTHON'
import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import home
from conclude import conclude
from homeassistant.components.calendar import DATA_COMPONENT
from homeassistant.config_entries import SOURCE_USER


async def main():
    hass = await home.start("http", "calendar")
    flow = await hass.config_entries.flow.async_init("local_calendar", context={"source": SOURCE_USER})
    answers = {"calendar_name": "Guests", "import": "create_empty"}
    await hass.config_entries.flow.async_configure(flow["flow_id"], answers)
    await hass.async_block_till_done()
    calendar = {"entity_id": "calendar.guests"}
    visit = {"start_date_time": "2026-12-02 10:00:00", "end_date_time": "2026-12-02 12:00:00"}
    about = {"summary": "Ada", "description": "Cleaner", "location": "Front door"}
    await hass.services.async_call("calendar", "create_event", calendar | visit | about, blocking=True)
    found = await hass.services.async_call(
        "calendar", "get_events", calendar | visit, blocking=True, return_response=True
    )
    zone = ZoneInfo("Europe/Amsterdam")
    entity = hass.data[DATA_COMPONENT].get_entity("calendar.guests")
    events = await entity.async_get_events(
        hass, datetime(2026, 12, 2, tzinfo=zone), datetime(2026, 12, 3, tzinfo=zone)
    )
    await hass.async_stop(force=True)
    return {
        "keys of the action": sorted(found["calendar.guests"]["events"][0]),
        "entity has a uid": bool(events[0].uid),
    }


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
keys of the action: ["description", "end", "location", "start", "summary"]
entity has a uid: true
SEEN
