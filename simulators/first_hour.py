"""A host's first hour in a real browser: link the locks, add the calendar of the booking service, follow it, send the guest's code."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, Page, TimeoutError as PlaywrightTimeout

from .home import Home

DOORS: Final = ("Front door", "Garden gate")
FLAT: Final = "Holiday flat"
STAYS: Final = (
    ("Ada Example", -1, 3, "+44 20 7946 0482"),
    ("Bo Example", 3, 6, "+44 20 7946 0611"),
    ("Cy Example", 8, 10, "+44 20 7946 0733"),
)
GUEST: Final = STAYS[0][0]

_PATIENCE: Final = 60_000
_A_WHILE: Final = 20_000
_TRIES: Final = 3

type Look = Callable[[Page, str], Awaitable[None]]
"""Called with the name of a step once it is on the screen."""


class FirstHour:
    """The steps of a host, each as what they click and type."""

    def __init__(self, home: Home, page: Page, look: Look) -> None:
        """Begin with a Home Assistant that has locks, and nothing of ours."""
        self._home = home
        self._page = page
        self._look = look
        page.set_default_timeout(_PATIENCE)

    async def link(self) -> None:
        """Link the locks, which keep no codes themselves, by a keypad."""
        await self._add("access_codes")
        await self._choose(*DOORS)
        await self._submit()
        await self._page.get_by_text("Method").first.wait_for()
        await self._look(self._page, "first-method")
        await self._submit()
        await self._finish()

    async def add_calendar(self, url: str) -> None:
        """Add the calendar of the booking service by its link."""
        await self._add("remote_calendar")
        await self._page.locator("ha-form input[name=calendar_name]").fill(FLAT)
        await self._page.locator("ha-form input[name=url]").fill(url)
        await self._look(self._page, "first-calendar")
        await self._submit()
        await self._finish()

    async def follow(self) -> None:
        """Follow it for all locks, with the terms as they are proposed."""
        await self._add("access_codes")
        await self._page.get_by_text("Follow a booking calendar").first.click()
        await self._choose(FLAT)
        await self._choose(*DOORS)
        await self._look(self._page, "first-follow")
        await self._submit()
        await self._finish()

    async def see_bookings(self) -> Locator:
        """Look at the bookings, and return that of the guest who is here."""
        await self._page.goto(f"{self._home.url}/access-codes/bookings")
        stay = self._main.locator("li.stay").filter(has_text=GUEST)
        await stay.get_by_text("On 2 of 2 locks").wait_for()
        await self._look(self._page, "first-bookings")
        return stay

    async def see_pin(self, stay: Locator) -> str:
        """Open the code of a booking, and return its PIN as the page shows it."""
        await stay.get_by_role("link", name=DOORS[0]).click()
        show = self._main.get_by_role("button", name="Show PIN")
        await show.wait_for()
        await self._look(self._page, "first-code")
        await show.click()
        await self._main.get_by_role("button", name="Hide").wait_for()
        digits = await self._main.locator(".digits").inner_text()
        return "".join(digits.split())

    async def send(self) -> None:
        """Send the code by the only notify entity there is."""
        await self._main.get_by_role("button", name="Send").click()
        panel = self._page.locator("access-codes-panel")
        await panel.get_by_text(f"Send the code of {GUEST}").wait_for()
        await self._look(self._page, "first-send")
        await panel.get_by_role("button", name="Send").last.click()
        await panel.get_by_text("Sent to").wait_for()

    @property
    def _main(self) -> Locator:
        return self._page.locator("access-codes-panel main")

    async def _add(self, domain: str) -> None:
        """Begin to add an integration, as *Add integration* does."""
        url = f"{self._home.url}/config/integrations/dashboard/add?domain={domain}"
        await self._page.goto(url)
        await self._page.get_by_role("button", name="OK").click()

    async def _choose(self, *names: str) -> None:
        """Choose entities by their names in the first field that is empty."""
        for name in names:
            button = "Select an entity" if name == names[0] else "Add entity"
            picked = self._page.locator("ha-entity-picker").filter(has_text=name)
            for _ in range(_TRIES):
                # The list opens and fills while it is clicked: a click may go to one that closes.
                with suppress(PlaywrightTimeout):
                    await self._page.get_by_text(button).first.click(timeout=_A_WHILE)
                with suppress(PlaywrightTimeout):
                    await self._page.get_by_text(name).last.click(timeout=_A_WHILE)
                    await picked.first.wait_for(timeout=_A_WHILE)
                if await picked.count():
                    break
            await picked.first.wait_for()

    async def _submit(self) -> None:
        await self._page.get_by_role("button", name="Submit").click()

    async def _finish(self) -> None:
        """Close the last step, which offers rooms for what is new."""
        await self._page.get_by_role("button", name="finish").click()


async def add_file_notifier(home: Home, name: str = "sent.txt") -> Path:
    """Add a notify entity that writes to a file, in place of a phone; the file."""
    folder = home.folder / "www"
    folder.mkdir(exist_ok=True)
    path = folder / name
    await home.flow("file", {"next_step_id": "notify"}, {"file_path": str(path)})
    return path
