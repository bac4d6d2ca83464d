"""Filter reports of a Z-Wave lock: drop echoes of our own commands, report each change once."""

import asyncio
from asyncio import Task
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
import logging
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ...core.model import EMPTY, UNREADABLE, Content
from ..adapter import AdapterListener, ReadFailed

_LOGGER = logging.getLogger(__name__)

GRACE: Final = 1.0
"""Seconds for which a change waits for a more exact report: its content, or a reset of all codes."""


class Reports:
    """Filter of the driver's events: report each change once, with its content if that can be read.

    The driver emits a value at each read of it, and the values of all slots after a reset of the lock. A notification
    says only that a slot changed, and often precedes the report of its content.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        listener: AdapterListener,
        read_slot: Callable[[str], Coroutine[Any, Any, Content]],
        slots: Callable[[], tuple[str, ...]],
    ) -> None:
        """Start without known contents. ``read_slot`` reads one slot from the lock; ``slots`` returns all slots."""
        self._hass = hass
        self._listener = listener
        self._read_slot = read_slot
        self._slots = slots
        self._known: dict[str, Content] = {}
        self._busy: str | None = None
        self._last_reported: Content | None = None
        """Last reported content of the busy slot."""
        self._contradictions: dict[str, Content] = {}
        """Reports during a read that contradicted its answer, by slot."""
        self._changed_slots: dict[str, None] = {}
        """Changed slots, to be read at the end of the grace, in the order of their reports."""
        self._any_slot_changed = False
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._reading: Task[None] | None = None
        self._is_stopped = False

    # contract 12.46
    @callback
    def stop(self) -> None:
        """Cancel pending reports and reads. Commands that end later start no others."""
        self._is_stopped = True
        self._forget_changes()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    # contract 12.12
    @contextmanager
    def busy(self, slot: str) -> Iterator[None]:
        """Treat reports about a slot as echoes of our own command to it."""
        self._busy, self._last_reported = slot, None
        self._changed_slots.pop(slot, None)
        try:
            yield
        finally:
            self._busy = None

    def is_busy(self, slot: str) -> bool:
        """Return whether a command of ours to a slot is under way."""
        return slot == self._busy

    def known(self, slot: str) -> Content | None:
        """Return the content that was last seen; None while a command of ours may have changed it."""
        return self._known.get(slot)

    def learned(self, slot: str, content: Content) -> None:
        """Store the content after a command of ours; a repetition is not reported."""
        self._known[slot] = content

    def answered(self, slot: str, content: Content) -> None:
        """Store the answer to a read; a contradicting report during the read causes one more read.

        One more only: a lock may report one content and answer with another.
        """
        self.learned(slot, content)
        if self._last_reported in (None, content):
            self._contradictions.pop(slot, None)
        elif self._contradictions.get(slot) != self._last_reported:
            self._contradictions[slot] = self._last_reported
            self.look_again(slot)

    def forget(self, slot: str) -> None:
        """Drop the known content of a slot that a command of ours may have changed."""
        self._known.pop(slot, None)

    # contract 12.12, 12.42
    @callback
    def reported(self, slot: str, content: Content) -> None:
        """Handle a report of the exact content of a slot.

        An empty slot is read: the driver itself empties its values after some notifications.
        """
        if slot == self._busy:
            self._last_reported = content
            return
        if self._known.get(slot) == content:
            return
        if content is EMPTY:
            self.look_again(slot)
            return
        self._changed_slots.pop(slot, None)
        self._any_slot_changed = False
        self._report(slot, content)

    @callback
    def look_again(self, slot: str | None) -> None:
        """Handle a change of a slot (None: of an unnamed slot).

        Read the slot, unless its new PIN is reported within the grace.
        """
        if self._is_stopped:
            return
        if slot is None:
            self._any_slot_changed = True
        elif slot != self._busy:
            self._changed_slots[slot] = None
        if self._cancel_timer is None:
            end_grace = HassJob(
                self._flush, "access_codes end grace", cancel_on_shutdown=True
            )
            self._cancel_timer = async_call_later(self._hass, GRACE, end_grace)

    @callback
    def changed_hidden(self, slot: str) -> None:
        """Handle a new PIN in a slot that hides its PIN."""
        if slot == self._busy:
            return
        self._known[slot] = UNREADABLE
        self._listener.reported(slot, None)

    @callback
    def all_cleared(self) -> None:
        """Handle a report that all codes are gone. The driver's values that follow say no more."""
        self._forget_changes()
        self._known = dict.fromkeys(self._slots(), EMPTY)
        self._listener.reported_all_cleared()

    def _report(self, slot: str, content: Content) -> None:
        self._known[slot] = content
        self._listener.reported(slot, content)

    def _forget_changes(self) -> None:
        self._changed_slots.clear()
        self._any_slot_changed = False
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None

    @callback
    def _flush(self, _: Any) -> None:
        """Read the changed slots, at the end of the grace."""
        changed = list(self._changed_slots)
        candidates = [slot for slot in self._slots() if slot not in self._changed_slots]
        if not self._any_slot_changed:
            candidates.clear()
        self._cancel_timer = None
        self._forget_changes()
        if changed or candidates:
            self._reading = self._hass.async_create_background_task(
                self._read_changed(changed, candidates, self._reading),
                "access_codes read changed slots",
            )

    async def _read_changed(
        self, changed: list[str], candidates: list[str], previous: Task[None] | None
    ) -> None:
        """Read changed slots and candidates for a change without a slot, after the previous reads; report changes."""
        if previous is not None:
            # What became of them is no reason to leave these slots unread.
            await asyncio.wait([previous])
        for slot in changed:
            if not await self._read_one(slot):
                self._listener.reported(slot, None)
        for slot in candidates:
            if not await self._read_one(slot):
                return

    async def _read_one(self, slot: str) -> bool:
        known = self._known.get(slot)
        try:
            content = await self._read_slot(slot)
        except ReadFailed:
            return False
        except Exception as err:  # noqa: BLE001
            # The text of the error may quote the PIN.
            _LOGGER.error("A changed slot cannot be read: %s", type(err).__name__)
            return False
        if content != known:
            self._report(slot, content)
        return True
