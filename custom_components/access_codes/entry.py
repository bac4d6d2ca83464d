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


@callback
def async_loaded_runtime(
    hass: HomeAssistant, entry_id: str
) -> AccessCodesRuntime | None:
    """Return the runtime data of an entry; None while it is not loaded, or gone."""
    entry: AccessCodesConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    return entry.runtime_data


# contract 10.18, 14.9
def settings_of(options: Mapping[str, Any]) -> Settings:
    """Return the settings for decisions from an entry's options."""
    return Settings(
        reserved_slots=frozenset(options.get(const.OPTION_RESERVED_SLOTS, ())),
        **{
            option.name: options.get(option.name, option.default)
            for option in const.NUMBER_OPTIONS
        },
    )
