"""The panel of a person whose profile is in German, in a home whose language is English. Screenshots are to be looked at."""

from collections.abc import Mapping
import re
from typing import Any

from playwright.async_api import expect
import pytest

from simulators.browser import open_page
from simulators.guests import CALENDAR, add_calendar, follow
from simulators.home import Home
from tests.e2e.house import ENTITIES, HALL, LOFT, House
from tests.e2e.panel_page import PATIENCE, Panel
from tests.e2e.test_panel_profile import choose
from tests.e2e.test_panel_steering import furnish, named

GERMAN = "de"
SHORTEST = 14
"""Parts of sentences that are shorter may be alike in both languages, or a name."""


async def parts(home: Home, language: str) -> dict[str, list[str]]:
    """Return the parts of all texts that panel and messages are made of, without what they are filled with."""
    found: dict[str, list[str]] = {}
    for category in ("config_panel", "exceptions", "issues"):
        texts: Mapping[str, Any] = await home.call(
            "frontend/get_translations",
            language=language,
            category=category,
            integration="access_codes",
        )
        for key, text in texts["resources"].items():
            found[key] = [
                part.strip()
                for part in re.split(r"\{[^}]*\}|\n", text)
                if len(part.strip()) >= SHORTEST
            ]
    return found


async def english_of(home: Home) -> set[str]:
    """Return the parts of English sentences that no German one has."""
    english, german = await parts(home, "en"), await parts(home, GERMAN)
    all_german = {part for found in german.values() for part in found}
    return {part for found in english.values() for part in found} - all_german


_SEEN = """() => {
  const texts = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) texts.push(child.data.trim());
      if (child.nodeType !== Node.ELEMENT_NODE || child.localName === 'style') continue;
      for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder'])
        if (child.hasAttribute(name)) texts.push(child.getAttribute(name));
      walk(child);
      if (child.shadowRoot) walk(child.shadowRoot);
    }
  };
  const find = (node) => {
    for (const child of node.querySelectorAll('*')) {
      if (child.localName === 'access-codes-panel') return child;
      const found = child.shadowRoot && find(child.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  walk(find(document).shadowRoot);
  return texts.join('\\n');
}"""
"""What a person sees of the panel, or a screen reader says."""


@pytest.mark.contract("11.361", "18.20")
async def test_the_panel_is_wholly_in_the_language_of_its_user(house: House) -> None:
    home = house.home
    guest = await furnish(house)
    if CALENDAR not in await home.states():
        await add_calendar(home, [("Ada Example", -20, 20), ("Bo Example", 24, 72)])
    entry_id = await follow(home, [ENTITIES[HALL], ENTITIES[LOFT]])
    await house.network.post(f"/locks/{HALL}/keypad/set", slot=5, pin="846051")
    english = await english_of(home)
    assert len(english) > 300
    await choose(home, language=GERMAN)
    found: dict[str, list[str]] = {}

    async def look_at(panel: Panel, name: str, text: str) -> None:
        await panel.see(text)
        await panel.page.wait_for_timeout(700)
        await panel.keep(name)
        seen = await panel.page.evaluate(_SEEN)
        if rest := sorted(part for part in english if part in seen):
            found[name] = rest

    try:
        async with open_page(home) as page:
            panel = Panel(home, page, GERMAN)
            panel.listen()
            await panel.go("/now")
            await look_at(panel, "now", "Loft door hat diesen Code nicht angenommen")
            await panel.go("/timeline")
            await look_at(panel, "timeline", "Family")
            await panel.go("/list")
            await look_at(panel, "list", "Alle")
            await panel.go("/bookings")
            await look_at(panel, "bookings", "Auf 1 von 2 Schlössern")
            await panel.go("/locks")
            await look_at(panel, "locks", "Loft door hat diesen Code nicht angenommen")
            await panel.go("/others")
            await look_at(panel, "others", "Code in Slot 5")
            await panel.go(f"/code/{guest['access_code_id']}")
            await look_at(panel, "code", "Programmiert seit")
            architect = await named(house, "Architect")
            await panel.go(f"/code/{architect['access_code_id']}")
            await look_at(panel, "code-error", "hat diesen Code nicht angenommen")
            sitter = await named(house, "Sitter")
            await panel.go(f"/code/{sitter['access_code_id']}")
            await look_at(panel, "code-paused", "Pausiert seit")
            # What happens while the page is open is pushed in the same language.
            await home.call(
                "access_codes/update",
                access_code_id=sitter["access_code_id"],
                is_paused=False,
            )
            await look_at(panel, "code-resumed", "Programmiert seit")
            # A form says what is refused, of one lock and of several.
            await panel.go("/new")
            await panel.main.get_by_label("Name").fill("Nora")
            for lock in ("Hall door", "Back door"):
                await panel.main.get_by_role("checkbox", name=lock).check()
            await panel.main.locator("#pin").fill("12")
            await look_at(panel, "form", "Die PIN")
            assert panel.complaints == []
        assert found == {}
        # All others read on in the home's language.
        answer = await home.call(
            "access_codes/get", access_code_id=sitter["access_code_id"]
        )
        assert answer["access_code"]["display_status"].startswith("Set since")
    finally:
        await choose(home)
        await home.rest("DELETE", f"/api/config/config_entries/entry/{entry_id}")


@pytest.mark.contract("11.361")
async def test_another_language_of_the_profile_is_that_of_the_open_panel(
    house: House,
) -> None:
    home = house.home
    await furnish(house)
    sitter = await named(house, "Sitter")
    try:
        async with open_page(home) as page:
            panel = Panel(home, page, "language-changed")
            panel.listen()
            await panel.go(f"/code/{sitter['access_code_id']}")
            await panel.see("Paused since")
            await page.evaluate(_CHOOSE, GERMAN)
            await panel.see("Pausiert seit")
            await expect(panel.main.get_by_text("Paused since")).to_have_count(0)
            await expect(
                panel.main.get_by_role("heading", name="Zugangscode")
            ).to_have_count(1, timeout=PATIENCE)
            assert panel.complaints == []
    finally:
        await choose(home)


_CHOOSE = """(language) => document.querySelector('home-assistant').dispatchEvent(
  new CustomEvent('hass-language-select', { detail: language, bubbles: true, composed: true }),
)"""
"""Chooses a language as the page of the profile does."""
