"""Adapter of locks of the ``mqtt`` integration: those behind Zigbee2MQTT.

PINs go to Zigbee2MQTT by messages that nobody retains, never through an action: the recorder stores its data.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.event import async_call_later

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    Content,
    LockCapabilities,
    Outcome,
    Reach,
    Readability,
    Reporting,
    Use,
    UseReporting,
)
from ..adapter import (
    AdapterListener,
    Credential,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
    Written,
)
from ..readability import PinReadability
from ..stoppable_listener import StoppableListener
from ..zigbee.command_errors import CannotBeRead, CommandFailed, raise_read_failed
from ..zigbee.events import AccessDenied, CodeChanged, CodeUsed, Event
from ..zigbee.limits import capabilities_from
from ..zigbee.own_writes import OwnWrite, OwnWrites
from .bridge import Bridge, bridge_of, follow_bridge
from .commands import Commands
from .device import LockDevice, location_of
from .messages import ACTION_FIELDS, event_of
from .plain_commands import PlainCommands
from .raw_commands import RawCommands
from .state_topics import StateTopics

REPORT_TIME: Final = 2.0
"""Seconds to wait for the lock's own report of a write to a slot that hides its PIN."""

_RETRY_AFTER: Final = (60, 300, 1800, 3600)
"""Seconds until a lock is asked for its limits again that did not tell them; the last one again and again."""


class MqttAdapter(LockAdapter):
    """A lock behind Zigbee2MQTT."""

    family = "mqtt"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        self._hass = hass
        self._location = location_of(lock.unique_id)
        self._listener: StoppableListener | None = None
        self._bridge: Bridge | None = None
        self._stop_following: Callable[[], None] | None = None
        self._states = StateTopics(hass, self._on_message)
        self._commands: Commands | None = None
        self._capabilities: LockCapabilities | None = None
        self._readability = PinReadability(is_masking=False)
        self._cannot_be_read = False
        self._writes = OwnWrites()
        self._radio = asyncio.Lock()
        """Allows one command at a time: the lock sleeps, and its reports are told apart by their slot."""
        self._search: asyncio.Task[None] | None = None
        self._failures = 0
        self._cancel_retry: CALLBACK_TYPE | None = None
        self._is_inactive: dict[str, bool] = {}

    # contract 12.140, 12.152
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        location = location_of(lock.unique_id)
        if location is None:
            return False
        bridge = bridge_of(hass, location.base)
        device = bridge.device(location.ieee) if bridge is not None else None
        return device is None or device.has_pins

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "mqtt_without_pins" if location_of(lock.unique_id) else "mqtt"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = StoppableListener(listener)
        if self._location is not None:
            self._bridge, self._stop_following = follow_bridge(
                self._hass, self._location.base, self._on_bridge_changed
            )
            self._states.start()
            self._on_bridge_changed()

    @override
    def stop(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        if self._stop_following is not None:
            self._stop_following()
            self._stop_following = None
        self._states.stop()
        self._drop_commands()

    # contract 12.149
    @property
    @override
    def reach(self) -> Reach:
        if self._bridge is None or not self._bridge.is_loaded:
            return Reach.DISCONNECTED
        is_listed = self._commands is not None
        return Reach.REACHABLE if self._bridge.is_up and is_listed else Reach.OFFLINE

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return self._capabilities

    @override
    async def async_read(self, slot: str) -> Content:
        async with self._radio:
            commands = self._commands
            if commands is None:
                raise LockUnreachable
            try:
                answer = await commands.read(int(slot))
            except CommandFailed as failure:
                self._on_failed_read(failure)
                raise_read_failed(failure)
        self._search_limits()
        content = answer.content
        if content is not EMPTY and not answer.is_inactive:
            is_ours = self._listens.is_ours(slot)
            self._readability.saw(is_masked=content is UNREADABLE, is_ours=is_ours)
            self._on_readability()
        if self._is_inactive.get(slot, False) is not answer.is_inactive:
            self._is_inactive[slot] = answer.is_inactive
            self._listens.activity_found(slot, is_inactive=answer.is_inactive)
        return content

    # contract 12.144
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        capabilities = self._capabilities
        if capabilities is not None and capabilities.objection_to(pin) is not None:
            return Written(Outcome.INVALID)
        return await self._write(
            slot, lambda commands: commands.set(int(slot), pin), is_removal=False
        )

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(
            slot, lambda commands: commands.clear(int(slot)), is_removal=True
        )

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        numbers: dict[str, str | int] = {"slot": int(slot)}
        if self._is_inactive.get(slot):
            numbers["user_status"] = "disabled"
        return numbers

    @property
    def _listens(self) -> StoppableListener:
        assert self._listener is not None
        return self._listener

    async def _write(
        self, slot: str, send: Callable[[Commands], Any], *, is_removal: bool
    ) -> Written:
        """Send one write, and return the lock's answer."""
        async with self._radio:
            commands = self._commands
            if commands is None:
                return Written(Outcome.UNREACHABLE)
            with self._writes.begin(int(slot), is_removal=is_removal) as write:
                write.outcome = await _outcome_of(send(commands))
                write.outcome = await self._settled(write)
        self._search_limits()
        return Written(write.outcome)

    # contract 12.153
    async def _settled(self, write: OwnWrite) -> Outcome:
        """Return the outcome of a write that the lock took, confirmed by its own report where no read shows a PIN."""
        assert write.outcome is not None
        capabilities = self._capabilities
        hides_pins = (
            capabilities is not None
            and capabilities.reads is not Readability.PIN
            and capabilities.reports is Reporting.ALL
        )
        if write.outcome is not Outcome.ACCEPTED or not hides_pins:
            return write.outcome
        try:
            async with asyncio.timeout(REPORT_TIME):
                await write.reported.wait()
        except TimeoutError:
            return Outcome.ACCEPTED
        return Outcome.CONFIRMED

    @callback
    def _on_bridge_changed(self) -> None:
        """Follow the lock where Zigbee2MQTT has it now, and by the commands that it understands."""
        if self._listener is None or self._stop_following is None:
            return
        bridge = self._bridge
        assert bridge is not None and self._location is not None
        device = bridge.device(self._location.ieee)
        if device is None or bridge.version == (0, 0):
            self._drop_commands()
            self._states.follow(None, is_split=False)
        else:
            self._states.follow(
                f"{bridge.base}/{device.name}", is_split=bridge.has_attributes_only
            )
            self._follow_device(bridge, device)
            self._search_limits()
        self._listens.reach_changed()

    @callback
    def _follow_device(self, bridge: Bridge, device: LockDevice) -> None:
        kind = RawCommands if bridge.passes_answers_on else PlainCommands
        before = self._commands
        is_other = type(before) is not kind
        if before is not None and not is_other and before.device == device:
            return
        is_other |= before is None or before.device.properties != device.properties
        # What is asked for goes to where the lock was.
        self._drop_commands()
        self._commands = kind(bridge, device)
        if is_other:
            self._capabilities = None

    @callback
    def _drop_commands(self) -> None:
        self._commands = None
        if self._search is not None:
            self._search.cancel()
            self._search = None
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    @callback
    def _search_limits(self) -> None:
        """Ask the lock for its limits, unless they are known or asked for."""
        is_searching = self._search is not None and not self._search.done()
        if self._commands is None or self._capabilities is not None or is_searching:
            return
        assert self._bridge is not None
        if self._bridge.is_up:
            self._search = self._hass.async_create_background_task(
                self._async_find_limits(self._commands),
                "access_codes find limits of a lock",
            )

    async def _async_find_limits(self, commands: Commands) -> None:
        """Ask the lock for its limits, and whether its slots can be read."""
        if not commands.device.has_pins:
            self._set_capabilities(LockCapabilities())
            return
        try:
            async with self._radio:
                limits = await commands.limits()
                capabilities = capabilities_from(
                    limits,
                    self._reads,
                    names_users=commands.device.names_users,
                    patience=commands.patience,
                    late_by=commands.late_by,
                )
                await self._probe(commands, capabilities)
        except CommandFailed:
            self._retry_later()
            return
        self._failures = 0
        self._set_capabilities(replace(capabilities, reads=self._reads))

    # contract 12.157
    async def _probe(self, commands: Commands, capabilities: LockCapabilities) -> None:
        """Ask for the last slot, to see whether the lock answers reads at all. Raises CommandFailed."""
        is_asked = isinstance(commands, RawCommands) and not self._cannot_be_read
        if not is_asked or not capabilities.slots:
            return
        try:
            await commands.read(int(capabilities.slots[-1]))
        except CannotBeRead:
            self._cannot_be_read = True
        except ReadFailed:
            pass

    @callback
    def _retry_later(self) -> None:
        @callback
        def search_again(_: Any) -> None:
            self._cancel_retry = None
            self._search_limits()

        if self._cancel_retry is not None:
            self._cancel_retry()
        seconds = _RETRY_AFTER[min(self._failures, len(_RETRY_AFTER) - 1)]
        self._failures += 1
        self._cancel_retry = async_call_later(self._hass, seconds, search_again)

    @property
    def _reads(self) -> Readability:
        if self._cannot_be_read:
            return Readability.NOTHING
        return self._readability.reads

    @callback
    def _on_failed_read(self, failure: CommandFailed) -> None:
        if isinstance(failure, CannotBeRead):
            self._cannot_be_read = True
            self._on_readability()

    @callback
    def _on_readability(self) -> None:
        if self._capabilities is not None:
            self._set_capabilities(replace(self._capabilities, reads=self._reads))

    @callback
    def _set_capabilities(self, capabilities: LockCapabilities) -> None:
        if capabilities != self._capabilities:
            self._capabilities = capabilities
            self._listens.capabilities_changed()

    @callback
    def _on_message(self, message: dict[str, Any]) -> None:
        """Handle a message of the lock: it is heard, and may tell an event."""
        if self._commands is not None:
            self._commands.heard(message)
        if not message.keys().isdisjoint(ACTION_FIELDS):
            event = event_of(message)
            if event is not None:
                self._on_event(event)
        self._search_limits()

    @callback
    def _on_event(self, event: Event) -> None:
        match event:
            case CodeUsed(action, user):
                self._on_use_seen()
                self._listens.used(Use(action, self._slot_of(user)))
            case AccessDenied(reason):
                self._listens.access_denied(reason)
            case change:
                self._on_code_changed(change)

    # contract 12.159
    @callback
    def _on_use_seen(self) -> None:
        """Store that the lock reports uses, of which its definition in Zigbee2MQTT knows nothing."""
        if self._capabilities is not None:
            self._set_capabilities(replace(self._capabilities, uses=UseReporting.LIVE))

    # contract 12.148
    @callback
    def _on_code_changed(self, change: CodeChanged) -> None:
        if self._writes.is_echo(change) or (change.is_unnamed and self._cannot_be_read):
            return
        if change.user is None:
            self._listens.reported_all_cleared()
            return
        slot = self._slot_of(change.user)
        if slot is not None:
            content = EMPTY if change.is_removal else None
            cause = Cause.UNKNOWN if change.is_by_radio else Cause.OTHERS
            self._listens.reported(slot, content, cause)

    def _slot_of(self, user: int | None) -> str | None:
        """Return the slot of a user; None if it is none of the lock's slots, or of ours."""
        slot = str(user)
        slots = self._capabilities.slots if self._capabilities is not None else ()
        is_slot = slot in slots or self._listens.is_ours(slot)
        return slot if user is not None and is_slot else None


async def _outcome_of(command: Any) -> Outcome:
    try:
        outcome: Outcome = await command
    except CommandFailed as failure:
        return failure.outcome
    return outcome
