"""The conformance suite over locks of ZHA."""

from collections.abc import AsyncIterator
from typing import Any, Final, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import LockAdapter
from custom_components.access_codes.locks.zha import cluster
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from simulators.zigbee.air import Air
from simulators.zigbee.frames import DOOR_LOCK, MAP16
from simulators.zigbee.lock import SimulatedLock
from simulators.zigbee.state import Faults
from tests.locks.adapter_bench import AdapterBench
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble, is_reachable
from tests.support.zha_network import async_join

KINDS: Final[dict[str, dict[str, Any]]] = {
    "readable": {},
    "silent": {"sends_events": False},
    "masked": {"mask": "stars"},
    "write-only": {"has_reads": False},
}
"""Traits of the locks."""

FAULTS: Final[dict[Trouble, dict[str, Any]]] = {
    Trouble.REFUSES: {"set_status": 1, "clear_status": 1},
    Trouble.LIES: {"lying": True},
    Trouble.ALTERS: {"strips_zeros": True},
    Trouble.FULL: {"full": True},
    Trouble.UNREACHABLE: {"offline": True, "give_up_after": 0.05},
    Trouble.NO_ANSWER: {"unanswered": True},
    Trouble.LATE: {"delay": 1.5},
}

ANSWER_TIME: Final = cluster.ANSWER_TIME


def fail(
    lock: SimulatedLock, trouble: Trouble | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let a lock fail in this way; one that does not answer is not waited for as long as a real one."""
    lock.faults = Faults(**FAULTS[trouble]) if trouble is not None else Faults()
    is_waited_for = trouble in {Trouble.NO_ANSWER, Trouble.LATE}
    monkeypatch.setattr(cluster, "ANSWER_TIME", 0.4 if is_waited_for else ANSWER_TIME)


def prepare(lock: SimulatedLock, kind: str) -> None:
    """Make a lock one of a kind."""
    for trait, value in KINDS[kind].items():
        setattr(lock.traits, trait, value)
    if kind == "silent":
        for mask in (0x41, 0x45):
            lock.attributes[DOOR_LOCK][mask] = (MAP16, 0)


class ZhaBench(AdapterBench):
    """One lock of ZHA."""

    row: str | None = "Zigbee, by ZHA"

    def __init__(
        self,
        hass: HomeAssistant,
        entity: RegistryEntry,
        lock: SimulatedLock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        super().__init__(hass)
        self._entity = entity
        self._monkeypatch = monkeypatch
        self.lock = lock

    @override
    async def create(self) -> LockAdapter:
        return await async_create_adapter(self.hass, self._entity, "zha")

    @override
    def is_started(self) -> bool:
        return is_reachable(self) and self.adapter.capabilities is not None

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        return self.lock.pins()

    async def names(self) -> dict[str, str]:
        """Return nothing: such locks store no names."""
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        self.lock.program(int(slot), pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.lock.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        fail(self.lock, trouble, self._monkeypatch)


@pytest.fixture(params=KINDS)
async def bench(
    hass: HomeAssistant,
    air: Air,
    zha: MockConfigEntry,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ZhaBench]:
    """Give each test a lock of each kind."""
    [lock] = air.locks
    prepare(lock, request.param)
    zha_bench = ZhaBench(hass, await async_join(hass, air, lock), lock, monkeypatch)
    await zha_bench.start()
    yield zha_bench
    zha_bench.adapter.stop()


class TestZha(AdapterConformance):
    """A lock of each kind."""
