"""A cloud of SmartThings for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import override

import pytest

from custom_components.access_codes.core.model import Outcome, Pin
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.smartthings import (
    adapter as smartthings,
    expected_words,
)
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.lock_bench import Trouble, is_reachable
from tests.support.smartthings_cloud import (
    HubLock,
    SmartThingsCloud,
    async_add_smartthings,
    lock_entity,
)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(smartthings, "ANSWER_TIME", 0.8)
    monkeypatch.setattr(expected_words, "WORD_TIME", 0.6)


class HubBench(AdapterBench):
    """One lock behind a hub, and a running adapter."""

    row: str | None = "SmartThings, behind its hub"

    def __init__(self, hass: HomeAssistant, lock: HubLock) -> None:
        super().__init__(hass)
        self.lock = lock
        self.takes_duplicates = lock.kind == "ZIGBEE"

    @override
    async def create(self) -> LockAdapter:
        entity = lock_entity(self.hass, self.lock)
        return await async_create_adapter(self.hass, entity, "smartthings")

    @override
    def is_started(self) -> bool:
        return is_reachable(self)

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return {str(slot): pin for slot, pin in self.lock.codes.items()}

    async def names(self) -> dict[str, str]:
        """Return nothing: the lock stores no names, and the hub gets a number."""
        assert all(name == f"Code {slot}" for slot, name in self.lock.names.items())
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        self.lock.type_at_keypad(int(slot), pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.lock.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.lock.fail(trouble)
        # The stream of events is read by a background task.
        for _ in range(10):
            await self.hass.async_block_till_done()

    async def set(self, slot: str, pin: str) -> Outcome:
        """Write a PIN."""
        self.listener.ours.add(slot)
        written = await self.adapter.async_set(slot, Credential(Pin(pin)))
        return written.outcome


type OpenBench = Callable[..., Awaitable[HubBench]]


@pytest.fixture
async def open_bench(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenBench]:
    """Give tests a lock behind a hub, with a running adapter."""
    benches: list[HubBench] = []

    async def open_one(lock: HubLock | None = None) -> HubBench:
        lock = lock or HubLock()
        await async_add_smartthings(hass, monkeypatch, SmartThingsCloud(lock))
        bench = HubBench(hass, lock)
        benches.append(bench)
        await bench.start()
        return bench

    yield open_one
    for bench in benches:
        bench.adapter.stop()
        bench.lock.stop()
