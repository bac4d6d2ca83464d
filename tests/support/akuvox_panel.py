"""A panel by Akuvox for tests, at the HTTP layer of pylocal_akuvox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
import json
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
from pylocal_akuvox import AkuvoxDevice
from pylocal_akuvox._http import AkuvoxHttpClient
import pytest

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .custom_locks import CustomComponent

PER_PAGE: Final = 10
LATE: Final = 1.5
TIMEOUT: Final = 0.2
"""Seconds after which the library gives a request up."""


class Reply:
    """An answer of the panel, as much of aiohttp's as the library uses."""

    def __init__(self, status: int, body: Any) -> None:
        self.status = status
        self._body = body

    async def json(self, **_: Any) -> Any:
        """Return the body."""
        return json.loads(json.dumps(self._body))


class AkuvoxPanel:
    """A panel with its users, and a session of aiohttp to the library."""

    closed = False

    def __init__(self, model: str = "X916", firmware: str = "916.30.10.114") -> None:
        self.model = model
        self.firmware = firmware
        self.users: list[dict[str, str]] = []
        self.fault: str | None = None
        self.reply: Reply | None = None
        """What the panel answers to each request, whatever that is."""
        self.meanwhile: list[tuple[str, str]] = []
        """Names and PINs that somebody adds right before the next write."""
        self.pages_are_one = False
        self.sent: list[str] = []
        self._is_silent = False
        """It has fallen silent with a write."""
        self._last_id = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Close nothing."""

    def add(self, name: str, pin: str | None, schedules: str = "1001-1") -> str:
        """Add a user as somebody does on the panel, and return the id."""
        self._last_id += 1
        user = {
            "ID": str(self._last_id),
            "Name": name,
            "UserID": f"user{self._last_id}",
            "ScheduleRelay": schedules,
            "PrivatePIN": pin or "",
            "Source": "Local",
        }
        self.users.append(user)
        return user["ID"]

    def named(self, name: str) -> dict[str, str]:
        """Return the user of a name."""
        [user] = [user for user in self.users if user["Name"] == name]
        return user

    @asynccontextmanager
    async def request(
        self, method: str, url: str, *, json: Any = None, params: Any = None, **_: Any
    ) -> AsyncIterator[Reply]:
        """Answer a request."""
        path = url.removeprefix("http://panel.test")
        self.sent.append(f"{method} {path}")
        if method == "POST":
            for name, pin in self.meanwhile:
                self.add(name, pin)
            self.meanwhile.clear()
        fault = self.fault
        if fault == "unreachable":
            key: Any = SimpleNamespace(host="panel.test", port=80, ssl=None)
            raise aiohttp.ClientConnectorError(key, OSError("no route"))
        if fault == "late":
            task = asyncio.ensure_future(self._answer_late(path, json, params))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
        await asyncio.sleep(0.01)
        reply = self.reply or self._answer(path, json, params)
        self._is_silent = fault == "no_answer" and (self._is_silent or method == "POST")
        if self._is_silent:
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
        yield reply

    def stop(self) -> None:
        """Answer nothing more that is late."""
        for task in self._tasks:
            task.cancel()

    async def _answer_late(self, path: str, body: Any, params: Any) -> None:
        await asyncio.sleep(LATE)
        self._answer(path, body, params)

    def _answer(self, path: str, body: Any, params: Any) -> Reply:
        match path:
            case "/api/system/info":
                status = {
                    "Model": self.model,
                    "MAC": "0C:11:05:00:00:01",
                    "FirmwareVersion": self.firmware,
                    "HardwareVersion": "916.1.0.0",
                }
                return _envelope({"Status": status})
            case "/api/user/get":
                page = 1 if self.pages_are_one else int(params["page"])
                start = (page - 1) * PER_PAGE
                end = None if self.pages_are_one else start + PER_PAGE
                return _envelope({"item": deepcopy(self.users[start:end])})
            case "/api/user/set":
                assert body["target"] == "user"
                return self.write(body["action"], body["data"]["item"][0])
            case _:
                return Reply(404, {})

    def write(self, action: str, item: dict[str, str]) -> Reply:
        """Carry a write out, and answer it."""
        is_full = self.fault == "full" and action == "add"
        if self.fault == "refuses" or is_full:
            return _envelope({}, -1)
        if self.fault == "lies":
            return _envelope({})
        if self.fault == "alters" and "PrivatePIN" in item:
            item["PrivatePIN"] = item["PrivatePIN"].lstrip("0")
        match action:
            case "add":
                identifier = self.add(item["Name"], item["PrivatePIN"])
                self.users[-1] |= {**item, "ID": identifier}
            case "set":
                for user in self.users:
                    if user["ID"] == item["ID"]:
                        user |= item
            case _:
                self.users = [each for each in self.users if each["ID"] != item["ID"]]
        return _envelope({})


def _envelope(data: Any, retcode: int = 0) -> Reply:
    body = {"retcode": retcode, "action": "", "message": "", "data": data}
    return Reply(200, body)


async def async_add_panel(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    panel: AkuvoxPanel,
    unique_id: str = "0c1105000001_relay_1",
) -> CustomComponent:
    """Load the component with this panel, as the real one does: its coordinator holds the device of the library."""

    async def enter(client: AkuvoxHttpClient) -> AkuvoxHttpClient:
        monkeypatch.setattr(client, "_session", panel)
        return client

    monkeypatch.setattr(AkuvoxHttpClient, "__aenter__", enter)

    async def load(entry: ConfigEntry) -> None:
        device = AkuvoxDevice("panel.test", request_delay=0)
        await device.__aenter__()
        coordinator = SimpleNamespace(device=device)
        hass.data.setdefault("local_akuvox", {})[entry.entry_id] = coordinator

    async def unload(entry: ConfigEntry) -> None:
        coordinator = hass.data["local_akuvox"].pop(entry.entry_id)
        await coordinator.device.__aexit__(None, None, None)

    component = CustomComponent(hass, "local_akuvox", unique_id)
    await component.add(load, unload)
    return component
