#!/usr/bin/env bash
# Home Assistant 2026.11.0, recorder: the data of every action call is in the database, in full.
#
# Each call is an event `call_service` with the caller's data, and the recorder stores it like any event of the bus.
# The response of the action is not stored. This is how Home Assistant is meant to work.
#
# Why it matters: a PIN given to an action stays in the database, and in its backups, for as long as history is kept.
# Software that passes PINs on to another integration's actions, instead of calling its library, adds another copy.
# Users have to be told, and a PIN is better returned by an action than given to it.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant SQLAlchemy==2.0.54 fnv-hash-fast==2.0.3 psutil-home-assistant==0.0.1
run_python <<'PYTHON'
import asyncio
import sqlite3

import home
from conclude import conclude
from homeassistant.core import SupportsResponse
from homeassistant.helpers.recorder import async_initialize_recorder
from homeassistant.setup import async_setup_component


async def set_pin(call):
    return {"answer": "6789"}


async def main():
    hass = await home.start()
    async_initialize_recorder(hass)
    await async_setup_component(hass, "recorder", {"recorder": {}})
    await hass.async_start()
    hass.services.async_register("locks", "set_pin", set_pin, supports_response=SupportsResponse.OPTIONAL)
    await hass.services.async_call("locks", "set_pin", {"pin": "2468"}, blocking=True, return_response=True)
    await hass.async_block_till_done()
    await hass.async_stop(force=True)


asyncio.run(main())
database = sqlite3.connect("config/home-assistant_v2.db")
rows = [row[0] for row in database.execute("SELECT shared_data FROM event_data")]
conclude(
    {
        "given to the action": [row for row in rows if "2468" in row],
        "returned by the action": [row for row in rows if "6789" in row],
    }
)
PYTHON
expect <<'SEEN'
given to the action: ["{\"domain\":\"locks\",\"service\":\"set_pin\",\"service_data\":{\"pin\":\"2468\"}}"]
returned by the action: []
SEEN
