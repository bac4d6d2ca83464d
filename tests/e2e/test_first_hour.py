"""A host's first hour: from a Home Assistant with locks to a guest who was sent their PIN, all in a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Page
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.feed import feed_of
from simulators.first_hour import GUEST, STAYS, FirstHour, add_file_notifier
from simulators.home import Home, wait_for
from tests.e2e.panel_page import SCREENSHOTS

FRONT, GARDEN = "lock.front_door", "lock.garden_gate"


@pytest_asyncio.fixture(loop_scope="session")
async def new_home(tmp_path: Path) -> AsyncIterator[Home]:
    """Provide a Home Assistant with locks, and nothing of ours."""
    home = Home(tmp_path / "home")
    home.prepare()
    await home.start()

    async def are_there() -> bool:
        return {FRONT, GARDEN} <= (await home.states()).keys()

    await wait_for(are_there, 60, "the locks")
    yield home
    await home.stop()


async def _keep(page: Page, name: str) -> None:
    """Keep a picture of the step, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.mark.contract("14.1", "16.1", "16.13", "16.40", "16.70", "11.340")
async def test_a_host_gets_from_nothing_to_a_guest_with_a_pin_by_clicks_alone(
    new_home: Home,
) -> None:
    home = new_home
    sent = await add_file_notifier(home)
    async with feed_of(STAYS) as url, open_page(home) as page:
        hour = FirstHour(home, page, _keep)
        await hour.link()
        await hour.add_calendar(url)
        await hour.follow()
        pin = await hour.see_pin(await hour.see_bookings())
        await hour.send()
    codes = (await home.call("access_codes/list"))["access_codes"]
    assert sorted(code["name"] for code in codes) == sorted(
        stay[0] for stay in STAYS for _ in (FRONT, GARDEN)
    )
    assert {code["code"] for code in codes if code["name"] == GUEST} == {pin}
    # The guest has the PIN, and gets in at both doors.
    assert pin in sent.read_text()
    for lock in (FRONT, GARDEN):
        entered = await home.call("access_codes/enter_code", lock=lock, code=pin)
        assert entered["granted"]
