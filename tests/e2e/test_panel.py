"""The panel in a real browser, over a real Home Assistant whose keypad locks it shows. Screenshots are to be looked at."""

from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import FloatRect, Locator, expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.home import Home, wait_for
from tests.e2e.panel_page import MARKUP, PATIENCE, Panel, create, in_time

FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
LOOKS = ["desktop-light", "phone-dark"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_home(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Home]:
    """Provide a Home Assistant with two linked locks whose codes it checks itself."""
    home = Home(tmp_path_factory.mktemp("panel"))
    home.prepare()
    try:
        await home.start()

        async def are_there() -> bool:
            states = await home.states()
            return {FRONT, GARDEN} <= states.keys()

        await wait_for(are_there, 60, "the locks")
        locks = {"locks": [FRONT, GARDEN]}
        step = await home.flow("access_codes", locks, {"method": "keypad"})
        assert step["type"] == "create_entry", step

        async def are_linked() -> bool:
            entries = await home.call("config_entries/get", domain="access_codes")
            return [entry["state"] for entry in entries] == ["loaded", "loaded"]

        await wait_for(are_linked, 60, "linking the locks")
        yield home
    finally:
        await home.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def home(shared_home: Home) -> Home:
    """Provide the home without a code."""
    for code in (await shared_home.call("access_codes/list"))["access_codes"]:
        await shared_home.call(
            "access_codes/delete", access_code_id=code["access_code_id"]
        )
    return shared_home


@pytest_asyncio.fixture(loop_scope="session", params=LOOKS)
async def panel(home: Home, request: pytest.FixtureRequest) -> AsyncIterator[Panel]:
    """Provide the panel, on a desktop in light and on a phone in dark."""
    name: str = request.param
    is_phone = name == "phone-dark"
    async with open_page(home, is_phone=is_phone, is_dark=is_phone) as page:
        panel = Panel(home, page, name)
        panel.listen()
        yield panel
        assert panel.complaints == []


@pytest.mark.contract("11.312", "11.311", "11.316")
async def test_the_first_page_shows_who_can_open_which_door(
    home: Home, panel: Panel
) -> None:
    await create(home, FRONT, "Family", code="739184")
    await create(home, FRONT, MARKUP, code="284617")
    await create(
        home,
        GARDEN,
        "Weekend guests",
        starts_at=in_time(days=2),
        ends_at=in_time(days=4),
    )
    await panel.go("/now")
    front = panel.main.get_by_role("article", name="Front door")
    await expect(front.get_by_text("Family")).to_be_visible(timeout=PATIENCE)
    await expect(front.get_by_text("2 can open")).to_be_visible()
    await expect(front.get_by_text(MARKUP)).to_be_visible()
    garden = panel.main.get_by_role("article", name="Garden gate")
    await expect(garden.get_by_text("No access code opens")).to_be_visible()
    await panel.see("Weekend guests")
    await panel.keep("now")
    assert await panel.page.evaluate("window.attacked") is None
    assert await panel.main.locator("main img, main b").count() == 0

    # What changes comes by itself.
    await create(home, GARDEN, "Gardener")
    await expect(garden.get_by_text("Gardener")).to_be_visible(timeout=PATIENCE)
    assert not await panel.knows("739184")
    assert not await panel.knows("284617")


@pytest.mark.contract("11.311")
async def test_the_list_is_searched_filtered_and_grouped(
    home: Home, panel: Panel
) -> None:
    await create(home, FRONT, "Family")
    await create(home, FRONT, MARKUP)
    await home.call(
        "access_codes/create_multiple", entity_id=[FRONT, GARDEN], name="Grandparents"
    )
    paused = await create(home, GARDEN, "Cleaner")
    await home.call(
        "access_codes/update", access_code_id=paused["access_code_id"], is_paused=True
    )
    await panel.go("/list")
    rows = panel.main.locator("access-codes-row")
    await expect(rows).to_have_count(5, timeout=PATIENCE)
    await panel.keep("list")
    await panel.press("Paused 1")
    await expect(rows).to_have_count(1)
    await panel.press("All 5")
    await panel.press("By person")
    await panel.see("2 locks")
    await panel.main.get_by_role("searchbox").fill("grand garden")
    await expect(rows).to_have_count(1)
    await panel.main.get_by_role("searchbox").fill("nobody")
    await panel.see("No access code is like that.")
    await panel.press("Show all")
    await panel.press("By lock")
    await expect(rows).to_have_count(5)
    await rows.filter(has_text="Family").get_by_role("link").press("Enter")
    await panel.see("What happened")
    assert await panel.page.evaluate("window.attacked") is None


@pytest.mark.contract("11.310")
async def test_a_pin_is_there_only_once_it_is_asked_for(
    home: Home, panel: Panel
) -> None:
    code = await create(home, FRONT, "Family", code="739184")
    await panel.go(f"/code/{code['access_code_id']}")
    await panel.see("Set since")
    await panel.see("Was created")
    assert not await panel.knows("739184")
    await panel.keep("code")
    await panel.press("Show PIN")
    await panel.see("739184")
    await panel.keep("code-pin")
    await panel.press("Hide")
    await expect(panel.main.get_by_text("739184")).to_have_count(0)
    await panel.press("Show PIN")
    await panel.see("739184")
    # Opened by its address, it goes to the list: the page before it was not one of the panel's.
    await panel.press("Back")
    await panel.main.get_by_role("link", name="Family").click(timeout=PATIENCE)
    await panel.see("Show PIN")
    await expect(panel.main.get_by_text("739184")).to_have_count(0)


@pytest.mark.contract("11.313")
async def test_a_new_code_is_checked_while_it_is_filled_in(
    home: Home, panel: Panel
) -> None:
    await create(home, FRONT, "Family", code="739184")
    await panel.go("/new")
    await panel.main.get_by_label("Name").fill("Plumber")
    await panel.main.get_by_label("Front door").check()
    await panel.main.get_by_label("PIN", exact=True).fill("739184")
    await panel.see("the access code Family has the same PIN")
    await panel.press("For a time")
    await panel.press("Create")
    await panel.see("Give both times.")
    await panel.keep("new")
    await panel.press("Weekend")
    await panel.press("Draw")
    await expect(
        panel.main.get_by_text("the access code Family has the same PIN")
    ).to_have_count(0, timeout=PATIENCE)
    await panel.press("Create")
    await panel.see("What happened")
    codes = (await home.call("access_codes/list"))["access_codes"]
    [made] = [code for code in codes if code["name"] == "Plumber"]
    assert made["lock_entity_id"] == FRONT
    assert made["ends_at"] is not None


@pytest.mark.contract("11.314", "11.333")
async def test_a_code_is_changed_paused_resumed_and_deleted(
    home: Home, panel: Panel
) -> None:
    answer = await home.call(
        "access_codes/create_multiple",
        entity_id=[FRONT, GARDEN],
        name="Cleaner",
        code="739184",
    )
    ids = [code["access_code_id"] for code in answer["access_codes"]]

    async def codes() -> list[dict[str, Any]]:
        listed = (await home.call("access_codes/list"))["access_codes"]
        return [code for code in listed if code["access_code_id"] in ids]

    await panel.go(f"/code/{ids[0]}")
    await panel.main.get_by_role("link", name="Change").click(timeout=PATIENCE)
    await panel.press("Every week")
    await panel.press("Monday")
    await panel.press("Thursday")
    await panel.press("Save")
    await panel.see("Mon, Thu, ")
    assert [code["recurrence"] for code in await codes()] == [
        "FREQ=WEEKLY;BYDAY=MO,TH"
    ] * 2
    dialog = panel.main.get_by_role("dialog")
    await panel.press("Pause")
    await expect(dialog).to_contain_text("opens Front door and Garden gate.")
    await panel.keep("pause")
    await panel.page.keyboard.press("Escape")
    assert not any(code["is_paused"] for code in await codes())
    await panel.press("Pause")
    await dialog.get_by_role("button", name="Pause").click()
    await panel.see("Paused since")
    assert all(code["is_paused"] for code in await codes())
    history = panel.main.get_by_role("region", name="What happened")
    await expect(history).to_contain_text("Was paused", timeout=PATIENCE)
    await expect(history).to_contain_text("Was changed: time")
    await expect(history).to_contain_text("in force at Front door")
    await panel.keep("history")
    await panel.press("Resume")
    await dialog.get_by_role("checkbox").uncheck()
    await dialog.get_by_role("button", name="Resume").click()
    await expect(panel.main.get_by_role("button", name="Pause").first).to_be_visible(
        timeout=PATIENCE
    )
    assert sorted(code["is_paused"] for code in await codes()) == [False, True]
    await panel.press("Delete")
    await expect(dialog).to_contain_text("deleted for good")
    await dialog.get_by_role("button", name="Delete").click()
    await panel.see("No access codes on this lock.")
    assert await codes() == []
    assert not await panel.knows("739184")


async def box_of(locator: Locator) -> FloatRect:
    """Return where an element is."""
    box = await locator.first.bounding_box(timeout=PATIENCE)
    assert box is not None
    return box


@pytest.mark.contract("11.351")
async def test_it_is_laid_out_from_right_to_left_where_people_read_so(
    home: Home, panel: Panel
) -> None:
    page = panel.page
    await page.add_init_script("""localStorage.setItem('selectedLanguage', '"he"')""")
    code = await create(home, FRONT, "Ada (guest)")
    await create(
        home, FRONT, "Next", starts_at=in_time(days=1), ends_at=in_time(days=2)
    )
    await panel.go("/list")
    row = panel.main.locator("access-codes-row").filter(has_text="Ada (guest)")
    sign, chevron = row.locator(".icon").first, row.locator(".chevron .icon")
    assert await page.evaluate("document.dir") == "rtl"
    assert (await box_of(sign))["x"] > (await box_of(chevron))["x"]
    mirrored = "element => getComputedStyle(element).transform"
    assert await chevron.evaluate(mirrored) == "matrix(-1, 0, 0, 1, 0, 0)"
    name = row.locator(".name")
    assert await name.evaluate("element => getComputedStyle(element).unicodeBidi") == (
        "plaintext"
    )
    tabs = panel.main.get_by_role("navigation").get_by_role("link")
    first, last = await box_of(tabs.first), await box_of(tabs.last)
    assert first["x"] > last["x"]
    await panel.keep("rtl-list")
    for path in ("/now", "/timeline", "/locks", "/new", "/others", "/bookings"):
        await panel.go(path)
        await page.wait_for_timeout(700)
        assert not await page.evaluate(
            "document.scrollingElement.scrollWidth > window.innerWidth"
        ), path
        await panel.keep(f"rtl-{path[1:]}")
    await panel.go("/timeline")
    later = panel.main.get_by_role("link", name="Next").first
    present = panel.main.locator("access-codes-lane .now").first
    # On the last day of a week the next window is in the next one.
    if await later.count():
        assert (await box_of(later))["x"] < (await box_of(present))["x"]
    await panel.go(f"/code/{code['access_code_id']}")
    await panel.see("What happened")
    back = panel.main.get_by_role("button", name="Back").locator(".icon")
    assert await back.evaluate(mirrored) == "matrix(-1, 0, 0, 1, 0, 0)"
    await panel.keep("rtl-code")


@pytest.mark.contract("11.300")
async def test_others_than_administrators_have_no_panel(home: Home) -> None:
    token = await home.user_token("visitor", "system-users")
    visitor = await home.connect_as(token)
    panels = await home.call("get_panels")
    assert panels["access-codes"]["require_admin"]
    assert panels["access-codes"]["title"] == "Access codes"
    assert "access-codes" not in await visitor.call("get_panels")
    await visitor.close()


@pytest.mark.contract("11.315")
async def test_a_home_that_is_away_is_said_and_comes_back(
    home: Home, panel: Panel
) -> None:
    code = await create(home, FRONT, "Family")
    await panel.go("/now")
    await panel.see("Family")
    await home.stop()
    await panel.see("Home Assistant cannot be reached.")
    await panel.see("Family")
    await panel.keep("offline")
    await home.start()
    await home.call("access_codes/delete", access_code_id=code["access_code_id"])
    await expect(panel.main.get_by_text("Family")).to_have_count(0, timeout=60_000)
