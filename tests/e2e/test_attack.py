"""Names that would like to be more than names, in a real browser: nothing runs, nothing is fetched, all is text."""

from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Locator, Page, expect
import pytest_asyncio

from simulators.browser import open_page
from tests.e2e.house import CELLAR, HALL, House

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
_PATIENCE = 20_000
_ALIVE = "a, img, svg, script, iframe, b, strong, em, code, del, h1"
ELSEWHERE = "127.0.0.1:9"
NAMES = {
    "script": "<script>window.pwned=1</script>",
    "image": "<img src=x onerror=window.pwned=1>",
    "drawing": "<svg onload=window.pwned=1></svg>",
    "link": "[Click](javascript:window.pwned=1)",
    "pixel": f"![a](http://{ELSEWHERE}/pixel.png)",
    "html-pixel": f"<img src=http://{ELSEWHERE}/pixel.png>",
    "address": f"http://{ELSEWHERE}/a www.example.com",
    "markup": "**A** _b_ `c` ~~d~~ <b>e</b> &amp; # f",
    "template": "{{ states('sun.sun') }} {% raw %}",
    "placeholder": "{name} {lock} {0} {a, plural, one {b}}",
    "right-to-left": "שלום \u200fעולם",
    "emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
}


class Watch:
    """What a page does while it shows names."""

    def __init__(self, page: Page) -> None:
        """Look on from now on."""
        self.page = page
        self._asked: list[str] = []
        self._opened: list[str] = []
        page.on("request", lambda request: self._asked.append(request.url))
        page.on("dialog", lambda dialog: self._opened.append(dialog.message))
        page.on("popup", lambda popup: self._opened.append(popup.url))

    async def keep(self, name: str) -> None:
        """Take a screenshot, to be looked at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"attack-{name}.png")

    async def see(self, within: Locator, text: str) -> None:
        """Wait until this stands there as it is."""
        found = within.get_by_text(text).first
        await expect(found).to_be_visible(timeout=_PATIENCE)

    async def nothing_came_of_it(self, *within: Locator) -> None:
        """Nothing ran, nothing was asked for elsewhere, and there is nothing there but text."""
        assert await self.page.evaluate("typeof window.pwned") == "undefined"
        assert not self._opened
        assert not [
            url for url in self._asked if ELSEWHERE in url or url.endswith("/x")
        ]
        for part in within:
            assert await part.locator(_ALIVE).count() == 0


@pytest_asyncio.fixture(loop_scope="session")
async def watch(house: House) -> AsyncIterator[Watch]:
    """Open a page that is watched."""
    async with open_page(house.home) as page:
        yield Watch(page)


async def test_names_are_text_in_repairs(house: House, watch: Watch) -> None:
    code = await house.create(CELLAR, name="Guest", code="77777")
    await house.wait_issue("duplicate_code_on_device")
    page = watch.page
    for kind, name in NAMES.items():
        await house.update(code, name=name)
        await page.goto(f"{house.home.url}/config/repairs")
        title = f"PIN of {name} in use on Cellar door"
        await page.get_by_text(title).first.click(timeout=_PATIENCE)
        said = page.locator("ha-markdown-element")
        await watch.see(said, f"The lock already holds the PIN of {name} under")
        await watch.keep(f"repair-{kind}")
        await watch.nothing_came_of_it(said)


async def test_names_are_text_on_the_locks_page_and_in_more_info(
    house: House, watch: Watch
) -> None:
    page = watch.page
    codes = [await house.create(HALL, name=name) for name in NAMES.values()]
    await page.goto(f"{house.home.url}/config/devices/device/{codes[0]['device_id']}")
    entities = page.locator("ha-device-entities-card")
    for kind, name in NAMES.items():
        row = entities.get_by_text(name).first
        await expect(row).to_be_visible(timeout=_PATIENCE)
        await row.click()
        more = page.locator("ha-more-info-dialog")
        await watch.see(more, name)
        await watch.keep(f"more-info-{kind}")
        await page.keyboard.press("Escape")
        await expect(more.get_by_text(name).first).not_to_be_visible()
    await watch.keep("device")
    await watch.nothing_came_of_it()


async def test_names_are_text_where_a_lock_is_unlinked(
    house: House, watch: Watch
) -> None:
    for name in NAMES.values():
        await house.create(HALL, name=name)
    page = watch.page
    await page.goto(f"{house.home.url}/config/integrations/integration/access_codes")
    row = page.locator("ha-config-entry-row").filter(has_text="Hall door")
    await row.first.wait_for(timeout=_PATIENCE)
    await row.get_by_role("button", name="Configure").first.click(timeout=_PATIENCE)
    await page.get_by_text("Unlink").first.click(timeout=_PATIENCE)
    said = page.locator("ha-markdown-element").filter(has_text="Its access codes")
    for name in NAMES.values():
        await watch.see(said, name)
    await watch.keep("unlink")
    await watch.nothing_came_of_it(said)
