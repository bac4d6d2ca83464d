"""Intents of Access Codes, as Home Assistant's Assist looks for them."""

from homeassistant.core import HomeAssistant

from .assist.intents import async_register_intents


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    async_register_intents(hass)
