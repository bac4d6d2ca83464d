"""A broker and a Nuki Hub for the tests of the adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, override
from unittest.mock import MagicMock

import pytest

from custom_components.access_codes.core.model import Pin, Reach
from custom_components.access_codes.locks.adapter import Credential, Written
from custom_components.access_codes.locks.nuki_hub import (
    adapter as nuki_adapter,
    hub as nuki_hub,
)
from custom_components.access_codes.locks.nuki_hub.adapter import NukiHubAdapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.locks.adapter_bench import AdapterBench
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.lock_bench import Trouble
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


class NukiBench(AdapterBench):
    """One lock behind a hub, and a running adapter."""

    row: str | None = "Nuki, behind Nuki Hub"
    slots = ("41", "42")
    adapter: NamedAdapter

    def __init__(self, hass: HomeAssistant, hub: NukiHub) -> None:
        super().__init__(hass)
        self.hub = hub

    @override
    async def create(self) -> NamedAdapter:
        adapter = NamedAdapter(self.hass, await lock_entity(self.hass, self.hub))
        adapter.hub = self.hub
        return adapter

    @override
    def is_started(self) -> bool:
        return self.adapter.reach is Reach.REACHABLE

    @override
    async def start(self) -> None:
        await super().start()
        await self.hass.async_block_till_done()

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


class LinkedNukiBench(LinkedLockBench):
    """A linked lock behind a hub."""

    def __init__(self, hass: HomeAssistant, hub: NukiHub, lock: RegistryEntry) -> None:
        super().__init__(hass, lock, "nuki_hub")
        self.hub = hub

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.hub.received)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.hub.pins().values()

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.hub.pins().items() if held == pin]
        self.hub.use(int(slot))

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        self.hub.fail(Fault(trouble.value) if trouble is not None else None)
        await self.hass.async_block_till_done()
