"""The panel by hand: weekdays that are dragged over, the options of a lock, and a timeline on which nothing covers another."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from tests.e2e.house import KEYPAD, House
from tests.e2e.panel_page import PATIENCE, WIDTHS, Panel, create, in_time, narrow_panel
from tests.e2e.test_panel_touch import Finger, middle

_SAY = """() => document.querySelector('home-assistant').shadowRoot
  .querySelector('home-assistant-main').shadowRoot
  .querySelector('access-codes-panel').renderRoot
  .querySelector('access-codes-timeline').renderRoot
  .querySelector('access-codes-toast').show({ text: 'It is done.' })"""


@pytest_asyncio.fixture(loop_scope="session")
async def panel(house: House) -> AsyncIterator[Panel]:
    """Provide the panel on a narrow phone."""
    async with narrow_panel(house.home, "by-hand") as panel:
        yield panel


async def _chosen(days: Locator) -> str:
    """Return which days of a week from Sunday are chosen."""
    pressed = [await day.get_attribute("aria-pressed") for day in await days.all()]
    return "".join("x" if each == "true" else "-" for each in pressed)


@pytest.mark.contract("11.472")
async def test_a_drag_over_the_days_chooses_them(house: House, panel: Panel) -> None:
    mouse = panel.page.mouse
    await panel.go("/new")
    await panel.main.get_by_label("Hall door").check(timeout=PATIENCE)
    await panel.press("Every week")
    days = panel.main.locator("access-codes-when .days").get_by_role("button")
    await days.first.scroll_into_view_if_needed()

    async def drag(start: int, *stops: int) -> None:
        await mouse.move(*await middle(days.nth(start)))
        await mouse.down()
        for stop in stops:
            await mouse.move(*await middle(days.nth(stop)), steps=6)
        await mouse.up()

    await drag(1, 6, 5)
    assert await _chosen(days) == "-xxxxx-"
    # A tap, a key and what begins with a chosen day are for one day, or leave days out.
    await days.nth(3).click()
    assert await _chosen(days) == "-xx-xx-"
    await days.nth(6).press("Space")
    assert await _chosen(days) == "-xx-xxx"
    await drag(5, 4)
    assert await _chosen(days) == "-xx---x"
    await drag(0, 3, 0)
    assert await _chosen(days) == "xxx---x"
    await panel.keep("days")
    await panel.press("Create")
    await panel.see("What happened")
    [code] = (await house.home.call("access_codes/list"))["access_codes"]
    assert code["recurrence"] == "FREQ=WEEKLY;BYDAY=MO,TU,SA,SU"


@pytest.mark.contract("11.472")
async def test_a_finger_goes_over_the_days_too(house: House) -> None:
    async with open_page(house.home, is_phone=True, has_touch=True) as page:
        panel = Panel(house.home, page, "finger")
        finger = Finger(await page.context.new_cdp_session(page), panel)
        await panel.go("/new")
        await panel.press("Every week")
        days = panel.main.locator("access-codes-when .days").get_by_role("button")
        await days.first.scroll_into_view_if_needed(timeout=PATIENCE)
        start, end = await middle(days.nth(1)), await middle(days.nth(4))
        await finger.down(*start)
        await finger.move(across=end[0] - start[0])
        await finger.up()
        assert await _chosen(days) == "-xxxx--"
        # One that scrolls chooses nothing.
        await finger.down(*end)
        await finger.move(down=-200)
        await finger.up()
        assert await _chosen(days) == "-xxxx--"
        await days.nth(6).tap()
        assert await _chosen(days) == "-xxxx-x"


@pytest.mark.contract("11.473")
async def test_days_of_a_month_stay_apart_on_a_phone(
    house: House, panel: Panel
) -> None:
    times = {"starts_at": in_time(minutes=5), "ends_at": in_time(hours=1)}
    await create(house.home, KEYPAD, "Cleaner", recurrence="FREQ=DAILY", **times)
    await panel.go("/timeline")
    await panel.press("Month")
    # This month may be at its end.
    await panel.press("Later")
    bars = panel.main.get_by_role("link", name="Cleaner, ")
    await expect(bars.nth(27)).to_be_visible(timeout=PATIENCE)
    boxes = [await bar.bounding_box() for bar in await bars.all()]
    spans = [(each["x"], each["x"] + each["width"]) for each in boxes if each]
    for (_, end), (begin, _) in pairwise(spans):
        assert end <= begin
    await panel.keep("month")
    await panel.press("Week")


@pytest.mark.contract("11.474")
async def test_every_week_begins_with_the_first_that_is_not_over(
    house: House, panel: Panel
) -> None:
    now = datetime.now(ZoneInfo("Europe/Amsterdam"))
    await panel.go("/new")
    await panel.main.get_by_label("Front door").check(timeout=PATIENCE)
    await panel.press("Every week")
    await panel.main.get_by_label("From").fill("00:00")
    await panel.main.get_by_label("To", exact=True).fill("00:01")
    await panel.press(f"{now:%A}")
    await panel.press("Create")
    await panel.see("What happened")
    [code] = (await house.home.call("access_codes/list"))["access_codes"]
    begins = datetime.fromisoformat(code["starts_at"]) - now
    assert timedelta(days=6) < begins < timedelta(days=7, hours=1)


@pytest.mark.contract("11.475")
async def test_the_options_of_a_lock_are_those_of_its_entry(
    house: House, panel: Panel
) -> None:
    await panel.go("/locks")
    loft = panel.main.get_by_role("article", name="Loft door")
    await loft.get_by_role("link", name="Options").click(timeout=PATIENCE)
    rows = panel.page.locator("ha-config-entry-row.highlight")
    await expect(rows.filter(has_text="Loft door")).to_be_in_viewport(timeout=PATIENCE)
    await expect(rows).to_have_count(1)


@pytest.mark.contract("11.476", "11.477")
async def test_what_is_said_on_the_timeline_has_its_own_place(
    house: House, panel: Panel
) -> None:
    times = {"starts_at": in_time(hours=2), "ends_at": in_time(hours=90)}
    await create(house.home, KEYPAD, "Guest", **times)
    page = panel.page
    await page.set_viewport_size({"width": 1440, "height": 760})
    await panel.go("/timeline")
    await panel.press("Month")
    now = datetime.now(ZoneInfo("Europe/Amsterdam"))
    if (now + timedelta(hours=3)).month != now.month:
        await panel.press("Later")
    await panel.press("By person")
    bar = panel.main.get_by_role("link", name="Guest, ")
    x, y = await middle(bar)
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y, steps=5)
    said = await panel.main.locator("access-codes-lane output").bounding_box()
    moved = await bar.bounding_box()
    assert said is not None
    assert moved is not None
    assert said["y"] + said["height"] <= moved["y"] + 6
    # It is cut by nothing.
    clip = "(e) => getComputedStyle(e).overflow"
    assert await panel.main.locator(".groups section").evaluate(clip) == "visible"
    await panel.keep("said")
    await page.mouse.up()
    await panel.see("has another time now")
    await panel.press("By lock")
    await page.evaluate(_SAY)
    text = panel.main.locator(".toast span")
    await expect(text).to_have_text("It is done.")
    [[begin, end]] = await text.evaluate(WIDTHS)
    box = await panel.main.locator(".toast").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] - end == pytest.approx(begin - box["x"], abs=1)


@pytest.mark.contract("11.432", "11.478")
async def test_the_card_picker_names_each_suggestion_once(
    house: House, panel: Panel
) -> None:
    home, page = house.home, panel.page
    await create(home, KEYPAD, "Guest")
    made = await home.call(
        "lovelace/dashboards/create", url_path="by-hand", title="By hand"
    )
    config = {"views": [{"type": "sections", "sections": [{"type": "grid"}]}]}
    await home.call("lovelace/config/save", url_path="by-hand", config=config)
    try:
        await page.goto(f"{home.url}/by-hand/0?edit=1")
        await page.get_by_role("button", name="Add card").first.click(timeout=PATIENCE)
        await page.get_by_placeholder("Search entities").fill("Front door")
        picker = page.locator("hui-dialog-create-card")
        await picker.get_by_text("Front door", exact=True).first.click()
        for name in ("Codes of a lock", "Keypad"):
            heading = picker.locator(".card-header").filter(has_text=name)
            await expect(heading).to_have_text([name])
        await panel.keep("picker")
        await picker.locator(".overlay").last.click()
        board = page.locator("hui-view")
        await expect(board.locator("access-codes-keypad-card")).to_be_visible()
    finally:
        await home.call("lovelace/dashboards/delete", dashboard_id=made["id"])
