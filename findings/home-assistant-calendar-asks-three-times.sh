#!/usr/bin/env bash
# Home Assistant 2026.11.0: a calendar that writes one state is asked three times for its event.
#
# `CalendarEntity` reads the property `event` for the state, again for the attributes, and once more to set its alarms
# for begin and end. Nothing is kept between the three, and other base classes of entities keep what they were told.
#
# Why it matters: `event` is documented as the place to choose the current or next event. A calendar of a lock with
# hundreds of windows that chooses there does it three times for each change of a code, and between two of the three the
# clock may pass the end of an event, so that state and attributes are of different events.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant ical==14.3.1
run_python <<'PYTHON'
import asyncio
from datetime import timedelta

import home
from conclude import conclude
from homeassistant.components.calendar import DATA_COMPONENT, CalendarEntity, CalendarEvent
from homeassistant.util import dt as dt_util


class Windows(CalendarEntity):
    """A calendar that counts how often it is asked."""

    _attr_name = "Windows"
    asked = 0

    @property
    def event(self):
        self.asked += 1
        now = dt_util.now()
        return CalendarEvent(now - timedelta(hours=1), now + timedelta(hours=1), "Ada")


async def main():
    hass = await home.start("http", "calendar")
    calendar = Windows()
    await hass.data[DATA_COMPONENT].async_add_entities([calendar])
    await hass.async_block_till_done()
    calendar.asked = 0
    calendar.async_write_ha_state()
    asked = calendar.asked
    state = hass.states.get("calendar.windows").state
    await hass.async_stop(force=True)
    return {"state": state, "asked for one state": asked}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
state: "on"
asked for one state: 3
SEEN
