"""The panel by keyboard alone: a code is created, changed, paused, moved and deleted, and the focus is never lost."""

from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from tests.e2e.house import KEYPAD, House
from tests.e2e.panel_page import PATIENCE, Panel, create

MOST_TABS = 120

_FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return '';
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const shown = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const label = at.getAttribute('aria-label') ?? (at.labels?.length ? at.labels[0].textContent : at.textContent);
  return [
    label.trim().replace(/\\s+/g, ' '),
    at.localName,
    style.outlineStyle !== 'none' && shown ? 'seen' : 'not seen',
  ].join('|');
}"""
"""Script that returns name and kind of what is focused, and whether a person sees that it is."""


@pytest_asyncio.fixture(loop_scope="session")
async def panel(house: House) -> AsyncIterator[Panel]:
    """Provide the panel in a page that nobody has clicked in."""
    async with open_page(house.home) as page:
        await page.emulate_media(reduced_motion="reduce")
        panel = Panel(house.home, page, "keyboard")
        panel.listen()
        yield panel
        assert panel.complaints == []


async def focused(panel: Panel) -> list[str]:
    """Return name, kind and sight of what is focused."""
    told: str = await panel.page.evaluate(_FOCUSED)
    return told.split("|") if told else ["", "", ""]


async def to(panel: Panel, name: str, kind: str = "") -> None:
    """Press Tab until a part of the page with this name is focused, and see that it is shown so."""
    passed = []
    for _ in range(MOST_TABS):
        await panel.page.keyboard.press("Tab")
        label, found, sight = await focused(panel)
        passed.append(label)
        if label == name and kind in ("", found):
            assert sight == "seen", name
            return
    pytest.fail(f"{name} is not reached by Tab, but: {passed[-40:]}")


async def the_code(house: House) -> dict[str, Any] | None:
    """Return the one code that there is."""
    listed = (await house.home.call("access_codes/list"))["access_codes"]
    return listed[0] if listed else None


@pytest.mark.contract("11.313", "11.314", "11.358")
async def test_a_code_lives_its_whole_life_by_keyboard(
    house: House, panel: Panel
) -> None:
    keys = panel.page.keyboard
    await panel.go("/now")
    await panel.see("No access code opens")
    await to(panel, "New code", "a")
    await keys.press("Enter")
    await panel.see("Create")
    assert (await focused(panel))[0] == "New access code"
    await to(panel, "Name", "input")
    await keys.type("Plumber")
    await to(panel, "Front door", "input")
    await keys.press("Space")
    await to(panel, "PIN", "input")
    await keys.type("739184")
    await to(panel, "For a time", "button")
    await keys.press("Enter")
    await to(panel, "One week", "button")
    await keys.press("Space")
    await to(panel, "Create", "button")
    await keys.press("Enter")
    await panel.see("What happened")
    code = await the_code(house)
    assert code is not None
    assert (code["name"], code["code"], code["lock_entity_id"]) == (
        "Plumber",
        "739184",
        KEYPAD,
    )
    assert code["ends_at"] is not None

    await to(panel, "Change", "a")
    await keys.press("Enter")
    await to(panel, "Name", "input")
    await keys.press("ControlOrMeta+a")
    await keys.type("Electrician")
    await keys.press("Enter")
    await panel.see("Electrician")
    await panel.see("What happened")

    await to(panel, "Pause", "button")
    await keys.press("Enter")
    dialog = panel.main.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    # The focus is in the dialog, and comes back to where it was.
    await to(panel, "Pause", "button")
    await keys.press("Escape")
    await expect(dialog).to_have_count(0)
    assert (await focused(panel))[0] == "Pause"
    await keys.press("Enter")
    await expect(dialog).to_be_visible()
    await to(panel, "Pause", "button")
    await keys.press("Enter")
    await panel.see("Paused since")
    assert (await focused(panel))[0] == "Resume"
    await keys.press("Enter")
    await to(panel, "Resume", "button")
    await keys.press("Enter")
    await expect(panel.main.get_by_role("button", name="Pause").first).to_be_visible(
        timeout=PATIENCE
    )

    await to(panel, "Delete", "button")
    await keys.press("Enter")
    await to(panel, "Delete", "button")
    await keys.press("Enter")
    await panel.see("No access codes on this lock.")
    assert await the_code(house) is None


@pytest.mark.contract("11.358")
async def test_lists_choices_and_pages_are_reached_by_keyboard(
    house: House, panel: Panel
) -> None:
    keys = panel.page.keyboard
    for name in ("Ada", "Ben"):
        await create(house.home, KEYPAD, name)
    await panel.go("/now")
    await panel.see("Ada")
    await to(panel, "List", "a")
    await keys.press("Enter")
    await expect(panel.main.locator("access-codes-row")).to_have_count(
        2, timeout=PATIENCE
    )
    await to(panel, "Search names and locks", "input")
    await keys.type("ada")
    await expect(panel.main.locator("access-codes-row")).to_have_count(1)
    await to(panel, "Select", "button")
    await keys.press("Space")
    row = panel.main.get_by_role("checkbox").first
    await expect(row).to_be_visible()
    await to(panel, "Select Ada", "input")
    await keys.press("Space")
    await to(panel, "Pause", "button")
    await keys.press("Enter")
    await to(panel, "Pause", "button")
    await keys.press("Enter")
    await panel.see("Done for 1 code.")
    await panel.go("/locks")
    await panel.see("Export")
    await to(panel, "Import", "button")
    await keys.press("Enter")
    await expect(panel.main.get_by_role("dialog")).to_be_visible()
    await keys.press("Escape")
    assert (await focused(panel))[0] == "Import"
