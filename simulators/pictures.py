"""The pictures of the documentation: pages of a demo home in a real browser, written to ``docs/images``."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
import tempfile
from typing import Any, Final

from playwright.async_api import Page

from .browser import open_page
from .guests import add_calendar, follow
from .home import Home, wait_for

FOLDER: Final = Path(__file__).parents[1] / "docs" / "images"
FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
_PATIENCE: Final = 60_000

_STAYS: Final = (
    ("Jansen family", -44, 22),
    ("Garcia", 27, 96),
    ("Okafor and Lund", 122, 170),
)
"""Guests, with hours from now to arrival and departure."""

type Shot = Callable[[Page, Home], Awaitable[None]]


def _in(**span: float) -> str:
    moment = datetime.now(UTC) + timedelta(**span)
    return moment.replace(minute=0, second=0, microsecond=0).isoformat()


async def _fill(home: Home) -> None:
    """Give the locks codes as a house has them."""

    async def create(lock: str, name: str, **fields: Any) -> dict[str, Any]:
        answer = await home.call("access_codes/create", lock=lock, name=name, **fields)
        return dict(answer["access_code"])

    for lock in (FRONT, GARDEN):
        await create(lock, "Family")
    await create(FRONT, "Weekend guests", starts_at=_in(days=2), ends_at=_in(days=5))
    await create(GARDEN, "Gardener", starts_at=_in(days=-1), ends_at=_in(hours=6))
    await create(
        FRONT,
        "Cleaner",
        starts_at=_in(days=1, hours=1),
        ends_at=_in(days=1, hours=4),
        recurrence="FREQ=WEEKLY;BYDAY=TU,FR",
    )
    neighbour = await create(FRONT, "Neighbour")
    await home.call(
        "access_codes/update",
        access_code_id=neighbour["access_code_id"],
        is_paused=True,
    )
    courier = await create(GARDEN, "Courier", is_one_time_use=True)
    await home.call("access_codes/enter_code", lock=GARDEN, code=courier["code"])
    await add_calendar(home, _STAYS)
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


async def _take(
    home: Home, shots: dict[str, Shot], folder: Path, *, is_all: bool
) -> None:
    for look in ("desktop", "phone"):
        names = [name for name in shots if is_all or f"{name}-{look}" in SHOWN]
        is_phone = look == "phone"
        async with open_page(home, is_phone=is_phone, is_dark=is_phone) as page:
            for name in names:
                await shots[name](page, home)
                await page.screenshot(
                    path=folder / f"{name}-{look}.png", animations="disabled"
                )


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
        step = await home.flow(
            "access_codes", {"locks": [FRONT, GARDEN]}, {"method": "keypad"}
        )
        if step["type"] != "create_entry":
            raise RuntimeError(f"the locks could not be linked: {step}")
        await asyncio.sleep(2)
        await _fill(home)
        await _take(home, AFTER, folder, is_all=is_all)


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
