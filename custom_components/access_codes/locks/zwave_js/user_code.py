"""Slots of locks with the User Code command class: numbered, without names.

PIN and status of a slot are two values, always updated together, the PIN last. The length of PINs comes from a
configuration parameter (Schlage, by the driver's device database), else it is the range that all such locks accept.
"""

import asyncio
from typing import Any, Final, Self, override

from zwave_js_server.const import CommandClass, SupervisionStatus
from zwave_js_server.const.command_class.lock import (
    LOCK_USERCODE_PROPERTY,
    LOCK_USERCODE_STATUS_PROPERTY,
    CodeSlotStatus,
)
from zwave_js_server.model.node import Node
from zwave_js_server.model.value import Value, get_value_id_str

from homeassistant.core import HomeAssistant, callback

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Readability,
    Reporting,
    UseReporting,
    Window,
)
from ..adapter import AdapterListener, NoSuchSlot, ReadFailed
from ..readability import PinReadability
from .command_errors import CommandFailed, call_driver
from .notifications import CodeChanged, CodeEvent
from .own_writes import OwnWrite, OwnWrites
from .slots import LATE_BY, Slots
from .use_reports import async_use_reporting
from .user_code_values import (
    code_lengths_of,
    content_of,
    has_hidden_pins,
    is_code_length,
    is_hidden,
)

NOTIFICATION_TIME: Final = 2.0
"""Seconds to wait for the notification about a write, if the read-back is inconclusive."""

REPORT_TIME: Final = 4.0
"""Seconds to wait for the report of a slot after the driver took an answer, or gave up: it waits for one second."""

_AVAILABLE: Final = CodeSlotStatus.AVAILABLE

_NO_SLOT: Final = 0xFE
"""User ID Status of a slot that the lock does not have, or cannot tell about."""


class UserCodeSlots(Slots):
    """The slots of a lock with User Code, by number."""

    def __init__(
        self,
        hass: HomeAssistant,
        node: Node,
        listener: AdapterListener,
        *,
        count: int,
        uses: UseReporting,
    ) -> None:
        """Store the interview's data; ``count``: the number of slots that the lock claims."""
        super().__init__(hass, node, listener)
        self._writes = OwnWrites(hass)
        self._reported: dict[str, tuple[int | None, Any]] = {}
        """Status and PIN by slot, as reported since the start of the last read of the slot."""
        self._value_reported = asyncio.Event()
        self._claimed = tuple(str(number) for number in range(1, count + 1))
        self._missing: set[str] = set()
        """Slots that the lock claims and, by its answer, does not have."""
        self._readability = PinReadability(is_masking=has_hidden_pins(node))
        self.capabilities = LockCapabilities(
            slots=self._claimed,
            code_lengths=code_lengths_of(node),
            reads=self._readability.reads,
            reports=Reporting.ALL,
            uses=uses,
            late_by=LATE_BY,
        )

    # contract 12.45
    @classmethod
    async def async_create(
        cls, hass: HomeAssistant, node: Node, listener: AdapterListener
    ) -> Self:
        """Create from what the lock told at its interview, without a command to it. Raises CommandFailed."""
        users = await call_driver(node.access_control.get_user_capabilities_cached())
        return cls(
            hass,
            node,
            listener,
            count=users.max_users,
            uses=await async_use_reporting(node),
        )

    # contract 8.22
    @override
    @callback
    def start(self) -> None:
        """Subscribe, and have the lock looked at where the driver remembers none of our codes.

        The driver deletes all codes of a lock that it interviews for the first time, by its cache. What it remembers is
        a reason to look, and no proof.
        """
        super().start()
        ours = [slot for slot in self._claimed if self._listener.is_ours(slot)]
        if ours and not any(map(self._is_remembered, ours)):
            self._reports.all_cleared()

    def _is_remembered(self, slot: str) -> bool:
        """Return whether the driver's cache has a code in a slot."""
        key = get_value_id_str(
            self._node,
            CommandClass.USER_CODE,
            LOCK_USERCODE_STATUS_PROPERTY,
            property_key=int(slot),
        )
        status = self._node.values.get(key)
        return status is not None and status.value not in {
            None,
            CodeSlotStatus.AVAILABLE,
        }

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        numbers: dict[str, str | int] = {"slot": int(slot)}
        if self._is_inactive.get(slot):
            numbers["user_status"] = "disabled"
        return numbers

    # contract 12.8, 12.58
    @override
    async def _read(self, slot: str) -> Content:
        self._reported.pop(slot, None)
        status = await self._ask(slot)
        if self._is_denied(slot, status):
            status = await self._ask(slot)
            if self._is_denied(slot, status):
                # A busy lock says so of a slot of ours, too.
                is_ours = self._listener.is_ours(slot)
                self._on_existence(slot, exists=is_ours)
                raise ReadFailed if is_ours else NoSuchSlot
        if slot not in self._reported or self._reported[slot][0] != status:
            await self._reported_values(slot)
        content = await self._whole_content(slot)
        self._writes.shown(slot, content)
        return content

    async def _whole_content(self, slot: str) -> Content:
        """Return the content of a slot whose PIN was just reported. Raises CommandFailed or ReadFailed."""
        return content_of(*self._reported[slot])

    async def _ask(self, slot: str) -> int | None:
        """Have a slot read; return the status in the answer, None without one. Raises CommandFailed.

        The answer may have been about another slot: a late one to an earlier read.
        """
        answer = await call_driver(
            self._node.async_invoke_cc_api(
                CommandClass.USER_CODE, "get", int(slot), wait_for_result=True
            )
        )
        if not isinstance(answer, dict):
            return None
        status: int | None = answer.get(LOCK_USERCODE_STATUS_PROPERTY)
        return status

    def _is_denied(self, slot: str, status: int | None) -> bool:
        """Return whether the answer is that the lock does not have the slot, and not that of another slot."""
        return status == _NO_SLOT and slot not in self._reported

    # contract 12.45
    def _on_existence(self, slot: str, *, exists: bool) -> None:
        """Store whether the lock has a slot, by its own word."""
        if exists is (slot not in self._missing):
            return
        self._missing ^= {slot}
        slots = tuple(known for known in self._claimed if known not in self._missing)
        self._change_capabilities(slots=slots)

    async def _reported_values(self, slot: str) -> None:
        """Wait for a report of this slot, after the answer if need be. Raises ReadFailed.

        The driver accepts a report of any slot as the answer, even a late one to an earlier read; and it gives up
        before a slow lock answers.
        """
        try:
            async with asyncio.timeout(REPORT_TIME):
                while not await self._is_reported(slot):
                    self._value_reported.clear()
                    await self._value_reported.wait()
        except TimeoutError:
            raise ReadFailed from None

    # contract 12.42
    async def _is_reported(self, slot: str) -> bool:
        """Return whether the lock has reported a slot. Raises CommandFailed.

        Where it says that all codes were deleted, the driver empties its values, and passes that word on right after
        them. By the answer to a question that it answers itself, everything before has come.
        """
        if slot in self._reported and self._reported[slot][0] == _AVAILABLE:
            await call_driver(self._node.access_control.get_user_capabilities_cached())
        return slot in self._reported

    # contract 12.42
    @override
    @callback
    def _on_all_deleted(self) -> None:
        self._reported = {
            slot: values
            for slot, values in self._reported.items()
            if values[0] != _AVAILABLE
        }
        super()._on_all_deleted()

    # contract 12.7, 12.10
    @override
    async def _set(
        self, slot: str, pin: Pin, name: str | None, window: Window | None
    ) -> Outcome:
        return await self._write_pin(slot, KnownPin(pin, window))

    async def _write_pin(self, slot: str, content: KnownPin) -> Outcome:
        """Write the PIN of a content and read the slot. Its window is on the lock already, or is none."""
        with self._writes.begin(slot, content) as write:
            write.outcome = await self._set_and_read(write, content.pin)
            return write.outcome

    async def _set_and_read(self, write: OwnWrite, pin: Pin) -> Outcome:
        supervision = await self._invoke(
            "set", int(write.slot), CodeSlotStatus.ENABLED, pin.reveal()
        )
        found = await self._read_back(write.slot)
        if found == write.content:
            return Outcome.CONFIRMED
        if supervision is SupervisionStatus.SUCCESS and found is UNREADABLE:
            return Outcome.CONFIRMED
        if self._has_notifications:
            await write.wait_for_notification(NOTIFICATION_TIME)
        match write.event:
            case CodeEvent.DUPLICATE:
                return Outcome.DUPLICATE
            case CodeEvent.ADDED if found is UNREADABLE:
                return Outcome.CONFIRMED
        if supervision is SupervisionStatus.FAIL:
            return Outcome.REFUSED
        return Outcome.ACCEPTED

    @override
    async def _clear(self, slot: str) -> Outcome:
        with self._writes.begin(slot, EMPTY) as write:
            write.outcome = await self._clear_and_read(slot)
            return write.outcome

    async def _clear_and_read(self, slot: str) -> Outcome:
        supervision = await self._invoke("clear", int(slot))
        found = await self._read_back(slot)
        if found is EMPTY:
            return Outcome.CONFIRMED
        if supervision is SupervisionStatus.FAIL:
            return Outcome.REFUSED
        return Outcome.ACCEPTED

    @override
    async def _rename(self, slot: str, name: str) -> Outcome:
        return Outcome.REFUSED

    async def _invoke(self, method: str, *args: Any) -> SupervisionStatus | None:
        """Call a method of the command class; return its Supervision status, None if only acknowledged."""
        result = await call_driver(
            self._node.async_invoke_cc_api(
                CommandClass.USER_CODE, method, *args, wait_for_result=True
            )
        )
        return SupervisionStatus(result["status"]) if result else None

    async def _read_back(self, slot: str) -> Content | None:
        """Read a slot after a write; None without an answer."""
        try:
            content = await self._read(slot)
        except CommandFailed, ReadFailed:
            return None
        self._reports.learned(slot, content)
        return content

    # contract 12.42
    @override
    def _on_code_changed(self, change: CodeChanged) -> None:
        write = self._writes.cause_of(change)
        if write is not None:
            write.notify(change.event)
            return
        if change.event is CodeEvent.DUPLICATE:
            return
        slot = change.slot
        is_new_pin = change.event is CodeEvent.ADDED
        if slot is None or not self.is_slot(slot):
            self._reports.look_again(None)
        elif is_new_pin and self.capabilities.reads is Readability.PRESENCE:
            self._reports.changed_hidden(slot)
        else:
            # A lock may say "deleted" and keep the code.
            self._reports.look_again(slot)

    @override
    @callback
    def _on_value_updated(self, event: dict[str, Any]) -> None:
        super()._on_value_updated(event)
        value: Value = event["value"]
        if value.command_class == CommandClass.CONFIGURATION:
            self._on_code_lengths(value)
        elif value.command_class == CommandClass.USER_CODE:
            slot = str(value.property_key)
            if slot in self._claimed or self._listener.is_ours(slot):
                self._on_slot_value(slot, value)

    # contract 12.49
    def _on_slot_value(self, slot: str, value: Value) -> None:
        if value.property_ == LOCK_USERCODE_PROPERTY:
            status = self._node.values.get(
                get_value_id_str(
                    self._node,
                    CommandClass.USER_CODE,
                    LOCK_USERCODE_STATUS_PROPERTY,
                    property_key=value.property_key,
                )
            )
            if status is None:
                return
            self._reported[slot] = (status.value, value.value)
            self._value_reported.set()
            self._on_existence(slot, exists=True)
            is_inactive = status.value == CodeSlotStatus.DISABLED
            self._on_activity(slot, is_inactive=is_inactive)
            if status.value == CodeSlotStatus.ENABLED:
                self._on_pin_shown(slot, is_masked=is_hidden(value.value))
            self._on_content(slot, content_of(status.value, value.value))

    @callback
    def _on_content(self, slot: str, content: Content) -> None:
        """Handle a report of a PIN, or of an empty slot."""
        self._reports.reported(slot, content)

    # contract 8.19
    def _on_code_lengths(self, value: Value) -> None:
        if is_code_length(value):
            self._change_capabilities(code_lengths=code_lengths_of(self._node))
