"""What a person sees in a real browser. Screenshots go to ``build/screenshots``, to be looked at."""

from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect
import pytest

from simulators.browser import open_page
from tests.e2e.house import CELLAR, HALL, House, iso
from tests.support.record_files import put_back, record_files

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
LOOKS = [
    pytest.param(False, False, id="desktop-light"),
    pytest.param(True, True, id="phone-dark"),
]
_PATIENCE = 20_000


async def _keep(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}-{request.node.callspec.id}.png")


async def _see(page: Page, text: str) -> None:
    await expect(page.get_by_text(text).first).to_be_visible(timeout=_PATIENCE)


async def _row_of_hall(house: House, page: Page) -> Locator:
    """Go to the integration's page, and return where it shows the entry of the hall door."""
    entry = next(found for found in await house.entries() if "Hall" in found["title"])
    await page.goto(f"{house.home.url}/config/integrations/integration/access_codes")
    await _see(page, entry["title"])
    return page.locator("ha-config-entry-row", has_text=entry["title"])


async def _device_of(house: House, code: dict[str, Any]) -> str:
    return f"{house.home.url}/config/devices/device/{code['device_id']}"


@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_the_locks_page_shows_its_codes_and_no_pin(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    family = await house.create(HALL, name="Family", code="483920")
    await house.wait_status(family, "set")
    await house.create(
        HALL, name="Guest", code="295731", starts_at=iso(3600), ends_at=iso(7200)
    )

    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(await _device_of(house, family))
        await _see(page, "Family")
        await _see(page, "Guest")
        await _see(page, "On the lock")
        await _see(page, "Not on the lock")
        await page.get_by_text("Guest").first.scroll_into_view_if_needed()
        await _keep(page, "device", request)
        shown = await page.locator("body").inner_text()

    assert "483920" not in shown
    assert "295731" not in shown


@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_linking_a_lock_is_explained(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(
            f"{house.home.url}/config/integrations/dashboard/add?domain=access_codes"
        )
        await page.get_by_role("button", name="OK").click(timeout=_PATIENCE)
        await _see(page, "Locks")
        await _keep(page, "config-flow", request)


@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_a_repair_says_what_to_do_and_does_it(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    code = await house.create(CELLAR, name="Courier", code="77777")
    await house.wait_code(code, lambda now: bool(now["errors"]), "an error")

    async def is_raised() -> bool:
        return bool(await house.issues())

    await house.wait_until(is_raised, "the repair")
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(f"{house.home.url}/config/repairs")
        await page.get_by_text("Courier").first.click(timeout=_PATIENCE)
        await _see(page, "Delete this code")
        await _see(page, "Give this code another PIN, or remove the other code.")
        await _keep(page, "repair", request)
        await page.get_by_text("Delete this code").first.click()
        await house.wait_gone(code)

    async def is_cleared() -> bool:
        return not await house.issues()

    await house.wait_until(is_cleared, "the end of the repair")
    assert (await house.network.codes(CELLAR)) == {"2": "77777"}


@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_the_settings_say_what_they_mean(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        row = await _row_of_hall(house, page)
        await row.get_by_role("button").first.click(timeout=_PATIENCE)
        dialog = page.locator("dialog-data-entry-flow")
        await dialog.get_by_text("Settings", exact=True).click(timeout=_PATIENCE)
        label = dialog.get_by_text("Check of the lock before a window").last
        await expect(label).to_be_attached(timeout=_PATIENCE)
        await _keep(page, "settings", request)


@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_a_restored_backup_is_asked_about_in_words(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    gone = await house.create(HALL, name="Gone since", code="483920")
    await house.wait_status(gone, "set")
    path = await house.file_of(HALL)
    backup = record_files(path)
    await house.delete(gone)
    await house.wait_gone(gone)
    await house.home.stop()
    put_back(path, backup)
    await house.home.start()
    await house.wait_issue("journal_behind_lock")
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(f"{house.home.url}/config/repairs")
        await page.get_by_text("differs from its records").first.click(
            timeout=_PATIENCE
        )
        await _see(page, "Different on the lock: Gone since")
        await _keep(page, "backup", request)
        await page.get_by_text("The lock is right").first.click()
        await _see(page, "stay so: Gone since")
        await _keep(page, "backup-confirm", request)
        await page.get_by_role("button", name="Submit").click()
        await house.wait_no_issues()
    assert await house.held(HALL) == set()
    assert (await house.get(gone))["status"] == "unset"


@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_replacing_a_lock_says_what_will_happen(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        row = await _row_of_hall(house, page)
        await row.get_by_role("button", name="Menu").first.click(timeout=_PATIENCE)
        await row.get_by_text("Reconfigure").first.click(timeout=_PATIENCE)
        dialog = page.locator("dialog-data-entry-flow")
        await expect(dialog.get_by_text("Hall door").last).to_be_attached(
            timeout=_PATIENCE
        )
        await _keep(page, "replace", request)
