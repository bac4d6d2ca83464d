"""All that the family touches of the custom integration ``kwikset``, which is not there to be imported."""

from typing import Final

from aiokwikset.device import Device

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

_UNIQUE_ID_END: Final = "_lock"
"""The unique id of a lock entity is the id of its device, and this."""

_CODE_METHODS: Final = (
    "create_access_code",
    "edit_access_code",
    "delete_access_code",
    "get_device_info",
)


def has_codes() -> bool:
    """Return whether the installed library can write codes."""
    return all(hasattr(Device, method) for method in _CODE_METHODS)


def device_id_of(lock: RegistryEntry) -> str:
    """Return the id by which the cloud knows a lock."""
    return lock.unique_id.removesuffix(_UNIQUE_ID_END)


def device_of(hass: HomeAssistant, lock: RegistryEntry) -> Device | None:
    """Return the library's calls about devices; None while the integration is away, or does not know the lock.

    The entry's data has a coordinator for each lock, by the id of its device, and each has the client.
    """
    entry = hass.config_entries.async_get_entry(lock.config_entry_id or "")
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    coordinators = getattr(getattr(entry, "runtime_data", None), "devices", None)
    if not isinstance(coordinators, dict):
        return None
    client = getattr(coordinators.get(device_id_of(lock)), "api_client", None)
    device = getattr(client, "device", None)
    return device if isinstance(device, Device) else None
