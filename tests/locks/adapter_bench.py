"""Base of the benches of the families: one lock, its adapter that runs, and the reports of that."""

from abc import ABC, abstractmethod

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.locks.adapter import LockAdapter
from homeassistant.core import HomeAssistant

from .lock_bench import BenchListener, Trouble


class AdapterBench(ABC):
    """The part of a ``LockBench`` that is the same for each family: its adapter starts, and starts anew."""

    takes_duplicates = False
    troubles = frozenset(Trouble)
    adapter: LockAdapter

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.listener = BenchListener()

    @abstractmethod
    async def create(self) -> LockAdapter:
        """Create an adapter of the lock."""

    def is_started(self) -> bool:
        """Return whether the adapter has found its lock."""
        return True

    async def start(self) -> None:
        """Start an adapter, and wait until it has found its lock."""
        self.adapter = await self.create()
        await self.adapter.async_start(self.listener)
        await self.listener.wait_until(self.is_started)

    async def restart(self) -> None:
        """Start another adapter on the same lock."""
        self.adapter.stop()
        listener = BenchListener()
        listener.ours = self.listener.ours
        self.listener = listener
        await self.start()

    async def clear(self, slot: str) -> Outcome:
        """Empty a slot."""
        return (await self.adapter.async_clear(slot)).outcome
