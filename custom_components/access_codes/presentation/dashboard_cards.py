"""Cards and a strategy for dashboards: their module is loaded with Home Assistant's frontend while a lock is linked."""

from typing import Final

from homeassistant.components.frontend import (
    DOMAIN as FRONTEND_DOMAIN,
    add_extra_js_url,
    remove_extra_js_url,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..entry import async_lock_entries
from .served_module import async_serve_module

MODULE: Final = "cards.js"

_OFFERED: HassKey[str] = HassKey(f"{DOMAIN}_offered_cards")
"""Address of the module that pages load."""


# contract 11.440, 11.442
async def async_offer_cards(hass: HomeAssistant) -> None:
    """Let pages load the cards, unless they do, or Home Assistant runs without its frontend."""
    if FRONTEND_DOMAIN not in hass.config.components:
        return
    address = await async_serve_module(hass, MODULE)
    if address is None or _OFFERED in hass.data:
        return
    hass.data[_OFFERED] = address
    add_extra_js_url(hass, address)


# contract 11.441
@callback
def async_withdraw_cards_of_none(hass: HomeAssistant) -> None:
    """Let pages load the cards no longer once no lock is linked any more."""
    if async_lock_entries(hass):
        return
    if (address := hass.data.pop(_OFFERED, None)) is not None:
        remove_extra_js_url(hass, address)
