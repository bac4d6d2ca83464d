"""Adapter of locks of the ``zha`` integration.

PINs go to the lock's cluster in this process, never through an action: the recorder stores its data, and ZHA's actions drop
what the lock answers.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

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
from ..zigbee.events import AccessDenied, CodeChanged, CodeUsed
from ..zigbee.limits import ATTR_PIN_USERS, capabilities_from
from ..zigbee.own_writes import OwnWrite, OwnWrites
from .cluster import ClusterFollower, Notification, address_of, has_pins
from .commands import LATE_BY, PATIENCE, Commands
from .events import event_of
from .limits_search import LimitsSearch

REPORT_TIME: Final = 2.0
"""Seconds to wait for the lock's own report of a write to a slot that hides its PIN."""


class ZhaAdapter(LockAdapter):
    """A lock of ZHA."""

    family = "zha"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        self._listener: StoppableListener | None = None
        self._cluster = ClusterFollower(
            hass, lock, self._on_cluster, self._on_notification
        )
        self._commands = Commands(self._cluster)
        self._search = LimitsSearch(hass, self._async_find_limits)
        self._capabilities: LockCapabilities | None = None
        self._readability = PinReadability(is_masking=False)
        self._cannot_be_read = False
        self._writes = OwnWrites()
        self._radio = asyncio.Lock()
        """Allows one command at a time: the lock sleeps, and its reports are told apart by their slot."""
        self._is_inactive: dict[str, bool] = {}
        self._has_answered = False
        """The lock has answered since its events come to us."""

    # contract 12.200
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        address = address_of(lock.unique_id)
        return address is not None and has_pins(hass, address)

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "zha"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = StoppableListener(listener)
        self._cluster.start()

    @override
    def stop(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        self._cluster.stop()
        self._search.cancel()

    # contract 12.210
    @property
    @override
    def reach(self) -> Reach:
        """Return the reach: a lock comes back with its first answer, for nobody kept what it told before."""
        reach = self._cluster.reach
        is_waited_for = reach is Reach.REACHABLE and not self._has_answered
        return Reach.OFFLINE if is_waited_for else reach

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return self._capabilities

    @override
    async def async_read(self, slot: str) -> Content:
        async with self._radio:
            if not self._cluster.is_there:
                raise LockUnreachable
            try:
                answer = await self._commands.read(int(slot))
            except CommandFailed as failure:
                if isinstance(failure, CannotBeRead):
                    self._cannot_be_read = True
                    self._on_readability()
                raise_read_failed(failure)
        self._search.begin()
        content = answer.content
        if content is not EMPTY and not answer.is_inactive:
            is_ours = self._listens.is_ours(slot)
            self._readability.saw(is_masked=content is UNREADABLE, is_ours=is_ours)
            self._on_readability()
        if self._is_inactive.get(slot, False) is not answer.is_inactive:
            self._is_inactive[slot] = answer.is_inactive
            self._listens.activity_found(slot, is_inactive=answer.is_inactive)
        return content

    # contract 12.204
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        capabilities = self._capabilities
        if capabilities is not None and capabilities.objection_to(pin) is not None:
            return Written(Outcome.INVALID)
        async with self._radio:
            with self._writes.begin(int(slot), is_removal=False) as write:
                return await self._written(write, self._commands.set(int(slot), pin))

    @override
    async def async_clear(self, slot: str) -> Written:
        async with self._radio:
            with self._writes.begin(int(slot), is_removal=True) as write:
                return await self._written(write, self._commands.clear(int(slot)))

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

    async def _written(self, write: OwnWrite, command: Awaitable[Outcome]) -> Written:
        """Send one write, and return the lock's answer."""
        try:
            write.outcome = await command
        except CommandFailed as failure:
            write.outcome = failure.outcome
        else:
            self._search.begin()
            write.outcome = await self._settled(write)
        return Written(write.outcome)

    # contract 12.205
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
    def _on_cluster(self, is_other: bool) -> None:
        """Handle another cluster, or another reach of it."""
        if is_other:
            self._has_answered = False
            self._search.cancel()
        if self._cluster.reach is Reach.REACHABLE:
            self._search.begin()
        self._listens.reach_changed()

    # contract 12.201
    async def _async_find_limits(self) -> None:
        """Ask the lock for its limits, and whether its slots can be read. Raises CommandFailed."""
        capabilities = LockCapabilities()
        async with self._radio:
            limits = await self._commands.limits()
            if limits.get(ATTR_PIN_USERS) != 0:
                capabilities = capabilities_from(
                    limits,
                    self._reads,
                    names_users=True,
                    patience=PATIENCE,
                    late_by=LATE_BY,
                )
                await self._probe(capabilities)
        self._set_capabilities(replace(capabilities, reads=self._reads))
        self._has_answered = True
        self._listens.reach_changed()

    async def _probe(self, capabilities: LockCapabilities) -> None:
        """Ask for the last slot, to see whether the lock answers reads at all. Raises CommandFailed."""
        if self._cannot_be_read or not capabilities.slots:
            return
        try:
            await self._commands.read(int(capabilities.slots[-1]))
        except CannotBeRead:
            self._cannot_be_read = True
        except ReadFailed:
            pass

    @property
    def _reads(self) -> Readability:
        if self._cannot_be_read:
            return Readability.NOTHING
        return self._readability.reads

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
    def _on_notification(self, notification: Notification) -> None:
        """Handle an event of the lock, which is heard by that."""
        match event_of(notification):
            case None:
                pass
            case CodeUsed(action, user):
                self._listens.used(Use(action, self._slot_of(user)))
            case AccessDenied(reason):
                self._listens.access_denied(reason)
            case change:
                self._on_code_changed(change)
        self._search.begin()

    # contract 12.209
    @callback
    def _on_code_changed(self, change: CodeChanged) -> None:
        if self._writes.is_echo(change):
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
