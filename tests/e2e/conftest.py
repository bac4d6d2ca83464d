"""One real Home Assistant over one real Z-Wave server, shared by the tests of a session."""

from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.home import Home, Patience
from simulators.zwave_network import ZwaveNetwork
from tests.e2e.house import LOCKS, House
from tests.e2e.panel_page import PATIENCE

# The limits of the tests are for what never happens, and the machines that run them are busy.
Patience.factor = 3
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every test here in the one event loop that the processes belong to."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def network(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[ZwaveNetwork]:
    """Provide simulated locks behind a real Z-Wave server."""
    network = await ZwaveNetwork(tmp_path_factory.mktemp("zwave"), LOCKS).start()
    yield network
    await network.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_house(
    network: ZwaveNetwork, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """Provide a Home Assistant that has all the locks linked."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.prepare()
    house = House(home, network)
    try:
        await home.start()
        await house.link_everything()
        yield house
    finally:
        await home.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def house(shared_house: House) -> AsyncIterator[House]:
    """Provide the house with no codes, no faults and all programs running, before and after the test."""
    await shared_house.tidy()
    yield shared_house
    await shared_house.tidy()
