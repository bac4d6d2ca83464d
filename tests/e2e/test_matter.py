"""A real Home Assistant over a real Matter server and a lock of matter.js, whose keypad is the measure."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from simulators.home import Home, wait_for
from simulators.matter_network import MatterLock, MatterServer

from .house import iso

READS = {"getUser", "getCredentialStatus", "getYearDaySchedule"}

PINS = ("048392", "112935", "775310", "246813", "864209", "975318")
"""All PINs of these tests, which nobody may write down."""


class MatterHouse:
    """A Home Assistant with one Matter lock."""

    def __init__(self, home: Home, server: MatterServer, lock: MatterLock) -> None:
        self.home = home
        self.server = server
        self.lock = lock
        self.entity_id = ""

    async def link(self) -> None:
        """Commission the lock through Home Assistant, and link it, as a user would."""
        await self.home.flow("matter", {"url": self.server.url})
        await self.home.call(
            "matter/commission", code=self.lock.pairing_code, network_only=True
        )
        await wait_for(self._is_there, 60, "the lock's entity")
        step = await self.home.flow("access_codes", {"locks": [self.entity_id]})
        assert step["type"] == "create_entry", step
        await self.home.until_links_are_saved()
        await self.until_reachable()

    async def _is_there(self) -> bool:
        for entry in await self.home.call("config/entity_registry/list"):
            if entry["platform"] == "matter" and entry["entity_id"].startswith("lock."):
                self.entity_id = entry["entity_id"]
                return True
        return False

    async def create(self, **fields: Any) -> dict[str, Any]:
        """Create a code, as the panel does: what an action is called with, Home Assistant records."""
        answer = await self.home.call(
            "access_codes/create", lock=self.entity_id, **fields
        )
        return dict(answer["access_code"])

    async def get(self, code: dict[str, Any]) -> dict[str, Any]:
        """Return a code as it is now."""
        answer = await self.home.action("get", access_code_id=code["access_code_id"])
        return dict(answer["access_code"])

    async def delete(self, code: dict[str, Any]) -> None:
        """Delete a code."""
        await self.home.action("delete", access_code_id=code["access_code_id"])

    async def until(
        self, code: dict[str, Any], status: str, timeout: float = 90
    ) -> None:
        """Wait until a code has a status."""

        async def is_reached() -> bool:
            return bool((await self.get(code))["status"] == status)

        await wait_for(is_reached, timeout, f"status {status}")

    async def until_pins(self, *pins: str, timeout: float = 90) -> None:
        """Wait until the lock really holds these PINs."""

        async def holds() -> bool:
            return set((await self.lock.pins()).values()) == set(pins)

        await wait_for(holds, timeout, f"PINs {pins}")

    async def until_reachable(self) -> None:
        """Wait until the lock's entity has a state."""

        async def is_there() -> bool:
            states = await self.home.states()
            state = states.get(self.entity_id, {}).get("state")
            return state in {"locked", "unlocked"}

        await wait_for(is_there, 120, "the lock's state")

    async def event(self, kind: str) -> dict[str, Any]:
        """Wait for an event of ours, and return its data."""

        async def came() -> dict[str, Any] | None:
            for event in self.home.events:
                if event["data"]["type"] == kind:
                    return dict(event["data"])
            return None

        found = await wait_for(came, 30, kind)
        assert found is not None
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MatterHouse]:
    """Provide a linked lock, which had no time before: a Matter server leaves clocks alone."""
    folder: Path = tmp_path_factory.mktemp("matter")
    lock = MatterLock(folder / "lock", "Front door", "--clock-unset", zone="UTC")
    server = MatterServer(folder / "server")
    home = Home(folder / "home")
    home.prepare()
    try:
        await asyncio.gather(lock.start(), server.start())
        await home.start()
        house = MatterHouse(home, server, lock)
        await house.link()
        await home.subscribe("access_codes_event")
        yield house
    finally:
        await home.stop()
        await lock.stop()
        await server.stop()


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def no_codes(house: MatterHouse) -> AsyncIterator[None]:
    """Leave no code behind."""
    house.home.events.clear()
    yield
    await house.home.delete_all_codes()
    await house.until_pins()


@pytest.mark.contract("12.165", "12.170")
async def test_a_code_opens_the_door_is_replaced_and_deleted(
    house: MatterHouse,
) -> None:
    code = await house.create(name="Zoë", code="048392")
    await house.until(code, "set")
    assert await house.lock.opens("048392")
    used = await house.event("access_code.used")
    assert used["access_code_id"] == code["access_code_id"]
    state = await house.lock.ask("/state")
    assert [user["userName"] for user in state["users"]] == ["Zoe"]

    await house.home.call(
        "access_codes/update", access_code_id=code["access_code_id"], code="112935"
    )
    await house.until_pins("112935")
    await house.until(code, "set")
    assert (await house.get(code))["warnings"] == []
    assert await house.lock.opens("112935")
    assert not await house.lock.opens("048392")

    await house.delete(code)
    await house.until_pins()
    assert not await house.lock.opens("112935")
    assert (await house.lock.ask("/state"))["users"] == []


@pytest.mark.contract("12.381")
async def test_a_confirmed_code_costs_less_than_twice_the_raw_commands(
    house: MatterHouse,
) -> None:
    since = len(await house.lock.commands())
    code = await house.create(name="Ann", code="048392")
    await house.until(code, "set")
    sent = await house.lock.commands(since)
    # The commands themselves are the first two, a user and its PIN. Ahead of them the end of the last test may be read.
    assert sent[sent.index("setUser") :] == [
        "setUser",
        "setCredential",
        "getCredentialStatus",
    ]


@pytest.mark.contract("12.167")
async def test_a_code_changed_at_the_keypad_is_put_back(house: MatterHouse) -> None:
    code = await house.create(name="Ann", code="775310")
    await house.until(code, "set")
    await house.lock.ask("/program", slot=1, pin="246813")
    await house.event("access_code.modified_external")
    await house.until_pins("775310")
    await house.until(code, "set")


@pytest.mark.contract("12.172", "12.174", "12.341")
async def test_a_window_ends_at_the_lock_while_home_assistant_is_dead(
    house: MatterHouse,
) -> None:
    code = await house.create(name="Guest", code="864209", ends_at=iso(900))
    await house.until(code, "set")
    assert (await house.get(code))["is_scheduled_on_device"]
    assert await house.lock.opens("864209")

    await house.home.kill()
    assert await house.lock.opens("864209")
    # The end comes by the lock's own clock.
    await house.lock.ask("/faults", clock=900)
    assert not await house.lock.opens("864209")
    assert set((await house.lock.pins()).values()) == {"864209"}
    await house.lock.ask("/faults")

    await house.home.start()
    await house.until_reachable()
    await house.home.subscribe("access_codes_event")
    await house.until(code, "set")


@pytest.mark.contract("12.163")
async def test_a_server_that_is_killed_amid_a_command_leaves_nothing_in_doubt(
    house: MatterHouse,
) -> None:
    await house.lock.ask("/faults", slow=1000)
    code = await house.create(name="Ann", code="975318")
    await asyncio.sleep(2.5)
    await house.server.kill()
    await house.lock.ask("/faults")
    await house.server.start()
    await house.until(code, "set", timeout=180)
    assert await house.lock.opens("975318")
    await house.delete(code)
    await house.until_pins()


@pytest.mark.contract("13.29")
async def test_a_restart_with_nothing_to_do_writes_nothing(house: MatterHouse) -> None:
    code = await house.create(name="Ann", code="048392")
    await house.until(code, "set")
    since = len(await house.lock.commands())
    await house.home.restart()
    await house.until_reachable()
    await house.home.subscribe("access_codes_event")

    async def is_read() -> bool:
        return bool(set(await house.lock.commands(since)) & READS)

    await wait_for(is_read, 60, "a read of the code")
    # A use comes after whatever a start would have sent.
    assert await house.lock.opens("048392")
    await house.event("access_code.used")
    assert set(await house.lock.commands(since)) <= READS


async def test_no_pin_is_written_down(house: MatterHouse) -> None:
    code = await house.create(name="Ann", code="048392")
    await house.until(code, "set")
    await house.delete(code)
    await house.until_pins()
    logs = house.server.log + (house.home.folder / "process.log").read_text()
    log = house.home.folder / "home-assistant.log"
    logs += log.read_text() if log.exists() else ""
    files = b"".join(
        path.read_bytes() for path in house.home.folder.glob("home-assistant_v2.db*")
    )
    assert b"lock." in files
    for pin in PINS:
        assert pin not in logs
        assert pin.encode() not in files
