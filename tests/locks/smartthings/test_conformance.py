"""The conformance suites over Home Assistant's SmartThings integration and a simulated cloud."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
)
from custom_components.access_codes.locks.smartthings import code_events
from homeassistant.core import HomeAssistant
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
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


class LinkedHubBench:
    """A linked lock behind a hub."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, lock: HubLock) -> None:
        self.hass = hass
        self.lock = lock
        entity = lock_entity(hass, lock)
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {
            CONF_LOCK: entity.id,
            CONF_METHOD: "smartthings",
            CONF_IS_STORED: False,
        }
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.sent)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.lock.codes.values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        [slot] = [slot for slot, held in self.lock.codes.items() if held == pin]
        self.lock.use(slot)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.lock.fail(trouble)
        await self.hass.async_block_till_done()


@pytest.fixture(params=KINDS)
async def linked(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedHubBench:
    """Link a lock of each kind, and wait until it was read."""
    # A minute of commands passes within a second of these tests, and a late lock takes one and a half.
    monkeypatch.setattr(code_events, "CALLS_PER_MINUTE", None)
    monkeypatch.setattr(code_events, "LATE_BY", 3)
    lock = HubLock(request.param)
    await async_add_smartthings(hass, monkeypatch, SmartThingsCloud(lock))
    bench = LinkedHubBench(hass, lock)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedSmartThings(LinkedConformance):
    """A linked lock behind a hub of SmartThings."""
