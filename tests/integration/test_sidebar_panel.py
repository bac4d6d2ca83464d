"""The panel in Home Assistant's sidebar."""

from collections.abc import Iterator
from hashlib import sha256
from unittest.mock import AsyncMock, MagicMock, patch

import pytest

from custom_components.access_codes.presentation.sidebar_panel import (
    MODULE,
    URL_PATH,
    async_show_panel,
)
from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    DATA_PANELS,
    Panel,
    UrlManager,
)
from homeassistant.core import HomeAssistant
from tests.support.keypad_locks import async_add_locks, async_link

FRONT, BACK = "lock.front_door", "lock.back_door"


def panel_of(hass: HomeAssistant) -> Panel | None:
    """Return the panel, as Home Assistant's frontend has it."""
    panels: dict[str, Panel] = hass.data.get(DATA_PANELS, {})
    return panels.get(URL_PATH)


def times_served(register: AsyncMock) -> int:
    """Return how often the module of the panel was registered."""
    paths = [path for call in register.await_args_list for path in call.args[0]]
    return [path.path for path in paths].count(str(MODULE))


@pytest.fixture
def served(hass: HomeAssistant) -> Iterator[AsyncMock]:
    """Let Home Assistant seem to run its frontend."""
    hass.config.components.add("frontend")
    hass.data[DATA_EXTRA_MODULE_URL] = UrlManager(MagicMock(), [])
    register = AsyncMock()
    with patch.object(
        hass, "http", MagicMock(async_register_static_paths=register), create=True
    ):
        yield register


@pytest.mark.contract("11.300", "11.301", "11.303", "11.359")
async def test_the_panel_is_there_for_administrators_while_a_lock_is_linked(
    hass: HomeAssistant, served: AsyncMock
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    front = await async_link(hass, FRONT)
    back = await async_link(hass, BACK)
    panel = panel_of(hass)
    assert panel is not None
    assert panel.require_admin
    assert panel.sidebar_title == "Access codes"
    assert panel.config is not None
    address = panel.config["_panel_custom"]["module_url"]
    assert address.endswith(f"?v={sha256(MODULE.read_bytes()).hexdigest()[:16]}")
    # The other module, which comes first, asks for the same address ahead.
    assert address.rsplit("/", 1)[-1] in MODULE.with_name("cards.js").read_text()
    assert times_served(served) == 1

    await hass.config_entries.async_remove(front.entry_id)
    assert panel_of(hass) is panel
    await hass.config_entries.async_remove(back.entry_id)
    assert panel_of(hass) is None

    await async_show_panel(hass)
    assert panel_of(hass) is not None
    assert times_served(served) == 1


@pytest.mark.contract("11.302")
async def test_a_home_without_frontend_has_no_panel(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    assert panel_of(hass) is None
