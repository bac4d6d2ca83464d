"""Adapter of locks of the ``zwave_js`` integration.

PINs go through the integration's connection to the Z-Wave server, never through an action: the recorder stores
its data.
"""

import asyncio
from typing import override

from zwave_js_server.const import CommandClass
from zwave_js_server.model.node import Node

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Content, LockCapabilities, Outcome, Reach
from ..adapter import AdapterListener, Credential, LockAdapter, LockUnreachable, Written
from ..log_guard import kept_out_of_logs
from .command_errors import CommandFailed, call_driver
from .node import NodeTracker, node_of
from .schedule_entry import async_year_day_slots
from .slots import LOGGERS, NoSlots, Slots
from .timed_user_code import TimedUserCodeSlots
from .user_code import UserCodeSlots
from .user_credential import UserCredentialSlots
from .user_credential_commands import USER_CREDENTIAL


class ZwaveJsAdapter(LockAdapter):
    """A Z-Wave lock with codes of its own."""

    family = "zwave_js"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        self._hass = hass
        self._tracker = NodeTracker(hass, lock, self._on_node_changed)
        self._listener: AdapterListener | None = None
        self._slots: Slots | None = None
        self._is_clock_set = False
        """Home Assistant's clock was set while the slots were not known."""
        self._search: asyncio.Task[None] | None = None

    # contract 12.6
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        node = node_of(hass, lock)
        if node is None or not node.ready:
            return True
        classes = {command_class.id for command_class in node.command_classes}
        return not classes.isdisjoint({USER_CREDENTIAL, CommandClass.USER_CODE})

    # contract 14.31
    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "zwave_js"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = listener
        self._tracker.start()

    @override
    def stop(self) -> None:
        self._listener = None
        self._tracker.stop()
        self._drop_slots()

    @override
    def clock_was_set(self) -> None:
        if self._slots is not None:
            self._slots.clock_was_set()
        else:
            # The search for them may be judging the lock's clock by the time before.
            self._is_clock_set = True

    @property
    @override
    def reach(self) -> Reach:
        return self._tracker.reach

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return self._slots.capabilities if self._slots is not None else None

    @override
    async def async_read(self, slot: str) -> Content:
        slots = await self._async_slots()
        if slots is None:
            raise LockUnreachable
        return await slots.read(slot)

    # contract 12.333
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        slots = await self._async_slots()
        if slots is None:
            return Written(Outcome.UNREACHABLE)
        assert credential.pin is not None
        if slots.capabilities.objection_to(credential.pin) is not None:
            return Written(Outcome.INVALID)
        if credential.window is not None and slots.capabilities.windows is None:
            # The lock held windows when it was last known.
            return Written(Outcome.REFUSED)
        pin = credential.pin
        with kept_out_of_logs(pin, *LOGGERS):
            outcome = await slots.set(slot, pin, credential.name, credential.window)
        return Written(outcome)

    @override
    async def async_clear(self, slot: str) -> Written:
        slots = await self._async_slots()
        if slots is None:
            return Written(Outcome.UNREACHABLE)
        return Written(await slots.clear(slot))

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        slots = await self._async_slots()
        if slots is None:
            return Written(Outcome.UNREACHABLE)
        assert credential.name is not None
        return Written(await slots.rename(slot, credential.name))

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return self._slots.metadata(slot) if self._slots is not None else {}

    # contract 12.47
    async def _async_slots(self) -> Slots | None:
        """Return the slots, once the search for them has ended; None while the node or the driver is away.

        The engine may know the lock from its record, and send a command before.
        """
        if self._slots is None and self._search is not None:
            await asyncio.wait([self._search])
        return self._slots

    @callback
    def _on_node_changed(self, is_new: bool) -> None:
        """Handle another node or interview (``is_new``), or a change of the node's reach."""
        if self._listener is None:
            # Another callback of the same event stopped this adapter.
            return
        node = self._tracker.node
        if is_new or node is None:
            self._drop_slots()
        is_searching = self._search is not None and not self._search.done()
        if node is not None and self._slots is None and not is_searching:
            self._search = self._hass.async_create_background_task(
                self._async_find_slots(node), "access_codes find slots of a lock"
            )
        self._listener.reach_changed()

    @callback
    def _drop_slots(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search = None
        if self._slots is not None:
            self._slots.stop()
            self._slots = None

    async def _async_find_slots(self, node: Node) -> None:
        """Create and start the slots from the driver's data, without a command to the lock."""
        assert self._listener is not None
        try:
            slots = await _async_slots_of(self._hass, node, self._listener)
        except CommandFailed:
            # The connection to the server ended; the next connection creates another node.
            return
        self._slots = slots
        slots.start()
        if self._is_clock_set:
            self._is_clock_set = False
            slots.clock_was_set()
        self._listener.capabilities_changed()


async def _async_slots_of(
    hass: HomeAssistant, node: Node, listener: AdapterListener
) -> Slots:
    classes = {command_class.id for command_class in node.command_classes}
    if USER_CREDENTIAL in classes:
        # With both command classes the driver chooses by the number of users; only User Credential has users alone.
        users = await call_driver(node.access_control.get_user_capabilities_cached())
        if users.supports_users_without_credentials:
            return await UserCredentialSlots.async_create(hass, node, listener)
    if {CommandClass.USER_CODE, CommandClass.SCHEDULE_ENTRY_LOCK} <= classes:
        if await async_year_day_slots(node):
            return await TimedUserCodeSlots.async_create(hass, node, listener)
    if CommandClass.USER_CODE in classes:
        return await UserCodeSlots.async_create(hass, node, listener)
    return NoSlots(hass, node, listener)
