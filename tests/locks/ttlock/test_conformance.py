"""The conformance suites over a simulated cloud of TTLock."""

from typing import override

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
from custom_components.access_codes.locks.ttlock import adapter as ttlock
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_conformance import (
    PIN,
    LinkedBench,
    LinkedConformance,
    becomes,
    create,
    told,
    until,
)
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.ttlock_cloud import TtlockCloud, async_add_ttlock


class TestTtlock(AdapterConformance):
    """A TTLock lock behind a gateway."""


class LinkedTtlockBench:
    """A linked TTLock lock."""

    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, cloud: TtlockCloud, component: CustomComponent
    ) -> None:
        self.hass = hass
        self.cloud = cloud
        self.component = component
        lock = component.lock
        self.entity_id = lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: lock.id, CONF_METHOD: "ttlock", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        self.entry.add_to_hass(hass)

    async def opens(self, pin: str) -> bool:
        """Return whether a PIN opens the lock now."""
        return pin in self.cloud.opening().values()

    async def use(self, pin: str) -> None:
        """Open the lock with a PIN; nobody is told by which."""
        assert await self.opens(pin)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.cloud.fault = trouble.value if trouble is not None else None
        self.component.entity.become(available=trouble is not Trouble.UNREACHABLE)
        await self.hass.async_block_till_done()


@pytest.fixture
async def linked(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> LinkedTtlockBench:
    """Link a lock, and wait until it was read."""
    # A minute of commands passes within a second of these tests, and a late gateway takes one and a half.
    monkeypatch.setattr(ttlock, "CALLS_PER_MINUTE", None)
    monkeypatch.setattr(ttlock, "LATE_BY", 3)
    cloud = TtlockCloud()
    bench = LinkedTtlockBench(hass, cloud, await async_add_ttlock(hass, cloud))
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedTtlock(LinkedConformance):
    """A linked TTLock lock behind a gateway."""

    @override
    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        """The component does not tell which passcode was used: a code that ends with its use is refused."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.use(PIN)
        with pytest.raises(HomeAssistantError):
            await create(linked, "864209", "Bob", is_one_time_use=True)
        assert "access_code.used" not in told(linked)

    @pytest.mark.contract("12.291")
    async def test_a_pin_that_begins_with_another_is_refused(
        self, linked: LinkedBench
    ) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        for pin in (PIN + "1", PIN[:4]):
            with pytest.raises(HomeAssistantError):
                await create(linked, pin, "Bob")
