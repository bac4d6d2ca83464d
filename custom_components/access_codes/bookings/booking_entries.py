"""Find the booking entries, and their followers."""

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from ..entry import is_booking_entry
from .follower import BookingFollower

type BookingEntry = ConfigEntry[BookingFollower]


@callback
def async_all_booking_entries(hass: HomeAssistant) -> list[BookingEntry]:
    """Return the booking entries, loaded or not."""
    return [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if is_booking_entry(entry)
    ]


@callback
def async_booking_entries(hass: HomeAssistant) -> list[BookingEntry]:
    """Return the booking entries that are loaded."""
    return [
        entry
        for entry in async_all_booking_entries(hass)
        if entry.state is ConfigEntryState.LOADED
    ]


@callback
def async_loaded_follower(hass: HomeAssistant, entry_id: str) -> BookingFollower | None:
    """Return the follower of an entry; None while it is not loaded, or gone."""
    return next(
        (
            entry.runtime_data
            for entry in async_booking_entries(hass)
            if entry.entry_id == entry_id
        ),
        None,
    )
