"""Access code objects in answers to administrators: with their PINs."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant
from homeassistant.helpers import instance_id

from ..core.model import AccessCode
from ..core.shapes import Json
from ..entry import AccessCodesRuntime
from ..present import async_access_code_objects


async def async_objects(
    hass: HomeAssistant, linked: AccessCodesRuntime, codes: Iterable[AccessCode]
) -> list[dict[str, Json]]:
    """Return the codes of one lock as objects."""
    workspace_id = await instance_id.async_get(hass)
    return async_access_code_objects(hass, linked, codes, workspace_id, reveal=True)
