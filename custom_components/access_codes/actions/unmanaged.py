"""Action `list_unmanaged`: codes on the lock that are not ours."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import instance_id

from ..core.access_code_object import as_unmanaged_object
from ..core.display_status import DisplayStatus
from ..core.model import Status
from ..core.record.unmanaged import held_by_others, unmanaged_id
from ..presentation.messages import async_display_status, async_unmanaged_name
from ..presentation.slots import async_slot_label, async_slot_metadata
from .linked import async_linked_lock

_ON_LOCK = DisplayStatus(Status.SET)
"""Nobody knows since when."""


# contract 6.7
async def async_list_unmanaged(
    hass: HomeAssistant, fields: Mapping[str, Any], _: Context
) -> dict[str, Any]:
    """Return the unmanaged codes by slot, as last reported: ``{"access_codes": [object]}``.

    PINs are included where the lock shows them.
    """
    linked = async_linked_lock(hass, fields["lock"])
    workspace_id = await instance_id.async_get(hass)
    engine = linked.engine
    lock_entity_id, device_id = linked.lock.where()
    held = held_by_others(engine.record, engine.world)
    capabilities = engine.record.capabilities
    order = dict.fromkeys((*(capabilities.slots if capabilities else ()), *held))
    return {
        "access_codes": [
            as_unmanaged_object(
                unmanaged_id(engine.record, slot),
                held[slot],
                name=async_unmanaged_name(hass, async_slot_label(linked, slot) or ""),
                lock_entity_id=lock_entity_id or "",
                device_id=device_id,
                workspace_id=workspace_id,
                metadata=async_slot_metadata(linked, slot),
                display_status=async_display_status(hass, _ON_LOCK),
            )
            for slot in order
            if slot in held
        ]
    }
