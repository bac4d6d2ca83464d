"""User Code on a lock that holds windows by Schedule Entry Lock."""

from dataclasses import replace
from typing import Any, Self, override

from zwave_js_server.model.node import Node

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    Outcome,
    Pin,
    UseReporting,
    Window,
)
from ..adapter import AdapterListener, ReadFailed
from .clock_watch import ClockWatch
from .command_errors import CommandFailed
from .schedule_entry import ScheduleEntry, async_has_repeating, async_year_day_slots
from .schedule_values import UNCLEAR
from .user_code import UserCodeSlots


class TimedUserCodeSlots(UserCodeSlots):
    """The slots of such a lock. A PIN and its window are two commands, and the window outlives a cleared PIN."""

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
        super().__init__(hass, node, listener, count=count, uses=uses)
        self._schedules = ScheduleEntry(node, 1)
        self._watch = ClockWatch(hass, node, self._radio, self._on_clock_judged)
        self._held: dict[str, Window | None] = {}
        """Windows by slot, as the lock last told them."""

    # contract 12.320, 12.321
    @classmethod
    @override
    async def async_create(
        cls, hass: HomeAssistant, node: Node, listener: AdapterListener
    ) -> Self:
        """Create, and judge the lock's clock where the lock can be reached: until then it is not known to hold windows."""
        slots = await super().async_create(hass, node, listener)
        await slots.async_prepare()
        return slots

    async def async_prepare(self) -> None:
        """Find out what the lock can hold, before anybody is told its capabilities. Raises CommandFailed."""
        count = await async_year_day_slots(self._node)
        has_repeating = await async_has_repeating(self._node)
        self._schedules = ScheduleEntry(self._node, count, has_repeating=has_repeating)
        await self._watch.async_judge()
        self.capabilities = replace(self.capabilities, **self._timing())

    def _timing(self) -> dict[str, Any]:
        """Return the capabilities that follow from the clock and the schedules."""
        is_mute = self._schedules.is_mute
        windows = None if is_mute else self._watch.windows
        return {"windows": windows, "clock": self._watch.trust}

    @override
    @callback
    def start(self) -> None:
        super().start()
        self._watch.start()

    @override
    @callback
    def stop(self) -> None:
        super().stop()
        self._watch.stop()

    @override
    @callback
    def clock_was_set(self) -> None:
        self._watch.clock_was_set()

    # contract 12.320, 12.326
    @callback
    def _on_clock_judged(self, *, is_new_zone: bool) -> None:
        """Tell what the lock can be trusted with, and read windows again that another time zone has moved."""
        self._change_capabilities(**self._timing())
        if is_new_zone:
            for slot, window in self._held.items():
                if window is not None:
                    self._reports.forget(slot)
                    self._reports.look_again(slot)

    # contract 12.322
    @override
    async def _whole_content(self, slot: str) -> Content:
        content = await super()._whole_content(slot)
        if not isinstance(content, KnownPin):
            return content
        window = await self._read_window(slot)
        # The lock may have reported another PIN meanwhile, or the driver have emptied its values.
        await self._reported_values(slot)
        content = await super()._whole_content(slot)
        if not isinstance(content, KnownPin):
            return content
        return UNREADABLE if window == UNCLEAR else KnownPin(content.pin, window)

    async def _read_window(self, slot: str) -> Window | None:
        self._held.pop(slot, None)
        try:
            window = await self._schedules.async_read(slot)
        except ReadFailed:
            if self._schedules.is_mute:
                self._on_clock_judged(is_new_zone=False)
                return None
            raise
        self._held[slot] = window
        return window

    @override
    @callback
    def _on_content(self, slot: str, content: Content) -> None:
        """Have a slot with another PIN read: its report does not tell the window."""
        if not isinstance(content, KnownPin) or self._schedules.is_mute:
            super()._on_content(slot, content)
            return
        known = self._reports.known(slot)
        is_known = isinstance(known, KnownPin) and known.pin == content.pin
        # While a command of ours is under way, that reads the window.
        if not is_known and not self._reports.is_busy(slot):
            self._reports.look_again(slot)

    # contract 12.328
    @override
    async def _set(
        self, slot: str, pin: Pin, name: str | None, window: Window | None
    ) -> Outcome:
        try:
            if window is None and await self._is_without_window(slot):
                await self._schedules.async_lift(slot)
                return await self._write_pin(slot, KnownPin(pin))
            return await self._set_with_window(slot, KnownPin(pin, window))
        except ReadFailed:
            # Of the slot, or of its window.
            return Outcome.UNKNOWN

    async def _is_without_window(self, slot: str) -> bool:
        if slot not in self._held:
            await self._read_window(slot)
        return self._held.get(slot) is None

    # contract 12.392
    async def _set_with_window(self, slot: str, goal: KnownPin) -> Outcome:
        """Write a PIN and its window, or a PIN in place of one with a window: at no instant does a PIN open that should not."""
        if goal.window is not None and not await self._watch.async_is_right():
            is_bad = self._watch.is_known_bad
            return Outcome.REFUSED if is_bad else Outcome.UNREACHABLE
        found = await self._read(slot)
        before = self._held.get(slot)
        is_same = isinstance(found, KnownPin) and found.pin == goal.pin
        if self._was_empty and found is not EMPTY and not is_same:
            # It has come since, and may be of others: a read shows whether it is ours, if it shows the PIN.
            is_shown = isinstance(found, KnownPin)
            return Outcome.UNKNOWN if is_shown else Outcome.REFUSED
        if found is not EMPTY and not is_same:
            # The window would be that of another PIN.
            cleared = await super()._clear(slot)
            if cleared is not Outcome.CONFIRMED:
                return cleared
        # Once something else was cleared, no refusal leaves the slot as it was.
        refused = Outcome.REFUSED if found is EMPTY or is_same else Outcome.ACCEPTED
        try:
            if is_same:
                return await self._set_window(slot, goal, before)
            if not await self._put_window(slot, goal.window):
                return await self._set_pin_first(slot, goal, refused)
            outcome = await self._write_pin(slot, goal)
        except CommandFailed:
            if refused is Outcome.REFUSED:
                raise
            raise CommandFailed(Outcome.UNKNOWN) from None
        return await self._check_window(slot, goal, outcome, refused)

    async def _set_window(
        self, slot: str, goal: KnownPin, before: Window | None
    ) -> Outcome:
        """Write or erase the window of a PIN that is there."""
        if await self._put_window(slot, goal.window):
            found = await self._read(slot)
            self._reports.learned(slot, found)
            return Outcome.CONFIRMED if found == goal else Outcome.ACCEPTED
        if self._held.get(slot) == goal.window:
            # It is shown, and does not bind: it is not enabled, or the PIN has a further schedule.
            is_off = await self._take_off(slot)
            return Outcome.ACCEPTED if is_off else Outcome.UNKNOWN
        is_as_before = self._held.get(slot) == before
        return Outcome.REFUSED if is_as_before else Outcome.ACCEPTED

    # contract 12.330
    async def _take_off(self, slot: str) -> bool:
        """Clear a PIN that is not bound by its window; return whether the lock has shown that it is gone."""
        try:
            return await super()._clear(slot) is Outcome.CONFIRMED
        except CommandFailed:
            # Whatever the lock says: it holds what it did not hold before.
            return False

    # contract 12.327
    async def _put_window(self, slot: str, window: Window | None) -> bool:
        """Write or erase the window of a slot; return whether the lock then shows it so. Raises ReadFailed."""
        is_taken = True
        if window is None:
            await self._schedules.async_erase(slot)
            await self._schedules.async_lift(slot)
        else:
            is_taken = await self._schedules.async_write(slot, window)
        if await self._read_window(slot) != window or not is_taken:
            return False
        return not await self._schedules.async_has_others(slot)

    # contract 12.329
    async def _set_pin_first(
        self, slot: str, goal: KnownPin, refused: Outcome
    ) -> Outcome:
        """Write the PIN ahead of a window that the lock takes for an occupied slot only; within that window."""
        window = goal.window
        if window is None or not window.contains(dt_util.utcnow()):
            return refused
        outcome = await self._write_pin(slot, KnownPin(goal.pin, self._held.get(slot)))
        return await self._check_window(slot, goal, outcome, refused)

    # contract 12.330
    async def _check_window(
        self, slot: str, goal: KnownPin, outcome: Outcome, refused: Outcome
    ) -> Outcome:
        """Return the outcome for a PIN that was written, once its window is seen. Without that it is taken off again."""
        if outcome not in {Outcome.CONFIRMED, Outcome.ACCEPTED}:
            return outcome if refused is Outcome.REFUSED else refused
        seen = self._reports.known(slot)
        if seen == goal:
            return Outcome.CONFIRMED
        is_there = seen is None or seen is UNREADABLE
        if isinstance(seen, KnownPin):
            is_there = seen.pin == goal.pin
        if not is_there:
            return outcome
        try:
            window = await self._read_window(slot)
            if window == goal.window:
                return outcome
            if goal.window is not None and goal.window.contains(dt_util.utcnow()):
                # It may be one that drops the window of a PIN that is written.
                if await self._put_window(slot, goal.window):
                    self._reports.forget(slot)
                    return await self._seen(slot, goal, outcome)
        except CommandFailed, ReadFailed:
            pass
        return refused if await self._take_off(slot) else Outcome.UNKNOWN

    async def _seen(self, slot: str, goal: KnownPin, outcome: Outcome) -> Outcome:
        """Return the outcome for a slot that is read once more."""
        found = await self._read_back(slot)
        if found == goal:
            return Outcome.CONFIRMED
        return outcome if found is UNREADABLE else Outcome.ACCEPTED

    # contract 12.331
    @override
    async def _clear(self, slot: str) -> Outcome:
        """Clear the PIN, then its window, which would be that of the next PIN in this slot."""
        outcome = await super()._clear(slot)
        is_window_known_none = slot in self._held and self._held[slot] is None
        if outcome is Outcome.CONFIRMED and not is_window_known_none:
            try:
                await self._schedules.async_erase(slot)
                await self._read_window(slot)
            except CommandFailed, ReadFailed:
                # The PIN is off. The next write to the slot reads its window first.
                self._held.pop(slot, None)
        return outcome
