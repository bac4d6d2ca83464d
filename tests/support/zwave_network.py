"""The simulated Z-Wave network, as a process that outlives a test, and Home Assistant's own integration on it."""

import asyncio
import json
from pathlib import Path
import subprocess
from typing import Any, Self, override

import aiohttp
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Content, Reach, Readability
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    Cause,
    LockAdapter,
    Use,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

SIMULATOR = Path(__file__).parents[2] / "simulators" / "zwave" / "simulator.mjs"

SCHLAGE, MASKED, SUPERVISED, CREDENTIAL, ANONYMOUS, BOASTFUL, TIMED = range(2, 9)
"""A lock of each kind: a Schlage; one that shows asterisks; one that answers to writes; one with users; one whose
notifications never name the slot; one that counts slots which it does not have, and does not report uses; one that holds windows."""

LOCKS: list[dict[str, Any]] = [
    {"id": SCHLAGE, "kind": "user_code", "slots": 4},
    {"id": MASKED, "kind": "user_code_masked", "slots": 4, "event_slot": True},
    {"id": SUPERVISED, "kind": "user_code_v2", "slots": 4, "supervision": True},
    {"id": CREDENTIAL, "kind": "user_credential", "slots": 4, "users": 4},
    {"id": ANONYMOUS, "kind": "user_code_v2", "slots": 4},
    {
        "id": BOASTFUL,
        "kind": "user_code_v2",
        "slots": 4,
        "missing": [2, 4],
        "events": [1, 2, 3, 4, 11],
    },
    {"id": TIMED, "kind": "user_code", "slots": 4, "year_day_slots": 1},
]


class Network:
    """The simulator's process."""

    def __init__(
        self, folder: Path, locks: list[dict[str, Any]], *options: str, port: int = 0
    ) -> None:
        self._log = (folder / "simulator.log").open("wb")
        self._process = subprocess.Popen(
            [
                "node",
                str(SIMULATOR),
                f"--port={port}",
                "--control-port=0",
                "--attempts=1",
                f"--storage={folder / 'driver'}",
                f"--locks={json.dumps(locks)}",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline() or "{}")
        assert ready.get("ready"), (folder / "simulator.log").read_text()
        self.url: str = ready["url"]
        self._control: str = ready["control"]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()

    async def ask(self, method: str, path: str, **fields: Any) -> Any:
        """Use the control API."""
        url = self._control + path
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=fields or None) as answer,
        ):
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def act(self, node: int, path: str, **fields: Any) -> None:
        """Operate a lock through the control API."""
        await self.ask("POST", f"/locks/{node}/{path}", **fields)

    async def pins(self, node: int) -> dict[str, str]:
        """Return the PINs of a simulated lock, by slot."""
        lock = await self.ask("GET", f"/locks/{node}")
        return {slot: code["pin"] for slot, code in lock["codes"].items()}

    async def users(self, node: int) -> dict[str, str]:
        """Return the names of the users of a simulated lock, by index."""
        lock = await self.ask("GET", f"/locks/{node}")
        return {index: user["name"] for index, user in lock["users"].items()}

    async def seq(self, node: int) -> int:
        """Return the number of the last command to a lock."""
        number: int = (await self.ask("GET", f"/locks/{node}"))["seq"]
        return number

    async def wait_for_late_writes(self, node: int) -> None:
        """Wait until a lock has carried out what it does late."""
        async with asyncio.timeout(20):
            while (await self.ask("GET", f"/locks/{node}"))["late"]:
                await asyncio.sleep(0.05)

    async def commands(self, node: int, since: int) -> list[str]:
        """Return the kinds of the commands that came since."""
        log = await self.ask("GET", f"/locks/{node}/log?since={since}")
        entries = log["entries"] if isinstance(log, dict) else log
        return [entry["kind"] for entry in entries]


class RecordingListener(AdapterListener):
    """Record the calls of an adapter, and wait for them."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.ours: set[str] = set()
        self.inactive: dict[str, bool] = {}
        self._called = asyncio.Event()

    def _record(self, *call: Any) -> None:
        self.calls.append(call)
        self._called.set()

    @override
    def reach_changed(self) -> None:
        self._record("reach")

    @override
    def capabilities_changed(self) -> None:
        self._record("capabilities")

    @override
    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        self._record("reported", slot, content)

    @override
    def reported_all_cleared(self) -> None:
        self._record("all cleared")

    @override
    def remainder_found(self, slot: str) -> None:
        self._record("remainder", slot)

    @override
    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        self.inactive[slot] = is_inactive
        if is_inactive:
            self._record("inactive", slot)

    @override
    def used(self, use: Use) -> None:
        self._record("used", use.slot, use.action)

    @override
    def access_denied(self, reason: str) -> None:
        self._record("denied", reason)

    @override
    def is_ours(self, slot: str) -> bool:
        return slot in self.ours

    @property
    def reports(self) -> list[tuple[Any, ...]]:
        """Return the calls, without those about reach and capabilities."""
        quiet = (("reach",), ("capabilities",))
        return [call for call in self.calls if call not in quiet]

    async def wait_for(self, *call: Any) -> None:
        """Wait for this call."""
        await self.wait_until(lambda: call in self.calls)

    async def wait_until(self, condition: Any) -> None:
        """Wait for calls until a condition is true."""
        async with asyncio.timeout(15):
            while not condition():
                self._called.clear()
                await self._called.wait()


class Door:
    """One simulated lock, its adapter, and the calls of the adapter."""

    def __init__(self, network: Network, node: int, adapter: LockAdapter) -> None:
        self.network = network
        self.node = node
        self.adapter = adapter
        self.listener = RecordingListener()

    async def at_lock(self, path: str, **fields: Any) -> None:
        """Operate the lock through the control API."""
        await self.network.act(self.node, path, **fields)

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the simulated lock, by slot."""
        return await self.network.pins(self.node)

    def reach(self) -> Reach:
        """Return the reach of the lock."""
        return self.adapter.reach

    def reads(self) -> Readability | None:
        """Return the readability of the slots; None while unknown."""
        known = self.adapter.capabilities
        return known.reads if known is not None else None

    def slots(self) -> tuple[str, ...]:
        """Return the slots; none while unknown."""
        known = self.adapter.capabilities
        return known.slots if known is not None else ()

    async def start(self) -> Self:
        """Start the adapter and wait until it knows its lock."""
        await self.adapter.async_start(self.listener)
        await self.listener.wait_until(lambda: self.is_known)
        self.listener.calls.clear()
        return self

    @property
    def is_known(self) -> bool:
        """Return whether the lock is reachable and its capabilities are known."""
        is_there = self.adapter.reach is Reach.REACHABLE
        return is_there and self.adapter.capabilities is not None


async def async_add_zwave(hass: HomeAssistant, url: str) -> MockConfigEntry:
    """Set Home Assistant's Z-Wave integration up, as its flow would."""
    entry = MockConfigEntry(
        domain="zwave_js",
        title="Z-Wave",
        data={"url": url, "use_addon": False, "integration_created_addon": False},
        unique_id=str(0x7E570001),
        minor_version=2,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def lock_of(hass: HomeAssistant, node: int) -> er.RegistryEntry:
    """Return the lock entity of a node."""
    locks = [
        entity
        for entity in er.async_get(hass).entities.values()
        if entity.domain == "lock" and f".{node}-" in entity.unique_id
    ]
    assert len(locks) == 1
    return locks[0]


async def async_open(hass: HomeAssistant, network: Network, node: int) -> Door:
    """Create and start the adapter of a lock."""
    lock = lock_of(hass, node)
    adapter = await async_create_adapter(hass, lock, "zwave_js")
    return await Door(network, node, adapter).start()
