"""A Matter server, at the client library's connection: the real client and Home Assistant's integration talk to it."""

import asyncio
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any, Final, override
from unittest.mock import patch

from matter_server.client.connection import MatterClientConnection, parse_message
from matter_server.client.exceptions import (
    CannotConnect,
    ConnectionClosed,
    NotConnected,
)
from matter_server.common.helpers.json import json_dumps, json_loads
from matter_server.common.models import CommandMessage, MessageType, ServerInfoMessage
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.matter import discovery
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .matter_lock import Fault, MatterLock, ServerError

ATTRIBUTES: Final = Path(__file__).with_name("matter_node.json")
"""Attributes of a lock of matter.js with two doors, as python-matter-server 8.1.2 has them after the commissioning."""

NODE: Final = 1
LOCAL_TIME: Final = "0/56/7"
_EPOCH: Final = datetime(2000, 1, 1)


class MatterServer:
    """A server with one node that has two locks."""

    def __init__(self) -> None:
        self.attributes: dict[str, Any] = json.loads(ATTRIBUTES.read_text())
        self.locks = {1: MatterLock(), 2: MatterLock()}
        for endpoint, lock in self.locks.items():
            self._attach(endpoint, lock)
        self.is_up = True
        self.is_available = True
        self.clock_off: float | None = 0.0
        """Seconds that the lock's clock is off; None: it shows none."""
        self.can_set_clock = False
        """The lock takes what its clock is set to; otherwise it answers, and does not."""
        self.clock_commands: list[tuple[str, dict[str, Any]]] = []
        self.clock_reads = 0
        self.connections: list[Connection] = []
        self._radio = asyncio.Lock()
        self._events = 0
        self._to_come: list[asyncio.TimerHandle] = []

    def _attach(self, endpoint: int, lock: MatterLock) -> None:
        lock.emit = lambda event, data: self._emit(endpoint, event, data)

    def _emit(self, endpoint: int, event: int, data: dict[str, Any]) -> None:
        self._events += 1
        message = {
            "node_id": NODE,
            "endpoint_id": endpoint,
            "cluster_id": 257,
            "event_id": event,
            "event_number": self._events,
            "priority": 2,
            "timestamp": self._events,
            "timestamp_type": 0,
            "data": data,
        }
        # A lock reports its commands after it has answered them.
        event_message = {"event": "node_event", "data": message}
        loop = asyncio.get_running_loop()
        self._to_come.append(loop.call_later(0.02, self.send, event_message))

    def stop(self) -> None:
        """Send no event that is still to come."""
        for timer in self._to_come:
            timer.cancel()

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to everybody who listens."""
        for connection in self.connections:
            connection.deliver(message)

    @property
    def node(self) -> dict[str, Any]:
        """Return the node as the server tells it."""
        return {
            "node_id": NODE,
            "date_commissioned": "2026-11-29T20:08:44.232150",
            "last_interview": "2026-11-29T20:08:44.232160",
            "interview_version": 6,
            "available": self.is_available,
            "is_bridge": False,
            "attributes": self.attributes,
            "attribute_subscriptions": [],
        }

    def set_available(self, is_available: bool) -> None:
        """Let the server notice that the node is away, or back."""
        self.is_available = is_available
        self.update()

    def update(self) -> None:
        """Tell the node as it is now."""
        self.send({"event": "node_updated", "data": self.node})

    def drop(self) -> None:
        """End all connections, as a server that is killed."""
        self.is_up = False
        for connection in [*self.connections]:
            connection.close()

    def fail(self, endpoint: int, trouble: str | None) -> None:
        """Let a lock fail in this way from now on; None: heal it."""
        lock = self.locks[endpoint]
        lock.fault = Fault(trouble) if trouble is not None else None
        lock.is_silent = False
        is_available = lock.fault is not Fault.UNREACHABLE
        if is_available is not self.is_available:
            self.set_available(is_available)

    async def answer(self, command: str, args: dict[str, Any]) -> Any:
        """Return the result of a command. Raises ServerError."""
        match command:
            case "start_listening":
                return [self.node]
            case "device_command":
                async with self._radio:
                    if not self.is_available:
                        raise ServerError(3, "Node is not (yet) available")
                    if args["endpoint_id"] == 0:
                        return self._set_clock(args["command_name"], args["payload"])
                    return await self.locks[args["endpoint_id"]].command(
                        args["command_name"],
                        args["payload"],
                        timed=args["timed_request_timeout_ms"] is not None,
                    )
            case "read_attribute":
                return await self._read(args["attribute_path"])
            case _:
                return None

    def _set_clock(self, name: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        self.clock_commands.append((name, payload))
        if self.can_set_clock and name == "SetUTCTime":
            self.clock_off = 0.0
        return {"DSTOffsetRequired": True} if name == "SetTimeZone" else None

    async def _read(self, path: str) -> dict[str, Any]:
        self.clock_reads += 1
        await asyncio.sleep(0)
        if not self.is_available:
            raise ServerError(3, "Node is not (yet) available")
        if path == LOCAL_TIME and self.clock_off is not None:
            local = datetime.now(UTC).astimezone(_zone()).replace(tzinfo=None)
            seconds = (local - _EPOCH).total_seconds() + self.clock_off
            return {path: int(seconds * 1_000_000)}
        return {path: None}


def _zone() -> Any:
    from homeassistant.util import dt as dt_util  # noqa: PLC0415

    return dt_util.get_default_time_zone()


class Connection(MatterClientConnection):
    """The client's connection, without a socket: messages go through their JSON both ways."""

    def __init__(self, server: MatterServer) -> None:
        super().__init__("ws://matter:5580/ws", None)  # type: ignore[arg-type]
        self._server = server
        self._inbox: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._is_open = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    @override
    def connected(self) -> bool:
        return self._is_open

    @override
    async def connect(self) -> None:
        if not self._server.is_up:
            raise CannotConnect(OSError("refused"))
        self.server_info = ServerInfoMessage(
            fabric_id=1,
            compressed_fabric_id=10455525612360700753,
            schema_version=11,
            min_supported_schema_version=9,
            sdk_version="2025.7.0",
            wifi_credentials_set=False,
            thread_credentials_set=False,
            bluetooth_enabled=False,
        )
        self._is_open = True
        self._server.connections.append(self)

    @override
    async def disconnect(self) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        if self._is_open:
            self._is_open = False
            self._server.connections.remove(self)
            self._inbox.put_nowait(None)

    def deliver(self, message: dict[str, Any]) -> None:
        """Hand a message to the client."""
        self._inbox.put_nowait(json_loads(json_dumps(message)))

    @override
    async def receive_message_or_raise(self) -> MessageType:
        message = await self._inbox.get()
        if message is None:
            raise ConnectionClosed("Connection was closed.")
        return parse_message(message)

    @override
    async def send_message(self, message: CommandMessage) -> None:
        if not self._is_open:
            raise NotConnected
        sent = json_loads(json_dumps(message))
        task = asyncio.get_running_loop().create_task(self._answer(sent))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, sent: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"message_id": sent["message_id"]}
        try:
            answer["result"] = await self._server.answer(
                sent["command"], sent["args"] or {}
            )
        except ServerError as error:
            answer |= {"error_code": error.code, "details": str(error)}
        if self._is_open:
            self.deliver(answer)


async def async_add_matter(
    hass: HomeAssistant, server: MatterServer, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """Set Home Assistant's Matter integration up, as its flow would, with no other entities than locks."""
    monkeypatch.setattr(
        "matter_server.client.client.MatterClientConnection",
        lambda url, session: Connection(server),
    )
    monkeypatch.setattr(
        "homeassistant.components.matter.SUPPORTED_PLATFORMS", [Platform.LOCK]
    )
    monkeypatch.setattr(
        discovery,
        "DISCOVERY_SCHEMAS",
        {Platform.LOCK: discovery.DISCOVERY_SCHEMAS[Platform.LOCK]},
    )
    entry = MockConfigEntry(domain="matter", data={"url": "ws://matter:5580/ws"})
    entry.add_to_hass(hass)
    with patch("homeassistant.components.matter.async_get_clientsession"):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def lock_of(hass: HomeAssistant, endpoint: int = 1) -> er.RegistryEntry:
    """Return the lock entity of an endpoint."""
    [lock] = [
        entity
        for entity in er.async_get(hass).entities.values()
        if entity.domain == "lock"
        and entity.unique_id.endswith(f"-{endpoint}-MatterLock-257-0")
    ]
    return lock
