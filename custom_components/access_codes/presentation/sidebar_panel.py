"""The sidebar panel: registered with Home Assistant's frontend while a lock is linked, for administrators."""

from typing import Final

from homeassistant.components.frontend import (
    DOMAIN as FRONTEND_DOMAIN,
    async_panel_exists,
    async_remove_panel,
)
from homeassistant.components.panel_custom import async_register_panel
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..entry import async_lock_entries
from .served_module import FOLDER, async_serve_module

URL_PATH: Final = "access-codes"

MODULE: Final = FOLDER / "panel.js"


# contract 11.300, 11.301, 11.302
async def async_show_panel(hass: HomeAssistant) -> None:
    """Add the panel to the sidebar, unless it is there, or Home Assistant runs without its frontend."""
    if FRONTEND_DOMAIN not in hass.config.components:
        return
    address = await async_serve_module(hass, MODULE.name)
    title = f"component.{DOMAIN}.config_panel.panel.title"
    texts = await async_get_translations(
        hass, hass.config.language, "config_panel", {DOMAIN}
    )
    if address is None or async_panel_exists(hass, URL_PATH):
        return
    await async_register_panel(
        hass,
        frontend_url_path=URL_PATH,
        webcomponent_name="access-codes-panel",
        module_url=address,
        sidebar_title=texts.get(title, "Access codes"),
        sidebar_icon="mdi:key-chain-variant",
        require_admin=True,
    )


# contract 11.303
@callback
def async_hide_panel_of_none(hass: HomeAssistant) -> None:
    """Remove the panel from the sidebar once no lock is linked any more."""
    if not async_lock_entries(hass):
        async_remove_panel(hass, URL_PATH, warn_if_unknown=False)
