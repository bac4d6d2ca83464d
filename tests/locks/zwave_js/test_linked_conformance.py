"""The conformance suite over linked Z-Wave locks: actions, engine, adapter, Home Assistant's own integration, driver."""

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
from tests.locks.linked_conformance import LinkedConformance, until
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.zwave_network import (
    CREDENTIAL,
    MASKED,
    SCHLAGE,
    TIMED,
    Network,
    lock_of,
)

from .test_conformance import FAULTS


class LinkedZwaveBench:
    """A linked lock on the simulated network."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, network: Network, node: int) -> None:
        self.hass = hass
        self._network = network
        self._node = node
        lock = lock_of(hass, node)
        self.entity_id = lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: lock.id, CONF_METHOD: "zwave_js", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        self.entry.add_to_hass(hass)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in (await self._network.pins(self._node)).values()

    async def use(self, pin: str) -> None:
        """Open the lock at its keypad."""
        pins = await self._network.pins(self._node)
        [slot] = [slot for slot, held in pins.items() if held == pin]
        await self._network.act(self._node, "keypad/use", slot=int(slot))

    async def messages(self) -> int:
        """Return how many commands the lock has got."""
        return await self._network.seq(self._node)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        faults = FAULTS[trouble] if trouble is not None else {}
        await self._network.act(self._node, "faults", **faults)
        if trouble is None:
            await self._network.act(self._node, "wake")


@pytest.fixture(
    params=[SCHLAGE, MASKED, CREDENTIAL, TIMED],
    ids=["schlage", "masked", "credential", "timed"],
)
async def linked(
    hass: HomeAssistant,
    zwave: MockConfigEntry,
    network: Network,
    request: pytest.FixtureRequest,
) -> LinkedZwaveBench:
    """Link a lock of each kind, and wait until it was read."""
    bench = LinkedZwaveBench(hass, network, request.param)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedZwaveJs(LinkedConformance):
    """A linked Z-Wave lock of each kind."""
