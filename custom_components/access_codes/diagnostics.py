"""Entry point of the diagnostics of an entry. What they need is imported with the first download."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module

from .entry import AccessCodesConfigEntry, is_booking_entry


# contract 1.6, 1.7
async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of one linked lock, or of one booking calendar."""
    diagnostics: dict[str, Any]
    if is_booking_entry(entry):
        bookings = await async_import_module(
            hass, f"{__package__}.bookings.booking_diagnostics"
        )
        diagnostics = bookings.booking_diagnostics(entry)
    else:
        locks = await async_import_module(
            hass, f"{__package__}.presentation.lock_diagnostics"
        )
        diagnostics = await locks.async_lock_diagnostics(hass, entry)
    return diagnostics
