"""The timeline by finger, on a phone: a hold moves a window, an edge changes it, and everything else scrolls the page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from playwright.async_api import CDPSession, Locator, expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.home import wait_for
from tests.e2e.house import KEYPAD, House
from tests.e2e.panel_page import PATIENCE, Panel, create, in_time

LONGER_THAN_A_HOLD = 600


@dataclass
class Finger:
    """A finger on the screen of the page."""

    session: CDPSession
    panel: Panel
    x: float = 0
    y: float = 0

    async def down(self, x: float, y: float) -> None:
        """Touch the screen."""
        self.x, self.y = x, y
        await self._send("touchStart")

    async def move(self, across: float = 0, down: float = 0) -> None:
        """Slide over the screen, as fast as fingers do."""
        for _ in range(10):
            self.x += across / 10
            self.y += down / 10
            await self._send("touchMove")
            await self.panel.page.wait_for_timeout(16)

    async def up(self) -> None:
        """Leave the screen."""
        await self._send("touchEnd")

    async def lose(self) -> None:
        """Have the screen taken away, as by a call."""
        await self._send("touchCancel")

    async def hold(self) -> None:
        """Stay for long enough to take hold."""
        await self.panel.page.wait_for_timeout(LONGER_THAN_A_HOLD)

    async def _send(self, kind: str) -> None:
        is_over = kind in ("touchEnd", "touchCancel")
        points = [] if is_over else [{"x": self.x, "y": self.y}]
        await self.session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )


async def middle(locator: Locator) -> tuple[float, float]:
    """Return the middle of an element."""
    await locator.scroll_into_view_if_needed(timeout=PATIENCE)
    box = await locator.bounding_box(timeout=PATIENCE)
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_a_minute(**span: float) -> str:
    """Return the minute a while from now: bars are moved by whole ones."""
    moment = datetime.fromisoformat(in_time(**span))
    return moment.replace(second=0, microsecond=0).isoformat()


@pytest_asyncio.fixture(loop_scope="session")
async def panel(house: House) -> AsyncIterator[Panel]:
    """Provide the panel on a phone, at the week of a guest who stays for a day, with many who stay for good."""
    for number in range(12):
        await create(house.home, KEYPAD, f"Family {number}")
    await create(
        house.home,
        KEYPAD,
        "Guest",
        starts_at=on_a_minute(hours=-6),
        ends_at=on_a_minute(hours=18),
    )
    async with open_page(house.home, is_phone=True, has_touch=True) as page:
        panel = Panel(house.home, page, "phone-touch")
        panel.listen()
        await panel.go("/timeline")
        await panel.press("Week")
        await panel.see("Guest")
        yield panel
        assert panel.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def finger(panel: Panel) -> Finger:
    """Provide a finger."""
    return Finger(await panel.page.context.new_cdp_session(panel.page), panel)


async def guest(house: House) -> dict[str, Any]:
    """Return the guest's code as it is."""
    listed = (await house.home.call("access_codes/list"))["access_codes"]
    return next(code for code in listed if code["name"] == "Guest")


def times(code: dict[str, Any]) -> list[datetime]:
    """Return begin and end of a code's window."""
    return [datetime.fromisoformat(code[key]) for key in ("starts_at", "ends_at")]


def bar(panel: Panel) -> Locator:
    """Return the guest's bar."""
    return panel.main.get_by_role("link", name="Guest, ").first


async def inwards(panel: Panel, x: float) -> float:
    """Return a day's width, towards the middle of the week."""
    track = panel.main.locator(".track").first
    width: float = await track.evaluate("e => e.clientWidth")
    return width / 7 if x < width / 2 else -width / 7


@pytest.mark.contract("11.354", "11.318")
async def test_a_bar_that_is_held_moves_and_goes_back(
    house: House, panel: Panel, finger: Finger
) -> None:
    before = times(await guest(house))
    await finger.down(*await middle(bar(panel)))
    await finger.hold()
    await expect(panel.main.locator(".slot.lifted")).to_have_count(1)
    day = await inwards(panel, finger.x)
    await finger.move(across=day, down=60)
    await panel.keep("held")
    await finger.up()
    await panel.see("has another time now")
    after = times(await guest(house))
    step = timedelta(days=1) if day > 0 else -timedelta(days=1)
    assert after[1] - after[0] == before[1] - before[0]
    assert abs(after[0] - before[0] - step) <= timedelta(hours=3)
    await panel.main.get_by_role("button", name="Undo").tap()

    async def is_as_before() -> bool:
        return times(await guest(house)) == before

    await wait_for(is_as_before, 20, "the undo")


@pytest.mark.contract("11.318")
async def test_a_drag_that_is_taken_away_changes_nothing(
    house: House, panel: Panel, finger: Finger
) -> None:
    before = times(await guest(house))
    name = str(await bar(panel).get_attribute("aria-label"))
    await finger.down(*await middle(bar(panel)))
    await finger.hold()
    await finger.move(across=await inwards(panel, finger.x))
    assert await bar(panel).get_attribute("aria-label") != name
    await finger.lose()
    await expect(bar(panel)).to_have_attribute("aria-label", name)
    await expect(panel.main.locator(".slot.lifted")).to_have_count(0)
    await panel.page.wait_for_timeout(500)
    assert times(await guest(house)) == before
    # It can be taken again.
    await finger.down(*await middle(bar(panel)))
    await finger.hold()
    await finger.move(across=await inwards(panel, finger.x))
    await finger.up()
    await panel.see("has another time now")


@pytest.mark.contract("11.354", "11.318")
@pytest.mark.parametrize("edge", ["start", "end"])
async def test_an_edge_is_dragged_at_once(
    house: House, panel: Panel, finger: Finger, edge: str
) -> None:
    before = times(await guest(house))
    grip = panel.main.get_by_role(
        "slider", name="Start of Guest" if edge == "start" else "End of Guest"
    )
    # By its outer half: there a narrow bar has nothing else.
    x, y = await middle(bar(panel))
    box = await bar(panel).bounding_box()
    assert box is not None
    assert await grip.count() == 1
    sign = -1 if edge == "start" else 1
    await finger.down(x + sign * (box["width"] / 2 + 8), y)
    await finger.move(across=sign * 20, down=4)
    await finger.up()
    await panel.see("has another time now")
    after = times(await guest(house))
    kept, changed = (1, 0) if edge == "start" else (0, 1)
    assert after[kept] == before[kept]
    assert (after[changed] - before[changed]) * sign > timedelta(hours=3)


@pytest.mark.contract("11.354")
async def test_a_finger_that_does_not_rest_scrolls_and_changes_nothing(
    house: House, panel: Panel, finger: Finger
) -> None:
    page = panel.page
    before = await guest(house)
    for start in (bar(panel), panel.main.get_by_text("Family 5").first):
        before_scroll = await page.evaluate("scrollY")
        await finger.down(*await middle(start))
        await finger.move(down=-150)
        await finger.up()
        await page.wait_for_timeout(500)
        assert await page.evaluate("scrollY") - before_scroll > 80
    # A swipe along a bar.
    await finger.down(*await middle(bar(panel)))
    await finger.move(across=await inwards(panel, finger.x))
    await finger.up()
    await page.wait_for_timeout(500)
    assert "/timeline" in page.url
    await expect(panel.main.get_by_text("has another time now")).to_have_count(0)
    assert await guest(house) == before


@pytest.mark.contract("11.354")
async def test_a_tap_opens_the_code_and_a_hold_that_goes_nowhere_does_not(
    panel: Panel, finger: Finger
) -> None:
    await finger.down(*await middle(bar(panel)))
    await finger.hold()
    await finger.up()
    await panel.page.wait_for_timeout(500)
    assert "/timeline" in panel.page.url
    await finger.down(*await middle(bar(panel)))
    await finger.up()
    await panel.see("What happened")


_NO_CLICK = """() => {
  window.noClick = new AbortController();
  const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  window.addEventListener('click', stop, { capture: true, signal: window.noClick.signal });
}"""
"""Keeps clicks from the page until it is aborted."""


@pytest.mark.contract("11.319", "11.354")
async def test_a_key_opens_the_code_after_a_hold_that_went_nowhere(
    panel: Panel, finger: Finger
) -> None:
    page = panel.page
    await finger.down(*await middle(bar(panel)))
    await finger.hold()
    # As with browsers that send no click after a long press.
    await page.evaluate(_NO_CLICK)
    await finger.up()
    await page.wait_for_timeout(500)
    await page.evaluate("window.noClick.abort()")
    assert "/timeline" in page.url
    await bar(panel).press("Enter")
    await panel.see("What happened")


@pytest.mark.contract("11.318", "11.354")
async def test_a_window_that_is_changed_elsewhere_is_dragged_on_from_there(
    house: House, panel: Panel, finger: Finger
) -> None:
    name = await bar(panel).get_attribute("aria-label")
    await finger.down(*await middle(bar(panel)))
    await finger.hold()
    day = await inwards(panel, finger.x)
    await finger.move(across=day)
    code = await guest(house)
    other = {"starts_at": on_a_minute(hours=-3), "ends_at": on_a_minute(hours=9)}
    await house.home.call(
        "access_codes/update", access_code_id=code["access_code_id"], **other
    )
    await expect(panel.main.locator(".slot.dragged")).to_have_count(0)
    assert await bar(panel).get_attribute("aria-label") != name
    await finger.move(across=1)
    await finger.up()
    await panel.page.wait_for_timeout(500)
    assert times(await guest(house)) == times(other)
    await expect(panel.main.get_by_text("has another time now")).to_have_count(0)
