"""The automation editor and the calendar of a real browser. Screenshots go to ``build/screenshots``, to be looked at."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from tests.e2e.house import HALL, House, iso

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
LOOKS = [
    pytest.param(False, False, id="desktop-light"),
    pytest.param(True, True, id="phone-dark"),
]
AUTOMATION = "access_codes_editor"
_PATIENCE = 20_000


async def _keep(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(
        path=SCREENSHOTS / f"{name}-{request.node.callspec.id}.png",
        animations="disabled",
    )


async def _see(page: Page, text: str) -> None:
    await expect(page.get_by_text(text).first).to_be_visible(timeout=_PATIENCE)


@pytest_asyncio.fixture(loop_scope="session")
async def code(house: House) -> dict[str, Any]:
    """Give a code that is on the lock."""
    code = await house.create(HALL, name="Cleaner", code="483920")
    await house.wait_status(code, "set")
    return code


@pytest_asyncio.fixture(loop_scope="session")
async def automation(house: House, code: dict[str, Any]) -> AsyncIterator[str]:
    """Give the address of an automation with our triggers and conditions in the editor."""
    entity_id = await house.entity_of(code)
    path = f"/api/config/automation/config/{AUTOMATION}"
    config = {
        "alias": "The cleaner came",
        "triggers": [
            {
                "trigger": "access_codes.code_used",
                "target": {"entity_id": entity_id},
                "options": {"name": ["Cleaner"]},
            }
        ],
        "conditions": [
            {
                "condition": "access_codes.code_is_valid_now",
                "target": {"entity_id": entity_id},
                "options": {"behavior": "any"},
            }
        ],
        "actions": [],
    }
    await house.home.rest("POST", path, config)
    yield f"{house.home.url}/config/automation/edit/{AUTOMATION}"
    await house.home.rest("DELETE", path)


@pytest.mark.contract("11.90")
@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_the_editor_shows_our_triggers_and_conditions(
    house: House,
    automation: str,
    request: pytest.FixtureRequest,
    is_phone: bool,
    is_dark: bool,
) -> None:
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(automation)
        await _see(page, "Access code used")
        await _see(page, "Access code is valid now")
        await _keep(page, "editor", request)
        await page.get_by_text("Access code used").first.click()
        await _see(page, "Only codes with one of these names")
        await _keep(page, "editor-trigger", request)


@pytest.mark.contract("11.90")
@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_a_person_who_looks_for_access_codes_is_offered_our_triggers(
    house: House,
    automation: str,
    request: pytest.FixtureRequest,
    is_phone: bool,
    is_dark: bool,
) -> None:
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(automation)
        await page.get_by_text("Add trigger").first.click(timeout=_PATIENCE)
        search = page.locator("add-automation-element-dialog").get_by_role("textbox")
        await search.first.fill("access code", timeout=_PATIENCE)
        for name in ("removed", "set", "used", "failed", "problem"):
            await _see(page, f"Access code {name}")
        await _keep(page, "editor-add", request)


@pytest.mark.contract("11.101")
@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_the_dialog_of_a_code_says_what_a_person_looks_for(
    house: House,
    code: dict[str, Any],
    request: pytest.FixtureRequest,
    is_phone: bool,
    is_dark: bool,
) -> None:
    device = f"{house.home.url}/config/devices/device/{code['device_id']}"
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(device)
        await page.get_by_text("Cleaner", exact=True).first.click(timeout=_PATIENCE)
        dialog = page.locator("ha-more-info-dialog")
        for text in ("On the lock", "Activity"):
            seen = dialog.get_by_text(text).filter(visible=True)
            await expect(seen.first).to_be_visible(timeout=_PATIENCE)
        await expect(page.locator("#ha-launch-screen")).to_have_count(
            0, timeout=_PATIENCE
        )
        await _keep(page, "code", request)
        await dialog.get_by_role("button", name="Menu").last.click()
        await page.get_by_text("Details", exact=True).first.click()
        await _keep(page, "code-details", request)
        shown = await page.locator("body").inner_text()
    assert "483920" not in shown


@pytest.mark.contract("11.77")
@pytest.mark.parametrize(("is_phone", "is_dark"), LOOKS)
async def test_the_calendar_shows_a_stay_and_no_pin(
    house: House, request: pytest.FixtureRequest, is_phone: bool, is_dark: bool
) -> None:
    await house.create(
        HALL, name="Guest", code="295731", starts_at=iso(3600), ends_at=iso(86400)
    )
    async with open_page(house.home, is_phone=is_phone, is_dark=is_dark) as page:
        await page.goto(f"{house.home.url}/calendar")
        await page.get_by_text("Guest").first.click(timeout=_PATIENCE)
        await _keep(page, "calendar", request)
        shown = await page.locator("body").inner_text()
    assert "295731" not in shown
