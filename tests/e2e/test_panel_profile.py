"""The panel of people whose profile, or whose device, has another clock than the home."""

from datetime import datetime, timedelta
import re
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import expect
import pytest

from simulators.browser import open_page
from simulators.home import Home
from tests.e2e.house import KEYPAD, House
from tests.e2e.panel_page import PATIENCE, Panel, create

HOME = ZoneInfo("Europe/Amsterdam")
TOKYO = "Asia/Tokyo"
ELSEWHERE = "Times are those of the home: Europe/Amsterdam."


async def choose(home: Home, **locale: str) -> None:
    """Choose formats in the profile of the user, as its page does."""
    chosen = {
        "language": "en",
        "number_format": "language",
        "time_format": "language",
        "date_format": "language",
        "time_zone": "local",
        "first_weekday": "language",
    }
    await home.call(
        "frontend/set_user_data", key="language", value=dict(chosen, **locale)
    )


def at_home(days: int, hour: int) -> datetime:
    """Return a time of a day by the clock of the home."""
    now = datetime.now(HOME)
    return (now + timedelta(days=days)).replace(
        hour=hour, minute=5, second=0, microsecond=0
    )


@pytest.mark.contract("11.316", "11.355")
@pytest.mark.parametrize(
    ("locale", "zone", "shown", "first_day"),
    [
        ({"time_format": "24", "time_zone": "server"}, TOKYO, "00:05", "Sunday"),
        ({"time_format": "12", "time_zone": "local"}, TOKYO, "12:05 AM", "Sunday"),
        (
            {"time_format": "12", "first_weekday": "monday"},
            "Europe/Amsterdam",
            "12:05 AM",
            "Monday",
        ),
        (
            {"time_format": "24", "first_weekday": "saturday"},
            "Europe/Berlin",
            "00:05",
            "Saturday",
        ),
    ],
    ids=["server-zone-24h", "local-zone-12h", "at-home-12h", "same-clock-24h"],
)
async def test_times_are_of_the_home_and_formats_of_the_user(
    house: House, locale: dict[str, str], zone: str, shown: str, first_day: str
) -> None:
    home = house.home
    starts, ends = at_home(1, 0), at_home(1, 18)
    code: dict[str, Any] = await create(
        home,
        KEYPAD,
        "Guest",
        starts_at=starts.isoformat(),
        ends_at=ends.isoformat(),
    )
    await choose(home, **locale)
    try:
        async with open_page(home, time_zone=zone) as page:
            panel = Panel(home, page, f"profile-{locale['time_format']}")
            panel.listen()
            await panel.go(f"/code/{code['access_code_id']}")
            await panel.see("What happened")
            is_elsewhere = zone == TOKYO
            hint = panel.main.get_by_text(ELSEWHERE)
            await expect(hint).to_have_count(int(is_elsewhere))
            text = re.sub(r"\s", " ", await panel.main.locator("dl").inner_text())
            assert shown in text
            assert ("18:05" if locale["time_format"] == "24" else "6:05 PM") in text
            await panel.keep("profile-code")
            await panel.go("/timeline")
            await panel.press("Week")
            await expect(panel.main.locator(".axis .days span")).to_have_count(
                7, timeout=PATIENCE
            )
            [first, *_] = await panel.main.locator(".axis .days span").all_inner_texts()
            assert first_day[:3] in first
            await panel.keep("profile-timeline")
            # The form has the clock of the home, too: fields and what it says of them.
            await panel.go(f"/edit/{code['access_code_id']}")
            field = panel.main.locator("input[name=starts]")
            await expect(field).to_have_value(
                starts.strftime("%Y-%m-%dT%H:%M"), timeout=PATIENCE
            )
            await expect(panel.main.get_by_text(ELSEWHERE)).to_have_count(
                int(is_elsewhere)
            )
            said = panel.main.locator("access-codes-when .hint").first
            assert shown in re.sub(r"\s", " ", await said.inner_text())
            await panel.press("Every week")
            [day, *_] = await panel.main.locator(".days button").all_inner_texts()
            assert first_day in day
            await panel.keep("profile-form")
            assert panel.complaints == []
    finally:
        await choose(home)
