"""Toy locks: an integration that brings its own adapter for Access Codes."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .hub import Hub

type ToyEntry = ConfigEntry[Hub]


async def async_setup_entry(hass: HomeAssistant, entry: ToyEntry) -> bool:
    """Connect to the lock; the toy's lives in ``hass.data``, so that a reload finds it again."""
    entry.runtime_data = hass.data.setdefault("toy_locks", Hub())
    await hass.config_entries.async_forward_entry_setups(entry, [Platform.LOCK])
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ToyEntry) -> bool:
    """Leave the lock."""
    return await hass.config_entries.async_unload_platforms(entry, [Platform.LOCK])
