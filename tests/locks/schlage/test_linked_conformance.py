"""The conformance suite over a linked lock of Schlage: actions, engine, adapter, Home Assistant's integration."""

from dataclasses import replace

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
from custom_components.access_codes.locks.schlage import adapter as schlage_adapter
from homeassistant.core import HomeAssistant
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.schlage_cloud import Fault, SchlageCloud, lock_entity


class LinkedSchlageBench:
    """A linked lock."""

    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, cloud: SchlageCloud, schlage: MockConfigEntry
    ) -> None:
        self.hass = hass
        self.cloud = cloud
        self.schlage = schlage
        entity = lock_entity(hass)
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: entity.id, CONF_METHOD: "schlage", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.cloud.requests)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.cloud.pins().values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad, and let the integration poll its log."""
        [slot] = [slot for slot, held in self.cloud.pins().items() if held == pin]
        self.cloud.use(slot)
        await self.schlage.runtime_data.async_refresh()

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the cloud fail in this way from now on; the integration polls it once more."""
        self.cloud.heal()
        self.cloud.fault = Fault(trouble.value) if trouble is not None else None
        await self.schlage.runtime_data.async_refresh()


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    cloud: SchlageCloud,
    schlage_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedSchlageBench:
    """Link a lock, and wait until it was read."""
    # A late cloud of these tests takes a second, and as many calls as it likes.
    quick = replace(schlage_adapter.CAPABILITIES, late_by=2, calls_per_minute=None)
    monkeypatch.setattr(schlage_adapter, "CAPABILITIES", quick)
    bench = LinkedSchlageBench(hass, cloud, schlage_entry)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedSchlage(LinkedConformance):
    """A linked lock of Schlage."""
