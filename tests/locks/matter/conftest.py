"""A Matter server with two locks for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Outcome, Pin, Window
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.matter import slots as matter_slots
from homeassistant.core import HomeAssistant
from tests.locks.lock_bench import BenchListener, is_reachable
from tests.support.matter_lock import MatterLock
from tests.support.matter_server import MatterServer, async_add_matter, lock_of


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(matter_slots, "REPORT_TIME", 0.3)


@pytest.fixture
def server() -> Iterator[MatterServer]:
    """Give tests a server with two locks."""
    made = MatterServer()
    yield made
    made.stop()


@pytest.fixture
async def matter(
    hass: HomeAssistant, server: MatterServer, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """Set Home Assistant's Matter integration up."""
    return await async_add_matter(hass, server, monkeypatch)


class Door:
    """A running adapter, its lock and its reports."""

    def __init__(
        self, adapter: LockAdapter, server: MatterServer, lock: MatterLock
    ) -> None:
        self.adapter = adapter
        self.server = server
        self.lock = lock
        self.listener = BenchListener()

    async def set(
        self, slot: str, pin: str, name: str = "Ann", window: Window | None = None
    ) -> Outcome:
        """Write a PIN."""
        self.listener.ours.add(slot)
        written = await self.adapter.async_set(slot, Credential(Pin(pin), name, window))
        return written.outcome

    async def clear(self, slot: str) -> Outcome:
        """Empty a slot."""
        return (await self.adapter.async_clear(slot)).outcome

    async def until_known(self) -> None:
        """Wait until the adapter knows its lock."""
        await self.listener.wait_until(
            lambda: is_reachable(self) and self.adapter.capabilities is not None  # type: ignore[arg-type]
        )


type OpenDoor = Callable[..., Awaitable[Door]]


@pytest.fixture
async def open_door(
    hass: HomeAssistant, matter: MockConfigEntry, server: MatterServer
) -> AsyncIterator[OpenDoor]:
    """Give tests adapters that run."""
    doors: list[Door] = []

    async def open_one(
        endpoint: int = 1, *, is_known: bool = True, ours: frozenset[str] = frozenset()
    ) -> Door:
        entity = lock_of(hass, endpoint)
        adapter = await async_create_adapter(hass, entity, "matter")
        door = Door(adapter, server, server.locks[endpoint])
        door.listener.ours |= ours
        doors.append(door)
        await adapter.async_start(door.listener)
        if is_known:
            await door.until_known()
        return door

    yield open_one
    for door in doors:
        door.adapter.stop()
