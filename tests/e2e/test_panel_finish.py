"""The finish of the panel: each thing said once, in the words of the lock, at any size of letters and in either direction."""

from collections.abc import AsyncIterator
from itertools import pairwise, product
import re

from playwright.async_api import expect
import pytest
import pytest_asyncio

from tests.e2e.house import BACK, ENTITIES, HALL, KEYPAD, House
from tests.e2e.panel_page import PATIENCE, WIDTHS, Panel, create, narrow_panel

_PUSH = """(codes) => document.querySelector('home-assistant').shadowRoot
  .querySelector('home-assistant-main').shadowRoot
  .querySelector('access-codes-panel').store.onCodes({changed: codes, removed: []})"""
_MORE_LOCKS = """() => {
  const { store } = document.querySelector('home-assistant').shadowRoot
    .querySelector('home-assistant-main').shadowRoot
    .querySelector('access-codes-panel');
  const [first] = store.locks.values();
  const changed = [...Array(30).keys()].map((each) => ({
    ...first, entry_id: `e${each}`, entity_id: `lock.e${each}`, name: `Door ${each + 1}`, is_loaded: each !== 3,
  }));
  store.onLocks({ changed, removed: [] });
}"""
_LARGE = "document.documentElement.style.setProperty('--ha-font-size-scale', '2')"


def _in_lines(rects: list[list[float]]) -> list[tuple[float, float]]:
    """Return from where to where a text that may be in several lines is seen; nothing of one that is not seen."""
    seen = [(begin, end) for begin, end in rects if end > begin]
    return [(min(seen)[0], max(end for _, end in seen))] if seen else []


@pytest_asyncio.fixture(loop_scope="session")
async def panel(house: House) -> AsyncIterator[Panel]:
    """Provide the panel on a narrow phone."""
    async with narrow_panel(house.home, "finish") as panel:
        yield panel


@pytest.mark.contract("11.460")
async def test_a_code_says_each_thing_and_offers_each_way_once(
    house: House, panel: Panel
) -> None:
    code = await create(house.home, ENTITIES[HALL], "Ada")
    await panel.go(f"/code/{code['access_code_id']}")
    await panel.see("Ada")
    failed = {"error_code": "failed_to_set_on_device", "message": "It failed."}
    late = {"warning_code": "delay_in_setting_on_device", "message": "It is late."}
    change = {"mutation_code": "creating", "message": "It is late."}
    pushed = {
        "access_code_id": code["access_code_id"],
        "errors": [{**failed, "created_at": "", "is_device_error": False}],
        "warnings": [{**late, "created_at": ""}],
        "pending_mutations": [{**change, "created_at": ""}],
    }
    await panel.page.evaluate(_PUSH, [pushed])
    notes = panel.main.locator(".note")
    await expect(notes).to_have_count(2)
    await expect(notes.nth(1)).to_have_text("It is late.")
    await expect(panel.main.get_by_role("link", name="Device")).to_have_count(1)
    await panel.keep("once")


@pytest.mark.contract("11.461", "11.462")
async def test_the_field_of_the_pin_speaks_of_digits_and_once_for_all_locks(
    house: House, panel: Panel
) -> None:
    await create(house.home, ENTITIES[HALL], "Ada", code="739184")
    await panel.go("/new")
    for lock in ("Hall door", "Back door"):
        await panel.main.get_by_label(lock).check(timeout=PATIENCE)
    pin, errors = panel.main.locator("#pin"), panel.main.locator("#pin-error span")
    for typed, said in (
        ("12", "The PIN must have 4–8 digits."),
        ("12ab", "The PIN must have digits only."),
        (
            "739184",
            "Hall door: The access code Ada has the same PIN at an overlapping time.",
        ),
    ):
        await pin.fill(typed)
        await expect(errors).to_have_text([said])
    await panel.keep("digits")


@pytest.mark.contract("11.463")
async def test_a_lock_that_could_be_linked_leads_to_linking(
    house: House, panel: Panel
) -> None:
    await panel.go("/locks")
    link = panel.main.get_by_role("link", name="Link a lock: Spare door")
    await link.click(timeout=PATIENCE)
    await expect(panel.page).to_have_url(re.compile("/config/integrations/"))
    await panel.page.get_by_role("button", name="OK").click(timeout=60_000)
    # Where there is a calendar, Home Assistant asks first what is to be added.
    entity = panel.page.get_by_text("Select an entity").first
    choice = panel.page.get_by_text("Link locks").first
    await expect(entity.or_(choice).first).to_be_visible(timeout=60_000)
    if await choice.is_visible():
        await choice.click()
    await expect(entity).to_be_visible(timeout=60_000)


@pytest.mark.contract("11.464")
async def test_one_of_several_is_spoken_of_as_on_its_page(
    house: House, panel: Panel
) -> None:
    await create(house.home, KEYPAD, "Courier")
    hall = await create(house.home, ENTITIES[HALL], "Ada")
    await house.wait_status(hall, "set")
    await panel.go("/list")
    await panel.press("Select")
    courier = panel.main.get_by_role("checkbox", name="Select Courier")
    await courier.check(timeout=PATIENCE)
    dialog = panel.main.get_by_role("dialog")
    said = dialog.locator("#sentence")
    await panel.press("Delete")
    await expect(said).to_have_text(
        "“Courier” no longer opens Front door, and is deleted for good."
    )
    await dialog.get_by_role("button", name="Cancel").click()
    await panel.press("End")
    await expect(said).to_contain_text("“Courier” no longer opens Front door from now")
    await expect(said).not_to_contain_text("may still open")
    await dialog.get_by_role("button", name="Cancel").click()
    await panel.main.get_by_role("checkbox", name="Select Ada").check()
    await panel.press("Delete")
    await expect(said).to_contain_text("are taken off")
    await expect(said).to_contain_text("the PIN may still open the door")
    await panel.keep("several")


@pytest.mark.contract("11.465")
async def test_a_number_stays_in_front_of_that_which_it_counts(
    house: House, panel: Panel
) -> None:
    await panel.page.add_init_script(
        """localStorage.setItem('selectedLanguage', '"he"')"""
    )
    await create(house.home, ENTITIES[HALL], "Ada")
    await panel.go("/list")
    heading = panel.main.get_by_role("region", name="Hall door").locator(".end")
    await expect(heading).to_contain_text("1 code", timeout=PATIENCE)
    assert await panel.page.evaluate("document.dir") == "rtl"
    first = """(element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let text = texts.nextNode();
      while (!/[0-9]/.test(text.data)) text = texts.nextNode();
      const at = (from) => {
        const range = document.createRange();
        range.setStart(text, text.data.search(from));
        range.setEnd(text, text.data.search(from) + 1);
        return range.getBoundingClientRect().left;
      };
      return at(/[0-9]/) < at(/c/);
    }"""
    assert await heading.evaluate(first)
    await panel.keep("number")


@pytest.mark.contract("11.466")
async def test_large_letters_lie_over_nothing(house: House, panel: Panel) -> None:
    await create(house.home, ENTITIES[HALL], "Ada")
    await panel.go("/list")
    await panel.page.evaluate(_LARGE)
    await panel.page.wait_for_timeout(500)
    heading = panel.main.get_by_role("region", name="Hall door").locator("h2")
    lines = await heading.evaluate(
        "(element) => element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight)"
    )
    # The name is in one line, and the counts below it.
    assert lines < 4
    tabs = await panel.main.get_by_role("navigation").get_by_role("link").all()
    spans = [await tab.evaluate(WIDTHS) for tab in tabs]
    words = [max(span, key=lambda each: float(each[1] - each[0])) for span in spans]
    for (_, end), (begin, _) in pairwise(words):
        assert end <= begin
    await panel.keep("large")
    await panel.go("/timeline")
    await panel.page.evaluate(_LARGE)
    for width, scale in product((360, 1440), ("Day", "Week", "Month")):
        await panel.page.set_viewport_size({"width": width, "height": 760})
        await panel.press(scale)
        await panel.page.wait_for_timeout(500)
        names = panel.main.locator(".axis .days > span")
        texts = [await name.evaluate(WIDTHS) for name in await names.all()]
        spans = [rect for text in texts for rect in _in_lines(text)]
        assert len(spans) >= 4
        for (_, end), (begin, _) in pairwise(spans):
            assert end <= begin, (width, scale)
        box = await panel.main.locator(".axis").bounding_box()
        assert box is not None
        assert spans[-1][1] <= box["x"] + box["width"], (width, scale)
        await panel.keep(f"large-{scale.lower()}-{width}")


@pytest.mark.contract("11.467")
async def test_codes_of_one_person_are_set_in_below_the_name(
    house: House, panel: Panel
) -> None:
    locks = [ENTITIES[HALL], ENTITIES[BACK]]
    await house.home.call(
        "access_codes/create_multiple", entity_id=locks, name="Family"
    )
    await create(house.home, KEYPAD, "Gardener")
    await panel.go("/list")
    await panel.press("By person")
    rows = panel.main.locator("access-codes-row")
    await expect(rows).to_have_count(3, timeout=PATIENCE)
    first, alone = (
        await rows.first.bounding_box(),
        await rows.last.bounding_box(),
    )
    assert first is not None
    assert alone is not None
    assert first["x"] >= alone["x"] + 16
    await panel.keep("person")
    await panel.press("By lock")


@pytest.mark.contract("11.469", "11.470", "11.471")
async def test_thirty_locks_are_in_order_and_not_in_the_way(
    house: House, panel: Panel
) -> None:
    await panel.go("/new")
    await expect(panel.main.get_by_label("Hall door")).to_be_visible(timeout=PATIENCE)
    await panel.page.evaluate(_MORE_LOCKS)
    choices = panel.main.locator(".choices")
    names = choices.locator("label").filter(has_text=re.compile(r"^\s*Door \d"))
    await expect(names).to_have_count(30)
    assert await names.nth(1).inner_text() == "Door 2"
    assert "Door 10" in await names.nth(9).inner_text()
    box, pin = (
        await choices.bounding_box(),
        await panel.main.locator("#pin").bounding_box(),
    )
    assert box is not None
    assert pin is not None
    assert box["height"] < 330
    assert pin["y"] < 760
    await panel.keep("thirty")
    await panel.go("/now")
    await panel.see("Who can open which door now")
    await panel.page.evaluate(_MORE_LOCKS)
    hands = panel.main.get_by_role("region", name="need").get_by_role("listitem")
    away = hands.filter(has_text="Door 4")
    await expect(away.get_by_role("link", name="Options")).to_have_attribute(
        "href", "/config/integrations/integration/access_codes#config_entry=e3"
    )
    await panel.keep("away")
