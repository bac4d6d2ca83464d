"""The panel in a page of a real browser, and all that its page received."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
import re
from typing import Any

from playwright.async_api import Error, Locator, Page, WebSocket, expect

from simulators.browser import open_page
from simulators.home import Home

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
AXE = Path(__file__).parents[2] / "panel" / "node_modules" / "axe-core" / "axe.min.js"
MARKUP = '<img src=x onerror="window.attacked=1"><b>Bold</b>\u05d0'
"""A name that would do something if it were not shown as text."""
PATIENCE = 20_000
"""Milliseconds for what a busy machine may take long for."""
WIDTHS = """(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].map((each) => [each.left, each.right]);
}"""
"""Script that returns from where to where each line of a text goes."""
_FRACTION = re.compile(r"(?<=\d)\.\d+")


def in_time(**span: float) -> str:
    """Return the instant a while from now."""
    return (datetime.now(UTC) + timedelta(**span)).isoformat()


async def create(home: Home, lock: str, name: str, **fields: Any) -> dict[str, Any]:
    """Create a code as the panel does, and return it."""
    answer = await home.call("access_codes/create", lock=lock, name=name, **fields)
    code: dict[str, Any] = answer["access_code"]
    return code


@dataclass
class Panel:
    """The panel in a page, and all that its page received."""

    home: Home
    page: Page
    name: str
    received: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Keep every message that the page receives, and every error in it."""

        def on_socket(socket: WebSocket) -> None:
            socket.on("framereceived", lambda data: self.received.append(str(data)))

        self.page.on("websocket", on_socket)

        def on_error(error: Error) -> None:
            # Home Assistant's own pages complain, too, when it goes away.
            if "access_codes_static" in (error.stack or ""):
                self.complaints.append(str(error))

        self.page.on("pageerror", on_error)

    async def go(self, path: str) -> None:
        """Open a page of the panel by its address."""
        await self.page.goto(f"{self.home.url}/access-codes{path}")
        await expect(self.page.locator("access-codes-panel main")).to_be_visible(
            timeout=PATIENCE
        )

    async def see(self, text: str) -> None:
        """Wait until a text is to be seen."""
        await expect(self.main.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    @property
    def main(self) -> Locator:
        """Return the panel itself, without Home Assistant's frame."""
        return self.page.locator("access-codes-panel")

    async def press(self, name: str) -> None:
        """Press the first button with exactly this name."""
        await self.main.get_by_role("button", name=name, exact=True).first.click(
            timeout=PATIENCE
        )

    async def until_dialog_is_gone(self) -> None:
        """Wait until no dialog is in the page: one that closes is hidden before its fields are emptied and removed."""
        await expect(self.main.locator("dialog")).to_have_count(0)

    async def keep(self, view: str) -> None:
        """Store a screenshot, to be looked at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"panel-{view}-{self.name}.png")

    async def knows(self, pin: str) -> bool:
        """Return whether a PIN is in the page, shadow trees and fields included, or in a message that it received."""
        page = await self.page.evaluate(_EVERYTHING)
        # The microseconds of an instant are any six digits.
        messages = (_FRACTION.sub("", message) for message in self.received)
        return pin in page or any(pin in message for message in messages)

    async def flaws(self, names: str = "^access-codes-panel$") -> list[str]:
        """Return what axe-core finds wrong with elements of these names for people who see or point otherwise."""
        await self.page.evaluate(AXE.read_text())
        found: list[dict[str, Any]] = await self.page.evaluate(_FLAWS, names)
        return [
            f"{flaw['id']}: {node['html'][:160]} {node['failureSummary']}"
            for flaw in found
            for node in flaw["nodes"]
        ]


_FLAWS = """async (names) => {
  const ours = [...(function* walk(node) {
    for (const child of node.querySelectorAll('*')) {
      if (child.localName.match(names)) yield child;
      else if (child.shadowRoot) yield* walk(child.shadowRoot);
    }
  })(document)];
  if (ours.length === 0) throw new Error(`nothing is named ${names}`);
  // Colours amid a transition are nobody's.
  const moving = (function* walk(root) {
    yield* root.getAnimations();
    for (const child of root.querySelectorAll('*')) if (child.shadowRoot) yield* walk(child.shadowRoot);
  })(document);
  const ends = [...moving].filter((each) => each.effect.getComputedTiming().endTime !== Infinity).map((each) => each.finished);
  await Promise.race([Promise.allSettled(ends), new Promise((resolve) => setTimeout(resolve, 3000))]);
  const flaws = [];
  for (const each of ours) flaws.push(...(await axe.run(each, { resultTypes: ['violations'] })).violations);
  return flaws;
}"""

_EVERYTHING = """() => {
  const texts = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) texts.push(child.data);
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      if (child.value) texts.push(String(child.value));
      for (const each of child.attributes) texts.push(each.value);
      walk(child);
      if (child.shadowRoot) walk(child.shadowRoot);
    }
  };
  walk(document);
  return texts.join("\\n");
}"""


@asynccontextmanager
async def narrow_panel(home: Home, name: str) -> AsyncIterator[Panel]:
    """Open the panel on a narrow phone; at the end it must have had nothing to complain of. ``name``: of its pictures."""
    async with open_page(home) as page:
        await page.set_viewport_size({"width": 360, "height": 760})
        panel = Panel(home, page, name)
        panel.listen()
        yield panel
        assert panel.complaints == []
