"""A Z-Wave network for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
import logging
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.zwave_js import (
    reports as zwave_reports,
    user_code as zwave_user_code,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from tests.support.linked_zwave_lock import Linked
from tests.support.zwave_network import (
    LOCKS,
    Door,
    Network,
    async_add_zwave,
    async_open,
)


@pytest.fixture(scope="session")
def zwave_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Run one network for all tests: an interview of its locks takes seconds."""
    network = Network(tmp_path_factory.mktemp("zwave"), LOCKS)
    yield network
    network.stop()


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(zwave_reports, "GRACE", 0.3)
    monkeypatch.setattr(zwave_user_code, "NOTIFICATION_TIME", 0.4)
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 0.4)


@pytest.fixture(autouse=True)
def quiet_client() -> Iterator[None]:
    """Keep the client library from asking for the server's log: it breaks on messages about User Credential."""
    logger = logging.getLogger("zwave_js_server")
    before = logger.level
    logger.setLevel(logging.INFO)
    yield
    logger.setLevel(before)


@pytest.fixture
async def network(socket_enabled: None, zwave_process: Network) -> Network:
    """Give each test locks that are empty and well."""
    await zwave_process.ask("POST", "/server/start")
    for lock in LOCKS:
        await zwave_process.act(lock["id"], "faults")
        await zwave_process.act(lock["id"], "reset")
        await zwave_process.act(lock["id"], "wake")
    return zwave_process


@pytest.fixture
async def zwave(
    hass: HomeAssistant, network: Network
) -> AsyncIterator[MockConfigEntry]:
    """Set Home Assistant's Z-Wave integration up on the network, with no other entities than locks."""
    with patch("homeassistant.components.zwave_js.PLATFORMS", [Platform.LOCK]):
        yield await async_add_zwave(hass, network.url)


type OpenDoor = Callable[[int], Awaitable[Door]]


@pytest.fixture
async def door_to(
    hass: HomeAssistant, zwave: MockConfigEntry, network: Network
) -> AsyncIterator[OpenDoor]:
    """Give tests adapters that run."""
    doors: list[Door] = []

    async def open_door(node: int) -> Door:
        doors.append(await async_open(hass, network, node))
        return doors[-1]

    yield open_door
    for door in doors:
        door.adapter.stop()


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    zwave: MockConfigEntry,
    network: Network,
    request: pytest.FixtureRequest,
) -> Linked:
    """Link a lock."""
    linked = Linked(hass, network, request.param)
    await linked.link()
    return linked
