"""A CalDAV server behind a gate that fails as servers fail: it refuses, answers nonsense, or does not answer."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from aiohttp import ClientSession, web

from tests.support.radicale_server import Radicale

_PASSED_ON: Final = ("Content-Type", "Depth", "Authorization", "If-None-Match")

HALF: Final = '<?xml version="1.0"?><multistatus xmlns="DAV:"><response><href>/host/'

HTML: Final = "<html><body>Please log in</body></html>"

EMPTY: Final = '<?xml version="1.0"?><multistatus xmlns="DAV:"></multistatus>'


@dataclass
class Gate:
    """Pass requests on to the server, unless it is told to fail."""

    server: Radicale
    url: str = ""
    status: int = 200
    text: str | None = None
    """Answer with this text; None: pass the request on."""
    silence: asyncio.Event = field(default_factory=asyncio.Event)
    """Requests are answered while this is set."""

    def __post_init__(self) -> None:
        self.silence.set()

    def fail(self, status: int, text: str = "") -> None:
        """Answer with this status and text from now on."""
        self.status, self.text = status, text

    def recover(self) -> None:
        """Pass requests on again."""
        self.status, self.text = 200, None
        self.silence.set()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request."""
        await self.silence.wait()
        if self.text is not None:
            return web.Response(
                status=self.status, text=self.text, content_type="text/xml"
            )
        headers = {
            name: request.headers[name]
            for name in _PASSED_ON
            if name in request.headers
        }
        async with (
            ClientSession() as session,
            session.request(
                request.method,
                self.server.url + request.path_qs,
                headers=headers,
                data=await request.read(),
            ) as response,
        ):
            return web.Response(
                status=response.status,
                body=await response.read(),
                headers={
                    name: response.headers[name]
                    for name in ("Content-Type", "DAV", "ETag", "WWW-Authenticate")
                    if name in response.headers
                },
            )
