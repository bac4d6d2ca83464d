"""Adapter of locks of the ``matter`` integration.

PINs go through the integration's connection to the Matter server, never through an action: the recorder stores its
data, and the integration's own actions write to the node's first lock, whichever they are called for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Final, override

from chip.clusters import Objects as clusters
from matter_server.common.models import MatterNodeEvent

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.util import dt as dt_util

from ...core.model import EMPTY, Cause, Content, Outcome, Reach, Use
from ..adapter import AdapterListener, Credential, LockUnreachable, ReadFailed, Written
from ..listening_adapter import ListeningAdapter
from .command_errors import CommandFailed, raise_read_failed
from .commands import Commands
from .dates import dates_of
from .events import (
    ADDED,
    ALL,
    CLEARED,
    DATES,
    PIN,
    USER,
    AccessDenied,
    Change,
    CodeUsed,
    DataChanged,
    event_of,
)
from .limits import Missing, capabilities_of, missing_feature
from .memory import SlotMemory
from .node import Location, NodeTracker, location_of, node_of
from .own_commands import OwnCommands
from .slots import Slots, Surroundings
from .transport import Transport
from .wall_clock import ClockWatch, WallClock

_NOWHERE: Final = Location(0, 0)
"""The address of no lock."""

_FABRIC: Final = clusters.OperationalCredentials.Attributes.CurrentFabricIndex


class MatterAdapter(ListeningAdapter):
    """A lock behind a Matter server."""

    family = "matter"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        self._hass = hass
        self._lock = lock
        self._location = location_of(lock.unique_id) or _NOWHERE
        self._tracker = NodeTracker(
            hass, lock, self._location, self._on_node_changed, self._on_message
        )
        self._own = OwnCommands()
        self._memory = SlotMemory()
        self._clock = WallClock()
        self._clock_watch = ClockWatch(hass, self._on_clock_due)
        self._was_reachable = False
        self._has_looked = False
        self._to_look_at: set[int] = set()
        """Slots that a look is due at: one that was not answered is repeated with the next look at the clock."""
        self._busy = asyncio.Lock()
        """Allows one command at a time: events are told apart by the slot and the kind of their command."""
        self._tasks: set[asyncio.Task[None]] = set()

    # contract 12.160
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        location = location_of(lock.unique_id)
        if location is None:
            return False
        node = node_of(hass, lock)
        if node is None:
            return True
        return missing_feature(node, location.endpoint_id) is None

    # contract 14.31
    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        location, node = location_of(lock.unique_id), node_of(hass, lock)
        if location is None or node is None:
            return "no_codes"
        is_userless = missing_feature(node, location.endpoint_id) is Missing.USERS
        return "matter_without_users" if is_userless else "matter_without_pins"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        self._clock_watch.start()
        self._tracker.start()

    @override
    def stop(self) -> None:
        super().stop()
        self._clock_watch.stop()
        self._tracker.stop()
        for task in self._tasks:
            task.cancel()

    @property
    @override
    def reach(self) -> Reach:
        return self._tracker.reach

    @override
    async def async_read(self, slot: str) -> Content:
        async with self._busy:
            slots = self._slots()
            if slots is None:
                raise LockUnreachable
            try:
                return await slots.read(int(slot))
            except CommandFailed as failure:
                raise_read_failed(failure)

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin, window = credential.pin, credential.window
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        dates = None
        if window is not None:
            dates = dates_of(window, dt_util.get_default_time_zone())
            if dates is None:
                return Written(Outcome.INVALID)
        name = credential.name or ""
        return await self._write(lambda slots: slots.set(int(slot), pin, name, dates))

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(lambda slots: slots.clear(int(slot)))

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        name = credential.name or ""
        return await self._write(lambda slots: slots.rename(int(slot), name))

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        number = int(slot)
        numbers: dict[str, str | int] = {
            "user_index": number,
            "credential_index": number,
        }
        if self._memory.is_inactive(number):
            numbers["user_status"] = "disabled"
        return numbers

    async def _write(self, send: Callable[[Slots], Awaitable[Outcome]]) -> Written:
        """Send the commands of one write, and return what came of it."""
        async with self._busy:
            slots = self._slots()
            if slots is None:
                return Written(Outcome.UNREACHABLE)
            try:
                return Written(await send(slots))
            except CommandFailed as failure:
                return Written(failure.outcome)

    def _transport(self) -> Transport | None:
        client = self._tracker.client
        if client is None or self.reach is not Reach.REACHABLE:
            return None
        return Transport(self._hass, client, self._location)

    def _slots(self) -> Slots | None:
        """Return the slots through the present connection; None while nothing can be sent."""
        transport = self._transport()
        if transport is None:
            return None
        surroundings = Surroundings(
            self._lock.id, self._own, self._listens, self._fabric, self._memory
        )
        return Slots(Commands(transport), surroundings)

    def _fabric(self) -> int | None:
        """Return the index that the lock has for our fabric; None while unknown."""
        node = self._tracker.node
        index = node.get_attribute_value(0, None, _FABRIC) if node is not None else None
        return index if isinstance(index, int) else None

    @callback
    def _on_node_changed(self, is_other_connection: bool) -> None:
        if is_other_connection:
            # What the server has missed it never tells.
            self._own.forget()
        is_reachable = self.reach is Reach.REACHABLE
        if is_reachable and not self._was_reachable:
            self._run(self._async_look_at_clock())
        elif self._clock.is_read:
            self._update_capabilities()
        self._was_reachable = is_reachable
        self._listens.reach_changed()

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = self._hass.async_create_background_task(
            work, "access_codes look at a Matter lock"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # contract 12.85
    @override
    def clock_was_set(self) -> None:
        self._clock.home_clock_was_set()
        self._on_clock_due()

    @callback
    def _on_clock_due(self) -> None:
        if self.reach is Reach.REACHABLE:
            self._run(self._async_look_at_clock())

    # contract 12.174
    async def _async_look_at_clock(self) -> None:
        """Read the lock's clock, if it has one: it may promise windows only while that is right."""
        async with self._busy:
            transport, node = self._transport(), self._tracker.node
            if transport is None or node is None:
                return
            attributes = node.node_data.attributes
            if not await self._clock.async_look(transport, attributes):
                return
        self._update_capabilities()
        if not self._has_looked:
            self._has_looked = True
            self._to_look_at |= self._ours()
        for number in sorted(self._to_look_at):
            await self._async_look_at(number)

    # contract 12.173
    def _ours(self) -> set[int]:
        """Return our slots: what happened to them before the start no server tells."""
        slots = self._capabilities.slots if self._capabilities is not None else ()
        return {int(slot) for slot in slots if self._listens.is_ours(slot)}

    @callback
    def _update_capabilities(self) -> None:
        node = self._tracker.node
        if node is None:
            return
        capabilities = capabilities_of(
            node, self._location.endpoint_id, self._clock.state
        )
        self._set_capabilities(capabilities)

    @callback
    def _on_message(self, message: MatterNodeEvent) -> None:
        event = event_of(message)
        if event is None:
            return
        match event:
            case CodeUsed(action, number, use_id):
                slot = self._slot_of(number) if number is not None else None
                self._listens.used(Use(action, slot, use_id=use_id))
            case AccessDenied(reason):
                self._listens.access_denied(reason)
            case changed:
                self._on_data_changed(changed)

    # contract 12.167, 12.168
    @callback
    def _on_data_changed(self, changed: DataChanged) -> None:
        change, fabric = changed.change, changed.fabric
        is_by_us = fabric is not None and fabric == self._fabric()
        command = self._own.cause_of(change) if is_by_us else None
        if command is None:
            self._on_changed(change)
        elif command.is_in_doubt:
            self._on_carried_out(change)

    # contract 12.167
    @callback
    def _on_changed(self, change: Change) -> None:
        """Report a change that no command of ours explains, even if our fabric made it: so does Home Assistant's dialog."""
        if change.number == ALL:
            self._listens.reported_all_cleared()
            return
        slot = self._slot_of(change.number)
        if slot is None:
            return
        if change.operation == CLEARED and change.data != DATES:
            self._memory.saw_empty(change.number)
            self._listens.reported(slot, EMPTY, Cause.OTHERS)
        elif change.data == PIN or (change.operation == ADDED and change.data == USER):
            self._memory.saw_others(change.number)
            self._listens.reported(slot, None, Cause.OTHERS)
        elif self._listens.is_ours(slot):
            # Perhaps another name only: the lock is asked.
            self._run(self._async_look_at(change.number))

    # contract 12.168
    @callback
    def _on_carried_out(self, change: Change) -> None:
        """Report a command of ours that had no answer, and that the lock has carried out after all."""
        slot = str(change.number)
        if change.operation == CLEARED:
            self._listens.reported(slot, EMPTY, Cause.OURS)
        elif change.data == PIN:
            self._listens.reported(slot, None, Cause.OURS)

    async def _async_look_at(self, number: int) -> None:
        """Read a slot, and report what others have made of a code of ours."""
        slot = str(number)
        self._to_look_at.add(number)
        try:
            content = await self.async_read(slot)
        except ReadFailed:
            # The engine reads our slots when the lock is back, but not after mere silence.
            return
        self._to_look_at.discard(number)
        if content is EMPTY:
            self._listens.reported(slot, EMPTY, Cause.OTHERS)

    def _slot_of(self, number: int) -> str | None:
        """Return the slot with a number; None if it is none of the lock's slots, or of ours."""
        slot = str(number)
        return slot if self._is_slot(slot) else None
