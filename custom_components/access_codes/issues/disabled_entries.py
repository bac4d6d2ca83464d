"""Warn of codes on the locks of disabled entries, which Home Assistant may never have loaded: from their files."""

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import CONF_ARE_CODES_LEFT, DOMAIN
from ..entry import async_lock_entries, is_booking_entry
from ..linking.codes_left_issue import (
    async_clear_codes_left,
    async_raise_codes_left_while_disabled,
)
from ..linking.linked_lock import async_find_lock, async_lock_name
from ..storage.record_file import StorageUnreadable
from ..storage.unloaded_records import async_read_unloaded
from .plan_issues import async_raise_unreadable

_WITH_NEWER_RECORD = frozenset(
    {ConfigEntryState.LOADED, ConfigEntryState.UNLOAD_IN_PROGRESS}
)
"""States in which the record in memory may be newer than the file."""


# contract 13.45
async def async_watch_disabled(hass: HomeAssistant) -> None:
    """Raise the issues about disabled entries, now and when one is disabled; clear them when it is enabled."""
    warned: set[str] = set()

    @callback
    def on_changed(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain != DOMAIN or is_booking_entry(entry):
            return
        if change is not ConfigEntryChange.UPDATED:
            return
        if entry.disabled_by is None:
            if entry.entry_id in warned:
                warned.remove(entry.entry_id)
                async_clear_codes_left(hass, entry.entry_id)
        elif entry.entry_id not in warned and entry.state not in _WITH_NEWER_RECORD:
            warned.add(entry.entry_id)
            hass.async_create_task(
                _async_warn(hass, entry), "warn of codes of a disabled entry"
            )

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, on_changed)
    for entry in async_lock_entries(hass):
        if entry.disabled_by is not None:
            warned.add(entry.entry_id)
            await _async_warn(hass, entry)


async def _async_warn(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Raise the issue about a disabled entry, unless a person has chosen to leave its codes."""
    try:
        record = await async_read_unloaded(hass, entry.entry_id)
    except StorageUnreadable:
        async_raise_unreadable(hass, entry)
        return
    is_accepted = entry.data.get(CONF_ARE_CODES_LEFT)
    if record is None or is_accepted or entry.disabled_by is None:
        return
    lock = async_find_lock(hass, entry)
    async_raise_codes_left_while_disabled(
        hass,
        entry.entry_id,
        record,
        async_lock_name(hass, lock) if lock is not None else entry.title,
    )
