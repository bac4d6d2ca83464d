"""The cluster Door Lock of a lock: find it, follow it, send it commands.

The one module that uses internals of the ``zha`` integration, of its library and of zigpy. A reload of the integration makes
new clusters, and so does a new interview of the lock; when it joins again with another network address, zigpy follows by itself.

zigpy repeats a command that was not delivered, the second time by a new route, and also one that was not answered: that
is cut off before. Its log at the level *debug*, and the exceptions of the radio libraries, may name PINs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
import logging
import re
from typing import Any, Final

from zha.application.const import ZHA_GW_MSG
from zigpy.exceptions import ParsingError, ZigbeeException
from zigpy.types import EUI64
from zigpy.zcl.clusters.closures import DoorLock
from zigpy.zcl.foundation import GeneralCommand

from homeassistant.components.zha.helpers import ZHADeviceProxy, get_zha_gateway_proxy
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.event import async_track_state_change_event

from ...core.model import Outcome, Reach
from ..zigbee.command_errors import CommandFailed

_LOGGER = logging.getLogger(__name__)

# contract 12.214
LOGGERS: Final = (
    "zha.zigbee.device",
    "zigpy.application",
    "zigpy.device",
    "zigpy.endpoint",
    "zigpy.zcl",
    "zigpy.zdo",
)
"""Loggers of zigpy and of ZHA's library, which log commands and packets. Those of the radios' libraries are not known here."""

ANSWER_TIME: Final = 25.0
"""Seconds to wait for the lock: less than the 28 s after which zigpy would send the command once more."""

_NEVER: Final = 60.0
"""Seconds for which zigpy waits for locks that do not sleep: longer than we do."""

_UNIQUE_ID: Final = re.compile(r"((?:[0-9a-f]{2}:){7}[0-9a-f]{2})-(\d{1,3})(?:-.+)?")


@dataclass(frozen=True, slots=True)
class Address:
    """Address of a lock: for life, with the endpoint that has its cluster."""

    ieee: str
    endpoint: int


# contract 12.200
def address_of(unique_id: str) -> Address | None:
    """Return the address that the unique id of a lock entity names; None if it is no such id."""
    match = _UNIQUE_ID.fullmatch(unique_id)
    return Address(match[1], int(match[2])) if match is not None else None


@callback
def cluster_of(hass: HomeAssistant, address: Address) -> DoorLock | None:
    """Return the cluster that ZHA has for a lock now; None while there is none."""
    device = _device_of(hass, address)
    if device is None:
        return None
    endpoint: Any = device.device.device.endpoints.get(address.endpoint)
    clusters = getattr(endpoint, "in_clusters", {})
    cluster = clusters.get(DoorLock.cluster_id)
    return cluster if isinstance(cluster, DoorLock) else None


# contract 12.200
@callback
def has_pins(hass: HomeAssistant, address: Address) -> bool:
    """Return whether a lock has PINs, as far as ZHA knows; True while that is unknown."""
    if _device_of(hass, address) is None:
        return True
    cluster = cluster_of(hass, address)
    if cluster is None:
        return False
    count = DoorLock.AttributeDefs.num_of_pin_users_supported.name
    return bool(cluster.get(count) != 0)


@callback
def _device_of(hass: HomeAssistant, address: Address) -> ZHADeviceProxy | None:
    try:
        gateway = get_zha_gateway_proxy(hass)
    except ValueError:
        return None
    return gateway.get_device_proxy(EUI64.convert(address.ieee))


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer of a lock to a command."""

    command: int
    """The command that it names: of the cluster, or of a default response the one that it is about."""
    is_default: bool
    """It is a default response."""
    status: int | None
    """The status, or the status of the user."""
    user: int | None = None
    digits: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Notification:
    """Operation or programming event of a lock."""

    command: int
    source: int
    code: int
    user: int


class ClusterFollower:
    """The cluster of one lock, through reloads, interviews and removals."""

    def __init__(
        self,
        hass: HomeAssistant,
        lock: RegistryEntry,
        on_change: Callable[[bool], None],
        on_notification: Callable[[Notification], None],
    ) -> None:
        """Store the lock, without a lookup. ``on_change`` is called with True for another cluster."""
        self._hass = hass
        self._lock = lock
        self._address = address_of(lock.unique_id)
        self._on_change = on_change
        self._on_notification = on_notification
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._cluster: DoorLock | None = None
        self._waits: set[asyncio.Timeout] = set()
        """Ends of the waits for an answer."""

    @callback
    def start(self) -> None:
        """Find the cluster and follow it."""
        if self._address is None:
            return
        self._unsubscribe = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry
            ),
            async_dispatcher_connect(self._hass, ZHA_GW_MSG, self._on_gateway),
            async_track_state_change_event(
                self._hass, self._lock.entity_id, self._on_state
            ),
        ]
        self._update()

    @callback
    def stop(self) -> None:
        """Stop following the cluster. Idempotent."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._follow(None)

    @property
    def is_there(self) -> bool:
        """ZHA has the lock."""
        return self._cluster is not None

    @property
    def reach(self) -> Reach:
        """The reach, as far as ZHA knows."""
        entry_id = self._lock.config_entry_id or ""
        entry = self._hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            return Reach.DISCONNECTED
        if self._cluster is None or self._address is None:
            return Reach.OFFLINE
        device = _device_of(self._hass, self._address)
        is_heard = device is not None and device.device.available
        return Reach.REACHABLE if is_heard else Reach.OFFLINE

    # contract 12.202
    async def async_command(self, command: int, *fields: Any) -> Answer:
        """Send one command to the lock, and return its answer. Raises CommandFailed."""

        async def send(cluster: DoorLock) -> Answer:
            return _answer_of(await cluster.command(command, *fields, timeout=_NEVER))

        return await self._send(send)

    async def async_attributes(self, attributes: tuple[int, ...]) -> dict[int, int]:
        """Return those of the attributes that the lock tells, by number. Raises CommandFailed."""

        async def send(cluster: DoorLock) -> dict[int, int]:
            found, _ = await cluster.read_attributes([*attributes], timeout=_NEVER)
            return {
                int(number): int(value)
                for number, value in found.items()
                if value is not None
            }

        return await self._send(send)

    # contract 12.203, 12.204, 12.207
    async def _send[T](self, send: Callable[[DoorLock], Awaitable[T]]) -> T:
        """Wait for what a lock answers. Raises CommandFailed."""
        cluster = self._cluster
        if cluster is None:
            raise CommandFailed(Outcome.UNREACHABLE)
        try:
            async with asyncio.timeout(ANSWER_TIME) as wait:
                self._waits.add(wait)
                try:
                    return await send(cluster)
                finally:
                    self._waits.discard(wait)
        except TimeoutError, ParsingError:
            outcome = Outcome.UNKNOWN
        except ZigbeeException:
            outcome = Outcome.UNREACHABLE
        except Exception:  # noqa: BLE001
            # The libraries of the radios raise what they like, with the frame in the text; or it is no answer.
            outcome = Outcome.UNKNOWN
        raise CommandFailed(outcome) from None

    # contract 12.208, 12.212
    @callback
    def cluster_command(self, tsn: int, command_id: int, args: Any) -> None:
        """Handle a command of the lock: zigpy calls this by its name.

        No exception leaves here: zigpy would log it with what the lock sent.
        """
        try:
            notification = _notification_of(command_id, args)
            if notification is not None:
                self._on_notification(notification)
        except Exception as error:  # noqa: BLE001
            # The text of the error may name what the lock sent.
            _LOGGER.error("An event was not understood: %s", type(error).__name__)

    # contract 12.211
    @callback
    def _update(self) -> None:
        """Follow the cluster that ZHA has now."""
        assert self._address is not None
        cluster = cluster_of(self._hass, self._address)
        is_other = cluster is not self._cluster
        if is_other:
            self._follow(cluster)
        self._on_change(is_other)

    @callback
    def _follow(self, cluster: DoorLock | None) -> None:
        if self._cluster is not None:
            self._cluster.remove_listener(self)
        self._cluster = cluster
        if cluster is not None:
            cluster.add_listener(self)
        # An answer to the former cluster would come to nobody.
        for wait in self._waits:
            # One that is ending cannot be ended again.
            with suppress(RuntimeError):
                wait.reschedule(0)

    @callback
    def _on_entry(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.entry_id == self._lock.config_entry_id:
            self._update()

    @callback
    def _on_gateway(self, _: Any) -> None:
        """Handle a device that has joined, was interviewed or was removed."""
        self._update()

    @callback
    def _on_state(self, _: Event[EventStateChangedData]) -> None:
        self._update()


def _answer_of(answer: Any) -> Answer:
    """Return an answer as zigpy gives it. Raises where it is none."""
    command, fields = answer.command, answer.as_dict()
    status = fields.get("status", fields.get("user_status"))
    is_default = (
        "command_id" in fields and command.id == GeneralCommand.Default_Response
    )
    return Answer(
        int(fields["command_id"] if is_default else command.id),
        is_default,
        None if status is None else int(status),
        _number(fields.get("user_id")),
        str(fields.get("code", "")).encode(),
    )


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _notification_of(command: int, args: Any) -> Notification | None:
    """Return the event that a command of the lock tells; None if it is another command."""
    commands = DoorLock.ClientCommandDefs
    if command == commands.operation_event_notification.id:
        source, code = args.operation_event_source, args.operation_event_code
    elif command == commands.programming_event_notification.id:
        source, code = args.program_event_source, args.program_event_code
    else:
        return None
    return Notification(command, int(source), int(code), int(args.user_id))
