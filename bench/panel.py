"""The sidebar panel in a real browser: how soon it can be used, how it scrolls, and what one change costs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import gzip
import json
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.async_api import Page

from simulators.browser import open_page
from simulators.drawing import COUNT_DRAWINGS, pushes
from simulators.home import Home, wait_for

from .figures import Row, Table, count, milliseconds, plain, spread

_FRONTEND: Final = (
    Path(__file__).resolve().parent.parent / "custom_components/access_codes/frontend"
)
_FRONT, _GARDEN = "lock.front_door", "lock.garden_gate"
_FEW: Final = 6
_MOST_BUNDLE: Final = 80_000
_MOST_MESSAGE: Final = 1000
_MOST_RATIO: Final = 1.3
_FRAME: Final = 1000 / 60
_PATIENCE: Final = 90_000
_CONFIGURATION = """\
panel_custom:
  - name: bench-empty
    url_path: bench-empty
    sidebar_title: Empty
    module_url: /local/empty.js
"""
_EMPTY = """\
customElements.define("bench-empty", class extends HTMLElement {
  connectedCallback() {
    const rows = location.hash === "#rows" ? 500 : 1;
    this.innerHTML = "<main>" + Array.from({ length: rows }, (_, n) =>
      `<a href="/bench-empty" style="display:flex;min-height:60px;padding:8px 16px">Row ${n}</a>`).join("") + "</main>";
  }
});
"""
_WATCH = """(() => {
  const seek = () => {
    const outer = document.querySelector("home-assistant")?.shadowRoot?.querySelector("home-assistant-main");
    const empty = outer?.shadowRoot?.querySelector("bench-empty a");
    if (empty) return empty;
    const panel = outer?.shadowRoot?.querySelector("access-codes-panel")?.shadowRoot;
    const now = panel?.querySelector("access-codes-now")?.shadowRoot?.querySelector("article");
    const list = panel?.querySelector("access-codes-list")?.shadowRoot;
    return now ?? list?.querySelector("access-codes-row")?.shadowRoot?.querySelector(".row");
  };
  const look = () => {
    if (!seek()) return requestAnimationFrame(look);
    // It is there; it can be used once it is painted and the browser is free for the next task.
    requestAnimationFrame(() => setTimeout(() => { window.usableAt = performance.now(); }));
  };
  look();
})();"""
_FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_.push(now - last);
    last = now;
    window.ticking = requestAnimationFrame(tick);
  };
  requestAnimationFrame((now) => { last = now; window.ticking = requestAnimationFrame(tick); });
}"""


@dataclass(frozen=True, slots=True)
class Loads:
    """Seconds from navigation until a page could be used, first with an empty cache, then with a full one."""

    cold: list[float]
    warm: list[float]


def measure(*, is_quick: bool) -> Table:
    """Measure the panel beside an empty one, in turn."""
    pairs, many = (3, 60) if is_quick else (15, 500)
    return asyncio.run(_measure(pairs, many))


async def _measure(pairs: int, many: int) -> Table:
    async with _home() as home:
        await _fill(home, _FEW)
        empty, few = await _in_turn(home, pairs, "/bench-empty", "/access-codes/now")
        await _fill(home, many - _FEW)
        beside, full = await _in_turn(home, pairs, "/bench-empty", "/access-codes/list")
        rows = [
            *_sizes(),
            *_soon("few", f"*Now*, {_FEW} codes", empty, few, _MOST_RATIO),
            *_soon("many", f"*List*, {many} codes", beside, full, None),
            *await _scrolling(home, many),
            *await _change(home),
        ]
    return Table(
        "The panel in a browser",
        "A real Home Assistant and Chromium without a graphics card, both on this machine, and beside the panel an empty one "
        "of Home Assistant's (`panel_custom`, a module of ten lines), in turn, each pair in browsers of their own. *Could be used* "
        "is from the begin of the navigation until the page's own content is painted and the browser is free for the next "
        "task; first with nothing in the browser's cache, then with what that left there. Most of both is Home Assistant's own "
        "frontend. A ratio is the median of those of the pairs, its spread in brackets. *Late frames* of a list that is scrolled from its "
        "begin to its end are those that came more than one and a half frames of 60 Hz after the one before; beside it are as "
        "many plain rows in the empty panel.",
        tuple(rows),
    )


def _sizes() -> list[Row]:
    files = [_FRONTEND / name for name in ("panel.js", "cards.js")]
    compressed = [len(gzip.compress(file.read_bytes(), 9)) for file in files]
    return [
        plain(
            "panel_raw",
            "panel and cards as they are, bytes",
            " + ".join(f"{file.stat().st_size:,}" for file in files),
        ),
        count(
            "panel_bundle",
            "both compressed with gzip, bytes",
            sum(compressed),
            _MOST_BUNDLE,
        ),
    ]


def _soon(
    key: str, what: str, empty: Loads, ours: Loads, at_most: float | None
) -> list[Row]:
    rows = []
    for name, before, after in (
        ("cold", empty.cold, ours.cold),
        ("warm", empty.warm, ours.warm),
    ):
        cache = "nothing" if name == "cold" else "all"
        ratios = [one / other for one, other in zip(after, before, strict=True)]
        ratio = median(ratios)
        rows += [
            plain(
                f"panel_{key}_{name}",
                f"{what}: could be used after, {cache} in the cache",
                f"{spread(after)}, an empty panel {spread(before)}",
            ),
            Row(
                f"panel_{key}_{name}_ratio",
                f"{what}: the same as a ratio",
                f"{ratio:.2f} × ({min(ratios):.2f} to {max(ratios):.2f})",
                "" if at_most is None else f"at most {at_most} ×",
                None if at_most is None else ratio <= at_most,
            ),
        ]
    return rows


@asynccontextmanager
async def _home() -> AsyncIterator[Home]:
    """Provide a Home Assistant with two linked keypad locks and an empty panel."""
    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        home = Home(Path(folder))
        home.prepare(_CONFIGURATION)
        served = home.folder / "www"
        served.mkdir()
        (served / "empty.js").write_text(_EMPTY)
        try:
            await home.start()

            async def are_there() -> bool:
                return {_FRONT, _GARDEN} <= (await home.states()).keys()

            await wait_for(are_there, 120, "the locks")
            await home.flow(
                "access_codes", {"locks": [_FRONT, _GARDEN]}, {"method": "keypad"}
            )

            async def are_linked() -> bool:
                entries = await home.call("config_entries/get", domain="access_codes")
                return [entry["state"] for entry in entries] == ["loaded", "loaded"]

            await wait_for(are_linked, 120, "linking the locks")
            yield home
        finally:
            await home.stop()


async def _fill(home: Home, number: int) -> None:
    for index in range(number):
        lock = (_FRONT, _GARDEN)[index % 2]
        await home.call("access_codes/create", lock=lock, name=f"Guest {index:03}")


async def _in_turn(
    home: Home, pairs: int, first: str, second: str
) -> tuple[Loads, Loads]:
    """Load two pages in turn; which of them begins changes with each pair."""
    loads = {path: Loads([], []) for path in (first, second)}
    for number in range(pairs):
        for path in (first, second) if number % 2 else (second, first):
            async with open_page(home) as page:
                await page.add_init_script(_WATCH)
                loads[path].cold.append(await _usable_after(home, page, path))
                # What is cached and prepared in the background is done by then.
                await page.wait_for_timeout(3000)
                await page.goto("about:blank")
                loads[path].warm.append(await _usable_after(home, page, path))
    return loads[first], loads[second]


async def _usable_after(home: Home, page: Page, path: str) -> float:
    await page.goto(f"{home.url}{path}", wait_until="commit")
    await page.wait_for_function("window.usableAt", timeout=_PATIENCE)
    return float(await page.evaluate("window.usableAt")) / 1000


async def _scrolling(home: Home, many: int) -> list[Row]:
    async with open_page(home) as page:
        await page.add_init_script(_WATCH)
        plain_frames = await _scroll(home, page, "/bench-empty#rows")
        frames = await _scroll(home, page, "/access-codes/list")
    late = [_late(each) for each in (plain_frames, frames)]
    return [
        Row(
            "panel_frames",
            f"late frames while {many} codes are scrolled, with the longest",
            f"{late[1]} of {len(frames)}, {milliseconds(max(frames) / 1000)}; "
            f"500 plain rows {late[0]} of {len(plain_frames)}, {milliseconds(max(plain_frames) / 1000)}",
            "none, or no larger a share than of plain rows",
            late[1] / len(frames) <= late[0] / len(plain_frames),
        )
    ]


def _late(frames: list[float]) -> int:
    return sum(each > _FRAME * 1.5 for each in frames)


async def _scroll(home: Home, page: Page, path: str) -> list[float]:
    """Scroll from the begin to the end as a hand on a wheel does, and return the milliseconds of each frame."""
    await _usable_after(home, page, path)
    await page.wait_for_timeout(2000)
    session = await page.context.new_cdp_session(page)
    height = await page.evaluate("document.scrollingElement.scrollHeight")
    await page.evaluate(_FRAMES)
    await session.send(
        "Input.synthesizeScrollGesture",
        {
            "x": 700,
            "y": 450,
            "yDistance": -height,
            "speed": 4000,
            "gestureSourceType": "mouse",
        },
    )
    await page.evaluate("cancelAnimationFrame(window.ticking)")
    frames: list[float] = await page.evaluate("window.frames_")
    await session.detach()
    return frames


async def _change(home: Home) -> list[Row]:
    """Change one status while the list is open, and count messages, bytes and drawn rows."""
    listed = (await home.call("access_codes/list"))["access_codes"]
    code_id = listed[len(listed) // 2]["access_code_id"]
    received: list[str] = []
    async with open_page(home) as page:
        page.on(
            "websocket",
            lambda socket: socket.on(
                "framereceived", lambda data: received.append(str(data))
            ),
        )
        await page.add_init_script(_WATCH)
        await _usable_after(home, page, "/access-codes/list")
        await page.wait_for_timeout(2000)
        await page.evaluate(COUNT_DRAWINGS)
        received.clear()
        await home.call("access_codes/update", access_code_id=code_id, is_paused=True)

        async def is_told() -> bool:
            return bool(pushes(received))

        await wait_for(is_told, 30, "the push")
        await page.wait_for_timeout(1000)
        drawn: dict[str, Any] = await page.evaluate("window.drawn")
    pushed = pushes(received)
    return [
        count("panel_messages", "messages about a status that changes", len(pushed), 1),
        count(
            "panel_message_size",
            "bytes of them",
            sum(len(json.dumps(each, separators=(",", ":"))) for each in pushed),
            _MOST_MESSAGE,
        ),
        count(
            "panel_rows_drawn", "rows drawn anew for it", drawn["access-codes-row"], 1
        ),
    ]
