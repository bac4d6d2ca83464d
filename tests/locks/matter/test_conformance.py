"""The conformance suite over a Matter lock: Home Assistant's integration and the real client, over a modelled server."""

from collections.abc import AsyncIterator
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockAdapter
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble, is_reachable
from tests.support.matter_server import MatterServer, lock_of


class MatterBench(AdapterBench):
    """The second of two locks on one node."""

    row: str | None = "Matter"
    endpoint = 2

    def __init__(self, hass: HomeAssistant, server: MatterServer) -> None:
        super().__init__(hass)
        self.server = server
        self.lock = server.locks[self.endpoint]

    @override
    async def create(self) -> LockAdapter:
        entity = lock_of(self.hass, self.endpoint)
        return await async_create_adapter(self.hass, entity, "matter")

    @override
    def is_started(self) -> bool:
        return is_reachable(self) and self.adapter.capabilities is not None

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        assert self.server.locks[1].pins() == {}
        return self.lock.pins()

    async def names(self) -> dict[str, str]:
        """Return the names of its users, by slot."""
        return self.lock.names()

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        if pin is None:
            self.lock.remove(int(slot), is_reported=is_reported)
        else:
            self.lock.add(int(slot), pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.lock.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.server.fail(self.endpoint, trouble)


@pytest.fixture
async def bench(
    hass: HomeAssistant, matter: MockConfigEntry, server: MatterServer
) -> AsyncIterator[MatterBench]:
    """Give each test a lock."""
    matter_bench = MatterBench(hass, server)
    await matter_bench.start()
    yield matter_bench
    matter_bench.adapter.stop()


class TestMatter(AdapterConformance):
    """A Matter lock."""
