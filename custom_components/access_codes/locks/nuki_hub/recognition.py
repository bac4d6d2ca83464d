"""Recognition of Nuki Hub's locks among those of the MQTT integration, without an import of that integration."""

import re
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity_registry import RegistryEntry

_UNIQUE_ID: Final = re.compile(r"([0-9a-f]{1,8})_lock")
"""Nuki Hub's own discovery message makes it of the lock's Nuki id, written in hexadecimal digits."""


def nuki_id_of(lock: RegistryEntry) -> str | None:
    """Return the Nuki id in the unique id of a lock entity; None where it has another form."""
    match = _UNIQUE_ID.fullmatch(lock.unique_id)
    return match[1] if match is not None else None


# contract 12.350
@callback
def is_nuki_hub(hass: HomeAssistant, lock: RegistryEntry) -> bool:
    """Return whether a lock of the MQTT integration is a smart lock that Nuki Hub announced, and not its opener."""
    nuki_id = nuki_id_of(lock)
    if nuki_id is None or lock.device_id is None:
        return False
    device = dr.async_get(hass).async_get(lock.device_id)
    return (
        isinstance(device, dr.DeviceEntry)
        and (lock.platform, f"nuki_{nuki_id}") in device.identifiers
        and device.model == "SmartLock"
    )
