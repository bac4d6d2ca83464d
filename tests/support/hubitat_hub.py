"""Hubitat for tests: a hub at the HTTP layer of hubitatmaker, with its Maker API, a driver and a lock behind it.

The driver does what the published example of a driver for locks with codes does (hubitat/HubitatPublic, virtualLock): it keeps
the table ``lockCodes``, says ``codeChanged`` after each change of it, and passes over in silence what it does not take.
Other drivers say ``failed``, as this one does where it is told to. ``IntegrationHub`` is what the custom integration
(jason0x43/hacs-hubitat 0.10.5) has around the library, which it brings in a copy of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
import json
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import MagicMock

import aiohttp
import hubitatmaker
from hubitatmaker import hub as library
import pytest
from yarl import URL

from custom_components.access_codes.locks.hubitat import hub_lock
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .custom_locks import CustomComponent

HUB_ID: Final = "3b5f1c2d"
DEVICE_ID: Final = "176"
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
    """It carries commands out, and the hub answers nothing from then on."""
    LATE = "late"


class HubitatHub:
    """The hub, its Maker API, and one lock."""

    def __init__(self, *, maximum: Any = 20, length: Any = 6) -> None:
        self.codes: dict[int, tuple[str, str]] = {}
        """PIN and name by slot."""
        self.fault: Fault | None = None
        self.status = 200
        """HTTP status of each answer."""
        self.is_silent_about_refusals = False
        self.is_masking = False
        """The driver shows asterisks in place of PINs."""
        self.is_away = False
        """The hub is off."""
        self.is_mute = False
        """Its events are lost on their way."""
        self.requests: list[str] = []
        self.capabilities = ["Actuator", "Lock", "LockCodes", "Refresh"]
        self.table: Callable[[], Any] = self.written_table
        """What the driver writes as its table."""
        self.limits = {"maxCodes": maximum, "codeLength": length}
        self.library: hubitatmaker.Hub | None = None
        self.is_offered = True
        self._is_silent = False
        self._tasks: set[asyncio.Task[None]] = set()

    # --- the lock and its driver

    def written_table(self) -> str:
        """Return the table as the driver writes it."""
        table = {
            str(slot): {
                "name": name,
                "code": "*" * len(pin) if self.is_masking else pin,
            }
            for slot, (pin, name) in self.codes.items()
        }
        return json.dumps(table)

    def pins(self) -> dict[str, str]:
        """Return the PINs by slot."""
        return {str(slot): pin for slot, (pin, _) in self.codes.items()}

    def heal(self) -> None:
        """End every fault."""
        self.fault, self._is_silent = None, False

    @property
    def is_busy(self) -> bool:
        """A command is under way between hub and lock."""
        return bool(self._tasks)

    def stop(self) -> None:
        """Carry out nothing more that is under way."""
        for task in self._tasks:
            task.cancel()

    def say(self, attribute: str, value: Any) -> None:
        """Post an event to the library, as its event server hands it over."""
        assert self.library is not None
        if self._is_silent or self.is_away or self.is_mute:
            return
        content = {
            "name": attribute,
            "value": value,
            "displayName": "Front door",
            "deviceId": DEVICE_ID,
            "descriptionText": None,
            "unit": None,
            "type": None,
            "data": None,
        }
        self.library._process_event({"content": content})  # noqa: SLF001

    def say_changed(self, word: str | None) -> None:
        """Post the new table, and then the word for the change."""
        self.say("lockCodes", self.table())
        self.say("codeChanged", word)

    def type_at_keypad(
        self, slot: int, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself; ``is_reported``: the event reaches Home Assistant."""
        if pin is None:
            self.codes.pop(slot, None)
        else:
            self.codes[slot] = (pin, f"code #{slot}")
        if is_reported:
            self.say_changed("deleted" if pin is None else "changed")

    def use(self, slot: int) -> None:
        """Open the lock with the code of a slot."""
        self.say("lock", "unlocked")
        self.say("lastCodeName", self.codes[slot][1])

    def _set(self, slot: int, pin: str, name: str, fault: Fault | None) -> None:
        others = [code for key, code in self.codes.items() if key != slot]
        is_passed_over = any(code[0] == pin or code[1] == name for code in others)
        is_full = fault is Fault.FULL and slot not in self.codes
        if is_passed_over or is_full or fault is Fault.REFUSES:
            self._refuse(is_passed_over=is_passed_over)
            return
        kept = pin.lstrip("0") if fault is Fault.ALTERS else pin
        was = self.codes.get(slot)
        word = "added" if was is None else "changed"
        if fault is not Fault.LIES:
            self.codes[slot] = (kept, name)
        self.say_changed(None if was == (kept, name) else word)

    def _delete(self, slot: int, fault: Fault | None) -> None:
        if slot not in self.codes:
            return
        if fault is Fault.REFUSES:
            self._refuse()
            return
        if fault is not Fault.LIES:
            del self.codes[slot]
        self.say_changed("deleted")

    def _refuse(self, *, is_passed_over: bool = False) -> None:
        if not is_passed_over and not self.is_silent_about_refusals:
            self.say("codeChanged", "failed")

    # --- the Maker API

    @asynccontextmanager
    async def request(self, method: str, url: str, **_: Any) -> AsyncIterator[Any]:
        """Answer a request, in place of aiohttp."""
        path = URL(url).path.removeprefix("/apps/api/7/")
        self.requests.append(path)
        await asyncio.sleep(0)
        if self.fault is Fault.UNREACHABLE or self.is_away:
            raise aiohttp.ClientConnectorError(MagicMock(), OSError("no route"))
        if self._is_silent:
            raise TimeoutError
        body: Any = {"error": True} if self.status >= 400 else self._answer(path)
        self._is_silent = self.fault is Fault.NO_ANSWER and path.count("/") > 2
        if self._is_silent:
            raise TimeoutError
        yield SimpleNamespace(
            method=method,
            url=url,
            status=self.status,
            reason="no",
            text=lambda: _async(json.dumps(body)),
            json=lambda **_: _async(body),
        )

    def _answer(self, path: str) -> Any:
        match path.split("/"):
            case ["devices"]:
                listed = {"id": DEVICE_ID, "name": "Lock", "label": "Front door"}
                return [listed] if self.is_offered else []
            case ["devices", device_id]:
                assert device_id == DEVICE_ID
                return self._device()
            case ["devices", _, command, argument]:
                self._take(command, argument)
                return self._device()
            case _:
                return {"error": True, "message": "unexpected"}

    def _take(self, command: str, argument: str) -> None:
        """Start a command: the hub answers before the driver has done it."""
        fault = self.fault

        async def carry_out() -> None:
            await asyncio.sleep(LATE if fault is Fault.LATE else 0.01)
            slot, *more = argument.split(",")
            if command == "setCode":
                pin, name = more
                self._set(int(slot), pin, name, fault)
            else:
                assert (command, more) == ("deleteCode", [])
                self._delete(int(slot), fault)

        task = asyncio.ensure_future(carry_out())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _device(self) -> dict[str, Any]:
        values = {
            "lock": "locked",
            "codeChanged": None,
            "lastCodeName": None,
            "lockCodes": self.table(),
            **self.limits,
        }
        return {
            "id": DEVICE_ID,
            "name": "Generic Z-Wave Lock",
            "label": "Front door",
            "type": "Generic Z-Wave Lock",
            "attributes": [
                {"name": name, "currentValue": value, "dataType": "STRING"}
                for name, value in values.items()
            ],
            "capabilities": self.capabilities,
            "commands": ["deleteCode", "getCodes", "lock", "setCode", "unlock"],
        }


async def _async[T](value: T) -> T:
    return value


class IntegrationHub:
    """The hub as the integration keeps it among the data of its domain."""

    def __init__(self, hub: HubitatHub) -> None:
        self.id = HUB_ID
        self.is_connected = False
        self._hub = hubitatmaker.Hub("http://hub.test", "7", "token")
        self._device_listeners: dict[str, list[Callable[[Any], None]]] = {}
        self._connection_listeners: list[Callable[[bool], None]] = []
        hub.library = self._hub

    @property
    def devices(self) -> Mapping[str, hubitatmaker.Device]:
        """The devices of the hub."""
        return self._hub.devices

    async def connect(self) -> None:
        """Reach the hub."""
        await self._hub.load_devices()
        for device_id in self._hub.devices:
            self._hub.add_device_listener(device_id, self.handle_event)
        self.set_connected(connected=True)

    def set_connected(self, *, connected: bool) -> None:
        """Tell whether the hub was reached."""
        self.is_connected = connected
        for listener in self._connection_listeners.copy():
            listener(connected)

    def stop(self) -> None:
        """Forget who listens."""
        self._hub._listeners = {}  # noqa: SLF001
        self.set_connected(connected=False)
        self._device_listeners = {}

    def add_connection_listener(self, listener: Callable[[bool], None]) -> None:
        """Add a listener of the connection."""
        self._connection_listeners.append(listener)

    def remove_connection_listener(self, listener: Callable[[bool], None]) -> None:
        """Remove a listener of the connection."""
        if listener in self._connection_listeners:
            self._connection_listeners.remove(listener)

    def add_device_listener(
        self, device_id: str, listener: Callable[[Any], None]
    ) -> None:
        """Add a listener of a device."""
        self._device_listeners.setdefault(device_id, []).append(listener)

    def remove_device_listener(
        self, device_id: str, listener: Callable[[Any], None]
    ) -> None:
        """Remove a listener of a device."""
        if listener in self._device_listeners.get(device_id, []):
            self._device_listeners[device_id].remove(listener)

    def remove_device_listeners(self, device_id: str) -> None:
        """Remove all listeners of a device, as an entity does that goes or gets another entity id."""
        self._device_listeners[device_id] = []

    def handle_event(self, event: hubitatmaker.Event) -> None:
        """Hand an event on."""
        for listener in self._device_listeners.get(event.device_id, []):
            listener(event)

    async def refresh_device(self, device_id: str) -> None:
        """Ask the hub for a device."""
        await self._hub.refresh_device(device_id)

    async def send_command(
        self, device_id: str, command: str, arg: str | int | None
    ) -> None:
        """Send a command to a device."""
        await self._hub.send_command(device_id, command, arg)


async def async_add_hubitat(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    hub: HubitatHub,
    unique_id: str = f"{HUB_ID}::{DEVICE_ID}::lock",
) -> CustomComponent:
    """Load the component with this hub, as the real one does, also while the hub is off."""
    monkeypatch.setattr(aiohttp, "request", hub.request)
    monkeypatch.setattr(library, "REQUEST_RETRY_DELAY_INTERVAL", 0)
    monkeypatch.setattr(library, "_get_mac_address", lambda _: "")
    # The component's copy of the library has a logger of another name.
    monkeypatch.setattr(hub_lock, "LOGGERS", ("hubitatmaker.hub",))

    async def load(entry: ConfigEntry) -> None:
        made = IntegrationHub(hub)
        hass.data.setdefault("hubitat", {})[entry.entry_id] = made
        if not hub.is_away:
            await made.connect()

    async def unload(entry: ConfigEntry) -> None:
        hass.data["hubitat"].pop(entry.entry_id).stop()

    component = CustomComponent(hass, "hubitat", unique_id)
    await component.add(load, unload)
    return component


def integration_hub(hass: HomeAssistant, component: CustomComponent) -> IntegrationHub:
    """Return the hub that the component has."""
    hub: IntegrationHub = hass.data["hubitat"][component.entry.entry_id]
    return hub
