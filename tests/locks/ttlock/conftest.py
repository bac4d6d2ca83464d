"""A cloud of TTLock for the tests of the adapter."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import override

import pytest

from custom_components.access_codes.core.model import Pin, Window
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from custom_components.access_codes.locks.ttlock import adapter as ttlock
from custom_components.access_codes.locks.ttlock.cloud_lock import CloudLock
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.lock_bench import Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.ttlock_cloud import TtlockCloud, async_add_ttlock


class TtlockBench(AdapterBench):
    """One lock behind a gateway, and a running adapter."""

    row: str | None = "TTLock, behind a gateway"

    def __init__(
        self, hass: HomeAssistant, cloud: TtlockCloud, component: CustomComponent
    ) -> None:
        super().__init__(hass)
        self.cloud = cloud
        self.component = component

    @override
    async def create(self) -> LockAdapter:
        return await async_create_adapter(self.hass, self.component.lock, "ttlock")

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
        await self.component.fail(self.cloud, trouble)

    client = CloudLock

    def add(self, name: str, pin: str) -> None:
        """Add a code in the app."""
        self.cloud.add(name, pin)

    def add_at_next_write(self, name: str, pin: str) -> None:
        """Add a code in the app right before the next write."""
        self.cloud.meanwhile = [(name, pin)]

    def rename(self, name: str, new_name: str) -> None:
        """Rename a code in the app."""
        [code] = [
            code for code in self.cloud.passcodes if code["keyboardPwdName"] == name
        ]
        code["keyboardPwdName"] = new_name

    def count(self) -> int:
        """Return how many codes there are."""
        return len(self.cloud.passcodes)

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


class LinkedTtlockBench(LinkedLockBench):
    """A linked TTLock lock."""

    def __init__(
        self, hass: HomeAssistant, cloud: TtlockCloud, component: CustomComponent
    ) -> None:
        super().__init__(hass, component.lock, "ttlock")
        self.cloud = cloud
        self.component = component

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.cloud.sent)

    def pins(self) -> dict[str, str]:
        """Return the PINs on the lock, by name."""
        return {
            code["keyboardPwdName"]: code["keyboardPwd"]
            for code in self.cloud.passcodes
        }

    def add(self, name: str, pin: str) -> None:
        """Add a code in the app."""
        self.cloud.add(name, pin)

    def add_at_next_write(self, name: str, pin: str) -> None:
        """Add a code in the app right before the next write."""
        self.cloud.meanwhile = [(name, pin)]

    client = CloudLock

    def rename(self, name: str, new_name: str) -> None:
        """Rename a code in the app."""
        [code] = [
            code for code in self.cloud.passcodes if code["keyboardPwdName"] == name
        ]
        code["keyboardPwdName"] = new_name

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.cloud.opening().values()

    async def opens_at(self, pin: str, at: datetime) -> bool:
        """Type a PIN at the keypad when the lock's clock has come to an instant."""
        return pin in self.cloud.opening(at).values()

    @override
    async def use(self, pin: str) -> None:
        assert await self.opens(pin)

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        await self.component.fail(self.cloud, trouble)


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
    await bench.link()
    yield bench
    cloud.stop()
