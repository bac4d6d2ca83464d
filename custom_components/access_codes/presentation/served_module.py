"""Built modules for browsers, served with the hash of their content in their address."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.http.server import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

FOLDER: Final = Path(__file__).parents[1] / "frontend"
"""Where the built modules are: scripts/build_panel writes them from the sources in panel/."""

_ADDRESSES: HassKey[dict[str, str]] = HassKey(f"{DOMAIN}_served_modules")
"""Address of each module by its name; empty while it is being registered."""


# contract 11.301
async def async_serve_module(hass: HomeAssistant, name: str) -> str | None:
    """Serve a module, once, and return its address; None while another entry is at it."""
    addresses = hass.data.setdefault(_ADDRESSES, {})
    if name not in addresses:
        # Set before the first await: entries are set up side by side.
        addresses[name] = ""
        path, url = FOLDER / name, f"/access_codes_static/{name}"
        content = await hass.async_add_executor_job(path.read_bytes)
        await hass.http.async_register_static_paths(
            [StaticPathConfig(url, str(path), cache_headers=True)]
        )
        addresses[name] = f"{url}?v={sha256(content).hexdigest()[:16]}"
    return addresses[name] or None
