"""SmartThings for tests: a cloud at the HTTP layer of pysmartthings, with a hub, its driver and a lock behind it.

The driver does what the published drivers for Zigbee and Z-Wave locks do: the one for Zigbee reads a slot four seconds after
it has written it, the one for Z-Wave only after it has deleted it; both pass on what the lock reports by itself.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
import json
from typing import Any, Final
from uuid import uuid4

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from homeassistant.components import smartthings
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

LOCATION: Final = "397678e5-9995-4a39-9d9f-ae6ba310236c"
READ_AFTER: Final = 0.02
"""Seconds after which the driver reads a slot that it has written."""
LATE: Final = 1.5
"""Seconds after which a late lock carries a command out."""


class Fault(StrEnum):
    """A way in which the lock fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    LATE = "late"


class Reply:
    """An answer of the cloud, as much of aiohttp's as the library uses."""

    def __init__(self, status: int, body: Any = None) -> None:
        self.status = status
        self._body = body

    async def text(self) -> str:
        """Return the body."""
        return json.dumps(self._body)


class Stream:
    """The stream of events that the library reads line by line."""

    def __init__(self) -> None:
        self.content = self
        self._lines: asyncio.Queue[bytes] = asyncio.Queue()

    def raise_for_status(self) -> None:
        """Raise nothing: the cloud has opened the stream."""

    def close(self) -> None:
        """Close nothing."""

    def push(self, event_type: str, data: dict[str, Any]) -> None:
        """Send an event."""
        for line in (f"event: {event_type}", f"data: {json.dumps(data)}", ""):
            self._lines.put_nowait(f"{line}\n".encode())

    def end(self) -> None:
        """End the stream, as a cloud does that restarts."""
        self._lines.put_nowait(b"")

    async def readline(self) -> bytes:
        """Return the next line."""
        return await self._lines.get()


class HubLock:
    """A lock, and the driver on the hub that speaks to it."""

    def __init__(
        self, kind: str = "ZIGBEE", *, maximum: int = 6, has_codes: bool = True
    ) -> None:
        self.kind = kind
        self.device_id = str(uuid4())
        self.codes: dict[int, str] = {}
        """The PINs that open the lock."""
        self.listed: dict[str, str] = {}
        """The names in the driver's list."""
        self.fault: Fault | None = None
        self.sent: list[tuple[str, int]] = []
        self.names: dict[int, str] = {}
        self.cloud: SmartThingsCloud | None = None
        self.attributes: dict[str, Any] = {
            "maxCodes": maximum,
            "minCodeLength": 4,
            "maxCodeLength": 8,
            "lockCodes": "{}",
            "codeChanged": None,
        }
        self.has_codes = has_codes
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def status(self) -> dict[str, Any]:
        """The status as the cloud returns it."""
        codes = {name: {"value": value} for name, value in self.attributes.items()}
        lock = {"lock": {"lock": {"value": "locked"}}}
        return {"main": lock | ({"lockCodes": codes} if self.has_codes else {})}

    def take(self, command: str, arguments: list[Any]) -> None:
        """Take a command from the cloud, and carry it out in the background."""
        self.sent.append((command, arguments[0]))
        task = asyncio.ensure_future(self._carry_out(command, arguments))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Carry out nothing more that is under way."""
        for task in self._tasks:
            task.cancel()

    async def _carry_out(self, command: str, arguments: list[Any]) -> None:
        fault, slot = self.fault, arguments[0]
        await asyncio.sleep(LATE if fault is Fault.LATE else READ_AFTER)
        if command == "setCode":
            pin, self.names[slot] = arguments[1:]
            self._set(slot, pin, fault)
        elif command == "deleteCode":
            if fault not in {Fault.REFUSES, Fault.LIES}:
                self.codes.pop(slot, None)
            if fault is not Fault.REFUSES and str(slot) in self.listed:
                self.say_deleted(slot, fault)
        if command == "setCode" and self.kind == "ZWAVE":
            return
        await asyncio.sleep(READ_AFTER)
        self.read(slot, fault)

    def _set(self, slot: int, pin: str, fault: Fault | None) -> None:
        """Write a PIN; a Z-Wave lock reports a duplicate."""
        others = {held for other, held in self.codes.items() if other != slot}
        if self.kind == "ZWAVE" and pin in others:
            self.say(f"{slot} failed", fault)
            return
        is_full = fault is Fault.FULL and slot not in self.codes
        if fault is Fault.REFUSES or is_full:
            return
        if fault is not Fault.LIES:
            self.codes[slot] = pin.lstrip("0") if fault is Fault.ALTERS else pin
        self.say_set(slot, fault)

    def say(self, value: str, fault: Fault | None = None) -> None:
        """Push ``codeChanged``."""
        if fault is not Fault.NO_ANSWER:
            self.push("lockCodes", "codeChanged", value, {"codeName": "a name"})

    def say_set(self, slot: int, fault: Fault | None = None) -> None:
        """Report an occupied slot."""
        word = "changed" if str(slot) in self.listed else "set"
        self.listed[str(slot)] = f"Code {slot}"
        self.say(f"{slot} {word}", fault)

    def say_deleted(self, slot: int, fault: Fault | None = None) -> None:
        """Report that a slot in the list is empty."""
        del self.listed[str(slot)]
        self.say(f"{slot} deleted", fault)

    def read(self, slot: int, fault: Fault | None = None) -> None:
        """Ask the lock for a slot, and report what it says."""
        if slot in self.codes:
            self.say_set(slot, fault)
        elif str(slot) in self.listed:
            self.say_deleted(slot, fault)
        else:
            self.say(f"{slot} unset", fault)

    def push(
        self, capability: str, attribute: str, value: Any, data: Any = None
    ) -> None:
        """Push an event to all who listen."""
        assert self.cloud is not None
        event = {
            "eventId": str(uuid4()),
            "locationId": LOCATION,
            "ownerId": LOCATION,
            "ownerType": "LOCATION",
            "deviceId": self.device_id,
            "componentId": "main",
            "capability": capability,
            "attribute": attribute,
            "value": value,
            "data": data,
        }
        root = {"eventTime": 0, "eventType": "DEVICE_EVENT", "deviceEvent": event}
        self.cloud.push("DEVICE_EVENT", root)

    def push_health(self, *, is_online: bool) -> None:
        """Push whether the hub hears the lock."""
        assert self.cloud is not None
        event = {
            "deviceId": self.device_id,
            "locationId": LOCATION,
            "status": "ONLINE" if is_online else "OFFLINE",
        }
        kind = "DEVICE_HEALTH_EVENT"
        root = {"eventTime": 0, "eventType": kind, "deviceHealthEvent": event}
        self.cloud.push(kind, root)

    def type_at_keypad(
        self, slot: int, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        if pin is None:
            self.codes.pop(slot, None)
        else:
            self.codes[slot] = pin
        if is_reported:
            self.read(slot)

    def use(self, slot: int) -> None:
        """Open the lock with the code of a slot."""
        data = {"method": "keypad", "codeId": str(slot), "codeName": f"Code {slot}"}
        self.push("lock", "lock", "unlocked", data)

    def fail(self, trouble: str | None) -> None:
        """Let the lock fail in this way from now on."""
        was_away = self.fault is Fault.UNREACHABLE
        self.fault = Fault(trouble) if trouble is not None else None
        if (self.fault is Fault.UNREACHABLE) is not was_away:
            self.push_health(is_online=was_away)


class SmartThingsCloud:
    """The cloud: a session of aiohttp to the library."""

    def __init__(self, *locks: HubLock) -> None:
        self.locks = {lock.device_id: lock for lock in locks}
        for lock in locks:
            lock.cloud = self
        self.streams: list[Stream] = []
        self.commands: list[dict[str, Any]] = []
        self.answer: Callable[[], Reply] | None = None
        """What the cloud answers to a command instead of passing it on."""

    def push(self, event_type: str, data: dict[str, Any]) -> None:
        """Push an event into the newest stream."""
        self.streams[-1].push(event_type, data)

    @asynccontextmanager
    async def get(self, url: str, **_: Any) -> AsyncIterator[Stream]:
        """Open a stream of events."""
        self.streams.append(Stream())
        yield self.streams[-1]

    async def request(
        self, method: str, url: URL, *, json: Any = None, **_: Any
    ) -> Reply:
        """Answer a request."""
        match method, *url.parts[1:]:
            case "POST", "subscriptions":
                return Reply(200, self._subscription())
            case "DELETE", "subscriptions", _:
                return Reply(200, {})
            case "GET", "v1", "locations", _, "rooms":
                return Reply(200, {"items": []})
            case "GET", "v1", "devices":
                devices = [self._device(lock) for lock in self.locks.values()]
                return Reply(200, {"items": devices})
            case "GET", "v1", "devices", device_id, "status":
                return Reply(200, {"components": self.locks[device_id].status})
            case "GET", "v1", "devices", device_id, "health":
                return Reply(200, self._health(self.locks[device_id]))
            case "GET", "v1", "scenes":
                return Reply(200, {"items": []})
            case "POST", "v1", "devices", device_id, "commands":
                return self._command(self.locks[device_id], json["commands"])
            case _:
                return Reply(404, {})

    def _command(self, lock: HubLock, commands: list[dict[str, Any]]) -> Reply:
        self.commands += commands
        if self.answer is not None:
            return self.answer()
        for each in commands:
            lock.take(each["command"], each["arguments"])
        return Reply(200, {"results": [{"id": str(uuid4()), "status": "COMPLETED"}]})

    def _subscription(self) -> dict[str, Any]:
        name = str(uuid4())
        return {
            "subscriptionId": name,
            "registrationUrl": f"https://spigot.test/{name}",
            "name": "My Home Assistant sub",
        }

    def _health(self, lock: HubLock) -> dict[str, Any]:
        return {
            "deviceId": lock.device_id,
            "state": "OFFLINE" if lock.fault is Fault.UNREACHABLE else "ONLINE",
            "lastUpdatedDate": dt_util.utcnow().isoformat(),
        }

    def _device(self, lock: HubLock) -> dict[str, Any]:
        ids = ["lock", *(["lockCodes"] if lock.has_codes else [])]
        component = {
            "id": "main",
            "label": "main",
            "capabilities": [{"id": each, "version": 1} for each in ids],
            "categories": [{"name": "SmartLock", "categoryType": "manufacturer"}],
        }
        return {
            "deviceId": lock.device_id,
            "name": "base-lock",
            "label": "Front door",
            "locationId": LOCATION,
            "type": lock.kind,
            "components": [component],
        }


async def async_add_smartthings(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, cloud: SmartThingsCloud
) -> MockConfigEntry:
    """Set Home Assistant's own integration up with this cloud."""
    monkeypatch.setattr(smartthings, "async_get_clientsession", lambda _: cloud)
    assert await async_setup_component(hass, "application_credentials", {})
    credential = ClientCredential("id", "secret")
    await async_import_client_credential(hass, "smartthings", credential, "smartthings")
    token = {
        "access_token": "token",
        "refresh_token": "refresh",
        "expires_at": dt_util.utcnow().timestamp() + 1e9,
        "expires_in": 86399,
        "scope": " ".join(smartthings.const.SCOPES),
        "installed_app_id": str(uuid4()),
    }
    entry = MockConfigEntry(
        domain="smartthings",
        unique_id=LOCATION,
        version=3,
        minor_version=3,
        data={
            "auth_implementation": "smartthings",
            "location_id": LOCATION,
            "token": token,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def lock_entity(hass: HomeAssistant, lock: HubLock) -> RegistryEntry:
    """Return the entity of a lock."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        "lock", "smartthings", f"{lock.device_id}_main"
    )
    assert entity_id is not None
    entity = registry.async_get(entity_id)
    assert entity is not None
    return entity
