"""The config entry of one linked lock: its type, its runtime data, its options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from . import const
from .core.model import Settings
from .engine.lock_engine import LockEngine
from .linking.linked_lock import LinkedLock


@dataclass(frozen=True, slots=True)
class AccessCodesRuntime:
    """Runtime data of a loaded entry."""

    engine: LockEngine
    lock: LinkedLock


type AccessCodesConfigEntry = ConfigEntry[AccessCodesRuntime]


# contract 16.40
def is_booking_entry(entry: ConfigEntry[Any]) -> bool:
    """Return whether an entry of ours follows a booking calendar, rather than being a linked lock."""
    return const.CONF_CALENDAR in entry.data


# contract 11.340
@callback
def async_booking_calendars(hass: HomeAssistant) -> dict[str, bool]:
    """Return whether each booking entry is loaded, by its id."""
    return {
        entry.entry_id: entry.state is ConfigEntryState.LOADED
        for entry in hass.config_entries.async_entries(const.DOMAIN)
        if is_booking_entry(entry)
    }


@callback
def async_lock_entries(hass: HomeAssistant) -> list[AccessCodesConfigEntry]:
    """Return the entries of the linked locks, ignored ones left out."""
    return [
        entry
        for entry in hass.config_entries.async_entries(
            const.DOMAIN, include_ignore=False
        )
        if not is_booking_entry(entry)
    ]


@callback
def async_loaded_lock_entries(hass: HomeAssistant) -> list[AccessCodesConfigEntry]:
    """Return the entries of the linked locks that are loaded."""
    return [
        entry
        for entry in hass.config_entries.async_loaded_entries(const.DOMAIN)
        if not is_booking_entry(entry)
    ]


@callback
def async_loaded_runtime(
    hass: HomeAssistant, entry_id: str
) -> AccessCodesRuntime | None:
    """Return the runtime data of an entry; None while it is not loaded, or gone."""
    entry: AccessCodesConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    is_loaded = entry is not None and entry.state is ConfigEntryState.LOADED
    if entry is None or not is_loaded or is_booking_entry(entry):
        return None
    return entry.runtime_data


# contract 14.14
def reserved_slots(options: Mapping[str, Any]) -> frozenset[str]:
    """Return the reserved slots of an entry's options; numbers count as their text."""
    return frozenset(map(str, options.get(const.OPTION_RESERVED_SLOTS, ())))


# contract 10.18, 14.9
def settings_of(options: Mapping[str, Any]) -> Settings:
    """Return the settings for decisions from an entry's options."""
    return Settings(
        reserved_slots=reserved_slots(options),
        **{
            option.name: options.get(option.name, option.default)
            for option in const.NUMBER_OPTIONS
        },
    )
