#!/usr/bin/env bash
# Home Assistant 2026.11.0: `Store.async_save` returns as usual when nothing was written.
#
# When the file cannot be written (here because the operating system allows no more bytes, as on a full disk), the
# helper logs "Error writing config" and returns None, just as after a save that worked. The old file stays, and is
# what the next start loads. `save_json`, which it is built on, raises WriteError.
#
# Why it matters: "saved, so now the command may go to the lock" does not hold with this helper. After a crash the
# software does not know of a PIN that is on the lock. A record that must be on disk first has to be written by a
# function that raises.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import asyncio
import logging
import resource
import signal

import home
from conclude import conclude
from homeassistant.helpers.json import save_json
from homeassistant.helpers.storage import Store
from homeassistant.util.file import WriteError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
logged = []


class Collect(logging.Handler):
    def emit(self, record):
        logged.append(f"{record.name}: {record.msg}")


async def main():
    hass = await home.start()
    store = Store(hass, 1, "codes", private=True, atomic_writes=True)
    await store.async_save({"pins": "few"})
    logging.getLogger("homeassistant").addHandler(Collect())
    many = {"pins": "many" * 1000}
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        result = await store.async_save(many)
        helper_logged = logged[-1]
        try:
            save_json(store.path, many)
            raised = "nothing"
        except WriteError as error:
            raised = type(error).__name__
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    on_disk = await Store(hass, 1, "codes").async_load()
    await hass.async_stop(force=True)
    return {"async_save returned": result, "logged": helper_logged, "on disk": on_disk, "save_json raised": raised}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
async_save returned: null
logged: "homeassistant.helpers.storage: Error writing config for %s: %s"
on disk: {"pins": "few"}
save_json raised: "WriteError"
SEEN
