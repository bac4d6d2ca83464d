"""A cloud of TTLock for the tests of the adapter."""

from collections.abc import AsyncIterator

import pytest

from custom_components.access_codes.core.model import Pin, Window
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from homeassistant.core import HomeAssistant
from tests.locks.lock_bench import BenchListener, Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.ttlock_cloud import TtlockCloud, async_add_ttlock


class TtlockBench:
    """One lock behind a gateway, and a running adapter."""

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
