#!/usr/bin/env bash
# Home Assistant 2026.11.0, group: a notify group that is asked through its entity's method sends by an action.
#
# The entity of a notify group passes a message on by calling `notify.send_message` for its members. So the message is
# on the bus as `call_service`, and in the recorder, also where the caller took care to use the entity's own method and
# no action. A single notify entity that is asked in the same way puts nothing on the bus.
#
# Why it matters: software that sends a PIN through a notify entity, past actions and their records, has to look for
# groups and ask their members one by one.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import asyncio

import home
from conclude import conclude
from homeassistant.components.group.notify import NotifyGroup
from homeassistant.components.notify import DATA_COMPONENT, NotifyEntity
from homeassistant.const import EVENT_CALL_SERVICE


class Phone(NotifyEntity):
    _attr_name = "Phone"

    async def async_send_message(self, message, title=None):
        received.append(message)


received = []


async def main():
    hass = await home.start("notify")
    await hass.async_start()
    component = hass.data[DATA_COMPONENT]
    phone = Phone()
    family = NotifyGroup(None, "Family", ["notify.phone"])
    await component.async_add_entities([phone, family])
    await hass.async_block_till_done()
    recorded = []
    hass.bus.async_listen(EVENT_CALL_SERVICE, lambda event: recorded.append(event.data["service_data"]))
    seen = {}
    for entity in (phone, family):
        await entity.async_send_message("Your PIN is 2468")
        await hass.async_block_till_done()
        seen[f"asked: {entity.entity_id}, received"] = [*received]
        seen[f"asked: {entity.entity_id}, on the bus"] = [*recorded]
        received.clear()
    conclude(seen)
    await hass.async_stop(force=True)


asyncio.run(main())
PYTHON
expect <<'SEEN'
asked: notify.phone, received: ["Your PIN is 2468"]
asked: notify.phone, on the bus: []
asked: notify.family, received: ["Your PIN is 2468"]
asked: notify.family, on the bus: [{"message": "Your PIN is 2468", "entity_id": ["notify.phone"]}]
SEEN
