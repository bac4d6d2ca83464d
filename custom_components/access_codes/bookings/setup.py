"""Set up, unload and remove the entry of a booking calendar."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import issue_registry as ir

from ..const import CONF_CALENDAR, CONF_IS_STORED, CONF_LOCKS, DOMAIN
from ..storage.booking_ledger import BookingLedger
from ..storage.record_file import StorageFailed, StorageUnreadable
from .entry_settings import async_settings_of
from .follower import BookingFollower
from .issues import KINDS, async_clear_ledger_unreadable, async_raise_ledger_unreadable
from .sender import BookingSender, Send
from .watcher import BookingWatcher

PLATFORMS = [Platform.BINARY_SENSOR, Platform.EVENT, Platform.SENSOR]


# contract 16.32, 16.40
async def async_setup_bookings(
    hass: HomeAssistant, entry: ConfigEntry[Any], send: Send
) -> None:
    """Set up a booking entry; ``send`` sends codes of its bookings. Succeeds without the calendar and without the locks; not without the ledger it once stored."""
    follower = BookingFollower(
        hass,
        calendar=entry.data[CONF_CALENDAR],
        lock_ids=list(entry.options[CONF_LOCKS]),
        settings=async_settings_of(hass, entry.options),
        storage=BookingLedger(hass, entry.entry_id),
    )
    try:
        await follower.async_load(is_stored=entry.data[CONF_IS_STORED])
    except StorageUnreadable:
        async_raise_ledger_unreadable(hass, entry)
        raise ConfigEntryError(
            translation_domain=DOMAIN, translation_key="bookings_unreadable"
        ) from None
    except StorageFailed:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key="storage_failing_at_start"
        ) from None
    if not entry.data[CONF_IS_STORED]:
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_IS_STORED: True}
        )
    async_clear_ledger_unreadable(hass, entry)
    entry.runtime_data = follower
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    sender = BookingSender(hass, follower, send)
    BookingWatcher(hass, entry, follower, sender).start()


async def async_unload_bookings(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Unload a booking entry. Its codes stay on the locks until their ends."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        raise ConfigEntryError(
            translation_domain=DOMAIN, translation_key="platforms_not_unloaded"
        )


# contract 16.48
async def async_remove_bookings(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Delete the ledger of a removed entry, and its issues. The codes stay, each until its end."""
    for kind in KINDS:
        ir.async_delete_issue(hass, DOMAIN, f"{kind}_{entry.entry_id}")
    await BookingLedger(hass, entry.entry_id).async_remove()
