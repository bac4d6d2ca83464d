#!/usr/bin/env bash
# Home Assistant 2026.11.0, local_calendar: an event that was created at a fixed moment is kept as a time of day.
#
# `calendar.create_event` takes times with an offset, and the local calendar writes them to its file without one.
# Three hours over the night of the autumn change are three hours until the entry is reloaded, and two afterwards.
# When Home Assistant's time zone is changed, every event moves with it to another moment.
#
# Why it matters: a code whose window comes from this calendar closes an hour earlier after a restart, without a
# change of the event. Software that follows a calendar has to expect that a known event moves by itself, and to treat
# it as a change of the window.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant ical==14.3.1
run_python <<'PYTHON'
import asyncio

import home
from conclude import conclude
from homeassistant.config_entries import SOURCE_USER

CALENDAR = {"entity_id": "calendar.guests"}


async def main():
    hass = await home.start("http", "calendar")
    flow = await hass.config_entries.flow.async_init("local_calendar", context={"source": SOURCE_USER})
    answers = {"calendar_name": "Guests", "import": "create_empty"}
    entry = (await hass.config_entries.flow.async_configure(flow["flow_id"], answers))["result"]
    await hass.async_block_till_done()
    visit = {"start_date_time": "2027-10-31T00:15:00+02:00", "end_date_time": "2027-10-31T03:15:00+02:00"}
    await hass.services.async_call(
        "calendar", "create_event", CALENDAR | visit | {"summary": "Ada"}, blocking=True
    )

    async def listed():
        year = {"start_date_time": "2027-01-01 00:00:00", "end_date_time": "2028-01-01 00:00:00"}
        found = await hass.services.async_call(
            "calendar", "get_events", CALENDAR | year, blocking=True, return_response=True
        )
        (event,) = found["calendar.guests"]["events"]
        return [event["start"], event["end"]]

    created = await listed()
    await hass.config_entries.async_reload(entry.entry_id)
    reloaded = await listed()
    await hass.config.async_update(time_zone="America/New_York")
    moved = await listed()
    await hass.async_stop(force=True)
    return {"created": created, "after a reload": reloaded, "in another time zone": moved}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
created: ["2027-10-31T00:15:00+02:00", "2027-10-31T02:15:00+01:00"]
after a reload: ["2027-10-31T00:15:00+02:00", "2027-10-31T02:15:00+02:00"]
in another time zone: ["2027-10-31T00:15:00-04:00", "2027-10-31T02:15:00-04:00"]
SEEN
