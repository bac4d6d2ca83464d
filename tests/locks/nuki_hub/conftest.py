"""A broker and a Nuki Hub for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, override
from unittest.mock import MagicMock

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
from custom_components.access_codes.core.model import Pin, Reach
from custom_components.access_codes.locks.adapter import Credential, Written
from custom_components.access_codes.locks.nuki_hub import (
    adapter as nuki_adapter,
    hub as nuki_hub,
)
from custom_components.access_codes.locks.nuki_hub.adapter import NukiHubAdapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.locks.linked_conformance import until
from tests.locks.lock_bench import PATIENCE, BenchListener, Trouble
from tests.support.nuki_hub import Fault, NukiCode, NukiHub
from tests.support.zigbee2mqtt import Broker, async_add_mqtt, async_entity

type AddHub = Callable[..., Awaitable[NukiHub]]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: a simulated lock is quicker than a real one."""
    monkeypatch.setattr(nuki_hub, "ANSWER_TIME", 0.5)
    monkeypatch.setattr(nuki_hub, "LIST_TIME", 0.5)
    monkeypatch.setattr(nuki_hub, "OWED_TIME", 3)
    quick = replace(nuki_adapter.CAPABILITIES, late_by=3)
    monkeypatch.setattr(nuki_adapter, "CAPABILITIES", quick)


@pytest.fixture
async def broker(
    hass: HomeAssistant,
    mock_hass_config: None,
    mqtt_client_mock: MagicMock,
    monkeypatch: pytest.MonkeyPatch,
) -> Broker:
    """Connect Home Assistant to a broker."""
    broker, _ = await async_add_mqtt(hass, mqtt_client_mock, monkeypatch)
    return broker


@pytest.fixture
async def add_hub(hass: HomeAssistant, broker: Broker) -> AsyncIterator[AddHub]:
    """Give tests a hub whose lock Home Assistant has discovered."""
    hubs: list[NukiHub] = []

    async def add(**options: Any) -> NukiHub:
        hub = NukiHub(broker, **options)
        hubs.append(hub)
        hub.start()
        await lock_entity(hass, hub)
        return hub

    yield add
    for hub in hubs:
        await hub.stop()


async def lock_entity(hass: HomeAssistant, hub: NukiHub) -> RegistryEntry:
    """Wait for the lock's entity, and return it."""
    return await async_entity(hass, f"{hub.nuki_id}_lock")


class NamedAdapter(NukiHubAdapter):
    """An adapter whose lock gives a new code the id that the suite has for it."""

    hub: NukiHub

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        if slot.isdecimal():
            self.hub.next_id = int(slot)
        return await super().async_set(slot, credential)


class DoorListener(BenchListener):
    """Record refused tries and codes that are switched off, too."""

    def __init__(self) -> None:
        super().__init__()
        self.denials: list[str] = []
        self.inactive: list[tuple[str, bool]] = []

    @override
    def access_denied(self, reason: str) -> None:
        self.denials.append(reason)
        super().access_denied(reason)

    @override
    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        self.inactive.append((slot, is_inactive))
        super().activity_found(slot, is_inactive=is_inactive)


class NukiBench:
    """One lock behind a hub, and a running adapter."""

    row: str | None = "Nuki, behind Nuki Hub"
    takes_duplicates = False
    troubles = frozenset(Trouble)
    slots = ("41", "42")

    def __init__(self, hass: HomeAssistant, hub: NukiHub) -> None:
        self.hass = hass
        self.hub = hub
        self.listener = DoorListener()
        self.adapter: NamedAdapter

    async def start(self) -> None:
        """Start an adapter and wait until it has found its hub."""
        self.adapter = NamedAdapter(self.hass, await lock_entity(self.hass, self.hub))
        self.adapter.hub = self.hub
        await self.adapter.async_start(self.listener)
        await self.listener.wait_until(self.is_reachable)
        await self.hass.async_block_till_done()

    def is_reachable(self) -> bool:
        """Return whether the adapter says that commands reach the lock."""
        return self.adapter.reach is Reach.REACHABLE

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        return self.hub.pins()

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot."""
        return {str(key): code.name for key, code in self.hub.codes.items()}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a code in Nuki's app, of which nobody is told."""
        if pin is None:
            del self.hub.codes[int(slot)]
        elif int(slot) in self.hub.codes:
            self.hub.codes[int(slot)].pin = int(pin)
        else:
            self.hub.codes[int(slot)] = NukiCode(int(pin), "App")

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        if self.hub.publishes_log:
            self.hub.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.hub.fail(Fault(trouble.value) if trouble is not None else None)
        await self.hass.async_block_till_done()

    async def restart(self) -> None:
        """Start another adapter on the same lock."""
        self.adapter.stop()
        listener = DoorListener()
        listener.ours = self.listener.ours
        self.listener = listener
        await self.start()

    async def set(self, slot: str, pin: str, name: str = "Ann") -> Written:
        """Write a PIN."""
        self.listener.ours.add(slot)
        return await self.adapter.async_set(slot, Credential(Pin(pin), name))


@pytest.fixture
async def door(hass: HomeAssistant, add_hub: AddHub) -> AsyncIterator[NukiBench]:
    """Give tests a lock whose hub publishes PINs and log, and its adapter."""
    made = NukiBench(hass, await add_hub())
    await made.start()
    yield made
    made.adapter.stop()


@pytest.fixture
async def hidden(hass: HomeAssistant, add_hub: AddHub) -> AsyncIterator[NukiBench]:
    """Give tests a lock whose hub publishes no PINs, and its adapter."""
    made = NukiBench(hass, await add_hub(publishes_codes=False))
    await made.start()
    yield made
    made.adapter.stop()


class LinkedNukiBench:
    """A linked lock behind a hub."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, hub: NukiHub, lock: RegistryEntry) -> None:
        self.hass = hass
        self.hub = hub
        self.entity_id = lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: lock.id, CONF_METHOD: "nuki_hub", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        self.entry.add_to_hass(hass)

    async def link(self) -> None:
        """Link the lock, and wait until it was read."""
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)

        async def is_read() -> bool:
            return bool(self.entry.runtime_data.engine.record.is_read)

        await until(self, is_read, PATIENCE)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.hub.received)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.hub.pins().values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        [slot] = [slot for slot, held in self.hub.pins().items() if held == pin]
        self.hub.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.hub.fail(Fault(trouble.value) if trouble is not None else None)
        await self.hass.async_block_till_done()
