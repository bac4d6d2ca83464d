#!/usr/bin/env bash
# Home Assistant 2026.11.0, core: the schema of an action is handed the very dictionary that is published and recorded afterwards.
#
# `ServiceRegistry.async_call` validates the caller's data, then fires `call_service` with the caller's data and runs the handler with
# what the schema returned. A script's trace holds the same dictionary. So a schema that takes a field out of its argument, and
# returns a copy that has it, keeps the field from the bus, the recorder, the logbook and traces.
#
# Why it matters: a passphrase that is given to an action would else stand in the database beside what it opens.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant SQLAlchemy==2.0.54 fnv-hash-fast==2.0.3 psutil-home-assistant==0.0.1
run_python <<'PYTHON'
import asyncio
import sqlite3

import home
from conclude import conclude
from homeassistant.helpers.recorder import async_initialize_recorder
from homeassistant.setup import async_setup_component

handled = []


def withhold(given):
    whole = dict(given)
    given["passphrase"] = "withheld"
    return whole


async def open_safe(call):
    handled.append(call.data["passphrase"])


async def main():
    hass = await home.start()
    async_initialize_recorder(hass)
    await async_setup_component(hass, "recorder", {"recorder": {}})
    await hass.async_start()
    hass.services.async_register("safe", "open", open_safe, withhold)
    await hass.services.async_call("safe", "open", {"passphrase": "five words"}, blocking=True)
    await hass.async_block_till_done()
    await hass.async_stop(force=True)


asyncio.run(main())
database = sqlite3.connect("config/home-assistant_v2.db")
rows = [row[0] for row in database.execute("SELECT shared_data FROM event_data")]
conclude(
    {
        "given to the handler": handled,
        "recorded": [row for row in rows if '"safe"' in row and "passphrase" in row],
    }
)
PYTHON
expect <<'SEEN'
given to the handler: ["five words"]
recorded: ["{\"domain\":\"safe\",\"service\":\"open\",\"service_data\":{\"passphrase\":\"withheld\"}}"]
SEEN
