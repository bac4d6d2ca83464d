"""Inventory of another manager of lock codes: what it stores.

Its config entries and files are read as they are; no code of it is imported, and nothing of it is changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JSON_DECODE_EXCEPTIONS, json_loads

from ..core.other_managers import keymaster, lock_code_manager, rental_control
from ..core.other_managers.manager import Manager
from ..core.other_managers.model import (
    EntryData,
    OtherCalendar,
    OtherEntry,
    SubentryData,
)
from .other_managers import async_entries_of


@dataclass(frozen=True, slots=True)
class Inventory:
    """Codes and calendars of another manager."""

    entries: tuple[OtherEntry, ...] = ()
    calendars: tuple[OtherCalendar, ...] = ()


# contract 17.2
async def async_read(hass: HomeAssistant, manager: Manager) -> Inventory:
    """Return what a manager has stored, as its entries and files are at this instant."""
    calendars = rental_control.read(
        _data(async_entries_of(hass, Manager.RENTAL_CONTROL))
    )
    entries = _data(async_entries_of(hass, manager))
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
