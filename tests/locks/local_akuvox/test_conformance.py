"""The conformance suites over the library of local_akuvox and a simulated panel."""

from collections.abc import AsyncIterator
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
from tests.support.akuvox_panel import AkuvoxPanel, async_add_panel
from tests.support.custom_locks import CustomComponent

from .conftest import OpenPanel, PanelBench


@pytest.fixture
async def bench(open_panel: OpenPanel) -> PanelBench:
    """Give each test a panel."""
    return await open_panel()


class TestLocalAkuvox(AdapterConformance):
    """A relay of an Akuvox panel."""


class LinkedPanelBench:
    """A linked relay."""

    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, panel: AkuvoxPanel, component: CustomComponent
    ) -> None:
        self.hass = hass
        self.panel = panel
        self.component = component
        self.entity_id = component.lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        lock_id = component.lock.id
        data = {CONF_LOCK: lock_id, CONF_METHOD: "local_akuvox", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock_id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.panel.sent)

    async def opens(self, pin: str) -> bool:
        """Return whether the panel holds a PIN."""
        return pin in {user["PrivatePIN"] for user in self.panel.users}

    async def use(self, pin: str) -> None:
        """Open the door with a PIN; nobody is told."""
        assert await self.opens(pin)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the panel fail in this way from now on."""
        self.panel.fault = trouble.value if trouble is not None else None
        self.component.entity.become(available=trouble is not Trouble.UNREACHABLE)
        await self.hass.async_block_till_done()


@pytest.fixture
async def linked(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LinkedPanelBench]:
    """Link a relay, and wait until the panel was read."""
    panel = AkuvoxPanel()
    component = await async_add_panel(hass, monkeypatch, panel)
    bench = LinkedPanelBench(hass, panel, component)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    yield bench
    panel.stop()


class TestLinkedLocalAkuvox(LinkedConformance):
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
