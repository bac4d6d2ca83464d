"""One lock in the custom integration ``hubitat``, which is not there to be imported: all that is touched of it lies here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from aiohttp import ClientConnectorError

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..adapter import LockUnreachable, ReadFailed
from ..log_guard import answers_kept_out_of_logs
from .code_table import CODES, CodeTable, is_encrypted, table_from

DOMAIN: Final = "hubitat"

LOGGERS: Final = (
    "custom_components.hubitat.hub",
    "custom_components.hubitat.hubitatmaker.hub",
)
"""They log each command with its PIN, and each event with the whole table."""

REQUEST_TIME: Final = 15.0
"""Seconds for one request: the library itself would wait for minutes."""

_ID_PARTS: Final = "::"
"""Between the parts of a unique id: hub, device, and kind of entity."""


class HubAttribute(Protocol):
    """One attribute of a device, as the library last heard it."""

    @property
    def value(self) -> Any:
        """The value: a text, a number or None."""


class HubDevice(Protocol):
    """A device of the hub."""

    @property
    def attributes(self) -> Mapping[Any, HubAttribute]:
        """The attributes by name."""

    @property
    def capabilities(self) -> Sequence[str]:
        """The names of its capabilities."""


class HubEvent(Protocol):
    """An event of a device."""

    @property
    def attribute(self) -> str:
        """The name of the attribute that it is about."""

    @property
    def value(self) -> Any:
        """The new value."""


class Hub(Protocol):
    """The hub, as the integration has it. Those before 0.9.43 have no word for whether it was reached."""

    @property
    def devices(self) -> Mapping[str, HubDevice]:
        """The devices by id; none before the hub was reached."""

    def add_device_listener(
        self, device_id: str, listener: Callable[[Any], None]
    ) -> None:
        """Have a listener called for each event of a device."""

    def remove_device_listener(
        self, device_id: str, listener: Callable[[Any], None]
    ) -> None:
        """Call it no more; without it nothing happens."""

    async def send_command(
        self, device_id: str, command: str, arg: str | int | None
    ) -> None:
        """Send a command to a device."""

    async def refresh_device(self, device_id: str) -> None:
        """Ask the hub for a device."""


@dataclass(frozen=True, slots=True)
class HubLock:
    """One lock of the hub."""

    hub: Hub
    device_id: str

    @property
    def device(self) -> HubDevice | None:
        """The lock as it was last heard of; None while the hub was not reached, and where it does not offer the lock."""
        return self.hub.devices.get(self.device_id)

    # contract 12.379
    @property
    def is_hub_away(self) -> bool:
        """The hub was not reached since the integration was loaded."""
        return not getattr(self.hub, "is_connected", True)

    # contract 12.370
    @property
    def has_codes(self) -> bool:
        """The driver keeps codes, and shows them; True while the lock is not known."""
        device = self.device
        if device is None:
            return True
        return "LockCodes" in device.capabilities and not self.is_encrypted

    @property
    def is_encrypted(self) -> bool:
        """The driver encrypts its table of codes."""
        return is_encrypted(self.attributes().get(CODES))

    def attributes(self) -> dict[str, Any]:
        """Return the attributes as they were last heard."""
        device = self.device
        if device is None:
            return {}
        return {str(name): each.value for name, each in device.attributes.items()}

    def table(self) -> CodeTable | None:
        """Return the table as it was last heard."""
        return table_from(self.attributes().get(CODES))

    # contract 12.379
    def subscribe(self, listener: Callable[[HubEvent], None]) -> CALLBACK_TYPE:
        """Have a listener called for each event of the lock, once however often this is called.

        The integration drops every listener of a device when one of its entities goes or gets another entity id.
        """
        self.hub.remove_device_listener(self.device_id, listener)
        self.hub.add_device_listener(self.device_id, listener)
        return lambda: self.hub.remove_device_listener(self.device_id, listener)

    def follow_connection(
        self, listener: Callable[[bool], None]
    ) -> list[CALLBACK_TYPE]:
        """Have a listener called when the hub is reached, where the integration tells."""
        add = getattr(self.hub, "add_connection_listener", None)
        remove = getattr(self.hub, "remove_connection_listener", None)
        if add is None or remove is None:
            return []
        add(listener)
        return [lambda: remove(listener)]

    async def async_send(self, command: str, argument: str) -> None:
        """Hand a command to the hub. Raises LockUnreachable, or ReadFailed without an answer."""
        await _ask(self.hub.send_command(self.device_id, command, argument))

    # contract 12.383
    async def async_read_table(self) -> CodeTable | None:
        """Return the table as the hub has it now; None where it is no answer. Raises as above."""
        with answers_kept_out_of_logs(*LOGGERS):
            await _ask(self.hub.refresh_device(self.device_id))
        return self.table()


# contract 12.380
async def _ask(request: Awaitable[None]) -> None:
    """Await a request. Errors of the library are not chained: its text has the address, with token and PIN.

    The library repeats a request that the hub answers with a status of 408 or 500 and above, so such an answer is none.
    """
    try:
        async with asyncio.timeout(REQUEST_TIME):
            await request
    except ClientConnectorError:
        raise LockUnreachable from None
    except Exception as err:  # noqa: BLE001
        # The library's class cannot be imported.
        is_turned_away = type(err).__name__ == "InvalidToken"
        raise (LockUnreachable if is_turned_away else ReadFailed) from None


def hub_lock_of(
    hass: HomeAssistant, entry: ConfigEntry, lock: RegistryEntry
) -> HubLock | None:
    """Return a lock of a loaded config entry; None where the integration has no hub for it.

    The hub is among the data of the domain, by the id of its entry.
    """
    hubs = hass.data.get(DOMAIN)
    hub = hubs.get(entry.entry_id) if isinstance(hubs, dict) else None
    _, *device_id = lock.unique_id.split(_ID_PARTS)
    if hub is None or not device_id:
        return None
    return HubLock(hub, device_id[0])
