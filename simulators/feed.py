"""A booking service on this machine: a server of one feed, as services write it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, timedelta

from aiohttp import web

type Stay = tuple[str, int, int, str]
"""Name, days from today to arrival and to departure, and phone number."""


def _event(number: int, stay: Stay) -> str:
    name, arrival, departure, phone = stay
    first, last = (
        (date.today() + timedelta(days=days)).strftime("%Y%m%d")
        for days in (arrival, departure)
    )
    return (
        f"BEGIN:VEVENT\nUID:stay-{number}\nDTSTAMP:20260101T000000Z\nDTSTART;VALUE=DATE:{first}\n"
        f"DTEND;VALUE=DATE:{last}\nSUMMARY:{name}\nDESCRIPTION:Phone: {phone}\nEND:VEVENT\n"
    )


@asynccontextmanager
async def feed_of(stays: Iterable[Stay]) -> AsyncIterator[str]:
    """Serve a feed with these stays until the end of the block; the address of it."""
    events = "".join(_event(number, stay) for number, stay in enumerate(stays))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Bookings//EN\n{events}END:VCALENDAR\n"

    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            text=text.replace("\n", "\r\n"), content_type="text/calendar"
        )

    app = web.Application()
    app.router.add_get("/flat.ics", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        host, port = runner.addresses[0]
        yield f"http://{host}:{port}/flat.ics"
    finally:
        await runner.cleanup()
