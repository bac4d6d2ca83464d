"""One lock in Home Assistant's ISY integration: all that is touched of that integration lies in this file."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final, Protocol, cast

from homeassistant.components.isy994.models import IsyData
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Pin
from ..log_guard import kept_out_of_logs

_LOGGER_NAME: Final = "pyisy"
"""All of the library logs there. A refused command is logged as an error, with its address, which holds the PIN."""


class Node(Protocol):
    """As much as is used of a node of pyisy, which has no types."""

    address: str
    protocol: str | None

    def set_zwave_lock_code(self, user_num: int, code: int) -> Awaitable[bool]:
        """Have the controller write a code."""

    def delete_zwave_lock_code(self, user_num: int) -> Awaitable[bool]:
        """Have the controller delete a code."""


@dataclass(frozen=True, slots=True)
class IsyLock:
    """One lock of the controller."""

    node: Node

    @property
    def has_codes(self) -> bool:
        """The lock is a Z-Wave one: the controller writes no code to another."""
        return self.node.protocol == "zwave"

    # contract 12.313
    async def set(self, user: int, pin: Pin) -> bool:
        """Return whether the controller has taken the command. What the library raises may quote the PIN."""
        with kept_out_of_logs(pin, _LOGGER_NAME):
            return await self.node.set_zwave_lock_code(user, int(pin.reveal()))

    async def clear(self, user: int) -> bool:
        """Return whether the controller has taken the command."""
        return await self.node.delete_zwave_lock_code(user)


def isy_lock_of(entry: ConfigEntry, lock: RegistryEntry) -> IsyLock | None:
    """Return a lock of a loaded config entry; None if it is no node of it: a program, or one that is gone."""
    data: IsyData = entry.runtime_data
    for node in data.nodes[Platform.LOCK]:
        if data.uid_base(node) == lock.unique_id:
            return IsyLock(cast("Node", node))
    return None
