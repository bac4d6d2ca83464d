#!/usr/bin/env bash
# Home Assistant 2026.11.0: each change of a registry puts its write to disk off once more.
#
# The registries of entities and devices are written ten seconds after a change. But a change within those ten seconds
# starts them anew, for all that is waiting: an entity that is added first and followed by a change every few seconds is
# in no file after half a minute, and would not be after an hour. Config entries wait for one second only, and are there.
#
# Why it matters: a power cut then brings back a config entry whose lock has another registry id, and perhaps another
# entity id. An integration that adds and removes entities (one for each access code) keeps the registry from being
# written itself. A link to another integration's entity has to keep its platform and unique id, and look it up again; a
# test that kills Home Assistant has to wait for both files.
# Needs uv, and Python 3.14 as $PYTHON or on PATH. Takes half a minute.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import asyncio
from pathlib import Path

import home
from conclude import conclude
from homeassistant.core import CoreState
from homeassistant.helpers import entity_registry as er

FILE = Path("config/.storage/core.entity_registry")


def is_on_disk():
    return FILE.exists() and "front-door" in FILE.read_text()


async def main():
    hass = await home.start()
    hass.set_state(CoreState.running)
    registry = er.async_get(hass)
    loop = asyncio.get_running_loop()
    registry.async_get_or_create("lock", "demo", "front-door")
    began = loop.time()
    for number in range(7):
        await asyncio.sleep(4)
        registry.async_get_or_create("sensor", "demo", f"code-{number}")
    waited = loop.time() - began
    seen = {"on disk after seven changes, four seconds apart": is_on_disk(), "over 25 s": waited > 25}
    await asyncio.sleep(13)
    seen["after 13 s of quiet"] = is_on_disk()
    await hass.async_stop(force=True)
    return seen


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
on disk after seven changes, four seconds apart: false
over 25 s: true
after 13 s of quiet: true
SEEN
