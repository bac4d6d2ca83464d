"""Kwikset's cloud, for the real aiokwikset library: only its HTTP session and its sign-in are replaced.

The library's messages are taken apart to their bytes. What the cloud tells of a lock is reduced to the check sums of its
codes, in the form in which the library and the integration read them.
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
import json
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import AsyncMock, MagicMock
from zlib import crc32

from aiohttp import ClientConnectorError, ClientResponseError
from aiokwikset import API
from aiokwikset.device import Device
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry

DEVICE_ID: Final = "device1"
LATE: Final = 0.6
"""Seconds after which a late lock carries a write out."""
_SET, _DELETE = 0x00, 0x05


class Fault(StrEnum):
    """A way in which the lock fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    """It carries writes out, and the cloud answers nothing from then on."""
    LATE = "late"


class KwiksetCloud:
    """The cloud, with one lock, which always holds a code of the house in slot 0."""

    def __init__(self) -> None:
        self.codes: dict[int, tuple[str, str]] = {0: ("90909090", "House")}
        """PIN and name by slot."""
        self.fault: Fault | None = None
        self.status: int | None = None
        """HTTP status of each write, in place of carrying it out."""
        self.moves_to: int | None = None
        """Slot in which the lock puts new codes, whatever it is told."""
        self.meanwhile: dict[int, tuple[str, str]] = {}
        """Codes that the app adds when the next write has come."""
        self.device: Any = None
        """What is told of the lock, in place of the truth."""
        self.requests: list[str] = []
        self.delay = 0.0
        self._is_silent = False
        self._late: set[asyncio.Task[None]] = set()

    def heal(self) -> None:
        """End every fault."""
        self.fault, self.status, self._is_silent = None, None, False

    def pins(self) -> dict[str, str]:
        """Return the PINs by slot, without that of the house."""
        return {str(slot): pin for slot, (pin, _) in self.codes.items() if slot}

    def names(self) -> dict[str, str]:
        """Return the names by slot, without that of the house."""
        return {str(slot): name for slot, (_, name) in self.codes.items() if slot}

    @asynccontextmanager
    async def request(
        self, method: str, url: str, data: str | None = None, **_: Any
    ) -> AsyncIterator[MagicMock]:
        """Answer a request, in place of the HTTP session."""
        path = url.partition("/prod_v1/")[2]
        self.requests.append(f"{method} {path}")
        if self.fault is Fault.UNREACHABLE:
            raise ClientConnectorError(MagicMock(), OSError("no route"))
        if self._is_silent:
            raise TimeoutError
        status = self._write(method, json.loads(data)) if data is not None else 200
        if self._is_silent:
            raise TimeoutError
        answer = MagicMock()
        answer.json = AsyncMock(return_value=self._answer(path))
        if status >= 400:
            error = ClientResponseError(
                MagicMock(), (), status=status, message=str(data)
            )
            answer.raise_for_status.side_effect = error
        yield answer

    def _answer(self, path: str) -> Any:
        if path.startswith("devices_v2/"):
            marks = {"accesscodecrc": self._marks()}
            return {"data": [marks if self.device is None else self.device]}
        if path.endswith("/accesscode"):
            return {"data": [{"token": "token"} for _ in self.codes]}
        return {"data": []}

    def _marks(self) -> str:
        return ",".join(
            f"0101{slot:02x}{crc32(repr(code).encode()):08x}"
            for slot, code in self.codes.items()
        )

    def _write(self, method: str, content: dict[str, str]) -> int:
        if self.status is not None:
            return self.status
        self.codes |= self.meanwhile
        self.meanwhile = {}
        message = base64.b64decode(content["message"])
        slot, code = _parse(message)
        if self.fault is Fault.REFUSES:
            return 400
        if code is not None and method == "post":
            if self.fault is Fault.FULL:
                return 400
            slot = slot if self.moves_to is None else self.moves_to
        if code is not None and code[0] in self._other_pins(slot):
            return 409
        if code is not None and self.fault is Fault.ALTERS:
            code = (code[0].lstrip("0"), code[1])
        if self.fault is Fault.LATE or self.delay:
            task = asyncio.ensure_future(self._carry_out_late(slot, code))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            self._is_silent = self.fault is Fault.LATE
        elif self.fault is not Fault.LIES:
            self._carry_out(slot, code)
        if self.fault is Fault.NO_ANSWER:
            self._is_silent = True
        return 200

    def _other_pins(self, slot: int) -> set[str]:
        return {pin for place, (pin, _) in self.codes.items() if place != slot}

    async def _carry_out_late(self, slot: int, code: tuple[str, str] | None) -> None:
        await asyncio.sleep(self.delay or LATE)
        self._carry_out(slot, code)

    def _carry_out(self, slot: int, code: tuple[str, str] | None) -> None:
        if code is None:
            self.codes.pop(slot, None)
        else:
            self.codes[slot] = code


def _parse(message: bytes) -> tuple[int, tuple[str, str] | None]:
    """Return slot, PIN and name of a message; none for a removal."""
    if message[0] == _DELETE and len(message) == 2:
        return message[1], None
    parts: dict[int, bytes] = {}
    while message:
        kind, length = message[0], message[1]
        parts[kind], message = message[2 : 2 + length], message[2 + length :]
    code = parts[_SET]
    assert code[1] == 0x11, "always valid, and enabled"
    return code[0], (code[2:].hex().rstrip("f"), parts[0x02].decode())


def replace_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library skip its sign-in, and its pauses."""
    monkeypatch.setattr(API, "async_check_token", AsyncMock())
    monkeypatch.setattr("aiokwikset.api.RETRY_DELAY", 0.0)


def add_kwikset(hass: HomeAssistant, cloud: KwiksetCloud) -> MockConfigEntry:
    """Add what the custom integration leaves in Home Assistant: its entry, its data, and a lock entity."""
    entry = MockConfigEntry(domain="kwikset", title="Home")
    entry.add_to_hass(hass)
    load(hass, entry, cloud)
    lock = er.async_get(hass).async_get_or_create(
        "lock", "kwikset", f"{DEVICE_ID}_lock", config_entry=entry
    )
    hass.states.async_set(lock.entity_id, "locked")
    return entry


def load(hass: HomeAssistant, entry: MockConfigEntry, cloud: KwiksetCloud) -> None:
    """Load the entry, with a client of its own."""
    session: Any = SimpleNamespace(request=cloud.request)
    client = API(websession=session)
    client.device = Device(client._request)  # noqa: SLF001
    coordinator = SimpleNamespace(api_client=client, device_id=DEVICE_ID)
    entry.runtime_data = SimpleNamespace(devices={DEVICE_ID: coordinator})
    entry.mock_state(hass, ConfigEntryState.LOADED)


def lock_entity(hass: HomeAssistant) -> RegistryEntry:
    """Return the lock's entity."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id("lock", "kwikset", f"{DEVICE_ID}_lock")
    entity = registry.async_get(entity_id or "")
    assert entity is not None
    return entity
