"""One lock in Home Assistant's SmartThings integration: all that is touched of that integration lies in this file."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from pysmartthings import (
    Attribute,
    Capability,
    Command,
    DeviceEvent,
    SmartThings,
    SmartThingsCommandError,
    SmartThingsError,
)
from pysmartthings.const import LOGGER
from pysmartthings.models import DeviceType

from homeassistant.components.smartthings import FullDevice, SmartThingsData
from homeassistant.components.smartthings.const import CONF_SUBSCRIPTION_ID
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Pin
from ..adapter import LockUnreachable, ReadFailed
from ..log_guard import kept_out_of_logs
from .code_events import is_migrated

_COMPONENT: Final = "main"


class CommandRejected(Exception):
    """The cloud does not take a command, and has sent it to no lock."""


@dataclass(frozen=True, slots=True)
class CloudLock:
    """One lock, its last known status and the client that reaches it."""

    client: SmartThings
    device: FullDevice

    @property
    def has_codes(self) -> bool:
        """The lock has the capability ``lockCodes``, and its driver still answers to it."""
        status = self.device.status[_COMPONENT]
        is_there = Capability.LOCK_CODES in status
        return is_there and not is_migrated(self.attributes().get(Attribute.MIGRATED))

    @property
    def is_zigbee(self) -> bool:
        """The lock is a Zigbee one."""
        return self.device.device.type is DeviceType.ZIGBEE

    def attributes(self) -> dict[str, Any]:
        """Return the attributes of ``lockCodes``, as they were when the integration was loaded."""
        status = self.device.status[_COMPONENT].get(Capability.LOCK_CODES, {})
        return {str(name): each.value for name, each in status.items()}

    def listen(
        self,
        on_codes: Callable[[DeviceEvent], None],
        on_lock: Callable[[DeviceEvent], None],
    ) -> list[CALLBACK_TYPE]:
        """Subscribe to what the lock says of its codes, and to who operates it."""
        device_id = self.device.device.device_id
        listeners = {Capability.LOCK_CODES: on_codes, Capability.LOCK: on_lock}
        return [
            self.client.add_device_capability_event_listener(
                device_id, _COMPONENT, capability, listener
            )
            for capability, listener in listeners.items()
        ]

    # contract 12.276
    async def send(
        self, command: Command, arguments: list[Any], pin: Pin | None = None
    ) -> None:
        """Hand a command to the cloud. Raises CommandRejected, LockUnreachable, or ReadFailed.

        That it returns means nothing: the library passes over the status 429 and each of 500 and above. Its exceptions
        are not chained, as their texts quote the cloud's answer, and its debug log would hold the PIN.
        """
        guard = nullcontext() if pin is None else kept_out_of_logs(pin, LOGGER.name)
        try:
            with guard:
                await self.client.execute_device_command(
                    self.device.device.device_id,
                    Capability.LOCK_CODES,
                    command,
                    _COMPONENT,
                    argument=arguments,
                )
        except SmartThingsCommandError:
            raise CommandRejected from None
        except SmartThingsError:
            raise LockUnreachable from None
        except Exception:  # noqa: BLE001
            # Of the answer's body, or of the token: the library lets them pass.
            raise ReadFailed from None


def cloud_lock_of(entry: ConfigEntry, lock: RegistryEntry) -> CloudLock | None:
    """Return a lock of a loaded config entry; None if the integration does not know it.

    Nor while the stream of events is down: the entry names no subscription then. What happens meanwhile is never told, so
    the lock has to come back, upon which its slots are read.
    """
    if entry.data.get(CONF_SUBSCRIPTION_ID) is None:
        return None
    data: SmartThingsData = entry.runtime_data
    device = data.devices.get(lock.unique_id.removesuffix(f"_{_COMPONENT}"))
    return None if device is None else CloudLock(data.client, device)
