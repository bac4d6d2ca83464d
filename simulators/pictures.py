"""The pictures of the documentation: pages of a demo home in a real browser, written to ``docs/images``."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
import tempfile
from typing import Final
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import FloatRect, Page

from .browser import open_page
from .feed import feed_of
from .first_hour import STAYS, FirstHour
from .guests import add_calendar, follow
from .home import Home, wait_for
from .linking import FRONT, GARDEN, create, create_used_up, link_keypads

FOLDER: Final = Path(__file__).parents[1] / "docs" / "images"
_PATIENCE: Final = 60_000

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
"""The time zone of the home; the browser of the pictures has the same."""

_ARRIVAL, _DEPARTURE = 15, 11
_STAYS: Final = (("Jansen family", -2, 1), ("Garcia", 1, 4), ("Okafor and Lund", 5, 7))
"""Guests, with days from today to arrival and departure."""

type Shot = Callable[[Page, Home], Awaitable[None]]


def _at(day: int, hour: int) -> datetime:
    """Return an hour of a day, so many days from today, by the clock of the home."""
    today = datetime.now(_ZONE).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + timedelta(days=day)


def _window(begins: tuple[int, int], ends: tuple[int, int]) -> dict[str, str]:
    return {
        "starts_at": _at(*begins).isoformat(),
        "ends_at": _at(*ends).isoformat(),
    }


def _weekday(day: int) -> str:
    """Return the weekday of a day, so many days from today, as a recurrence names it."""
    return ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[_at(day, 0).weekday()]


def _hours_until(day: int, hour: int) -> float:
    return (_at(day, hour) - datetime.now(_ZONE)).total_seconds() / 3600


async def _fill(home: Home) -> None:
    """Give the locks codes as a house has them."""
    for lock in (FRONT, GARDEN):
        await create(home, lock, "Family")
    await create(home, FRONT, "Weekend guests", **_window((2, 15), (5, 11)))
    await create(home, GARDEN, "Gardener", **_window((-1, 8), (1, 18)))
    await create(
        home,
        FRONT,
        "Cleaner",
        **_window((1, 9), (1, 12)),
        recurrence=f"FREQ=WEEKLY;BYDAY={_weekday(1)},{_weekday(4)}",
    )
    neighbour = await create(home, FRONT, "Neighbour")
    await home.call(
        "access_codes/update",
        access_code_id=neighbour["access_code_id"],
        is_paused=True,
    )
    await create_used_up(home, GARDEN, "Courier")
    await add_calendar(
        home,
        [
            (name, _hours_until(arrival, _ARRIVAL), _hours_until(departure, _DEPARTURE))
            for name, arrival, departure in _STAYS
        ],
    )
    await follow(home, [FRONT, GARDEN])
    await asyncio.sleep(3)


async def _linking(page: Page, home: Home) -> None:
    """Open the dialog that links locks, at what it says of a lock that keeps no codes itself."""
    await page.goto(f"{home.url}/config/integrations/dashboard/add?domain=access_codes")
    await page.get_by_role("button", name="OK").click(timeout=_PATIENCE)
    await page.get_by_text("Select an entity").first.click(timeout=_PATIENCE)
    await page.get_by_text("Front door").last.click(timeout=_PATIENCE)
    await page.get_by_role("button", name="Submit").click(timeout=_PATIENCE)
    await page.get_by_text("Method").first.wait_for(timeout=_PATIENCE)
    await page.wait_for_timeout(1500)


def _panel(path: str) -> Shot:
    async def show(page: Page, home: Home) -> None:
        await page.goto(f"{home.url}/access-codes{path}")
        await page.locator("access-codes-panel main").wait_for(timeout=_PATIENCE)
        await page.wait_for_timeout(1500)

    return show


BEFORE: Final[dict[str, Shot]] = {"linking": _linking}
AFTER: Final[dict[str, Shot]] = {
    "panel-now": _panel("/now"),
    "panel-timeline": _panel("/timeline"),
    "panel-list": _panel("/list"),
    "panel-bookings": _panel("/bookings"),
    "panel-new": _panel("/new"),
}


SHOWN: Final = frozenset(
    {
        "panel-timeline-desktop",
        "panel-bookings-desktop",
        "panel-now-phone",
        "panel-list-phone",
    }
)
"""Pictures that the documentation shows."""


def _page_of(
    home: Home, *, is_phone: bool = False
) -> AbstractAsyncContextManager[Page]:
    return open_page(home, is_phone=is_phone, is_dark=is_phone, time_zone=_ZONE.key)


async def _take(
    home: Home, shots: dict[str, Shot], folder: Path, *, is_all: bool
) -> None:
    for look in ("desktop", "phone"):
        names = [name for name in shots if is_all or f"{name}-{look}" in SHOWN]
        is_phone = look == "phone"
        async with _page_of(home, is_phone=is_phone) as page:
            for name in names:
                await shots[name](page, home)
                await page.screenshot(
                    path=folder / f"{name}-{look}.png", animations="disabled"
                )


_HOST: Final = frozenset({"first-follow", "first-bookings", "first-code"})
"""Steps of a host's first hour that the documentation shows."""

_DIALOG: Final[FloatRect] = {"x": 340, "y": 30, "width": 600, "height": 840}
_PAGE: Final[FloatRect] = {"x": 256, "y": 0, "width": 1024, "height": 560}
"""The page beside Home Assistant's sidebar."""

_COLOURS: Final = 256
"""Enough for a page without photographs."""


async def _first_hour(folder: Path, *, is_all: bool) -> None:
    """Take the pictures of a host's first hour, in a home of its own."""

    async def look(page: Page, name: str) -> None:
        if not (is_all or name in _HOST):
            return
        await page.wait_for_timeout(1500)
        path = folder / f"{name}.png"
        dialog = page.locator("ha-dialog, dialog[open]").last
        if await dialog.is_visible():
            await page.screenshot(path=path, clip=_DIALOG, animations="disabled")
        else:
            await page.screenshot(path=path, clip=_PAGE, animations="disabled")
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(_COLOURS).save(path, optimize=True)

    async with _home() as home, feed_of(STAYS) as url, _page_of(home) as page:
        hour = FirstHour(home, page, look)
        await hour.link()
        await hour.add_calendar(url)
        await hour.follow()
        await hour.see_pin(await hour.see_bookings())


@asynccontextmanager
async def _home() -> AsyncIterator[Home]:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.prepare()
        try:
            await home.start()

            async def are_there() -> bool:
                return {FRONT, GARDEN} <= (await home.states()).keys()

            await wait_for(are_there, 120, "the locks")
            yield home
        finally:
            await home.stop()


async def run(folder: Path, *, is_all: bool) -> None:
    """Write the pictures."""
    async with _home() as home:
        await _take(home, BEFORE, folder, is_all=is_all)
        await link_keypads(home)
        await _fill(home)
        await _take(home, AFTER, folder, is_all=is_all)
    await _first_hour(folder, is_all=is_all)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Take the pictures of the docs")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--all", action="store_true", help="also those not shown")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(run(folder, is_all=arguments.all))


if __name__ == "__main__":
    main()
