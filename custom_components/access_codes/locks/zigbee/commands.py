"""Commands about PINs to a Zigbee lock, whichever way they go."""

from abc import ABC, abstractmethod

from ...core.model import Outcome, Pin
from .answers import SlotAnswer


class PinCommands(ABC):
    """Commands to one lock. Each sends one message, and raises CommandFailed where it failed."""

    @abstractmethod
    async def limits(self) -> dict[int, int]:
        """Return the lock's own limits, by the numbers of the attributes."""

    @abstractmethod
    async def read(self, slot: int) -> SlotAnswer:
        """Return the lock's answer about a slot. Raises NoSuchSlot, too."""

    @abstractmethod
    async def set(self, slot: int, pin: Pin) -> Outcome:
        """Write a PIN."""

    @abstractmethod
    async def clear(self, slot: int) -> Outcome:
        """Empty a slot."""
