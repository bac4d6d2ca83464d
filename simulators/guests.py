"""A calendar of bookings in a real Home Assistant, entered by a host, and followed by an entry of ours."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from .home import Home, wait_for

CALENDAR = "calendar.holiday_flat"


def at_hour(hours: float) -> str:
    """Return the full hour that is so many hours from now."""
    moment = datetime.now(UTC) + timedelta(hours=hours)
    return moment.replace(minute=0, second=0, microsecond=0).isoformat()


async def add_calendar(home: Home, stays: Iterable[tuple[str, float, float]]) -> None:
    """Add a local calendar with stays: a name, and hours from now to arrival and to departure."""
    await home.flow(
        "local_calendar", {"calendar_name": "Holiday flat", "import": "create_empty"}
    )

    async def is_there() -> bool:
        return CALENDAR in await home.states()

    await wait_for(is_there, 60, "the calendar")
    for name, arrival, departure in stays:
        await add_stay(home, name, arrival, departure)


async def add_stay(home: Home, name: str, arrival: float, departure: float) -> None:
    """Enter one stay."""
    await home.call(
        "calendar/event/create",
        entity_id=CALENDAR,
        event={
            "summary": name,
            "dtstart": at_hour(arrival),
            "dtend": at_hour(departure),
        },
    )


async def follow(home: Home, locks: list[str]) -> str:
    """Follow the calendar, and return the id of the entry."""
    step: dict[str, Any] = await home.flow(
        "access_codes",
        {"next_step_id": "bookings"},
        {"calendar": CALENDAR, "locks": locks},
    )
    if step["type"] != "create_entry":
        raise RuntimeError(f"the calendar is not followed: {step}")
    entry_id: str = step["result"]["entry_id"]
    return entry_id
