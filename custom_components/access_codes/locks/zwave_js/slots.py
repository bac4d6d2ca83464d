"""Base of the slots of a Z-Wave lock, for each command class."""

from abc import ABC, abstractmethod
from asyncio import Lock
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, override

from zwave_js_server.const import CommandClass
from zwave_js_server.model.node import Node

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ...core.model import EMPTY, Content, LockCapabilities, Outcome, Pin, Window
from ..adapter import AdapterListener, Use
from ..log_guard import answers_kept_out_of_logs
from ..readability import PinReadability
from ..stoppable_listener import StoppableListener
from .command_errors import CommandFailed, raise_read_failed
from .notifications import (
    AccessDenied,
    AllCodesDeleted,
    CodeChanged,
    CodeUsed,
    is_keypad_disabled,
    parse_notification,
)
from .reports import Reports

# contract 12.52
LATE_BY: Final = 10
"""Seconds for which the driver's queue, or a slow lock, may still carry out a write without an answer."""

LOGGERS: Final = (
    "zwave_js_server",
    "zwave_js_server.model.node",
    "zwave_js_server.server",
)
"""Loggers of the client library: of messages, of a node's events, and of the driver's log where that is passed on."""


class Slots(ABC):
    """The slots of one node, until the node goes or is interviewed again."""

    capabilities: LockCapabilities

    def __init__(
        self, hass: HomeAssistant, node: Node, listener: AdapterListener
    ) -> None:
        """Store the node, without a subscription."""
        self._hass = hass
        self._node = node
        self._listener = StoppableListener(listener)
        self._radio = Lock()
        """Allows one command at a time, so that echoes can be recognized by their slot."""
        self._reports = Reports(
            hass, self._listener, self.read, lambda: self.capabilities.slots
        )
        self._readability = PinReadability(is_masking=False)
        self._is_inactive: dict[str, bool] = {}
        """True for a slot whose code the lock has switched off, by slot, as far as it was seen."""
        self._writing: str | None = None
        """The slot that a PIN is being written to."""
        self._was_empty = False
        """That slot was empty when it was last seen."""
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @callback
    def start(self) -> None:
        """Subscribe to the node's events."""
        handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "notification": self._on_notification,
            "value added": self._on_value_updated,
            "value updated": self._on_value_updated,
            **self._handlers(),
        }
        self._unsubscribe = [
            self._node.on(name, handler) for name, handler in handlers.items()
        ]

    @callback
    def stop(self) -> None:
        """Unsubscribe."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._listener.stop()
        self._reports.stop()

    @callback
    def clock_was_set(self) -> None:
        """React to a step of Home Assistant's clock; a lock without windows needs nothing."""

    @property
    def _has_notifications(self) -> bool:
        """Return whether the lock sends notifications."""
        return any(
            command_class.id == CommandClass.NOTIFICATION
            for command_class in self._node.command_classes
        )

    # contract 12.45
    def is_slot(self, slot: str | None) -> bool:
        """Return whether the lock has this slot; one of ours counts in any case."""
        return slot is not None and (
            slot in self.capabilities.slots or self._listener.is_ours(slot)
        )

    # contract 12.9
    @callback
    def _on_pin_shown(self, slot: str, *, is_masked: bool) -> None:
        """Store how the lock shows the PIN in a slot."""
        if slot == self._writing:
            self._readability.saw_own_write(is_masked=is_masked)
        else:
            is_ours = self._listener.is_ours(slot)
            self._readability.saw(is_masked=is_masked, is_ours=is_ours)
        self._change_capabilities(reads=self._readability.reads)

    # contract 8.65, 12.49
    @callback
    def _on_activity(self, slot: str, *, is_inactive: bool) -> None:
        """Store and pass on whether the lock has switched off the code in a slot."""
        if self._is_inactive.get(slot) is not is_inactive:
            self._is_inactive[slot] = is_inactive
            self._listener.activity_found(slot, is_inactive=is_inactive)

    @callback
    def _change_capabilities(self, **changes: Any) -> None:
        """Change capabilities, and tell the engine if they are others now."""
        capabilities = replace(self.capabilities, **changes)
        if capabilities != self.capabilities:
            self.capabilities = capabilities
            self._listener.capabilities_changed()

    # contract 12.383
    async def read(self, slot: str) -> Content:
        """Read one slot from the lock itself. Raises ReadFailed."""
        async with self._radio:
            # After a timeout a late answer must be reported, even if it repeats the known content.
            self._reports.forget(slot)
            with self._reports.busy(slot):
                try:
                    with answers_kept_out_of_logs(*LOGGERS):
                        content = await self._read(slot)
                except CommandFailed as failure:
                    raise_read_failed(failure)
            self._reports.answered(slot, content)
        return content

    async def set(
        self, slot: str, pin: Pin, name: str | None, window: Window | None = None
    ) -> Outcome:
        """Write a PIN and, where the lock stores them, a name and a window."""
        async with self._radio:
            self._was_empty = self._reports.known(slot) is EMPTY
            self._reports.forget(slot)
            with self._reports.busy(slot):
                self._writing = slot
                try:
                    return await self._set(slot, pin, name, window)
                except CommandFailed as failure:
                    return failure.outcome
                finally:
                    self._writing = None

    async def clear(self, slot: str) -> Outcome:
        """Empty a slot."""
        async with self._radio:
            self._reports.forget(slot)
            with self._reports.busy(slot):
                try:
                    with answers_kept_out_of_logs(*LOGGERS):
                        return await self._clear(slot)
                except CommandFailed as failure:
                    return failure.outcome

    async def rename(self, slot: str, name: str) -> Outcome:
        """Change the name in a slot."""
        async with self._radio:
            with self._reports.busy(slot):
                try:
                    return await self._rename(slot, name)
                except CommandFailed as failure:
                    return failure.outcome

    @abstractmethod
    def metadata(self, slot: str) -> dict[str, str | int]:
        """Return the lock's own numbers for a slot."""

    @abstractmethod
    async def _read(self, slot: str) -> Content:
        """Read one slot. Raises CommandFailed or ReadFailed."""

    @abstractmethod
    async def _set(
        self, slot: str, pin: Pin, name: str | None, window: Window | None
    ) -> Outcome:
        """Write a PIN; with a window only where the capabilities have windows. Raises CommandFailed."""

    @abstractmethod
    async def _clear(self, slot: str) -> Outcome:
        """Empty a slot. Raises CommandFailed."""

    @abstractmethod
    async def _rename(self, slot: str, name: str) -> Outcome:
        """Change the name. Raises CommandFailed."""

    def _handlers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        """Return handlers of further node events, by event name."""
        return {}

    @abstractmethod
    def _on_code_changed(self, change: CodeChanged) -> None:
        """Handle a notification about one code."""

    @callback
    def _on_notification(self, event: dict[str, Any]) -> None:
        match parse_notification(self._node, event):
            case CodeUsed(action, slot):
                self._listener.used(Use(action, slot if self.is_slot(slot) else None))
            case AccessDenied(reason):
                self._listener.access_denied(reason)
            case AllCodesDeleted():
                self._on_all_deleted()
            case CodeChanged() as change:
                self._on_code_changed(change)
            case _:
                pass

    @callback
    def _on_all_deleted(self) -> None:
        """Handle the lock's word that all its codes were deleted, true or not."""
        self._reports.all_cleared()

    @callback
    def _on_value_updated(self, event: dict[str, Any]) -> None:
        if is_keypad_disabled(event["value"]):
            self._listener.access_denied("too_many_attempts")


class NoSlots(Slots):
    """No slots: a lock without a command class for codes."""

    capabilities = LockCapabilities()

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {}

    @override
    async def _read(self, slot: str) -> Content:
        raise CommandFailed(Outcome.REFUSED)

    @override
    async def _set(
        self, slot: str, pin: Pin, name: str | None, window: Window | None
    ) -> Outcome:
        return Outcome.REFUSED

    @override
    async def _clear(self, slot: str) -> Outcome:
        return Outcome.REFUSED

    @override
    async def _rename(self, slot: str, name: str) -> Outcome:
        return Outcome.REFUSED

    @override
    def _on_code_changed(self, change: CodeChanged) -> None:
        pass
