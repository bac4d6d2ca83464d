"""The conformance suites over Home Assistant's SmartThings integration and a simulated cloud."""

from collections.abc import AsyncIterator
from typing import Final, override

import pytest

from custom_components.access_codes.locks.smartthings import code_events
from homeassistant.core import HomeAssistant
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble
from tests.support.smartthings_cloud import (
    HubLock,
    SmartThingsCloud,
    async_add_smartthings,
    lock_entity,
)

from .conftest import HubBench, OpenBench

KINDS: Final = ("ZIGBEE", "ZWAVE")


@pytest.fixture(params=KINDS)
async def bench(open_bench: OpenBench, request: pytest.FixtureRequest) -> HubBench:
    """Give each test a lock of each kind."""
    return await open_bench(HubLock(request.param))


class TestSmartThings(AdapterConformance):
    """A lock behind a hub of SmartThings."""


class LinkedHubBench(LinkedLockBench):
    """A linked lock behind a hub."""

    def __init__(self, hass: HomeAssistant, lock: HubLock) -> None:
        super().__init__(hass, lock_entity(hass, lock), "smartthings")
        self.lock = lock

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.sent)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.lock.codes.values()

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.lock.codes.items() if held == pin]
        self.lock.use(slot)

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        self.lock.fail(trouble)
        await self.hass.async_block_till_done()


@pytest.fixture(params=KINDS)
async def linked(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[LinkedHubBench]:
    """Link a lock of each kind, and wait until it was read."""
    # A minute of commands passes within a second of these tests, and a late lock takes one and a half.
    monkeypatch.setattr(code_events, "CALLS_PER_MINUTE", None)
    monkeypatch.setattr(code_events, "LATE_BY", 3)
    lock = HubLock(request.param)
    await async_add_smartthings(hass, monkeypatch, SmartThingsCloud(lock))
    bench = LinkedHubBench(hass, lock)
    await bench.link()
    yield bench
    lock.stop()


class TestLinkedSmartThings(LinkedConformance):
    """A linked lock behind a hub of SmartThings."""
