"""The bookings in the panel, over a real calendar and a lock that refuses a guest's code. Screenshots are to be looked at."""

from collections.abc import AsyncIterator
import re

from playwright.async_api import expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.first_hour import add_file_notifier
from simulators.guests import CALENDAR, add_calendar, add_stay, follow
from simulators.home import wait_for
from tests.e2e.house import ENTITIES, HALL, LOFT, House
from tests.e2e.panel_page import MARKUP, PATIENCE, Panel

LOOKS = {
    "desktop-light": (1440, 900, False),
    "desktop-dark": (1440, 900, True),
    "phone-light": (360, 740, False),
    "phone-dark": (360, 740, True),
}
ADA, BO = "Ada Example", "Bo Example"
STAYS = [(ADA, -20, 20), (BO, 24, 72), (MARKUP, 80, 110)]


@pytest_asyncio.fixture(loop_scope="session")
async def guests(house: House) -> AsyncIterator[str]:
    """Provide the calendar, followed with two locks of which one refuses codes; the id of its entry."""
    home = house.home
    if CALENDAR not in await home.states():
        await add_calendar(home, STAYS)
    await house.network.post(f"/locks/{LOFT}/faults", refuse=True)
    entry_id = await follow(home, [ENTITIES[HALL], ENTITIES[LOFT]])

    async def are_made() -> bool:
        listed = (await home.call("access_codes/list"))["access_codes"]
        return len(listed) == 2 * len(STAYS)

    await wait_for(are_made, 60, "the codes of the guests")
    yield entry_id
    entries = await home.call("config_entries/get", domain="access_codes")
    if entry_id in [entry["entry_id"] for entry in entries]:
        await home.rest("DELETE", f"/api/config/config_entries/entry/{entry_id}")


@pytest.mark.contract("11.340", "11.341", "11.342", "11.343", "11.345", "11.353")
@pytest.mark.parametrize("look", LOOKS)
async def test_stays_gaps_and_codes_are_shown_and_troubles_marked(
    house: House, guests: str, look: str
) -> None:
    assert guests
    width, height, is_dark = LOOKS[look]
    async with open_page(house.home, is_dark=is_dark) as page:
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(
            color_scheme="dark" if is_dark else "light", reduced_motion="reduce"
        )
        panel = Panel(house.home, page, look)
        panel.listen()
        await panel.go("/now")
        await panel.main.get_by_role("link", name="Bookings").click(timeout=PATIENCE)
        flat = panel.main.get_by_role("region", name="Holiday flat")
        stays = flat.locator("li.stay")
        await expect(stays).to_have_count(3, timeout=PATIENCE)
        await expect(flat.get_by_text(MARKUP)).to_be_visible()
        ada = stays.filter(has_text=ADA)
        await expect(ada.get_by_role("link", name="Hall door")).to_contain_text(
            "On the lock", timeout=60_000
        )
        # By a sign, a word and a colour.
        await expect(ada.get_by_role("link", name="Loft door")).to_contain_text(
            "Needs a hand", timeout=60_000
        )
        await expect(ada).to_contain_text("Needs a hand: Ada Example")
        await expect(ada).to_have_class("stay bad")
        await expect(ada.locator(".troubles")).to_contain_text("Loft door did not")
        bo = stays.filter(has_text=BO)
        await expect(bo).to_have_class("stay ")
        await expect(bo).to_contain_text("2 nights")
        # One of the locks does not answer.
        await expect(ada).to_contain_text("On 1 of 2 locks")
        gaps = flat.locator("li.gap")
        assert "4 hours between guests" in (await gaps.all_inner_texts())[0]
        assert "8 hours between guests" in (await gaps.all_inner_texts())[1]
        # Home Assistant's own entry of the page fades in.
        await page.wait_for_timeout(700)
        await panel.keep("bookings")
        assert await panel.flaws() == []
        assert not await page.evaluate(
            "document.scrollingElement.scrollWidth > window.innerWidth"
        )
        assert await page.evaluate("window.attacked") is None
        pins = [
            code["code"]
            for code in (await house.home.call("access_codes/list"))["access_codes"]
        ]
        assert len(pins) == 6
        assert not any([await panel.knows(pin) for pin in pins])
        # What becomes of a code comes by itself, and leads to its page.
        await ada.get_by_role("link", name="Hall door").click()
        await panel.see("What happened")
        assert panel.complaints == []


_DOUBT = """
const parse = JSON.parse;
JSON.parse = (...given) => {
  const found = parse(...given);
  for (const message of Array.isArray(found) ? found : [found])
    for (const calendar of message?.result?.calendars ?? [])
      for (const booking of calendar.bookings ?? [])
        if (booking.name === "Ada Example")
          Object.assign(booking, {
            is_missing_in_calendar: true, is_in_doubt: true, missing_since: booking.starts_at,
          });
  return found;
};
"""
"""The first guest comes to be in doubt, as they do 20 minutes after the calendar dropped them."""


@pytest.mark.contract("11.342")
async def test_a_stay_in_doubt_needs_a_hand_and_leads_to_the_repairs(
    house: House, guests: str
) -> None:
    assert guests
    async with open_page(house.home) as page:
        panel = Panel(house.home, page, "doubt")
        panel.listen()
        await page.add_init_script(_DOUBT)
        await panel.go("/bookings")
        ada = panel.main.locator("li.stay").filter(has_text=ADA)
        await expect(ada).to_contain_text("has not listed this stay since")
        await expect(ada).to_have_class("stay bad")
        await page.wait_for_timeout(700)
        await panel.keep("bookings-doubt")
        assert await panel.flaws() == []
        link = ada.get_by_role("link", name="See repairs")
        await expect(link).to_have_attribute("href", "/config/repairs")
        assert panel.complaints == []


@pytest.mark.contract("11.363", "16.62")
async def test_one_message_tells_the_codes_of_all_locks_of_a_booking(
    house: House, guests: str
) -> None:
    assert guests
    home = house.home
    messages = await add_file_notifier(home, "guests.txt")
    async with open_page(home) as page:
        panel = Panel(home, page, "send-booking")
        panel.listen()
        await panel.go("/bookings")
        bo = panel.main.locator("li.stay").filter(has_text=BO)
        await bo.get_by_role("link", name="Loft door").click()
        await panel.press("Send")
        dialog = panel.main.get_by_role("dialog")
        await expect(dialog).to_contain_text("for all locks of this booking: ")
        for door in ("Loft door", "Hall door"):
            await expect(dialog).to_contain_text(door)
        await page.wait_for_timeout(700)
        await panel.keep("send-booking")
        await dialog.get_by_role("button", name="Send").click()
        await panel.see("Sent to")
        assert panel.complaints == []
    pins = {
        code["code"]
        for code in (await home.call("access_codes/list"))["access_codes"]
        if code["name"] == BO
    }
    text = messages.read_text()
    # Other tests of this home are without a notify entity, or bring their own.
    for entry in await home.call("config_entries/get", domain="file"):
        path = f"/api/config/config_entries/entry/{entry['entry_id']}"
        await home.rest("DELETE", path)
    assert "Loft door" in text
    assert "Hall door" in text
    assert all(pin in text for pin in pins)


@pytest.mark.contract("16.90")
@pytest.mark.parametrize("look", ["desktop-light", "phone-dark"])
async def test_the_form_of_a_calendar_is_short_and_its_sections_open(
    house: House, guests: str, look: str
) -> None:
    width, height, is_dark = LOOKS[look]
    async with open_page(house.home, is_dark=is_dark) as page:
        await page.set_viewport_size({"width": width, "height": height})
        panel = Panel(house.home, page, look)
        await page.goto(
            f"{house.home.url}/config/integrations/integration/access_codes"
        )
        row = page.locator("ha-config-entry-row", has_text="Holiday flat")
        await row.get_by_role("button", name="Configure").first.click(timeout=PATIENCE)
        form = page.locator("step-flow-form")
        # A text of a closed section names it, too, once it is there.
        check_out = form.get_by_text("Check-out").first
        await expect(check_out).to_be_visible(timeout=PATIENCE)
        await page.wait_for_timeout(700)
        await panel.keep("follow-form")
        for name in ("Times", "PINs and names", "Send codes", "Reading the calendar"):
            await expect(form.get_by_text(name).first).to_be_visible()
        await expect(form.get_by_text("Message", exact=True)).not_to_be_visible()
        await form.get_by_text("Send codes to guests").first.click()
        field = form.locator("ha-textarea, textarea").first
        await expect(field).to_be_visible()
        await field.scroll_into_view_if_needed()
        await page.wait_for_timeout(700)
        await panel.keep("follow-form-sending")
        await form.locator("textarea").first.fill("{pin}")
        submit = page.get_by_role("button", name="Submit")
        await submit.click()
        await expect(page.get_by_text("may stand in braces")).to_be_visible(
            timeout=PATIENCE
        )
        await page.wait_for_timeout(700)
        await panel.keep("follow-form-error")
        await form.locator("textarea").first.fill("Hello {name}")
        await submit.click()
        await expect(page.get_by_text("Options successfully saved")).to_be_visible(
            timeout=PATIENCE
        )
    found = await house.home.call("access_codes/bookings")
    assert found["calendars"][0]["entry_id"] == guests


_REFUSE = """
window.isRefused = true;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  const asks = window.isRefused && message.includes('"access_codes/bookings"');
  send.call(this, asks ? message.replace("access_codes/bookings", "access_codes/nothing") : message);
};
"""
"""Home Assistant is asked for a command that it does not know."""


@pytest.mark.contract("11.340", "11.344", "11.345", "11.365", "11.381")
async def test_a_stay_comes_by_itself_and_what_fails_is_said(
    house: House, guests: str
) -> None:
    home = house.home
    async with open_page(home) as page:
        panel = Panel(home, page, "states")
        panel.listen()
        await page.add_init_script(_REFUSE)
        await panel.go("/bookings")
        await panel.see("The bookings could not be loaded.")
        await panel.keep("bookings-failed")
        await page.evaluate("window.isRefused = false")
        await panel.press("Try again")
        await panel.see(BO)
        await expect(panel.main.get_by_role("alert")).to_have_count(0)
        if "Eve" not in str(await home.call("access_codes/bookings")):
            await add_stay(home, "Eve Example", 130, 150)
        # Calendars are read at most each half minute.
        eve = panel.main.get_by_text("Eve Example")
        await expect(eve).to_be_visible(timeout=90_000)
        await home.call("config_entries/disable", entry_id=guests, disabled_by="user")
        await panel.see("This calendar is not running in Access Codes.")
        await panel.keep("bookings-not-running")
        await home.rest("DELETE", f"/api/config/config_entries/entry/{guests}")
        await panel.see("No booking calendar is followed.")
        way = panel.main.get_by_role("link", name="Follow a booking calendar")
        await expect(way).to_have_attribute("href", re.compile("domain=access_codes"))
        await expect(panel.main.get_by_role("link", name="Bookings")).to_have_count(0)
        await panel.keep("bookings-none")
        title = panel.main.get_by_role("heading", level=1)
        await expect(title).to_have_text("Bookings")
        await panel.press("Back")
        await expect(page).to_have_url(re.compile("/access-codes/locks$"))
        # From the page of the locks a host finds it, whoever has no bookings is not bothered by a tab.
        await panel.go("/locks")
        await page.evaluate("window.isRefused = false")
        await panel.main.get_by_role("link", name="Follow a booking calendar").click()
        await panel.see("each booking gets a code from check-in to check-out")
        assert panel.complaints == []
