"""The module of cards that pages of Home Assistant load while a lock is linked."""

from collections.abc import Iterator
from hashlib import sha256
from unittest.mock import AsyncMock, MagicMock, patch

import pytest

from custom_components.access_codes.presentation.dashboard_cards import (
    MODULE,
    async_offer_cards,
)
from custom_components.access_codes.presentation.served_module import (
    FOLDER,
    async_serve_module,
)
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.core import HomeAssistant
from tests.support.keypad_locks import async_add_locks, async_link

FRONT, BACK = "lock.front_door", "lock.back_door"
CONTENT = (FOLDER / MODULE).read_bytes()
ADDRESS = f"/access_codes_static/{MODULE}?v={sha256(CONTENT).hexdigest()[:16]}"
OTHER = "/local/of_the_user.js"


@pytest.fixture
def served(hass: HomeAssistant) -> Iterator[AsyncMock]:
    """Let Home Assistant seem to run its frontend, with a module of the user's."""
    hass.config.components.add("frontend")
    hass.data[DATA_EXTRA_MODULE_URL] = UrlManager(MagicMock(), [OTHER])
    register = AsyncMock()
    with patch.object(
        hass, "http", MagicMock(async_register_static_paths=register), create=True
    ):
        yield register


def loaded(hass: HomeAssistant) -> set[str]:
    """Return the addresses of modules that a page loads."""
    return set(hass.data[DATA_EXTRA_MODULE_URL].urls)


@pytest.mark.contract("11.440", "11.441")
async def test_pages_load_the_cards_while_a_lock_is_linked(
    hass: HomeAssistant, served: AsyncMock
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    front = await async_link(hass, FRONT)
    back = await async_link(hass, BACK)
    assert loaded(hass) == {OTHER, ADDRESS}
    paths = [path for call in served.await_args_list for path in call.args[0]]
    assert [path.url_path for path in paths].count(ADDRESS.partition("?")[0]) == 1

    await hass.config_entries.async_remove(front.entry_id)
    assert loaded(hass) == {OTHER, ADDRESS}
    await hass.config_entries.async_remove(back.entry_id)
    assert loaded(hass) == {OTHER}

    await async_link(hass, FRONT)
    assert loaded(hass) == {OTHER, ADDRESS}
    served_again = [path for call in served.await_args_list for path in call.args[0]]
    assert len(served_again) == len(paths)


@pytest.mark.contract("11.442")
async def test_a_home_without_frontend_has_no_cards(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    front = await async_link(hass, FRONT)
    assert DATA_EXTRA_MODULE_URL not in hass.data
    await hass.config_entries.async_remove(front.entry_id)


@pytest.mark.contract("11.440")
async def test_entries_that_are_set_up_side_by_side_register_it_once(
    hass: HomeAssistant, served: AsyncMock
) -> None:
    async def meanwhile(_: object) -> None:
        await async_offer_cards(hass)
        assert await async_serve_module(hass, MODULE) is None

    served.side_effect = meanwhile
    await async_offer_cards(hass)
    await async_offer_cards(hass)
    served.assert_awaited_once()
    assert loaded(hass) == {OTHER, ADDRESS}
