"""The conformance suites over the library of local_akuvox and a simulated panel."""

from collections.abc import AsyncIterator
from typing import override

import pytest

from custom_components.access_codes.locks.local_akuvox.panel import Panel
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import (
    PIN,
    LinkedBench,
    LinkedConformance,
    becomes,
    create,
    told,
)
from tests.locks.lock_bench import Trouble
from tests.locks.named_codes import LinkedNamedCodesTests
from tests.support.akuvox_panel import AkuvoxPanel, async_add_panel
from tests.support.custom_locks import CustomComponent

from .conftest import OpenPanel, PanelBench


@pytest.fixture
async def bench(open_panel: OpenPanel) -> PanelBench:
    """Give each test a panel."""
    return await open_panel()


class TestLocalAkuvox(AdapterConformance):
    """A relay of an Akuvox panel."""


class LinkedPanelBench(LinkedLockBench):
    """A linked relay."""

    def __init__(
        self, hass: HomeAssistant, panel: AkuvoxPanel, component: CustomComponent
    ) -> None:
        super().__init__(hass, component.lock, "local_akuvox")
        self.panel = panel
        self.component = component

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.panel.sent)

    def pins(self) -> dict[str, str]:
        """Return the PINs on the lock, by name."""
        return {code["Name"]: code["PrivatePIN"] for code in self.panel.users}

    def add(self, name: str, pin: str) -> None:
        """Add a code in the app."""
        self.panel.add(name, pin)

    def add_at_next_write(self, name: str, pin: str) -> None:
        """Add a code in the app right before the next write."""
        self.panel.meanwhile = [(name, pin)]

    client = Panel

    def rename(self, name: str, new_name: str) -> None:
        """Rename a code in the app."""
        [code] = [code for code in self.panel.users if code["Name"] == name]
        code["Name"] = new_name

    @override
    async def opens(self, pin: str) -> bool:
        return pin in {user["PrivatePIN"] for user in self.panel.users}

    @override
    async def use(self, pin: str) -> None:
        assert await self.opens(pin)

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        await self.component.fail(self.panel, trouble)


@pytest.fixture
async def linked(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LinkedPanelBench]:
    """Link a relay, and wait until the panel was read."""
    panel = AkuvoxPanel()
    component = await async_add_panel(hass, monkeypatch, panel)
    bench = LinkedPanelBench(hass, panel, component)
    await bench.link()
    yield bench
    panel.stop()


class TestLinkedLocalAkuvox(LinkedConformance, LinkedNamedCodesTests):
    """A linked relay of an Akuvox panel."""

    @override
    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        """The panel is asked for no log: a code that ends with its use is refused, and none is told."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.use(PIN)
        with pytest.raises(HomeAssistantError):
            await create(linked, "864209", "Bob", is_one_time_use=True)
        assert "access_code.used" not in told(linked)
