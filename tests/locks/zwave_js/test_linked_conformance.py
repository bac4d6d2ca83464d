"""The conformance suite over linked Z-Wave locks: actions, engine, adapter, Home Assistant's own integration, driver."""

from datetime import UTC, datetime
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import Trouble
from tests.support.zwave_network import (
    CREDENTIAL,
    MASKED,
    SCHLAGE,
    TIMED,
    Network,
    lock_of,
)

from .test_conformance import FAULTS


class LinkedZwaveBench(LinkedLockBench):
    """A linked lock on the simulated network."""

    def __init__(self, hass: HomeAssistant, network: Network, node: int) -> None:
        super().__init__(hass, lock_of(hass, node), "zwave_js")
        self._network = network
        self._node = node

    @override
    async def opens(self, pin: str) -> bool:
        return pin in (await self._network.pins(self._node)).values()

    @override
    async def use(self, pin: str) -> None:
        pins = await self._network.pins(self._node)
        [slot] = [slot for slot, held in pins.items() if held == pin]
        await self._network.act(self._node, "keypad/use", slot=int(slot))

    async def opens_at(self, pin: str, at: datetime) -> bool:
        """Type a PIN at the keypad while the lock's clock shows an instant."""
        lock = await self._network.ask("GET", f"/locks/{self._node}")
        wall = dt_util.as_local(at).replace(tzinfo=UTC)
        ahead = round((wall - datetime.now(UTC)).total_seconds())
        await self._network.act(self._node, "clock", offset_s=ahead)
        path = f"/locks/{self._node}/keypad/enter"
        answer = await self._network.ask("POST", path, pin=pin)
        offset = lock["clock"]["offset_s"]
        await self._network.act(self._node, "clock", offset_s=offset)
        return bool(answer["opens"])

    async def messages(self) -> int:
        """Return how many commands the lock has got."""
        return await self._network.seq(self._node)

    @override
    async def fail(self, trouble: Trouble | None) -> None:
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
    await bench.link()
    return bench


class TestLinkedZwaveJs(LinkedConformance):
    """A linked Z-Wave lock of each kind."""
