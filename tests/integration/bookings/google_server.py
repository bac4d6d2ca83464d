"""A server that answers as Google Calendar does, as far as Home Assistant asks it: lists, changes since a token, and errors."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CALENDAR = "flat-0001"

_PAGE = 2
"""Events on one page."""


@dataclass
class Google:
    """The calendar of a flat. Each change has a number, and a token is the number of the last one that was answered."""

    url: str = ""
    changes: int = 1
    items: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    oldest_token: int = 0
    status: int = 200
    text: str | None = None
    failing_page: int | None = None
    """Only this page of a list fails."""
    silence: asyncio.Event = field(default_factory=asyncio.Event)
    """Requests are answered while this is set."""
    reads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.silence.set()

    def put(self, name: str, starts: str, ends: str, **given: Any) -> None:
        """Write an event: of whole days, or with times."""
        self._change(
            {
                "id": name,
                "iCalUID": f"{name}(at)google.com".replace("(at)", "@"),
                "status": "confirmed",
                "eventType": "default",
                "summary": "Ada Example",
                "start": _moment(starts),
                "end": _moment(ends),
                **given,
            }
        )

    def except_for(self, name: str, day: str, **given: Any) -> None:
        """Write an exception of a series: one of its dates is moved, or called off."""
        series = self.items[name][1]
        zone = series["start"]["timeZone"]
        stamp = day.replace("-", "").replace(":", "")
        self._change(
            {
                "id": f"{name}_{stamp}",
                "recurringEventId": name,
                "originalStartTime": {"dateTime": day, "timeZone": zone},
                **given,
            }
        )

    def delete(self, name: str) -> None:
        """Delete an event: from then on Google tells its id and that it is cancelled, and nothing else."""
        self._change({"id": name, "status": "cancelled"})

    def _change(self, item: dict[str, Any]) -> None:
        self.changes += 1
        self.items[item["id"]] = (self.changes, item)

    def fail(self, status: int, text: str = "") -> None:
        """Answer with this status and text from now on."""
        self.status, self.text = status, text

    def recover(self) -> None:
        """Answer as Google does again."""
        self.status, self.text, self.failing_page = 200, None, None
        self.silence.set()

    def application(self) -> web.Application:
        """Return the routes of the server."""
        app = web.Application()
        app.router.add_get("/users/me/calendarList", self._calendars)
        app.router.add_get("/calendars/{calendar}/events", self._events)
        return app

    async def _calendars(self, _: web.Request) -> web.Response:
        flat = {"id": CALENDAR, "summary": "Flat", "accessRole": "owner"}
        return web.json_response({"items": [flat], "nextSyncToken": "0"})

    async def _events(self, request: web.Request) -> web.Response:
        query = request.query
        token, page = int(query.get("syncToken", 0)), int(query.get("pageToken", 0))
        self.reads.append("changes" if token else "all")
        await self.silence.wait()
        if self.text is not None or page == self.failing_page:
            return web.Response(status=self.status, text=self.text)
        if token and token < self.oldest_token:
            error = {"code": 410, "message": "Sync token is no longer valid"}
            return web.json_response({"error": error}, status=410)
        found = [
            item
            for number, item in sorted(self.items.values(), key=lambda each: each[0])
            if number > token and (token or _is_listed(item))
        ]
        rest = found[page * _PAGE :]
        answer: dict[str, Any] = {"kind": "calendar#events", "items": rest[:_PAGE]}
        if len(rest) > _PAGE:
            answer["nextPageToken"] = str(page + 1)
        else:
            answer["nextSyncToken"] = str(self.changes)
        return web.json_response(answer)


def _is_listed(item: dict[str, Any]) -> bool:
    """Return whether a list of all events has it: deleted ones are not, dates of a series that are called off are."""
    return item.get("status") != "cancelled" or "recurringEventId" in item


def _moment(text: str) -> dict[str, str]:
    """Return a day, or a time with its zone after a blank."""
    moment, _, zone = text.partition(" ")
    if "T" not in moment:
        return {"date": moment}
    return {"dateTime": moment} | ({"timeZone": zone} if zone else {})
