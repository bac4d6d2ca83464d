"""Locks that lost all their codes, or say so: through the whole integration and the real driver."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
import shutil
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from tests.support.fix_flows import issues_of
from tests.support.linked_zwave_lock import Linked
from tests.support.zwave_network import CREDENTIAL, SCHLAGE, Network, async_add_zwave

LOCKS = [{"id": SCHLAGE, "kind": "user_code", "slots": 6}]


class Home:
    """A network of its own, whose driver can lose its cache."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state = f"--state={folder / 'locks.json'}"
        self.network = Network(folder, LOCKS, self._state)

    def stop(self) -> None:
        """Stop the driver; the locks keep what they hold."""
        self.network.stop()

    def start_without_cache(self) -> None:
        """Start the driver with its default settings and an empty cache."""
        shutil.rmtree(self._folder / "driver")
        port = int(self.network.url.rsplit(":", 1)[1])
        self.network = Network(
            self._folder, LOCKS, self._state, "--first-interview=clear", port=port
        )


@pytest.fixture
def home(tmp_path: Path, socket_enabled: None) -> Iterator[Home]:
    """Run a network of its own."""
    home = Home(tmp_path)
    yield home
    home.stop()


@pytest.fixture
async def zwave_entry(
    hass: HomeAssistant, home: Home
) -> AsyncIterator[MockConfigEntry]:
    """Set Home Assistant's Z-Wave integration up on that network."""
    with patch("homeassistant.components.zwave_js.PLATFORMS", [Platform.LOCK]):
        yield await async_add_zwave(hass, home.network.url)


async def holds(linked: Linked, pins: Callable[[], dict[str, str]]) -> None:
    """Wait until the lock holds these PINs."""

    async def is_reached() -> bool:
        return await linked.pins() == pins()

    await linked.wait_until(is_reached)


@pytest.mark.contract("8.10", "8.21", "8.22")
@pytest.mark.parametrize("names", [["Ann"], ["Ann", "Bob"]])
async def test_codes_that_the_driver_deleted_at_its_first_interview_are_put_back(
    hass: HomeAssistant, home: Home, zwave_entry: MockConfigEntry, names: list[str]
) -> None:
    linked = Linked(hass, home.network, SCHLAGE)
    await linked.link()
    await home.network.act(SCHLAGE, "keypad/set", slot=5, pin="97531")
    await linked.wait_for("access_code.unmanaged.created")
    ours = {str(at): f"13579{at}" for at in range(1, len(names) + 1)}
    codes = [
        await linked.create(name, pin)
        for name, pin in zip(names, ours.values(), strict=True)
    ]
    for code in codes:
        await linked.becomes(code, "set")
    assert issues_of(hass).keys() == set()

    home.stop()
    home.start_without_cache()
    linked.network = home.network
    await hass.config_entries.async_reload(zwave_entry.entry_id)
    await holds(linked, lambda: ours)
    await linked.wait_for("access_code.unmanaged.removed")
    for code in codes:
        await linked.becomes(code, "set")

    assert issues_of(hass).keys() == {"lock_was_reset"}
    assert linked.lost_slots() == {"5"}
    assert linked.event_types().count("access_code.deleted_external") == len(names)


@pytest.mark.contract("8.20")
@pytest.mark.parametrize("linked", [SCHLAGE], indirect=True)
async def test_a_lock_that_says_it_lost_all_codes_and_keeps_them_is_found(
    hass: HomeAssistant, linked: Linked
) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(SCHLAGE, "keypad/set", slot=4, pin="97531")
    await linked.wait_for("access_code.unmanaged.created")
    since = await linked.network.seq(SCHLAGE)
    await linked.network.act(SCHLAGE, "reset", kept=True)

    async def is_looked_at() -> bool:
        commands = await linked.network.commands(SCHLAGE, since)
        return commands.count("get") >= 4

    await linked.wait_until(is_looked_at)
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "135790", "4": "97531"}
    assert "access_code.deleted_external" not in linked.event_types()
    assert "access_code.unmanaged.removed" not in linked.event_types()
    assert issues_of(hass).keys() == set()


@pytest.mark.contract("8.10", "8.21")
@pytest.mark.parametrize("linked", [SCHLAGE, CREDENTIAL], indirect=True)
async def test_a_reset_names_what_others_lost(
    hass: HomeAssistant, linked: Linked
) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(linked.node, "keypad/set", slot=4, pin="97531")
    await linked.wait_for("access_code.unmanaged.created")
    await linked.network.act(linked.node, "reset")
    await linked.wait_for("access_code.unmanaged.removed")
    await holds(linked, lambda: {"1": "135790"})
    await linked.becomes(code, "set")

    assert issues_of(hass).keys() == {"lock_was_reset"}
    assert linked.lost_slots() == {"4"}


@pytest.mark.contract("12.42")
@pytest.mark.parametrize("linked", [SCHLAGE], indirect=True)
async def test_a_removal_that_the_lock_only_claims_goes_on(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(SCHLAGE, "faults", lie=True)
    await linked.act("delete", access_code_id=code)
    await linked.becomes(code, "removing")
    await linked.network.act(SCHLAGE, "keypad/clear", slot=1, kept=True)
    await linked.network.act(SCHLAGE, "keypad/use", slot=1)
    await linked.wait_for("access_code.used")

    assert (await linked.code(code))["status"] == "removing"
    assert await linked.pins() == {"1": "135790"}
