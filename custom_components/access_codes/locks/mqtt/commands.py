"""Base of the ways to send commands to a lock behind Zigbee2MQTT."""

from abc import ABC, abstractmethod

from ...core.model import Outcome, Pin
from ..zigbee.answers import SlotAnswer
from .bridge import Bridge
from .device import LockDevice
from .json_values import Json


class Commands(ABC):
    """One way to send commands to one lock. Each sends one message, and raises CommandFailed where it failed."""

    late_by: int
    """Seconds for which a write without an answer may still be carried out."""
    patience: int
    """Seconds after which a command has ended in any case."""

    def __init__(self, bridge: Bridge, device: LockDevice) -> None:
        """Store where the lock is."""
        self.bridge = bridge
        self.device = device

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

    def heard(self, message: Json) -> None:
        """Handle a message of the lock."""
