"""Base of the ways to send commands to a lock behind Zigbee2MQTT."""

from ..zigbee.commands import PinCommands
from .bridge import Bridge
from .device import LockDevice
from .json_values import Json


class Commands(PinCommands):
    """One way to send commands to one lock."""

    late_by: int
    """Seconds for which a write without an answer may still be carried out."""
    patience: int
    """Seconds after which a command has ended in any case."""

    def __init__(self, bridge: Bridge, device: LockDevice) -> None:
        """Store where the lock is."""
        self.bridge = bridge
        self.device = device

    def heard(self, message: Json) -> None:
        """Handle a message of the lock."""
