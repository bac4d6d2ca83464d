"""What a person sees at a glance and does next: the first screen, remedies of problems, and how often a code may be used."""

import re
from typing import Any

from playwright.async_api import Locator, WebSocket, expect
import pytest

from simulators.browser import open_page
from tests.e2e.house import ENTITIES, HALL, LOFT, House
from tests.e2e.panel_page import PATIENCE, Panel, create, in_time

SIZES = {"phone": (360, 740), "desktop": (1440, 900)}
_ABOVE = "(element) => element.getBoundingClientRect().bottom"
TABS = 60
"""Height of the tabs at the bottom of a phone."""


async def _end_of(part: Locator) -> float:
    return float(await part.evaluate(_ABOVE))


@pytest.mark.contract(
    "11.312", "11.367", "11.368", "11.370", "11.371", "11.382", "18.22"
)
@pytest.mark.parametrize("size", SIZES)
async def test_the_first_screen_tells_all_and_leads_to_remedies(
    house: House, size: str
) -> None:
    await create(house.home, ENTITIES[HALL], "Family", code="739184")
    for days, name in ((1, "Weekend guests"), (3, "Later guests")):
        times = {"starts_at": in_time(days=days), "ends_at": in_time(days=days + 1)}
        await create(house.home, ENTITIES[HALL], name, **times)
    await house.network.post(f"/locks/{LOFT}/faults", refuse=True)
    for name in ("Ada", "Bo"):
        await create(house.home, ENTITIES[LOFT], name)
    width, height = SIZES[size]
    async with open_page(house.home) as page:
        await page.set_viewport_size({"width": width, "height": height})
        panel = Panel(house.home, page, f"glance-{size}")
        panel.listen()
        await panel.go("/now")
        hands = panel.main.get_by_role("region", name="need a hand")
        entry = hands.get_by_role("listitem").filter(has_text="did not take this code")
        ways = entry.get_by_role("link")
        await expect(ways).to_have_text(["Ada", "Bo"], timeout=60_000)
        coming = panel.main.get_by_role("region", name="Who comes next")
        rows = coming.locator("access-codes-row:visible")
        more = coming.get_by_role("link", name="and 1 more")
        is_phone = size == "phone"
        await expect(rows).to_have_count(1 if is_phone else 2)
        await expect(more).to_be_visible(visible=is_phone)
        await panel.keep("glance")
        # What needs a hand, who comes next, and a lock with who can open it.
        now = panel.main.get_by_role("region", name="Who can open which door now")
        bottom = height - (TABS if is_phone else 0)
        for part in (entry, rows.first, now.locator(".head").first):
            assert await _end_of(part) < bottom
        await ways.first.click()
        # No repair stands for it yet.
        remedy = panel.main.get_by_role("link", name="Device")
        await expect(remedy).to_have_attribute("href", re.compile("/config/devices/"))
        await panel.see("Next try in")
        history = panel.main.get_by_role("region", name="What happened")
        created = history.get_by_role("listitem").filter(has_text="Was created")
        await expect(created).to_contain_text("by Demo", timeout=PATIENCE)
        await panel.keep("remedy")
        assert await panel.flaws() == []
        assert panel.complaints == []


@pytest.mark.contract("11.380", "18.30")
async def test_a_lock_says_when_it_was_last_in_contact(house: House) -> None:
    home = house.home
    async with open_page(home) as page:
        panel = Panel(home, page, "contact")
        panel.listen()
        asked: list[str] = []

        def on_socket(socket: WebSocket) -> None:
            socket.on("framesent", lambda data: asked.append(str(data)))

        page.on("websocket", on_socket)
        await panel.go("/now")
        await panel.see("Who can open which door now")
        await house.sync(ENTITIES[HALL])
        assert not any('"access_codes/locks"' in each for each in asked)
        # It is not pushed: the page asks for it.
        await panel.main.get_by_role("link", name="Locks").click()
        hall = panel.main.get_by_role("article", name="Hall door")
        await expect(hall).to_contain_text(
            re.compile("Last contact about codes: (this|1) minute"), timeout=PATIENCE
        )
        assert any('"access_codes/locks"' in each for each in asked)
        await expect(
            panel.main.get_by_role("article", name="Front door").get_by_text("contact")
        ).to_have_count(0)
        await panel.keep("contact")
        assert await panel.flaws() == []
        assert panel.complaints == []


async def _named(house: House, name: str) -> dict[str, Any]:
    listed = (await house.home.call("access_codes/list"))["access_codes"]
    [code] = [code for code in listed if code["name"] == name]
    return dict(code)


@pytest.mark.contract("11.369")
async def test_the_form_limits_the_number_of_uses(house: House) -> None:
    async with open_page(house.home) as page:
        panel = Panel(house.home, page, "uses")
        panel.listen()
        await panel.go("/new")
        await panel.main.get_by_label("Name").fill("Courier")
        await panel.main.get_by_label("Hall door").check()
        uses = panel.main.get_by_label("Number of uses until it ends")
        await uses.fill("0")
        await panel.see("must be from 1 to")
        await uses.fill("3")
        await expect(panel.main.get_by_text("must be from 1 to")).to_have_count(
            0, timeout=PATIENCE
        )
        await panel.keep("uses")
        await panel.press("Create")
        await panel.see("0 of 3")
        assert (await _named(house, "Courier"))["max_uses"] == 3
        await panel.main.get_by_role("link", name="Change").click()
        await expect(uses).to_have_value("3", timeout=PATIENCE)
        await uses.fill("")
        await panel.press("Save")
        await panel.see("What happened")
        assert (await _named(house, "Courier"))["max_uses"] is None
        assert panel.complaints == []
