"""The conformance suites over the library of the custom integration ``hubitat``, and a simulated hub."""

from typing import override

import pytest

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.locks.hubitat import code_table
from homeassistant.core import HomeAssistant
from tests.locks.conformance import PIN, AdapterConformance, write
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import LockBench, Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.hubitat_hub import Fault, HubitatHub, async_add_hubitat

from .conftest import HubitatBench, OpenBench


@pytest.fixture
async def bench(open_bench: OpenBench) -> HubitatBench:
    """Give each test a lock."""
    return await open_bench()


class TestHubitat(AdapterConformance):
    """A lock behind a hub of Hubitat."""


class TestHubitatWithHiddenPins(AdapterConformance):
    """A lock whose driver shows asterisks in place of PINs."""

    @pytest.fixture
    async def bench(self, open_bench: OpenBench) -> HubitatBench:
        """Give each test a lock whose table shows from the beginning that PINs are hidden."""
        hub = HubitatHub()
        hub.is_masking = True
        hub.codes[0] = ("9999", "Master")
        made = await open_bench(hub)
        made.row = None
        return made

    @override
    async def test_a_duplicate_is_told_and_leaves_nothing(
        self, bench: LockBench
    ) -> None:
        """The driver passes over it in silence, and nobody can see that it is one."""
        assert (await write(bench, "1", PIN)).outcome is Outcome.ACCEPTED
        assert (await write(bench, "2", PIN)).outcome is Outcome.UNKNOWN
        assert await bench.pins() == {"1": PIN}


class LinkedHubitatBench(LinkedLockBench):
    """A linked lock behind a hub."""

    def __init__(
        self, hass: HomeAssistant, hub: HubitatHub, component: CustomComponent
    ) -> None:
        super().__init__(hass, component.lock, "hubitat")
        self.hub = hub

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.hub.requests)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.hub.pins().values()

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.hub.pins().items() if held == pin]
        self.hub.use(int(slot))

    @override
    async def fail(self, trouble: Trouble | None) -> None:
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
    await bench.link()
    return bench


class TestLinkedHubitat(LinkedConformance):
    """A linked lock behind a hub of Hubitat."""
