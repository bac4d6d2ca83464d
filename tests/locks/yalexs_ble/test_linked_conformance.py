"""The conformance suite over a linked lock of August or Yale: actions, engine, adapter, Home Assistant's integration."""

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
from custom_components.access_codes.locks.yalexs_ble import adapter as yale_adapter
from homeassistant.core import HomeAssistant
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.yale_lock import Fault, YaleLock, lock_entity, with_fewer_slots

from .conftest import until_primed


class LinkedYaleBench:
    """A linked lock."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, lock: YaleLock) -> None:
        self.hass = hass
        self.lock = lock
        entity = lock_entity(hass)
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: entity.id, CONF_METHOD: "yalexs_ble", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.received)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.lock.codes.values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        await until_primed(self.lock)
        [slot] = [slot for slot, held in self.lock.codes.items() if held == pin]
        self.lock.use(slot)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.lock.fault = Fault(trouble.value) if trouble is not None else None
        if trouble is Trouble.UNREACHABLE:
            self.lock.cut()


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    yale: YaleLock,
    yale_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedYaleBench:
    """Link a lock, and wait until it was read."""
    capabilities = with_fewer_slots(yale_adapter.CAPABILITIES)
    monkeypatch.setattr(yale_adapter, "CAPABILITIES", capabilities)
    bench = LinkedYaleBench(hass, yale)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedYalexsBle(LinkedConformance):
    """A linked lock of August or Yale."""
