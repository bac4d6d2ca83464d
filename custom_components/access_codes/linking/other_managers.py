"""Other managers of lock codes in this Home Assistant: what they store, whether they run, how they are disabled.

Their config entries and files are read as they are; no code of theirs is imported, and nothing of theirs is changed but
that a person may have their entries disabled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
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
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JSON_DECODE_EXCEPTIONS, json_loads

from ..core.other_managers import keymaster, lock_code_manager, rental_control
from ..core.other_managers.model import (
    EntryData,
    Manager,
    OtherCalendar,
    OtherEntry,
    SubentryData,
)

_STOPPED = (
    ConfigEntryState.NOT_LOADED,
    ConfigEntryState.SETUP_ERROR,
    ConfigEntryState.MIGRATION_ERROR,
)
"""States of an entry in which nothing of it runs."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Codes and calendars of another manager."""

    entries: tuple[OtherEntry, ...] = ()
    calendars: tuple[OtherCalendar, ...] = ()


# contract 17.1
@callback
def async_managers(hass: HomeAssistant) -> list[Manager]:
    """Return the other managers that have an entry here, also a disabled one."""
    return [manager for manager in Manager if _entries(hass, manager)]


# contract 17.32
@callback
def async_enabled(hass: HomeAssistant, manager: Manager) -> list[ConfigEntry]:
    """Return the enabled entries of a manager: it runs, or will with the next start."""
    return [entry for entry in _entries(hass, manager) if entry.disabled_by is None]


# contract 17.33
@callback
def async_goes_on(hass: HomeAssistant, manager: Manager) -> bool:
    """Return whether a manager without enabled entries still works until Home Assistant is restarted.

    keymaster looks after all locks of its store, whatever becomes of their entries, once the first was loaded.
    """
    if any(entry.state not in _STOPPED for entry in _entries(hass, manager)):
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


# contract 17.2
async def async_read(hass: HomeAssistant, manager: Manager) -> Inventory:
    """Return what a manager has stored, as its entries and files are at this instant."""
    calendars = rental_control.read(_data(_entries(hass, Manager.RENTAL_CONTROL)))
    entries = _data(_entries(hass, manager))
    if manager is Manager.RENTAL_CONTROL:
        return Inventory(calendars=tuple(calendars))
    if manager is Manager.LOCK_CODE_MANAGER:
        return Inventory(tuple(lock_code_manager.read(entries)))
    path = hass.config.path(STORAGE_DIR, keymaster.STORE)
    found = keymaster.read(
        entries,
        await hass.async_add_executor_job(_load, path),
        calendars,
        now=dt_util.utcnow(),
        zone=dt_util.get_default_time_zone(),
    )
    return Inventory(tuple(found), tuple(calendars))


# contract 17.22
def _load(path: str) -> Any:
    """Return a parsed file, which is not touched; None where there is none, and a text for a damaged one."""
    # Not by Home Assistant's Store, which renames a damaged file, nor with its log line of what is wrong in there.
    try:
        return json_loads(Path(path).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, *JSON_DECODE_EXCEPTIONS):
        return ""


@callback
def _entries(hass: HomeAssistant, manager: Manager) -> list[ConfigEntry]:
    return [
        entry
        for entry in hass.config_entries.async_entries(manager)
        if entry.source != SOURCE_IGNORE
    ]


def _data(entries: Iterable[ConfigEntry]) -> list[EntryData]:
    return [
        EntryData(
            entry.entry_id,
            entry.title,
            entry.version,
            entry.data,
            entry.options,
            tuple(
                SubentryData(subentry.subentry_type, subentry.title, subentry.data)
                for subentry in entry.subentries.values()
            ),
        )
        for entry in entries
    ]
