"""Schlage's cloud, for the real pyschlage library: only its HTTP requests and its sign-in are replaced."""

from datetime import UTC, datetime
from enum import StrEnum
import json
import threading
from typing import Any, Final
from unittest.mock import MagicMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import requests

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry

BASE: Final = "https://api.allegion.yonomi.cloud/v1"
LOCK_ID: Final = "lock-1"
LATE: Final = 1.0
"""Seconds after which a late cloud carries a write out."""

_ALWAYS: Final = {"activationSecs": 0, "expirationSecs": 0xFFFFFFFF}
_EVERY_DAY: Final = {
    "daysOfWeek": "7F",
    "startHour": 0,
    "startMinute": 0,
    "endHour": 23,
    "endMinute": 59,
}
_NOBODY: Final = "ffffffff-ffff-ffff-ffff-ffffffffffff"
_UNLOCKED: Final = 2


class Fault(StrEnum):
    """A way in which the cloud, or the lock behind it, fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    """It carries writes out and answers nothing from then on."""
    LATE = "late"


class SchlageCloud:
    """The cloud, with one lock."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, Any]] = {}
        """Codes by id, as the cloud keeps them."""
        self.fault: Fault | None = None
        self.status: dict[str, int] = {}
        """HTTP statuses by the end of a path, in place of an answer."""
        self.code_length: int | None = 6
        self.next_id: str | None = None
        self.logs: list[dict[str, Any]] = []
        self.notifications: dict[str, dict[str, Any]] = {}
        self.requests: list[str] = []
        """Method and path of each request."""
        self._is_silent = False
        self._number = 0

    def pins(self) -> dict[str, str]:
        """Return the PINs by id."""
        return {
            key: f"{code['accessCode']:0{code['accessCodeLength']}}"
            for key, code in self.codes.items()
        }

    def opening(self, at: datetime) -> set[str]:
        """Return the PINs that open the lock at an instant; none by the days of the week here."""
        seconds, pins = at.timestamp(), self.pins()
        return {
            pins[key]
            for key, code in self.codes.items()
            if code["activationSecs"] <= seconds < code["expirationSecs"]
            and not code["disabled"]
        }

    def heal(self) -> None:
        """End every fault."""
        self.fault, self._is_silent = None, False
        self.status.clear()

    def put(self, key: str, pin: str, name: str | None = None, **more: Any) -> None:
        """Put a code there from the app."""
        self.codes[key] = {
            "accesscodeId": key,
            "friendlyName": name or key,
            "accessCode": int(pin),
            "accessCodeLength": len(pin),
            "disabled": 0,
            "schedule1": _EVERY_DAY,
            **_ALWAYS,
            **more,
        }

    def log(self, event: int, key: str = _NOBODY, at: datetime | None = None) -> None:
        """Append an entry to the log."""
        message = {"accessorUuid": _NOBODY, "keypadUuid": key, "eventCode": event}
        at = at or datetime.now(UTC)
        self.logs.append({"createdAt": at.isoformat(), "message": message})

    def use(self, key: str, at: datetime | None = None) -> None:
        """Unlock with a code."""
        self.log(_UNLOCKED, key, at)

    # --- requests

    def request(self, method: str, url: str, **fields: Any) -> requests.Response:
        """Answer a request, in place of the HTTP library."""
        path = url.removeprefix(f"{BASE}/")
        self.requests.append(f"{method} {path}")
        prepared = requests.Request(method, url).prepare()
        if self.fault is Fault.UNREACHABLE:
            raise requests.ConnectionError(request=prepared)
        if self._is_silent:
            raise requests.ReadTimeout(request=prepared)
        for end, status in self.status.items():
            if path.endswith(end):
                return _answer(prepared, {"message": str(fields)}, status)
        if path.endswith("/commands"):
            return self._command(prepared, fields["json"])
        return _answer(prepared, self._read(method, path, fields), 200)

    def _read(self, method: str, path: str, fields: dict[str, Any]) -> Any:
        if path == "devices":
            return [self._device()]
        if path == "users/@me":
            return {"identityId": "user"}
        if path.endswith("/logs"):
            return self.logs
        if path.endswith("/storage/accesscode"):
            return [*self.codes.values()]
        if method == "get":
            return [*self.notifications.values()]
        return self._notify(method, path, fields)

    def _notify(self, method: str, path: str, fields: dict[str, Any]) -> Any:
        if method == "delete":
            self.notifications.pop(path.split("/")[1], None)
            return {}
        sent = fields["json"]
        now = datetime.now(UTC).isoformat()
        kept = {"userId": "user", "deviceId": LOCK_ID, "createdAt": now, **sent}
        self.notifications[sent["notificationId"]] = {**kept, "updatedAt": now}
        return self.notifications[sent["notificationId"]]

    def _command(
        self, prepared: requests.PreparedRequest, command: dict[str, Any]
    ) -> requests.Response:
        is_new = command["name"] == "addaccesscode"
        if self.fault is Fault.REFUSES or (self.fault is Fault.FULL and is_new):
            return _answer(prepared, {"message": str(command)}, 400)
        data = dict(command["data"])
        if is_new:
            self._number += 1
            data["accesscodeId"] = self.next_id or f"code-{self._number}"
        if self.fault is Fault.ALTERS and is_new:
            data["accessCodeLength"] = len(str(data["accessCode"]))
        if self.fault is Fault.LATE:
            threading.Timer(LATE, self._carry_out, (command["name"], data)).start()
            raise requests.ReadTimeout(request=prepared)
        if self.fault is not Fault.LIES:
            self._carry_out(command["name"], data)
        if self.fault is Fault.NO_ANSWER:
            self._is_silent = True
            raise requests.ReadTimeout(request=prepared)
        return _answer(prepared, {"accesscodeId": data["accesscodeId"]}, 200)

    def _carry_out(self, name: str, data: dict[str, Any]) -> None:
        key = data["accesscodeId"]
        if name == "deleteaccesscode":
            self.codes.pop(key, None)
        else:
            self.codes[key] = data

    def _device(self) -> dict[str, Any]:
        attributes: dict[str, Any] = {"lockState": 1, "batteryLevel": 90}
        if self.code_length is not None:
            attributes["accessCodeLength"] = self.code_length
        return {
            "deviceId": LOCK_ID,
            "name": "Front door",
            "modelName": "BE489",
            "devicetypeId": "be489wifi",
            "connected": True,
            "attributes": attributes,
        }


def _answer(
    prepared: requests.PreparedRequest, content: Any, status: int
) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.request = prepared
    response.url = prepared.url or ""
    response._content = json.dumps(content).encode()  # noqa: SLF001
    return response


def replace_cloud(monkeypatch: pytest.MonkeyPatch, cloud: SchlageCloud) -> None:
    """Let the library reach this cloud."""
    monkeypatch.setattr("pyschlage.auth.requests.request", cloud.request)
    monkeypatch.setattr("pyschlage.auth.pycognito.Cognito", MagicMock())
    monkeypatch.setattr("pyschlage.auth.utils.RequestsSrpAuth", MagicMock())


async def async_add_schlage(hass: HomeAssistant) -> MockConfigEntry:
    """Load the integration of Home Assistant with one lock."""
    entry = MockConfigEntry(
        domain="schlage",
        title="Schlage",
        unique_id="user",
        data={"username": "user", "password": "secret"},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def lock_entity(hass: HomeAssistant) -> RegistryEntry:
    """Return the lock's entity."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id("lock", "schlage", LOCK_ID)
    entity = registry.async_get(entity_id or "")
    assert entity is not None
    return entity
