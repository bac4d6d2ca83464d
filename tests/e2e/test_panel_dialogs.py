"""Each dialog of the panel, for people who see or point otherwise. Screenshots are to be looked at."""

from collections.abc import AsyncIterator

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from tests.e2e.house import CELLAR, ENTITIES, KEYPAD, House
from tests.e2e.panel_page import MARKUP, PATIENCE, Panel, create, in_time

LOOKS = {
    "desktop-light": (1440, 900, False),
    "phone-dark": (360, 740, True),
}


@pytest_asyncio.fixture(loop_scope="session", params=LOOKS)
async def panel(house: House, request: pytest.FixtureRequest) -> AsyncIterator[Panel]:
    """Provide the panel, wide in light and narrow in dark."""
    width, height, is_dark = LOOKS[request.param]
    async with open_page(house.home, is_dark=is_dark) as page:
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(
            color_scheme="dark" if is_dark else "light", reduced_motion="reduce"
        )
        panel = Panel(house.home, page, request.param)
        panel.listen()
        yield panel
        assert panel.complaints == []


@pytest.mark.contract("11.330")
async def test_each_dialog_is_for_everybody(house: House, panel: Panel) -> None:
    home, page = house.home, panel.page
    times = {"starts_at": in_time(hours=-1), "ends_at": in_time(days=2)}
    code = await create(home, KEYPAD, MARKUP, **times)
    await create(home, ENTITIES[CELLAR], "Wine club")
    dialog = panel.main.get_by_role("dialog")
    flaws: list[str] = []

    async def look_at(name: str, *, is_dialog: bool = True) -> None:
        if is_dialog:
            await expect(dialog).to_be_visible(timeout=PATIENCE)
        # Home Assistant's own entry of the page fades in.
        await page.wait_for_timeout(700)
        await panel.keep(f"dialog-{name}")
        flaws.extend(f"{name} {flaw}" for flaw in await panel.flaws())
        assert not await page.evaluate(
            "document.scrollingElement.scrollWidth > window.innerWidth"
        ), name
        if is_dialog:
            await page.keyboard.press("Escape")
            await expect(dialog).to_have_count(0)

    await panel.go(f"/code/{code['access_code_id']}")
    await panel.see("What happened")
    for name in ("Pause", "Delete", "Send"):
        await panel.press(name)
        await look_at(name)
    await panel.press("Show PIN")
    await panel.see(code["code"])
    await look_at("pin", is_dialog=False)
    await panel.go("/list")
    await panel.press("Select")
    await panel.press("All shown")
    for name in ("Pause", "End", "Delete", "Give to a lock"):
        await panel.press(name)
        await look_at(f"bulk-{name}")
    await panel.go("/others")
    for name in ("Take over", "Remove"):
        await panel.main.get_by_text(name, exact=True).first.click(timeout=PATIENCE)
        await look_at(name)
    await panel.go("/locks")
    for name in ("Export", "Import"):
        await panel.press(name)
        await look_at(name)
    await panel.go("/new")
    await panel.press("For a time")
    await panel.press("Create")
    await panel.see("Choose at least one lock.")
    await look_at("errors", is_dialog=False)
    assert await page.evaluate("window.attacked") is None
    assert flaws == []
