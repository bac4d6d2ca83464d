"""The bookings in the panel, over a real calendar and a lock that refuses a guest's code. Screenshots are to be looked at."""

from collections.abc import AsyncIterator

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.guests import CALENDAR, add_calendar, add_stay, follow
from simulators.home import wait_for
from tests.e2e.house import ENTITIES, HALL, LOFT, House
from tests.e2e.panel_page import MARKUP, PATIENCE, Panel

LOOKS = {
    "desktop-light": (1440, 900, False),
    "desktop-dark": (1440, 900, True),
    "phone-light": (360, 740, False),
    "phone-dark": (360, 740, True),
}
ADA, BO = "Ada Example", "Bo Example"
STAYS = [(ADA, -20, 20), (BO, 24, 72), (MARKUP, 80, 110)]


@pytest_asyncio.fixture(loop_scope="session")
async def guests(house: House) -> AsyncIterator[str]:
    """Provide the calendar, followed with two locks of which one refuses codes; the id of its entry."""
    home = house.home
    if CALENDAR not in await home.states():
        await add_calendar(home, STAYS)
    await house.network.post(f"/locks/{LOFT}/faults", refuse=True)
    entry_id = await follow(home, [ENTITIES[HALL], ENTITIES[LOFT]])

    async def are_made() -> bool:
        listed = (await home.call("access_codes/list"))["access_codes"]
        return len(listed) == 2 * len(STAYS)

    await wait_for(are_made, 60, "the codes of the guests")
    yield entry_id
    entries = await home.call("config_entries/get", domain="access_codes")
    if entry_id in [entry["entry_id"] for entry in entries]:
        await home.rest("DELETE", f"/api/config/config_entries/entry/{entry_id}")


@pytest.mark.contract("11.340", "11.341", "11.342", "11.343", "11.345", "11.353")
@pytest.mark.parametrize("look", LOOKS)
async def test_stays_gaps_and_codes_are_shown_and_troubles_marked(
    house: House, guests: str, look: str
) -> None:
    assert guests
    width, height, is_dark = LOOKS[look]
    async with open_page(house.home, is_dark=is_dark) as page:
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(
            color_scheme="dark" if is_dark else "light", reduced_motion="reduce"
        )
        panel = Panel(house.home, page, look)
        panel.listen()
        await panel.go("/now")
        await panel.main.get_by_role("link", name="Bookings").click(timeout=PATIENCE)
        flat = panel.main.get_by_role("region", name="Holiday flat")
        stays = flat.locator("li.stay")
        await expect(stays).to_have_count(3, timeout=PATIENCE)
        await expect(flat.get_by_text(MARKUP)).to_be_visible()
        ada = stays.filter(has_text=ADA)
        await expect(ada.get_by_role("link", name="Hall door")).to_contain_text(
            "On the lock", timeout=60_000
        )
        # By a sign, a word and a colour.
        await expect(ada.get_by_role("link", name="Loft door")).to_contain_text(
            "Needs a hand", timeout=60_000
        )
        await expect(ada).to_contain_text("Needs a hand: Ada Example")
        await expect(ada).to_have_class("stay bad")
        await expect(ada.locator(".troubles")).to_contain_text("Loft door did not")
        bo = stays.filter(has_text=BO)
        await expect(bo).to_have_class("stay ")
        await expect(bo).to_contain_text("2 nights")
        # One of the locks does not answer.
        await expect(ada).to_contain_text("On 1 of 2 locks")
        gaps = flat.locator("li.gap")
        assert "4 hours between guests" in (await gaps.all_inner_texts())[0]
        assert "8 hours between guests" in (await gaps.all_inner_texts())[1]
        # Home Assistant's own entry of the page fades in.
        await page.wait_for_timeout(700)
        await panel.keep("bookings")
        assert await panel.flaws() == []
        assert not await page.evaluate(
            "document.scrollingElement.scrollWidth > window.innerWidth"
        )
        assert await page.evaluate("window.attacked") is None
        pins = [
            code["code"]
            for code in (await house.home.call("access_codes/list"))["access_codes"]
        ]
        assert len(pins) == 6
        assert not any([await panel.knows(pin) for pin in pins])
        # What becomes of a code comes by itself, and leads to its page.
        await ada.get_by_role("link", name="Hall door").click()
        await panel.see("What happened")
        assert panel.complaints == []


_REFUSE = """
window.isRefused = true;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  const asks = window.isRefused && message.includes('"access_codes/bookings"');
  send.call(this, asks ? message.replace("access_codes/bookings", "access_codes/nothing") : message);
};
"""
"""Home Assistant is asked for a command that it does not know."""


@pytest.mark.contract("11.340", "11.344", "11.345")
async def test_a_stay_comes_by_itself_and_what_fails_is_said(
    house: House, guests: str
) -> None:
    home = house.home
    async with open_page(home) as page:
        panel = Panel(home, page, "states")
        panel.listen()
        await page.add_init_script(_REFUSE)
        await panel.go("/bookings")
        await panel.see("The bookings could not be loaded.")
        await panel.keep("bookings-failed")
        await page.evaluate("window.isRefused = false")
        await panel.press("Try again")
        await panel.see(BO)
        await expect(panel.main.get_by_role("alert")).to_have_count(0)
        if "Eve" not in str(await home.call("access_codes/bookings")):
            await add_stay(home, "Eve Example", 130, 150)
        # Calendars are read at most each half minute.
        eve = panel.main.get_by_text("Eve Example")
        await expect(eve).to_be_visible(timeout=90_000)
        await home.call("config_entries/disable", entry_id=guests, disabled_by="user")
        await panel.see("This calendar is not running in Access Codes.")
        await panel.keep("bookings-not-running")
        await home.rest("DELETE", f"/api/config/config_entries/entry/{guests}")
        await panel.see("No booking calendar is followed.")
        await expect(panel.main.get_by_role("link", name="Bookings")).to_have_count(0)
        await panel.keep("bookings-none")
        assert panel.complaints == []
