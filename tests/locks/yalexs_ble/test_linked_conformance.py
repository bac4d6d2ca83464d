"""The conformance suite over a linked lock of August or Yale: actions, engine, adapter, Home Assistant's integration."""

from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.yalexs_ble import adapter as yale_adapter
from homeassistant.core import HomeAssistant
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble
from tests.support.yale_lock import Fault, YaleLock, lock_entity, with_fewer_slots

from .conftest import until_primed


class LinkedYaleBench(LinkedLockBench):
    """A linked lock."""

    def __init__(self, hass: HomeAssistant, lock: YaleLock) -> None:
        super().__init__(hass, lock_entity(hass), "yalexs_ble")
        self.lock = lock

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.received)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.lock.codes.values()

    @override
    async def use(self, pin: str) -> None:
        await until_primed(self.lock)
        [slot] = [slot for slot, held in self.lock.codes.items() if held == pin]
        self.lock.use(slot)

    @override
    async def fail(self, trouble: Trouble | None) -> None:
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
    await bench.link()
    return bench


class TestLinkedYalexsBle(LinkedConformance):
    """A linked lock of August or Yale."""
