"""The conformance suite over the real driver: User Code in each of its forms, and User Credential."""

from collections.abc import AsyncIterator
from typing import Any, Final, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockAdapter
from homeassistant.core import HomeAssistant
from tests.locks.adapter_bench import AdapterBench
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble, is_reachable
from tests.support.zwave_network import (
    ANONYMOUS,
    CREDENTIAL,
    MASKED,
    SCHLAGE,
    SUPERVISED,
    TIMED,
    Network,
    lock_of,
)

FAULTS: Final[dict[Trouble, dict[str, Any]]] = {
    Trouble.REFUSES: {"refuse": True},
    Trouble.LIES: {"lie": True},
    Trouble.ALTERS: {"strip_zeros": True},
    Trouble.FULL: {"full": True},
    Trouble.UNREACHABLE: {"silent": True},
    Trouble.NO_ANSWER: {"no_answer": "all"},
    Trouble.LATE: {"slow_ms": 1500},
}


class ZwaveBench(AdapterBench):
    """One simulated lock behind the real driver."""

    row: str | None = "Z-Wave"

    def __init__(self, hass: HomeAssistant, network: Network, node: int) -> None:
        super().__init__(hass)
        self._network = network
        self._node = node

    @override
    async def create(self) -> LockAdapter:
        lock = lock_of(self.hass, self._node)
        return await async_create_adapter(self.hass, lock, "zwave_js")

    @override
    def is_started(self) -> bool:
        return is_reachable(self) and self.adapter.capabilities is not None

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the simulated lock, by slot."""
        return await self._network.pins(self._node)

    async def names(self) -> dict[str, str]:
        """Return the names of its users, by slot."""
        if self._node != CREDENTIAL:
            return {}
        return await self._network.users(self._node)

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        fields: dict[str, Any] = {"slot": int(slot), "silently": not is_reported}
        if pin is not None:
            await self._network.act(self._node, "keypad/set", pin=pin, **fields)
        else:
            await self._network.act(self._node, "keypad/clear", **fields)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        await self._network.act(self._node, "keypad/use", slot=int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        faults = FAULTS[trouble] if trouble is not None else {}
        await self._network.act(self._node, "faults", **faults)
        if trouble is None:
            await self._network.act(self._node, "wake")


@pytest.fixture(
    params=[SCHLAGE, MASKED, SUPERVISED, ANONYMOUS, CREDENTIAL, TIMED],
    ids=["schlage", "masked", "supervised", "anonymous", "credential", "timed"],
)
async def bench(
    hass: HomeAssistant,
    zwave: MockConfigEntry,
    network: Network,
    request: pytest.FixtureRequest,
) -> AsyncIterator[ZwaveBench]:
    """Give each test a lock of each kind."""
    zwave_bench = ZwaveBench(hass, network, request.param)
    await zwave_bench.start()
    yield zwave_bench
    zwave_bench.adapter.stop()


class TestZwaveJs(AdapterConformance):
    """A Z-Wave lock of each kind."""
