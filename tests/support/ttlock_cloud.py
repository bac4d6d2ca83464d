"""The cloud of TTLock for tests, behind a client that answers and fails as that of the custom component does."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

import aiohttp

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .custom_locks import CustomComponent

LOCK_ID: Final = 7252408
LATE: Final = 1.5
TIMEOUT: Final = 0.2

EXISTS, FULL, NO_GATEWAY = -3007, -3009, -2012


class RequestFailed(Exception):
    """The component's exception for an answer with an error code."""


class TtlockCloud:
    """The cloud, a gateway and one lock: ``get`` and ``post`` are the component's client."""

    def __init__(self) -> None:
        self.passcodes: list[dict[str, Any]] = []
        self.fault: str | None = None
        self.errors: list[int | Exception] = []
        """What the next writes are answered with."""
        self.meanwhile: list[tuple[str, str]] = []
        """Names and PINs that the app adds right before the next write."""
        self.has_stuck_clock = False
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self._last_id = 0
        self._is_silent = False
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, name: str | None, pin: str | None, kind: int = 2, **more: int) -> int:
        """Add a passcode as the app does, and return its id."""
        self._last_id += 1
        self.passcodes.append(
            {
                "keyboardPwdId": self._last_id,
                "keyboardPwdName": name,
                "keyboardPwd": pin,
                "keyboardPwdType": kind,
                **more,
            }
        )
        return self._last_id

    def opening(self, at: datetime | None = None) -> dict[str, str]:
        """Return the PINs that open the lock at an instant, else now, by name."""
        now = (at or dt_util.utcnow()).timestamp() * 1000
        return {
            each["keyboardPwdName"]: each["keyboardPwd"]
            for each in self.passcodes
            if each["keyboardPwdType"] == 2
            or each["startDate"] <= now < each["endDate"]
        }

    async def get(self, path: str, **fields: Any) -> Mapping[str, Any]:
        """Answer the list."""
        assert path == "lock/listKeyboardPwd"
        assert fields["lockId"] == LOCK_ID
        return await self._call(path, fields)

    async def post(self, path: str, **fields: Any) -> Mapping[str, Any]:
        """Carry a command out by the gateway."""
        assert fields["lockId"] == LOCK_ID
        return await self._call(path, fields)

    async def _call(self, path: str, fields: dict[str, Any]) -> Mapping[str, Any]:
        self.sent.append((path, fields))
        is_write = path != "lock/listKeyboardPwd"
        if is_write:
            for name, pin in self.meanwhile:
                self.add(name, pin)
            self.meanwhile.clear()
        fault = self.fault
        if fault == "unreachable":
            key: Any = SimpleNamespace(host="euapi.ttlock.com", port=443, ssl=None)
            raise aiohttp.ClientConnectorError(key, OSError("no route"))
        if fault == "late":
            task = asyncio.ensure_future(self._answer_late(path, fields))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
        await asyncio.sleep(0.01)
        if path.startswith("keyboardPwd/") and self.errors:
            error = self.errors.pop(0)
            if isinstance(error, Exception):
                raise error
            return _checked({"errcode": error, "errmsg": "no", "description": "no"})
        answer = self._answer(path, fields)
        self._is_silent = fault == "no_answer" and (self._is_silent or is_write)
        if self._is_silent:
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
        return _checked(answer)

    def stop(self) -> None:
        """Answer nothing more that is late."""
        for task in self._tasks:
            task.cancel()

    async def _answer_late(self, path: str, fields: dict[str, Any]) -> None:
        await asyncio.sleep(LATE)
        self._answer(path, fields)

    def _answer(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        match path:
            case "lock/listKeyboardPwd":
                size = fields["pageSize"]
                start = (fields["pageNo"] - 1) * size
                page = [dict(each) for each in self.passcodes[start : start + size]]
                return {"list": page, "pageNo": fields["pageNo"], "total": 1}
            case "lock/updateDate":
                return {"errcode": NO_GATEWAY if self.has_stuck_clock else 0}
            case "keyboardPwd/add" if self.fault == "full":
                return {"errcode": FULL, "errmsg": "no more room"}
            case _ if self.fault == "refuses":
                return {"errcode": 1, "errmsg": "failed or means no"}
            case _ if self.fault == "lies":
                return {"errcode": 0}
            case "keyboardPwd/add":
                assert fields["addType"] == 2
                dates = {key: fields[key] for key in fields.keys() & _DATES}
                kind, name = fields["keyboardPwdType"], fields["keyboardPwdName"]
                passcode = self._kept(fields["keyboardPwd"])
                return {"keyboardPwdId": self.add(name, passcode, kind, **dates)}
            case "keyboardPwd/delete":
                assert fields["deleteType"] == 2
                self.passcodes.remove(self._of(fields))
            case _:
                assert path == "keyboardPwd/change"
                self._change(fields)
        return {"errcode": 0, "errmsg": "none error message or means yes"}

    def _change(self, fields: dict[str, Any]) -> None:
        passcode = self._of(fields)
        if "newKeyboardPwd" in fields:
            assert fields["changeType"] == 2
            passcode["keyboardPwd"] = self._kept(fields["newKeyboardPwd"])
        passcode |= {key: fields[key] for key in fields.keys() & _CHANGEABLE}

    def _of(self, fields: dict[str, Any]) -> dict[str, Any]:
        [passcode] = [
            each
            for each in self.passcodes
            if each["keyboardPwdId"] == fields["keyboardPwdId"]
        ]
        return passcode

    def _kept(self, pin: str) -> str:
        return pin.lstrip("0") if self.fault == "alters" else pin


_DATES: Final = {"startDate", "endDate"}
_CHANGEABLE: Final = {*_DATES, "keyboardPwdName"}


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    """Raise what the component raises for an error code."""
    if answer.get("errcode", 0) != 0:
        raise RequestFailed(f"API returned: {answer}")
    return answer


async def async_add_ttlock(
    hass: HomeAssistant,
    cloud: TtlockCloud,
    unique_id: str = f"ttlock-{LOCK_ID}-lock",
) -> CustomComponent:
    """Load the component with this cloud, as the real one does: its data holds the client."""

    async def load(entry: ConfigEntry) -> None:
        data = {"api": cloud, "locks": []}
        hass.data.setdefault("ttlock", {})[entry.entry_id] = data

    async def unload(entry: ConfigEntry) -> None:
        hass.data["ttlock"].pop(entry.entry_id)

    component = CustomComponent(hass, "ttlock", unique_id)
    await component.add(load, unload)
    return component
