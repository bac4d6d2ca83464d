"""The panel with five hundred codes: a change costs one small message and one row, and nothing is drawn anew for it."""

from collections.abc import AsyncIterator
import json
from typing import Any

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.drawing import COUNT_DRAWINGS, pushes
from simulators.home import Home, wait_for
from tests.e2e.panel_page import Panel, create, in_time

FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
MANY = 500
LARGEST = 1000
"""Bytes of a message about one status."""

_LATER = """() => {
  const now = Date.now.bind(Date);
  Date.now = () => now() + 60_000;
  const find = (node) => {
    for (const child of node.querySelectorAll('*')) {
      if (child.localName === 'access-codes-panel') return child;
      const found = child.shadowRoot && find(child.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  find(document).requestUpdate();
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def full_home(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Home]:
    """Provide a Home Assistant with five hundred codes on two locks."""
    home = Home(tmp_path_factory.mktemp("many"))
    home.prepare()
    try:
        await home.start()

        async def are_there() -> bool:
            return {FRONT, GARDEN} <= (await home.states()).keys()

        await wait_for(are_there, 60, "the locks")
        step = await home.flow(
            "access_codes", {"locks": [FRONT, GARDEN]}, {"method": "keypad"}
        )
        assert step["type"] == "create_entry", step

        async def are_linked() -> bool:
            entries = await home.call("config_entries/get", domain="access_codes")
            return [entry["state"] for entry in entries] == ["loaded", "loaded"]

        await wait_for(are_linked, 60, "linking the locks")
        for number in range(MANY):
            times: dict[str, Any] = {}
            if number % 3 == 1:
                times = {
                    "starts_at": in_time(hours=number - 20),
                    "ends_at": in_time(hours=number + 30),
                }
            lock = (FRONT, GARDEN)[number % 2]
            await create(home, lock, f"Guest {number:03}", **times)
        yield home
    finally:
        await home.stop()


@pytest.mark.contract("11.350", "11.360")
@pytest.mark.parametrize(
    ("path", "part"),
    [("/list", "access-codes-row"), ("/timeline", "access-codes-lane")],
)
async def test_a_status_costs_one_small_message_and_draws_one_row(
    full_home: Home, path: str, part: str
) -> None:
    listed = (await full_home.call("access_codes/list"))["access_codes"]
    code = next(code for code in listed if code["name"] == "Guest 249")
    async with open_page(full_home) as page:
        panel = Panel(full_home, page, "many")
        panel.listen()
        await panel.go(path)
        if part == "access-codes-row":
            await expect(panel.main.locator(part)).to_have_count(MANY, timeout=60_000)
        await panel.see("Guest 249" if part == "access-codes-row" else "Guest 001")
        await expect(panel.main.locator(f"{part}:not([laid])")).to_have_count(
            0, timeout=60_000
        )
        await panel.keep(f"many{path.replace('/', '-')}")
        await page.evaluate(COUNT_DRAWINGS)
        for is_paused in (True, False):
            before = await page.evaluate("({ ...window.drawn })")
            panel.received.clear()
            await full_home.call(
                "access_codes/update",
                access_code_id=code["access_code_id"],
                is_paused=is_paused,
            )

            async def is_told() -> bool:
                return bool(pushes(panel.received))

            await wait_for(is_told, 20, "the push")
            if part == "access-codes-row":
                row = panel.main.locator(part).filter(has_text="Guest 249")
                shown = "Paused" if is_paused else "Always"
                await expect(row).to_contain_text(shown, timeout=20_000)
            await page.wait_for_timeout(1000)
            [push] = pushes(panel.received)
            assert [each["access_code_id"] for each in push["event"]["changed"]] == [
                code["access_code_id"]
            ]
            assert len(json.dumps(push)) < LARGEST
            after = await page.evaluate("({ ...window.drawn })")
            assert after[part] - before[part] <= 1
        # A minute passes, and no code looks different.
        before = await page.evaluate("({ ...window.drawn })")
        await page.evaluate(_LATER)
        await page.wait_for_timeout(1000)
        after = await page.evaluate("({ ...window.drawn })")
        assert after[part] == before[part]
        assert panel.complaints == []
