"""A panel by Akuvox for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import override

import pytest

from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from custom_components.access_codes.locks.local_akuvox.panel import Panel
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.lock_bench import Trouble
from tests.support.akuvox_panel import AkuvoxPanel, async_add_panel
from tests.support.custom_locks import CustomComponent


class PanelBench(AdapterBench):
    """One panel, and a running adapter."""

    row: str | None = "Akuvox panels"

    def __init__(
        self, hass: HomeAssistant, panel: AkuvoxPanel, component: CustomComponent
    ) -> None:
        super().__init__(hass)
        self.panel = panel
        self.component = component

    @override
    async def create(self) -> LockAdapter:
        lock = self.component.lock
        return await async_create_adapter(self.hass, lock, "local_akuvox")

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the door, by name."""
        return {user["Name"]: user["PrivatePIN"] for user in self.panel.users}

    async def names(self) -> dict[str, str]:
        """Return the names on the panel."""
        return {user["Name"]: user["Name"] for user in self.panel.users}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a user on the panel itself, which reports nothing."""
        self.panel.users = [user for user in self.panel.users if user["Name"] != slot]
        if pin is not None:
            self.panel.add(slot, pin)

    async def use(self, slot: str) -> None:
        """Open the door with the code of a user; nobody is told."""
        assert self.panel.named(slot)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the panel fail in this way from now on."""
        await self.component.fail(self.panel, trouble)

    client = Panel

    def add(self, name: str, pin: str) -> None:
        """Add a code in the app."""
        self.panel.add(name, pin)

    def add_at_next_write(self, name: str, pin: str) -> None:
        """Add a code in the app right before the next write."""
        self.panel.meanwhile = [(name, pin)]

    def rename(self, name: str, new_name: str) -> None:
        """Rename a code in the app."""
        [code] = [code for code in self.panel.users if code["Name"] == name]
        code["Name"] = new_name

    def count(self) -> int:
        """Return how many codes there are."""
        return len(self.panel.users)

    async def set(self, slot: str, pin: str) -> Written:
        """Write a PIN."""
        return await self.adapter.async_set(slot, Credential(Pin(pin), slot))


type OpenPanel = Callable[..., Awaitable[PanelBench]]


@pytest.fixture
async def open_panel(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenPanel]:
    """Give tests a panel with a running adapter."""
    benches: list[PanelBench] = []

    async def open_one(panel: AkuvoxPanel | None = None) -> PanelBench:
        panel = panel or AkuvoxPanel()
        component = await async_add_panel(hass, monkeypatch, panel)
        bench = PanelBench(hass, panel, component)
        benches.append(bench)
        await bench.start()
        return bench

    yield open_one
    for bench in benches:
        bench.adapter.stop()
        bench.panel.stop()
