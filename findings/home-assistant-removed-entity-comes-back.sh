#!/usr/bin/env bash
# Home Assistant 2026.11.0: an entity that was removed from the registry leaves its name, labels and entity id to the
# next one with the same unique id.
#
# The registry remembers removed entries (30 days once their config entry is gone, without limit while it lives). A
# new entity with the same platform and unique id does not start afresh: the name that the user gave, the labels and
# the entity id of the old one come back, and win over the name that the new one brings.
#
# Why it matters: with a unique id made of lock and slot, the code of the next guest appears under the name that the
# user once gave to the code of the last one, and keeps the automations that belonged to it. An id must be of the
# code, never of the slot, or the old entry has to be stripped before it is removed.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import asyncio
import logging

import home
from conclude import conclude
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_component import EntityComponent


class Code(Entity):
    _attr_should_poll = False
    _attr_has_entity_name = True
    _attr_unique_id = "front-door-slot-1"

    def __init__(self, name):
        self._attr_name = name


async def main():
    hass = await home.start()
    component = EntityComponent(logging.getLogger(__name__), "sensor", hass)
    registry = er.async_get(hass)
    label = lr.async_get(hass).async_create("Family")
    await component.async_add_entities([Code("Ada")])
    registry.async_update_entity("sensor.ada", new_entity_id="sensor.cellar", name="Ada's key", labels={label.label_id})
    await hass.async_block_till_done()
    registry.async_remove("sensor.cellar")
    await hass.async_block_till_done()
    gone = hass.states.async_entity_ids("sensor")
    await component.async_add_entities([Code("Bob")])
    (state,) = hass.states.async_all("sensor")
    labels = sorted(registry.async_get(state.entity_id).labels)
    await hass.async_stop(force=True)
    return {"after the removal": gone, "Bob's code": [state.entity_id, state.name, labels]}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
after the removal: []
Bob's code: ["sensor.cellar", "Ada's key", ["family"]]
SEEN
