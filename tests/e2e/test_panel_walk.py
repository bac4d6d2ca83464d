"""A walk through the panel by chance: whatever is pressed and typed, no page fails, and no PIN is there that nobody asked for."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
import os
import random
import re
import sys
import time

from playwright.async_api import ElementHandle, Error
import pytest
import pytest_asyncio

from simulators.browser import DESKTOP, PHONE, open_page
from simulators.guests import add_calendar, follow
from simulators.home import Home, wait_for
from tests.e2e.panel_page import MARKUP, Panel, create, in_time

FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
SECONDS = float(os.environ.get("WALK_SECONDS", "60"))
SEED = int(os.environ.get("WALK_SEED") or random.SystemRandom().randrange(10**6))
PAGES = ("/now", "/timeline", "/list", "/bookings", "/locks", "/others", "/new")
KEYS = ("Escape", "Enter", "Tab", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", " ")
PRESSING = ("Enter", " ")
"""Keys that press a button."""
TEXTS = ("", "Ada", MARKUP, "  ", "%", "\u05d0\u05d1", "2026-12-24T18:00", "x" * 250)
ASKING = re.compile("Show PIN|Copy|Share|QR code|Large|Draw")
"""Buttons that ask for a PIN."""

_PARTS = """() => {
  const found = [];
  const walk = (node) => {
    for (const child of node.querySelectorAll('*')) {
      if (child.shadowRoot) walk(child.shadowRoot);
      if (!child.matches('button, a[href^="/access-codes"], input, select, summary')) continue;
      const box = child.getBoundingClientRect();
      if (box.width > 0 && box.height > 0 && !child.disabled) found.push(child);
    }
  };
  const find = (node) => {
    for (const child of node.querySelectorAll('*')) {
      if (child.localName === 'access-codes-panel') walk(child.shadowRoot);
      else if (child.shadowRoot) find(child.shadowRoot);
    }
  };
  find(document);
  // What a dialog covers cannot be pressed.
  const open = found.filter((each) => each.closest('dialog[open]'));
  return open.length > 0 ? open : found;
}"""

_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.matches('button') ? focused.textContent.trim() : '';
}"""

_TEXTS = """() => {
  const texts = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) texts.push(child.data);
      if (child.value) texts.push(String(child.value));
      if (child.childNodes) walk(child);
      if (child.shadowRoot) walk(child.shadowRoot);
    }
  };
  walk(document.body);
  return texts.join('\\n');
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def furnished(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Home]:
    """Provide a Home Assistant with codes of several kinds and a booking calendar."""
    home = Home(tmp_path_factory.mktemp("walk"))
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
        await add_calendar(home, [("Bo Example", -5, 20), ("Cleo Example", 30, 60)])
        await follow(home, [FRONT, GARDEN])
        await create(home, FRONT, "Family")
        await create(home, GARDEN, MARKUP, code="739184")
        times = {"starts_at": in_time(hours=-3), "ends_at": in_time(hours=30)}
        await create(home, FRONT, "Plumber", **times)
        await create(home, GARDEN, "Cleaner", **times, recurrence="FREQ=WEEKLY")
        yield home
    finally:
        await home.stop()


@dataclass
class Walk:
    """A walk: what was done, and whether a PIN was asked for on the present page."""

    panel: Panel
    chance: random.Random
    steps: list[str] = field(default_factory=list)
    is_asked: bool = False
    path: str = ""

    async def step(self) -> None:
        """Do one thing, and look."""
        page = self.panel.page
        # A dialog that is closed and a page that is left hide what they showed.
        await self._follow_path()
        match self.chance.randrange(20):
            case 0:
                await self._go(self.chance.choice(PAGES))
            case 1:
                self.steps.append("back")
                await page.go_back()
            case 2 | 3:
                await self.press(self.chance.choice(KEYS))
            case _:
                await self._use_part()
        await page.wait_for_timeout(self.chance.choice((0, 0, 50, 300)))
        await self._follow_path()

    async def press(self, key: str) -> None:
        """Press a key, which may press the button that has the focus."""
        focused: str = await self.panel.page.evaluate(_FOCUSED)
        self.steps.append(f"key {key} on {focused[:40]!r}")
        self.is_asked |= key in PRESSING and ASKING.search(focused) is not None
        await self.panel.page.keyboard.press(key)

    async def _go(self, path: str) -> None:
        self.steps.append(f"go {path}")
        await self.panel.go(path)

    async def _follow_path(self) -> None:
        path: str = await self.panel.page.evaluate("location.pathname")
        if not path.startswith("/access-codes"):
            await self._go("/now")
            path = await self.panel.page.evaluate("location.pathname")
        if path != self.path:
            self.path, self.is_asked = path, False
            self.panel.received.clear()

    async def _use_part(self) -> None:
        handle = await self.panel.page.evaluate_handle(_PARTS)
        parts = [
            part
            for each in (await handle.get_properties()).values()
            if (part := each.as_element()) is not None
        ]
        if not parts:
            return
        part = self.chance.choice(parts)
        name: str = await part.evaluate(
            "e => `${e.localName} ${e.ariaLabel ?? e.name ?? ''} ${e.textContent.trim().replace(/\\\\s+/g, ' ').slice(0, 40)}`"
        )
        # The drawer of Home Assistant would cover the panel.
        if "Open the sidebar" in name:
            return
        self.steps.append(name)
        self.is_asked |= ASKING.search(name) is not None
        # What is gone or covered by then cannot be used.
        with suppress(Error):
            await self._use(part, name)

    async def _use(self, part: ElementHandle, name: str) -> None:
        kind: str = await part.evaluate("e => e.type ?? ''")
        if name.startswith("input") and kind not in ("checkbox", "radio"):
            text = self.chance.choice(
                (*TEXTS, str(self.chance.randrange(10**5, 10**6)))
            )
            self.steps.append(f"type {text!r}")
            # Who types a PIN sees it.
            self.is_asked = True
            await part.focus()
            await part.evaluate("e => (e.value = '')")
            await self.panel.page.keyboard.insert_text(text)
        elif name.startswith("select"):
            await part.select_option(index=self.chance.randrange(3), timeout=500)
        else:
            await part.click(timeout=1000)

    async def pins_unasked(self) -> list[str]:
        """Return what of the codes' PINs is on the page, or came to it, although nobody asked."""
        if self.is_asked:
            self.panel.received.clear()
            return []
        listed = (await self.panel.home.call("access_codes/list"))["access_codes"]
        seen = await self.panel.page.evaluate(_TEXTS) + "\n".join(self.panel.received)
        return [
            code["name"]
            for code in listed
            if code["code"]
            and re.search(rf"(?<![0-9a-f.-]){code['code']}(?![0-9a-f.-])", seen)
        ]


async def test_a_pin_that_nobody_asked_for_would_be_noticed(furnished: Home) -> None:
    code = await create(furnished, FRONT, "Seen")
    async with open_page(furnished) as page:
        panel = Panel(furnished, page, "noticed")
        panel.listen()
        walk = Walk(panel, random.Random(SEED))
        await panel.go(f"/code/{code['access_code_id']}")
        await panel.see("What happened")
        assert await walk.pins_unasked() == []
        await panel.press("Show PIN")
        await panel.see(code["code"])
        assert await walk.pins_unasked() == ["Seen"]
        # A key on that button is asking, too.
        await panel.press("Hide")
        asked: list[bool] = []
        for key in ("Tab", "Enter"):
            await panel.main.get_by_role("button", name="Show PIN").focus()
            await walk.press(key)
            asked.append(walk.is_asked)
        assert asked == [False, True]
        await panel.see(code["code"])
        assert await walk.pins_unasked() == []


@pytest.mark.contract("11.352")
async def test_no_walk_makes_it_fail_or_shows_a_pin(
    furnished: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\nwalk of {SECONDS} s: repeat with WALK_SEED={SEED}\n")
    chance = random.Random(SEED)
    is_phone = chance.random() < 0.5
    async with open_page(furnished, is_phone=is_phone) as page:
        panel = Panel(furnished, page, "walk")
        panel.listen()
        await page.set_viewport_size(PHONE if is_phone else DESKTOP)  # type: ignore[arg-type]
        walk = Walk(panel, chance)
        await panel.go("/now")
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            await walk.step()
            told = f"seed {SEED}, after {len(walk.steps)} steps: {walk.steps[-15:]}"
            assert panel.complaints == [], told
            assert await walk.pins_unasked() == [], told
            assert await page.evaluate("window.attacked") is None, told
        await panel.keep("walk")
        with capsys.disabled():
            sys.stdout.write(f"walk: {len(walk.steps)} steps\n")
        assert len(walk.steps) > SECONDS / 3
