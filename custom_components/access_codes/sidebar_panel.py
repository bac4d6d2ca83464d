"""The sidebar panel: registered with Home Assistant's frontend while a lock is linked, for administrators."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import (
    DOMAIN as FRONTEND_DOMAIN,
    async_panel_exists,
    async_remove_panel,
)
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.panel_custom import async_register_panel
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .entry import async_lock_entries

URL_PATH: Final = "access-codes"

MODULE = Path(__file__).parent / "frontend" / "panel.js"
"""The built panel: scripts/build_panel writes it from the sources in panel/."""

_STATIC_URL = "/access_codes_static/panel.js"

_VERSION: HassKey[str] = HassKey(f"{DOMAIN}_panel_version")
"""Hash of the content of the module, once it is served."""


# contract 11.300, 11.301, 11.302
async def async_show_panel(hass: HomeAssistant) -> None:
    """Add the panel to the sidebar, unless it is there, or Home Assistant runs without its frontend."""
    if FRONTEND_DOMAIN not in hass.config.components:
        return
    if _VERSION not in hass.data:
        # Set before the first await: entries are set up side by side.
        hass.data[_VERSION] = ""
        content = await hass.async_add_executor_job(MODULE.read_bytes)
        await hass.http.async_register_static_paths(
            [StaticPathConfig(_STATIC_URL, str(MODULE), cache_headers=True)]
        )
        hass.data[_VERSION] = sha256(content).hexdigest()[:16]
    title = f"component.{DOMAIN}.config_panel.panel.title"
    texts = await async_get_translations(
        hass, hass.config.language, "config_panel", {DOMAIN}
    )
    version = hass.data[_VERSION]
    if not version or async_panel_exists(hass, URL_PATH):
        return
    await async_register_panel(
        hass,
        frontend_url_path=URL_PATH,
        webcomponent_name="access-codes-panel",
        module_url=f"{_STATIC_URL}?v={version}",
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
