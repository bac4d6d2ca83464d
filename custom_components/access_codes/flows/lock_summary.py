"""Texts of the config flow about locks: what each can do, or why it cannot keep codes itself."""

import asyncio
from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_translations
from homeassistant.loader import async_get_integrations

from ..const import DOMAIN
from ..core.display_text import in_markdown
from ..linking.linked_lock import async_lock_name
from ..linking.preview import async_preview, async_with_own_method
from ..locks import async_obstacle
from ..presentation.abilities_text import async_abilities_text
from ..presentation.messages import CATEGORY, async_text

_MOST = 20
"""Locks that are described in a dialog; a house with more knows its families."""


async def async_load_texts(hass: HomeAssistant) -> None:
    """Load our texts: the dialog may be opened before the first lock is linked."""
    await async_get_translations(hass, hass.config.language, CATEGORY, {DOMAIN})


# contract 14.30
async def async_abilities(
    hass: HomeAssistant, lock: er.RegistryEntry, method: str
) -> str:
    """Return a sentence about what a lock can do."""
    capabilities = await async_preview(hass, lock, method)
    if capabilities is None:
        return async_text(hass, "abilities_unknown")
    return async_abilities_text(hass, capabilities)


# contract 14.30
async def async_list_abilities(
    hass: HomeAssistant, locks: Iterable[er.RegistryEntry]
) -> str:
    """Return what each of these locks can do, as a list in Markdown; locks without an adapter are left out."""
    await async_load_texts(hass)
    known = await async_with_own_method(hass, locks)
    texts = await asyncio.gather(
        *(async_abilities(hass, lock, method) for lock, method in known[:_MOST])
    )
    return "\n".join(
        _line(hass, lock, text) for (lock, _), text in zip(known, texts, strict=False)
    )


# contract 14.31
async def async_list_obstacles(
    hass: HomeAssistant, locks: Iterable[er.RegistryEntry]
) -> str:
    """Return why each of these locks cannot keep codes itself, as a list in Markdown."""
    await async_load_texts(hass)
    lines = []
    for lock in locks:
        key = await async_obstacle(hass, lock)
        integration = in_markdown(await _async_integration_name(hass, lock.platform))
        text = async_text(hass, f"obstacle_{key}", integration=integration)
        lines.append(_line(hass, lock, text))
    return "\n".join(lines)


@callback
def _line(hass: HomeAssistant, lock: er.RegistryEntry, text: str) -> str:
    return f"- **{in_markdown(async_lock_name(hass, lock))}**: {text}"


async def _async_integration_name(hass: HomeAssistant, domain: str) -> str:
    found = (await async_get_integrations(hass, {domain}))[domain]
    # An integration that was uninstalled leaves its entities behind.
    return domain if isinstance(found, Exception) else found.name
