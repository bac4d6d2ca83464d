"""A hub of Hubitat with one lock, and adapters of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import override

import pytest

from custom_components.access_codes.core.model import Outcome, Pin
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.hubitat import adapter as hubitat
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.lock_bench import Trouble
from tests.support.custom_locks import CustomComponent
from tests.support.hubitat_hub import Fault, HubitatHub, async_add_hubitat


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(hubitat, "ANSWER_TIME", 0.4)


class HubitatBench(AdapterBench):
    """One lock behind a hub, and a running adapter."""

    row: str | None = "Hubitat, behind its hub"

    def __init__(
        self, hass: HomeAssistant, hub: HubitatHub, component: CustomComponent
    ) -> None:
        super().__init__(hass)
        self.hub = hub
        self.component = component

    @override
    async def create(self) -> LockAdapter:
        return await async_create_adapter(self.hass, self.component.lock, "hubitat")

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot; that of number 0 is its master code, and no slot."""
        return {slot: pin for slot, pin in self.hub.pins().items() if slot != "0"}

    async def names(self) -> dict[str, str]:
        """Return nothing: the hub gets a number in place of the name."""
        for slot, (_, name) in self.hub.codes.items():
            assert slot == 0 or name.startswith(
                (f"Access Codes {slot}", f"code #{slot}")
            )
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        self.hub.type_at_keypad(int(slot), pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.hub.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.hub.heal()
        self.hub.fault = Fault(trouble.value) if trouble is not None else None

    async def set(self, slot: str, pin: str) -> Outcome:
        """Write a PIN."""
        return (await self.adapter.async_set(slot, Credential(Pin(pin)))).outcome


type OpenBench = Callable[..., Awaitable[HubitatBench]]


@pytest.fixture
async def open_bench(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenBench]:
    """Give tests a lock behind a hub, with a running adapter."""
    benches: list[HubitatBench] = []

    async def open_one(hub: HubitatHub | None = None) -> HubitatBench:
        hub = hub or HubitatHub()
        component = await async_add_hubitat(hass, monkeypatch, hub)
        bench = HubitatBench(hass, hub, component)
        benches.append(bench)
        await bench.start()
        return bench

    yield open_one
    for bench in benches:
        bench.adapter.stop()
        bench.hub.stop()
