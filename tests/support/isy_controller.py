"""An ISY for tests, at the HTTP layer of pyisy: real nodes of the library over a session that this controller answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import re
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
from pyisy import connection
from pyisy.connection import Connection
from pyisy.helpers import NodeProperty
from pyisy.nodes import Node
import pytest

from homeassistant.components.isy994.models import IsyData
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .custom_locks import CustomComponent

UUID: Final = "00:21:b9:00:00:01"
ADDRESS: Final = "ZW010_1"
LATE: Final = 0.4
TAKEN: Final = (
    '<?xml version="1.0"?><RestResponse succeeded="true"><status>200</status>'
    "</RestResponse>"
)
_SET = re.compile(r".*/rest/zwave/node/ZW010_1/security/user/(\d+)/set/code/(\d+)$")
_DELETE = re.compile(r".*/rest/zwave/node/ZW010_1/security/user/(\d+)/delete$")


class Reply:
    """An answer of the controller, as much of aiohttp's as the library uses."""

    def __init__(self, status: int) -> None:
        self.status = status

    async def text(self, **_: Any) -> str:
        """Return the body."""
        return TAKEN

    def release(self) -> None:
        """Release nothing."""


class IsyController:
    """A controller with one lock, and a session of aiohttp to the library."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.fault: str | None = None
        self.status = 200
        self.sent: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Close nothing."""

    async def finish(self) -> None:
        """Wait until what is late was carried out."""
        await asyncio.gather(*self._tasks)

    @asynccontextmanager
    async def get(self, url: str, **_: Any) -> AsyncIterator[Reply]:
        """Answer a request."""
        self.sent.append(url)
        if self.fault == "unreachable":
            raise aiohttp.ServerDisconnectedError
        if self.fault in {"late", "no_answer"}:
            task = asyncio.ensure_future(self._carry_out_later(url))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            raise TimeoutError
        await asyncio.sleep(0.01)
        if self.fault in {"refuses", "full"}:
            yield Reply(404)
            return
        if self.fault != "lies" and self.status == 200:
            self._carry_out(url)
        yield Reply(self.status)

    async def _carry_out_later(self, url: str) -> None:
        await asyncio.sleep(LATE if self.fault == "late" else 0)
        self._carry_out(url)

    def _carry_out(self, url: str) -> None:
        """Carry a command out; the code is a number to the controller."""
        if found := _SET.match(url):
            self.codes[found[1]] = str(int(found[2]))
        elif found := _DELETE.match(url):
            self.codes.pop(found[1], None)

    def node(self, protocol: str = "zwave") -> Node:
        """Return the library's node of the lock."""
        session: Any = self
        link = Connection("isy.test", 80, "user", "secret", websession=session)
        isy = SimpleNamespace(conn=link, uuid=UUID)
        nodes: Any = SimpleNamespace(isy=isy)
        state = NodeProperty("ST", 100)
        return Node(nodes, ADDRESS, "Front door", state, protocol=protocol)


async def async_add_isy(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    controller: IsyController,
    node: Node | None = None,
) -> CustomComponent:
    """Load the integration's data with this controller. Its set-up reads much else, and is left out."""
    monkeypatch.setattr(connection, "RETRY_BACKOFF", [0, 0, 0, 0, 0])
    node = node or controller.node()

    async def load(entry: ConfigEntry) -> None:
        data = IsyData()
        data.root = node.isy
        data.nodes[Platform.LOCK].append(node)
        entry.runtime_data = data

    async def unload(entry: ConfigEntry) -> None:
        del entry.runtime_data

    component = CustomComponent(hass, "isy994", f"{UUID}_{ADDRESS}")
    await component.add(load, unload)
    return component
