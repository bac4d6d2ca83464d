"""The conformance suites over the library of the custom integration ``hubitat``, and a simulated hub."""

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
from custom_components.access_codes.locks.hubitat import code_table
from homeassistant.core import HomeAssistant
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.hubitat_hub import Fault, HubitatHub, async_add_hubitat

from .conftest import HubitatBench, OpenBench


@pytest.fixture
async def bench(open_bench: OpenBench) -> HubitatBench:
    """Give each test a lock."""
    return await open_bench()


class TestHubitat(AdapterConformance):
    """A lock behind a hub of Hubitat."""


class LinkedHubitatBench:
    """A linked lock behind a hub."""

    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, hub: HubitatHub, component: CustomComponent
    ) -> None:
        self.hass = hass
        self.hub = hub
        lock = component.lock
        self.entity_id = lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: lock.id, CONF_METHOD: "hubitat", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.hub.requests)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.hub.pins().values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        [slot] = [slot for slot, held in self.hub.pins().items() if held == pin]
        self.hub.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.hub.heal()
        self.hub.fault = Fault(trouble.value) if trouble is not None else None


@pytest.fixture
async def linked(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> LinkedHubitatBench:
    """Link a lock, and wait until it was read."""
    # A late lock of these tests takes one and a half seconds.
    monkeypatch.setattr(code_table, "LATE_BY", 3)
    hub = HubitatHub()
    component = await async_add_hubitat(hass, monkeypatch, hub)
    bench = LinkedHubitatBench(hass, hub, component)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedHubitat(LinkedConformance):
    """A linked lock behind a hub of Hubitat."""
