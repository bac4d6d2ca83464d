"""Flows of the panel from the click to what a real lock holds, over the Z-Wave simulator, and each view for everybody."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.home import wait_for
from tests.e2e.house import BACK, CELLAR, ENTITIES, HALL, KEYPAD, LOFT, STUDIO, House
from tests.e2e.panel_page import MARKUP, PATIENCE, Panel, create, in_time

LOOKS = {
    "desktop-light": (1440, 900, False),
    "desktop-dark": (1440, 900, True),
    "phone-light": (360, 740, False),
    "phone-dark": (360, 740, True),
}


@pytest_asyncio.fixture(loop_scope="session")
async def panel(house: House) -> AsyncIterator[Panel]:
    """Provide the panel on a desktop, in light."""
    async with open_page(house.home) as page:
        panel = Panel(house.home, page, "steering")
        panel.listen()
        yield panel
        assert panel.complaints == []


async def codes_of(house: House) -> list[dict[str, Any]]:
    listed = (await house.home.call("access_codes/list"))["access_codes"]
    return [dict(code) for code in listed]


async def named(house: House, name: str) -> dict[str, Any]:
    [code] = [code for code in await codes_of(house) if code["name"] == name]
    return code


@pytest.mark.contract("11.318", "11.319", "11.320")
async def test_an_arrow_key_moves_a_window_off_the_lock_and_undo_puts_it_back(
    house: House, panel: Panel
) -> None:
    await create(
        house.home,
        ENTITIES[HALL],
        "Plumber",
        code="739184",
        starts_at=in_time(minutes=-40),
        ends_at=in_time(minutes=15),
    )
    await house.wait_codes(HALL, {"739184"})
    before = await named(house, "Plumber")
    await panel.go("/timeline")
    bar = panel.main.get_by_role("link", name="Plumber")
    await bar.focus(timeout=PATIENCE)
    await panel.page.keyboard.press("ArrowRight")
    # An hour later it begins after now: the lock lets go of it.
    await house.wait_codes(HALL, set())
    await panel.see("has another time now on Hall door")
    moved = await named(house, "Plumber")
    assert _hours(before, moved) == (1, 1)
    await expect(bar).to_be_focused()
    await panel.press("Undo")
    await house.wait_codes(HALL, {"739184"})
    after = await named(house, "Plumber")
    assert (after["starts_at"], after["ends_at"]) == (
        before["starts_at"],
        before["ends_at"],
    )
    # With Shift the end alone, or by its handle; Escape takes it back before it is saved.
    await bar.focus()
    await panel.page.keyboard.press("ArrowRight")
    await panel.page.keyboard.press("Escape")
    await panel.page.keyboard.press("Shift+ArrowRight")
    await panel.see("has another time now on Hall door")
    assert _hours(before, await named(house, "Plumber")) == (0, 1)
    assert await house.held(HALL) == {"739184"}
    assert not await panel.knows("739184")


def _hours(before: dict[str, Any], after: dict[str, Any]) -> tuple[float, float]:
    def moved(key: str) -> float:
        was, now = (datetime.fromisoformat(code[key]) for code in (before, after))
        # What is moved begins and ends at whole minutes.
        return round((now - was) / timedelta(hours=1), 1)

    return moved("starts_at"), moved("ends_at")


@pytest.mark.contract("11.317", "11.318", "11.320")
async def test_a_bar_is_dragged_on_all_locks_of_its_person(
    house: House, panel: Panel
) -> None:
    # The page begins with the month that it is at home.
    today = datetime.now(ZoneInfo("Europe/Amsterdam"))
    month = (today.replace(day=1) + timedelta(days=32)).strftime("%Y-%m")
    await house.home.call(
        "access_codes/create_multiple",
        entity_id=[ENTITIES[HALL], ENTITIES[BACK]],
        name="Family",
        starts_at=f"{month}-10T10:00:00",
        ends_at=f"{month}-12T10:00:00",
    )
    before = await codes_of(house)
    await panel.go("/timeline")
    await panel.press("Month")
    await panel.press("Later")
    bars = panel.main.get_by_role("link", name="Family")
    await expect(bars).to_have_count(2, timeout=PATIENCE)
    track = panel.main.locator("access-codes-lane .track").first
    box, width = await bars.first.bounding_box(), await track.bounding_box()
    assert box
    assert width
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await panel.page.mouse.move(x, y)
    await panel.page.mouse.down()
    days = 3 * width["width"] / 30.5
    await panel.page.mouse.move(x + days / 2, y, steps=3)
    await panel.page.mouse.move(x + days, y, steps=3)
    await panel.keep("timeline-drag")
    await panel.page.mouse.up()
    await panel.see("has another time now on Back door and Hall door")
    after = await codes_of(house)
    assert {_hours(*pair) for pair in zip(before, after, strict=True)} == {(72, 72)}
    await panel.press("Undo")
    await panel.see("It is as it was before.")
    assert [code["starts_at"] for code in await codes_of(house)] == [
        code["starts_at"] for code in before
    ]
    # The edge alone.
    handle = panel.main.locator("access-codes-lane .handle.end").first
    edge = await handle.bounding_box()
    assert edge
    x, y = edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2
    await panel.page.mouse.move(x, y)
    await panel.page.mouse.down()
    await panel.page.mouse.move(x + days, y, steps=5)
    await panel.page.mouse.up()
    await panel.see("has another time now on Back door and Hall door")
    after = await codes_of(house)
    assert {_hours(*pair) for pair in zip(before, after, strict=True)} == {(0, 72)}
    await bars.first.click()
    await panel.see("What happened")


@pytest.mark.contract("11.321")
async def test_codes_of_others_are_taken_over_and_removed(
    house: House, panel: Panel
) -> None:
    for slot, pin in ((5, "846051"), (6, "591734")):
        await house.network.post(f"/locks/{HALL}/keypad/set", slot=slot, pin=pin)
    await panel.go("/locks")
    await panel.main.get_by_role("link", name="Codes of others").click(timeout=PATIENCE)
    hall = panel.main.get_by_role("region", name="Hall door")
    await expect(hall.get_by_role("listitem")).to_have_count(2, timeout=PATIENCE)
    await panel.keep("others")
    dialog = panel.main.get_by_role("dialog")
    await hall.get_by_role("button", name="Take over: Code in slot 5").click()
    await expect(dialog).to_contain_text("stays on Hall door as it is")
    await dialog.get_by_label("Name").fill("Neighbour")
    await panel.keep("adopt")
    await dialog.get_by_role("button", name="Take over").click()
    await panel.see("“Neighbour” on Hall door is managed here now.")
    code = await named(house, "Neighbour")
    assert code["lock_entity_id"] == ENTITIES[HALL]
    await hall.get_by_role("button", name="Remove: Code in slot 6").click()
    await expect(dialog).to_contain_text("Whoever uses it can no longer open the door")
    await dialog.get_by_role("button", name="Remove").click()
    await house.wait_codes(HALL, {"5": "846051"})
    await expect(hall.get_by_text("There are none on this lock")).to_be_visible(
        timeout=PATIENCE
    )
    assert not await panel.knows("846051")
    assert not await panel.knows("591734")


@pytest.mark.contract("11.346", "11.347")
async def test_a_code_of_others_is_ignored_until_it_changes(
    house: House, panel: Panel
) -> None:
    for slot, pin in ((5, "846051"), (6, "591734")):
        await house.network.post(f"/locks/{HALL}/keypad/set", slot=slot, pin=pin)
    await panel.go("/others")
    hall = panel.main.get_by_role("region", name="Hall door")
    items = hall.get_by_role("listitem")
    await expect(items).to_have_count(2, timeout=PATIENCE)
    await hall.get_by_role("button", name="Ignore: Code in slot 5").click()
    await expect(items).to_have_count(1, timeout=PATIENCE)
    # It is kept by the lock's record, not by the browser.
    await panel.page.reload()
    await expect(items).to_have_count(1, timeout=PATIENCE)
    await hall.get_by_role("button", name="1 ignored code").click()
    await expect(items).to_have_count(2)
    await panel.keep("others-ignored")
    await hall.get_by_role("button", name="Show again: Code in slot 5").click()
    await hall.get_by_role("button", name="Ignore: Code in slot 5").click()
    await expect(items).to_have_count(2)
    await house.network.post(f"/locks/{HALL}/keypad/set", slot=5, pin="208417")
    await house.sync(ENTITIES[HALL])
    await panel.page.reload()
    await expect(
        hall.get_by_role("button", name="Ignore: Code in slot 5")
    ).to_be_visible(timeout=PATIENCE)
    assert await house.held(HALL) == {"208417", "591734"}
    assert not await panel.knows("208417")


@pytest.mark.contract("11.322", "11.323")
async def test_a_lock_tells_what_it_can_and_is_read(house: House, panel: Panel) -> None:
    await create(house.home, ENTITIES[LOFT], "Family", code="739184")
    await house.wait_codes(LOFT, {"739184"})
    await panel.go("/locks")
    loft = panel.main.get_by_role("article", name="Loft door")
    await expect(loft).to_contain_text("Room for 20 codes", timeout=PATIENCE)
    await expect(loft).to_contain_text("19 free places")
    await loft.get_by_role("button", name="Read the lock").click()
    await expect(loft).to_contain_text("All 20 places were read", timeout=60_000)
    await expect(loft).to_contain_text("in use: 1")
    await panel.main.get_by_role("link", name="Link a lock", exact=True).click()
    await expect(panel.page.get_by_role("dialog").first).to_be_visible(timeout=PATIENCE)


@pytest.mark.contract("11.324", "11.325")
async def test_several_codes_are_paused_given_and_deleted(
    house: House, panel: Panel
) -> None:
    pins = {"Ada": "739184", "Ben": "284617", "Cleo": "951628"}
    for name, pin in pins.items():
        await create(house.home, ENTITIES[HALL], name, code=pin)
    await house.wait_codes(HALL, set(pins.values()))
    await panel.go("/list")
    await panel.press("Select")
    for name in ("Ada", "Ben"):
        await panel.main.get_by_role("checkbox", name=f"Select {name}").check(
            timeout=PATIENCE
        )
    await panel.see("2 selected")
    await panel.keep("select")
    await panel.press("Give to a lock")
    dialog = panel.main.get_by_role("dialog")
    await expect(dialog).to_contain_text("“Ada”, “Ben”: get the same PIN")
    await dialog.get_by_role("radio", name="Back door").check()
    await panel.keep("give")
    await dialog.get_by_role("button", name="Give to a lock").click()
    await panel.see("2 codes are given to Back door.")
    await house.wait_codes(BACK, {pins["Ada"], pins["Ben"]})

    await panel.press("Select")
    hall = panel.main.get_by_role("region", name="Hall door")
    for name in ("Ada", "Cleo"):
        await hall.get_by_role("checkbox", name=f"Select {name}").check()
    await panel.press("Pause")
    await expect(dialog).to_contain_text("no longer open Hall door")
    await expect(dialog).to_contain_text("the PIN may still open the door")
    await dialog.get_by_role("button", name="Pause").click()
    await panel.see("Done for 2 codes.")
    await house.wait_codes(HALL, {pins["Ben"]})
    assert await house.held(BACK) == {pins["Ada"], pins["Ben"]}

    await panel.press("Select")
    await panel.press("All shown")
    await panel.press("End")
    await expect(dialog).to_contain_text("from now on")
    await dialog.get_by_role("button", name="End").click()
    await panel.see("Done for 5 codes.")
    await house.wait_codes(HALL, set())
    await house.wait_codes(BACK, set())
    await panel.press("Select")
    await panel.press("All shown")
    await panel.press("Delete")
    await dialog.get_by_role("button", name="Delete").click()
    await wait_for(lambda: _no_codes(house), 30, "deleting the codes")
    assert not any([await panel.knows(pin) for pin in pins.values()])


async def _no_codes(house: House) -> bool:
    return await codes_of(house) == []


@pytest.mark.contract("11.327", "11.328", "11.329", "11.332", "11.366")
async def test_a_code_is_handed_over(house: House, panel: Panel) -> None:
    await house.home.call(
        "access_codes/create_multiple",
        entity_id=[ENTITIES[HALL], ENTITIES[BACK]],
        name="Guest",
        code="739184",
        starts_at=in_time(hours=-1),
        ends_at=in_time(hours=5, minutes=1),
    )
    [code] = [
        code
        for code in await codes_of(house)
        if code["lock_entity_id"] == ENTITIES[HALL]
    ]
    await house.wait_codes(HALL, {"739184"})
    context = panel.page.context
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    await panel.go(f"/code/{code['access_code_id']}")
    await panel.see("Set since")
    assert not await panel.knows("739184")
    await panel.press("Share")
    await panel.see("The text with the PIN is copied.")
    text = await panel.page.evaluate("navigator.clipboard.readText()")
    doors = "Hall door and Back door"
    assert text.startswith(f"Guest: the PIN for {doors} is 739184. It opens from")
    dialog = panel.main.get_by_role("dialog")
    await panel.press("QR code")
    await expect(dialog.get_by_role("img")).to_be_visible()
    await panel.keep("qr")
    await dialog.get_by_role("button", name="Close").click()
    await panel.press("Large")
    await expect(dialog).to_contain_text("739184")
    await expect(dialog).to_contain_text(doors)
    await expect(dialog).to_contain_text("5 hours left")
    await panel.keep("large")
    # What is held up to a guest follows the code, which opens one door by another PIN now.
    await house.home.call(
        "access_codes/update", access_code_id=code["access_code_id"], code="825461"
    )
    await expect(dialog).to_contain_text("825461")
    await expect(dialog).not_to_contain_text("Back door")
    await panel.page.keyboard.press("Escape")
    await expect(panel.main.get_by_text("825461")).to_have_count(0)
    await panel.press("Send")
    await expect(dialog).to_contain_text("no notify entity")
    await dialog.get_by_role("button", name="Close").click()


async def furnish(house: House) -> dict[str, Any]:
    """Fill the house with codes of every kind, and return one of them."""
    home = house.home
    await home.call(
        "access_codes/create_multiple",
        entity_id=[ENTITIES[HALL], ENTITIES[BACK], KEYPAD],
        name="Family",
    )
    guest = await create(
        home,
        ENTITIES[HALL],
        "Weekend guests with a long name",
        starts_at=in_time(hours=-30),
        ends_at=in_time(hours=40),
    )
    await create(
        home,
        ENTITIES[HALL],
        "Plumber",
        starts_at=in_time(days=1),
        ends_at=in_time(days=1, hours=6),
    )
    await create(
        home,
        ENTITIES[BACK],
        "Cleaner",
        starts_at=in_time(hours=-1),
        ends_at=in_time(hours=2),
        recurrence="FREQ=DAILY",
    )
    paused = await create(
        home,
        ENTITIES[BACK],
        "Sitter",
        starts_at=in_time(hours=-5),
        ends_at=in_time(days=3),
    )
    await home.call(
        "access_codes/update", access_code_id=paused["access_code_id"], is_paused=True
    )
    # The third place of this lock is in use, and one that others have fills it.
    await create(home, ENTITIES[STUDIO], MARKUP)
    await create(home, ENTITIES[CELLAR], "Wine club")
    await house.network.post(f"/locks/{LOFT}/faults", refuse=True)
    await create(
        home,
        ENTITIES[LOFT],
        "Architect",
        starts_at=in_time(hours=-1),
        ends_at=in_time(days=2),
    )
    return guest


@pytest.mark.contract("11.330")
@pytest.mark.parametrize("look", LOOKS)
async def test_each_view_is_for_everybody(house: House, look: str) -> None:
    guest = await furnish(house)
    width, height, is_dark = LOOKS[look]
    async with open_page(house.home, is_dark=is_dark) as page:
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(
            color_scheme="dark" if is_dark else "light", reduced_motion="reduce"
        )
        panel = Panel(house.home, page, look)
        flaws: dict[str, list[str]] = {}

        async def look_at(name: str, text: str) -> None:
            await panel.see(text)
            # Home Assistant's own entry of the page fades in.
            await page.wait_for_timeout(700)
            await panel.keep(name)
            if found := await panel.flaws():
                flaws[name] = found
            too_wide = await page.evaluate(
                "document.scrollingElement.scrollWidth > window.innerWidth"
            )
            assert not too_wide, name

        await panel.go("/now")
        await look_at("now", "Family")
        await panel.go("/timeline")
        await look_at("timeline-week", "Family")
        await panel.press("Day")
        await look_at("timeline-day", "Family")
        await panel.press("Month")
        await look_at("timeline-month", "Family")
        await panel.press("By person")
        await look_at("timeline-person", "Family")
        await panel.go("/list")
        await look_at("list", "Family")
        await panel.press("Select")
        await panel.press("All shown")
        await look_at("list-select", "selected")
        await panel.go("/locks")
        await look_at("locks", "Hall door")
        await panel.go("/others")
        await look_at("others", "Cellar door")
        await panel.go(f"/code/{guest['access_code_id']}")
        await look_at("code", "What happened")
        await panel.press("QR code")
        await look_at("qr", "QR code for")
        await page.keyboard.press("Escape")
        await panel.press("Large")
        await look_at("large", "Hidden in")
        await page.keyboard.press("Escape")
        await panel.go(f"/edit/{guest['access_code_id']}")
        await look_at("edit", "Save")
        await panel.go("/new")
        await panel.press("Every week")
        await look_at("new-weekly", "Create")
        assert await page.evaluate("window.attacked") is None
        assert flaws == {}, "\n".join(
            sorted(
                {f"{name} {flaw}" for name, found in flaws.items() for flaw in found}
            )
        )
