"""A cloud of TTLock for the tests of the adapter."""

from collections.abc import AsyncIterator

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
from custom_components.access_codes.core.model import Pin, Window
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from custom_components.access_codes.locks.ttlock import adapter as ttlock
from homeassistant.core import HomeAssistant
from tests.locks.linked_conformance import until
from tests.locks.lock_bench import PATIENCE, BenchListener, Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.ttlock_cloud import TtlockCloud, async_add_ttlock


class TtlockBench:
    """One lock behind a gateway, and a running adapter."""

    row: str | None = "TTLock, behind a gateway"
    takes_duplicates = False
    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, cloud: TtlockCloud, component: CustomComponent
    ) -> None:
        self.hass = hass
        self.cloud = cloud
        self.component = component
        self.listener = BenchListener()
        self.adapter: LockAdapter

    async def start(self) -> None:
        """Start an adapter."""
        self.adapter = await async_create_adapter(
            self.hass, self.component.lock, "ttlock"
        )
        await self.adapter.async_start(self.listener)

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by name."""
        return self.cloud.opening()

    async def names(self) -> dict[str, str]:
        """Return the names in the cloud."""
        return {name: name for name in self.cloud.opening()}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a passcode in the app, of which nobody is told."""
        self.cloud.passcodes = [
            each for each in self.cloud.passcodes if each["keyboardPwdName"] != slot
        ]
        if pin is not None:
            self.cloud.add(slot, pin)

    async def use(self, slot: str) -> None:
        """Open the lock with a passcode; nobody is told by which."""
        assert slot in self.cloud.opening()

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.cloud.fault = trouble.value if trouble is not None else None
        self.component.entity.become(available=trouble is not Trouble.UNREACHABLE)
        await self.hass.async_block_till_done()

    async def restart(self) -> None:
        """Start another adapter on the same lock."""
        self.adapter.stop()
        listener = BenchListener()
        listener.ours = self.listener.ours
        self.listener = listener
        await self.start()

    async def set(self, slot: str, pin: str, window: Window | None = None) -> Written:
        """Write a PIN."""
        credential = Credential(Pin(pin), slot, window)
        return await self.adapter.async_set(slot, credential)


@pytest.fixture
async def bench(hass: HomeAssistant) -> AsyncIterator[TtlockBench]:
    """Give each test a lock with a running adapter."""
    cloud = TtlockCloud()
    made = TtlockBench(hass, cloud, await async_add_ttlock(hass, cloud))
    await made.start()
    yield made
    made.adapter.stop()
    made.cloud.stop()


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

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.cloud.sent)

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
) -> AsyncIterator[LinkedTtlockBench]:
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
    yield bench
    cloud.stop()
