"""The simulated air: door locks that answer raw frames to any coordinator that connects over TCP.

The locks live outside the stacks, and outlive their restarts; a mistake of a stack's codec shows. It needs nothing but
Python: ``python -m simulators.zigbee.air PORT [MODEL ...]``, or ``await Air("yale").start()`` in a test.

Both kinds of client send and get lines of JSON. A coordinator begins with ``{"radio": 1}`` and is given ``{"memory": ...}``; then
``{"id": n, "tx": {dst, profile, cluster, sep, dep, data}}`` gets ``{"id": n, "ack": bool}``, and ``{"rx": ...}`` and
``{"join": {nwk, ieee}}`` come unasked. ``{"remember": ...}`` is kept for the next start, as by a radio stick. A test sends
``{"id": n, "do": NAME, ...}`` (see ``Air.do``) and gets ``{"id": n, "done": value}`` or ``{"id": n, "error": text}``.
"""

import asyncio
from contextlib import suppress
from dataclasses import asdict
import json
import sys
from typing import Any, Self

from .lock import SimulatedLock
from .state import Faults, User

_LINE_LIMIT = 1 << 24
_FIRST_BROADCAST = 0xFFF8


class Air:
    """The locks, and who is connected."""

    def __init__(self, *models: str) -> None:
        """Make a lock of each model."""
        self.port = 0
        self.log: list[dict[str, Any]] = []
        """Commands that locks received, with ``lock``, ``kind``, ``slot`` and ``status``; never with a PIN."""
        self.memory: Any = None
        """What the coordinator has stored of its network."""
        self._radios: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.locks = [
            SimulatedLock(index, kind, self._transmit, self._record)
            for index, kind in enumerate(models, start=1)
        ]

    async def start(self, port: int = 0) -> Self:
        """Listen on a port of this machine; 0 takes a free one."""
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", port, limit=_LINE_LIMIT
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """End all connections."""
        assert self._server is not None
        self._server.close()
        self._server.close_clients()
        for task in self._tasks:
            task.cancel()
        await self._server.wait_closed()

    def lock(self, address: int) -> SimulatedLock:
        """Return the lock with this address. Raises KeyError."""
        return {lock.address: lock for lock in self.locks}[address]

    def join(self, *locks: SimulatedLock) -> None:
        """Let locks join the network of whatever coordinator is connected; all, if none is named."""
        for lock in locks or self.locks:
            self._broadcast({"join": {"nwk": lock.address, "ieee": lock.ieee}})
            # Zigbee2MQTT tells the new address of a lock that it knows only once that announces itself.
            lock.announce()

    def counts(self, lock: SimulatedLock, since: int = 0) -> dict[str, int]:
        """Return how many commands of each kind a lock received since the log had this length."""
        found: dict[str, int] = {}
        for entry in self.log[since:]:
            if entry["lock"] == lock.address:
                found[entry["kind"]] = found.get(entry["kind"], 0) + 1
        return found

    def do(self, name: str, fields: dict[str, Any]) -> Any:
        """Do what a test asks for over TCP: the locks are named by their address."""
        if name == "locks":
            return [_described(lock) for lock in self.locks]
        if name == "log":
            return self.log[fields.get("since", 0) :]
        if name == "join":
            return self.join(*(self.lock(address) for address in fields["locks"]))
        lock = self.lock(fields.pop("lock"))
        match name:
            case "users":
                lock.users = {
                    int(slot): User(**user) for slot, user in fields["users"].items()
                }
            case "faults":
                lock.faults = Faults(**fields)
            case "traits":
                for trait, value in fields.items():
                    setattr(lock.traits, trait, value)
            case "attribute":
                kind = lock.attributes[fields["cluster"]][fields["attribute"]][0]
                value = kind, fields["value"]
                lock.attributes[fields["cluster"]][fields["attribute"]] = value
            case "use" | "program" | "forget_all" | "check_in" | "report" | "move":
                getattr(lock, name)(**fields)
            case "tell_operation" | "tell_programming":
                getattr(lock, name)(**fields)
            case _:
                raise ValueError(f"no {name}")
        return None

    def _record(self, **entry: Any) -> None:
        self.log.append(entry)

    def _transmit(self, frame: dict[str, Any]) -> None:
        self._broadcast({"rx": frame})

    def _broadcast(self, message: dict[str, Any]) -> None:
        for radio in self._radios:
            _say(radio, message)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while line := await reader.readline():
                try:
                    message = json.loads(line)
                except ValueError:
                    # Another radio's protocol, by which a stack looks for its stick
                    return
                self._take(writer, message)
        except ConnectionError:
            pass
        finally:
            self._radios.discard(writer)
            writer.close()

    def _take(self, writer: asyncio.StreamWriter, message: dict[str, Any]) -> None:
        if "radio" in message:
            self._radios.add(writer)
            _say(writer, {"memory": self.memory})
        elif "remember" in message:
            self.memory = message["remember"]
        elif "tx" in message:
            task = asyncio.create_task(
                self._carry(writer, message["id"], message["tx"])
            )
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            answer = {"id": message.pop("id")}
            try:
                answer["done"] = self.do(message.pop("do"), message)
            except Exception as error:  # noqa: BLE001
                answer["error"] = repr(error)
            _say(writer, answer)

    async def _carry(
        self, writer: asyncio.StreamWriter, number: int, frame: dict[str, Any]
    ) -> None:
        """Bring a frame to its lock, and acknowledge it."""
        found = [lock for lock in self.locks if lock.address == frame["dst"]]
        if not found or found[0].faults.offline:
            is_heard = frame["dst"] >= _FIRST_BROADCAST
            if not is_heard:
                await asyncio.sleep(found[0].faults.give_up_after if found else 0.2)
            _say(writer, {"id": number, "ack": is_heard})
            return
        lock = found[0]
        _say(writer, {"id": number, "ack": True})
        if lock.faults.silent:
            return
        lock.waiting += 1
        async with lock.turn:
            await asyncio.sleep(lock.faults.delay)
            lock.waiting -= 1
            lock.receive(frame)


class AirControl:
    """A test's connection to an air in another process."""

    def __init__(self, port: int) -> None:
        """Store the port; nothing is connected."""
        self._port = port
        self._number = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def connect(self) -> Self:
        """Connect. Raises OSError."""
        self._streams = await asyncio.open_connection(
            "127.0.0.1", self._port, limit=_LINE_LIMIT
        )
        return self

    def close(self) -> None:
        """Disconnect."""
        if self._streams is not None:
            self._streams[1].close()

    async def do(self, name: str, **fields: Any) -> Any:
        """Do something at the locks, as ``Air.do`` has it. Raises RuntimeError."""
        assert self._streams is not None
        reader, writer = self._streams
        self._number += 1
        _say(writer, {"id": self._number, "do": name, **fields})
        answer = json.loads(await reader.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["done"]


def _described(lock: SimulatedLock) -> dict[str, Any]:
    return {
        "address": lock.address,
        "ieee": lock.ieee,
        "endpoint": lock.endpoint,
        "kind": lock.kind,
        "is_locked": lock.is_locked,
        "users": {str(slot): asdict(user) for slot, user in lock.users.items()},
        "pins": lock.pins(),
    }


def _say(writer: asyncio.StreamWriter, message: dict[str, Any]) -> None:
    if not writer.is_closing():
        writer.write(json.dumps(message).encode() + b"\n")


async def _run(port: int, models: list[str]) -> None:
    air = await Air(*models).start(port)
    print(json.dumps({"ready": True, "port": air.port}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(int(sys.argv[1]), sys.argv[2:] or ["yale", "kwikset"]))
