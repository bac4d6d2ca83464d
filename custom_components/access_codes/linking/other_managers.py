"""Other managers of lock codes in this Home Assistant: whether they are there, whether they run, how they are disabled."""

from typing import Any

from homeassistant.config_entries import (
    SOURCE_IGNORE,
    ConfigEntry,
    ConfigEntryDisabler,
    ConfigEntryState,
    OperationNotAllowed,
    UnknownEntry,
)
from homeassistant.core import HomeAssistant, callback

from ..core.other_managers.manager import Manager

_STOPPED = (
    ConfigEntryState.NOT_LOADED,
    ConfigEntryState.SETUP_ERROR,
    ConfigEntryState.MIGRATION_ERROR,
)
"""States of an entry in which nothing of it runs."""


# contract 17.1
@callback
def async_managers(hass: HomeAssistant) -> list[Manager]:
    """Return the other managers that have an entry here, also a disabled one."""
    return [manager for manager in Manager if async_entries_of(hass, manager)]


# contract 17.32
@callback
def async_enabled(hass: HomeAssistant, manager: Manager) -> list[ConfigEntry]:
    """Return the enabled entries of a manager: it runs, or will with the next start."""
    return [
        entry for entry in async_entries_of(hass, manager) if entry.disabled_by is None
    ]


# contract 17.33
@callback
def async_goes_on(hass: HomeAssistant, manager: Manager) -> bool:
    """Return whether a manager without enabled entries still works until Home Assistant is restarted.

    keymaster looks after all locks of its store, whatever becomes of their entries, once the first was loaded.
    """
    if any(entry.state not in _STOPPED for entry in async_entries_of(hass, manager)):
        return True
    data: Any = hass.data.get(manager)
    return (
        manager is Manager.KEYMASTER
        and isinstance(data, dict)
        and data.get("coordinator") is not None
    )


# contract 17.32
async def async_disable(hass: HomeAssistant, manager: Manager) -> None:
    """Disable all entries of a manager, by a person's word. What cannot be unloaded works until the next start."""
    for entry in async_enabled(hass, manager):
        try:
            await hass.config_entries.async_set_disabled_by(
                entry.entry_id, ConfigEntryDisabler.USER
            )
        except OperationNotAllowed, UnknownEntry:
            continue


@callback
def async_entries_of(hass: HomeAssistant, manager: Manager) -> list[ConfigEntry]:
    """Return the entries of a manager, ignored ones left out."""
    return [
        entry
        for entry in hass.config_entries.async_entries(manager)
        if entry.source != SOURCE_IGNORE
    ]
