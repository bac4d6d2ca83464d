"""A real Home Assistant over a real Matter server and a lock of matter.js, whose keypad is the measure."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from simulators.home import Home, wait_for
from simulators.matter_network import MatterLock, MatterServer

LOCK = "lock.front_door"


class MatterHouse:
    """A Home Assistant with one Matter lock."""

    def __init__(self, home: Home, server: MatterServer, lock: MatterLock) -> None:
        self.home = home
        self.server = server
        self.lock = lock

    async def link(self) -> None:
        """Commission the lock through Home Assistant, and link it, as a user would."""
        await self.home.flow("matter", {"url": self.server.url})
        await self.home.call(
            "matter/commission", code=self.lock.pairing_code, network_only=True
        )
        await wait_for(self._is_there, 60, "the lock's entity")
        step = await self.home.flow("access_codes", {"locks": [self.entity_id]})
        assert step["type"] == "create_entry", step

    async def _is_there(self) -> bool:
        for entry in await self.home.call("config/entity_registry/list"):
            if entry["platform"] == "matter" and entry["entity_id"].startswith("lock."):
                self.entity_id: str = entry["entity_id"]
                return True
        return False

    async def create(self, **fields: Any) -> dict[str, Any]:
        """Create a code."""
        answer = await self.home.action("create", lock=self.entity_id, **fields)
        return dict(answer["access_code"])

    async def until(
        self, code: dict[str, Any], status: str, timeout: float = 60
    ) -> None:
        """Wait until a code has a status."""

        async def is_reached() -> bool:
            answer = await self.home.action(
                "get", access_code_id=code["access_code_id"]
            )
            return bool(answer["access_code"]["status"] == status)

        await wait_for(is_reached, timeout, f"status {status}")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MatterHouse]:
    """Provide a linked lock."""
    folder: Path = tmp_path_factory.mktemp("matter")
    lock = MatterLock(folder / "lock")
    server = MatterServer(folder / "server")
    home = Home(folder / "home")
    home.prepare()
    try:
        await asyncio.gather(lock.start(), server.start(), home.start())
        house = MatterHouse(home, server, lock)
        await house.link()
        yield house
    finally:
        await home.stop()
        await lock.stop()
        await server.stop()


async def test_a_code_opens_the_door_until_it_is_deleted(house: MatterHouse) -> None:
    code = await house.create(name="Zoë", code="048392")
    await house.until(code, "set")
    assert await house.lock.opens("048392")
