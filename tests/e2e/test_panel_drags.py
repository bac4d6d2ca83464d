"""Windows moved by hand in quick succession, out of the range that is shown, and while something comes in between."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import json
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, WebSocketRoute, expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.home import wait_for
from tests.e2e.house import KEYPAD, House
from tests.e2e.panel_page import PATIENCE, Panel, create

HOME = ZoneInfo("Europe/Amsterdam")
MOVED = "has another time now"


def day_of_next_week(day: int, hour: int) -> datetime:
    """Return an hour of a day of next week, by the clock of the home. A week begins with Sunday, which is 0."""
    today = datetime.now(HOME).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 - today.isoweekday() % 7 + day)


STARTS, ENDS = day_of_next_week(2, 10), day_of_next_week(3, 10)


@dataclass
class Line:
    """The connection of a page, on which answers can be held up, and requests spoilt."""

    is_held: bool = False
    is_spoilt: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)
    """Changes that the page sent."""
    _waiting: list[tuple[WebSocketRoute, str]] = field(default_factory=list)

    def on_socket(self, route: WebSocketRoute) -> None:
        """Pass a connection on to Home Assistant."""
        server = route.connect_to_server()

        def from_page(text: str | bytes) -> None:
            message = json.loads(text)
            if isinstance(message, dict) and "starts_at" in message:
                kind = message["type"]
                if kind.startswith("access_codes/update"):
                    self.sent.append(message)
                    if self.is_spoilt:
                        message["ends_at"] = message["starts_at"]
            server.send(json.dumps(message))

        def from_server(text: str | bytes) -> None:
            if self.is_held:
                self._waiting.append((route, str(text)))
            else:
                route.send(text)

        route.on_message(from_page)
        server.on_message(from_server)

    def release(self) -> None:
        """Let everything through that was held up, and all that follows."""
        self.is_held = False
        while self._waiting:
            route, text = self._waiting.pop(0)
            route.send(text)


@dataclass
class Hand:
    """A hand with a mouse over the timeline of next week, in which a guest stays for a day."""

    house: House
    panel: Panel
    line: Line
    x: float = 0
    y: float = 0

    @property
    def bar(self) -> Locator:
        """Return the guest's bar."""
        return self.panel.main.get_by_role("link", name="Guest, ").first

    def edge(self, edge: str) -> Locator:
        """Return an edge of it."""
        return self.panel.main.locator(f".handle.{edge}").first

    async def take(self, what: Locator) -> None:
        """Press on the middle of something."""
        box = await what.bounding_box(timeout=PATIENCE)
        assert box is not None
        self.x, self.y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await self.panel.page.mouse.move(self.x, self.y)
        await self.panel.page.mouse.down()

    async def go(self, days: float) -> None:
        """Move by some days."""
        track = self.panel.main.locator(".track").first
        width: float = await track.evaluate("e => e.clientWidth")
        self.x += days * width / 7
        await self.panel.page.mouse.move(self.x, self.y, steps=8)

    async def let_go(self) -> None:
        """Release the button."""
        await self.panel.page.mouse.up()

    async def drag(self, what: Locator, days: float) -> None:
        """Take something, move it and let it go."""
        await self.take(what)
        await self.go(days)
        await self.let_go()

    async def code(self) -> dict[str, Any]:
        """Return the guest's code."""
        listed = (await self.house.home.call("access_codes/list"))["access_codes"]
        return next(code for code in listed if code["name"] == "Guest")

    async def days(self) -> tuple[float, float]:
        """Return how many days begin and end are later than they were at first."""
        code = await self.code()
        starts, ends = (
            datetime.fromisoformat(code[key]) for key in ("starts_at", "ends_at")
        )
        day = timedelta(days=1)
        return round((starts - STARTS) / day, 2), round((ends - ENDS) / day, 2)

    async def until(self, *days: float) -> None:
        """Wait until the window is so many days later."""
        seen: list[Any] = []

        async def is_so() -> bool:
            seen[:] = [await self.days()]
            return seen == [days]

        await wait_for(is_so, 20, f"a window that is {days} days later, not {seen}")


@pytest_asyncio.fixture(loop_scope="session")
async def hand(house: House) -> AsyncIterator[Hand]:
    """Provide a hand with a mouse."""
    await create(
        house.home,
        KEYPAD,
        "Guest",
        starts_at=STARTS.isoformat(),
        ends_at=ENDS.isoformat(),
    )
    async with open_page(house.home) as page:
        line = Line()
        await page.route_web_socket("**/api/websocket", line.on_socket)
        panel = Panel(house.home, page, "drags")
        panel.listen()
        await panel.go("/timeline")
        await panel.press("Week")
        await panel.press("Later")
        await panel.see("Guest")
        hand = Hand(house, panel, line)
        await expect(hand.bar).to_be_visible(timeout=PATIENCE)
        yield hand
        assert panel.complaints == []


@pytest.mark.contract("11.318")
@pytest.mark.parametrize("edge", ["start", "end"])
async def test_an_edge_that_is_dragged_out_of_the_range_stays_at_its_end(
    hand: Hand, edge: str
) -> None:
    sign = 1 if edge == "end" else -1
    await hand.take(hand.edge(edge))
    await hand.go(sign * 9)
    await expect(hand.edge(edge)).to_be_visible()
    await hand.panel.keep(f"drag-out-{edge}")
    await hand.let_go()
    await hand.panel.see(MOVED)
    days = await hand.days()
    # From Tuesday at ten to the begin of Sunday, or from Wednesday at ten to the end of Saturday.
    expected: tuple[float, float] = (0, 3.58) if edge == "end" else (-2.42, 0)
    assert days == expected
    # It is within reach still.
    await hand.drag(hand.edge(edge), -sign)
    await hand.until(*(each - sign if each else 0 for each in expected))


@pytest.mark.contract("11.318")
async def test_a_window_that_is_flung_out_of_the_range_stays_in_sight(
    hand: Hand,
) -> None:
    await hand.take(hand.bar)
    await hand.panel.page.mouse.move(hand.x + 9000, hand.y)
    await hand.let_go()
    await hand.panel.see(MOVED)
    starts, ends = await hand.days()
    assert starts == ends == 4.58
    await expect(hand.bar).to_be_visible()
    await hand.panel.press("Undo")
    await hand.until(0, 0)


@pytest.mark.contract("11.318", "11.362")
async def test_two_quick_drags_are_both_saved_and_undo_takes_back_the_second(
    hand: Hand,
) -> None:
    hand.line.is_held = True
    await hand.drag(hand.bar, 1)
    await hand.drag(hand.bar, 1)
    name = await hand.bar.get_attribute("aria-label")
    hand.line.release()
    await hand.panel.see(MOVED)
    await hand.until(2, 2)
    # The bar does not jump back in between.
    assert await hand.bar.get_attribute("aria-label") == name
    await expect(hand.panel.main.locator(".slot.dragged")).to_have_count(0)
    assert len(hand.line.sent) == 2
    await hand.panel.press("Undo")
    await hand.until(1, 1)


@pytest.mark.contract("11.318", "11.362")
async def test_a_drag_under_way_goes_on_when_the_one_before_is_answered(
    hand: Hand,
) -> None:
    hand.line.is_held = True
    await hand.drag(hand.bar, 1)
    await hand.take(hand.edge("end"))
    await hand.go(1)
    hand.line.release()
    await hand.panel.see(MOVED)
    await hand.go(1)
    # It was said of a window that is being moved again: its way back would undo this, too.
    await hand.let_go()
    await hand.until(1, 3)
    await hand.panel.see(MOVED)
    await hand.panel.press("Undo")
    await hand.until(1, 1)


@pytest.mark.contract("11.318", "11.362")
async def test_what_is_built_on_a_refused_drag_is_dropped_with_it(hand: Hand) -> None:
    name = await hand.bar.get_attribute("aria-label")
    hand.line.is_held = hand.line.is_spoilt = True
    await hand.drag(hand.bar, 1)
    await hand.drag(hand.bar, 1)
    hand.line.release()
    await hand.panel.see("must be later than")
    await expect(hand.bar).to_have_attribute("aria-label", str(name))
    assert len(hand.line.sent) == 1
    assert await hand.days() == (0, 0)
    hand.line.is_spoilt = False
    await hand.drag(hand.bar, 1)
    await hand.until(1, 1)


@pytest.mark.contract("11.319", "11.362")
async def test_keys_pressed_before_the_answer_go_on_from_there(hand: Hand) -> None:
    page = hand.panel.page
    hand.line.is_held = True
    await hand.bar.focus()
    await page.keyboard.press("ArrowRight")
    await page.wait_for_timeout(1300)
    assert len(hand.line.sent) == 1
    await page.keyboard.press("ArrowLeft")
    await page.wait_for_timeout(1300)
    hand.line.release()
    await hand.panel.see(MOVED)
    await hand.until(0, 0)
    assert len(hand.line.sent) == 2
    # Escape takes back what was pressed, and not what was sent.
    hand.line.is_held = True
    await page.keyboard.press("ArrowRight")
    await page.wait_for_timeout(1300)
    name = await hand.bar.get_attribute("aria-label")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Escape")
    assert await hand.bar.get_attribute("aria-label") == name
    hand.line.release()
    await hand.until(0.04, 0.04)
    await expect(hand.bar).to_have_attribute("aria-label", str(name))
    await expect(hand.bar).to_be_focused()


@pytest.mark.contract("11.318", "11.319")
async def test_a_drag_after_keys_sends_both(hand: Hand) -> None:
    await hand.bar.focus()
    await hand.panel.page.keyboard.press("Shift+ArrowRight")
    await hand.drag(hand.bar, 1)
    await hand.until(1, 1.04)
    assert len(hand.line.sent) == 2


@pytest.mark.contract("11.318")
async def test_what_another_finger_does_is_no_part_of_a_drag(hand: Hand) -> None:
    await hand.take(hand.bar)
    await hand.go(1)
    for kind in ("pointermove", "pointerup", "pointercancel"):
        await hand.bar.dispatch_event(kind, {"pointerId": 77, "clientX": 0})
    await expect(hand.panel.main.locator(".slot.dragged")).to_have_count(1)
    assert hand.line.sent == []
    await hand.let_go()
    await hand.until(1, 1)


@pytest.mark.contract("11.318")
async def test_an_edge_that_is_gone_meanwhile_is_let_go(hand: Hand) -> None:
    code = await hand.code()
    await hand.take(hand.edge("end"))
    await hand.go(1)
    await hand.house.home.call(
        "access_codes/update",
        access_code_id=code["access_code_id"],
        ends_at=(ENDS + timedelta(days=20)).isoformat(),
    )
    await expect(hand.panel.main.locator(".handle.end")).to_have_count(0)
    await expect(hand.panel.main.locator(".slot.dragged")).to_have_count(0)
    await hand.go(1)
    await hand.let_go()
    await hand.panel.page.wait_for_timeout(500)
    assert hand.line.sent == []
    assert await hand.days() == (0, 20)
    # Nothing hangs on: the window can be moved.
    await hand.drag(hand.edge("start"), 1)
    await hand.until(1, 20)


@pytest.mark.contract("11.318")
async def test_a_drag_ends_with_the_range_that_it_is_in(hand: Hand) -> None:
    await hand.take(hand.bar)
    await hand.go(1)
    # By a key, since the mouse is in use.
    await hand.panel.main.get_by_role("button", name="Earlier").press("Enter")
    await expect(hand.bar).to_have_count(0)
    await hand.let_go()
    await hand.panel.main.get_by_role("button", name="Later").press("Enter")
    await expect(hand.bar).to_be_visible()
    await expect(hand.panel.main.locator(".slot.dragged")).to_have_count(0)
    assert hand.line.sent == []
    await hand.drag(hand.bar, 1)
    await hand.until(1, 1)


@pytest.mark.contract("11.318")
async def test_a_press_with_ctrl_or_the_other_button_drags_nothing(hand: Hand) -> None:
    page = hand.panel.page
    await hand.bar.hover()
    await page.keyboard.down("Control")
    await hand.take(hand.bar)
    await hand.go(1)
    await expect(hand.panel.main.locator(".slot.dragged")).to_have_count(0)
    await hand.go(3)
    await hand.let_go()
    await page.keyboard.up("Control")
    assert hand.line.sent == []
    assert await hand.days() == (0, 0)
