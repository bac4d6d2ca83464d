"""Our own writes to a lock with User Code, and the notifications that they cause."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from homeassistant.core import HomeAssistant

from ...core.model import EMPTY, Content, Outcome
from .notifications import CodeChanged, CodeEvent

_ECHO_TIME: Final = 10.0
"""Seconds after a write during which a notification is attributed to it."""


@dataclass(slots=True, eq=False)
class OwnWrite:
    """A recent write of ours."""

    slot: str
    content: Content
    began: float
    outcome: Outcome | None = None
    """None while the write is under way."""
    event: CodeEvent | None = None
    """The event of the notification about it."""
    _notified: asyncio.Event = field(default_factory=asyncio.Event)

    def can_have_caused(self, change: CodeChanged) -> bool:
        """Return whether this write can have caused a notification."""
        if self.event is not None or change.slot not in {None, self.slot}:
            return False
        if change.event is CodeEvent.DUPLICATE and self.outcome is Outcome.CONFIRMED:
            return False
        return (change.event is CodeEvent.DELETED) is (self.content is EMPTY)

    def notify(self, event: CodeEvent) -> None:
        """Store the event of the notification."""
        self.event = event
        self._notified.set()

    async def wait_for_notification(self, seconds: float) -> None:
        """Wait for the notification, for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._notified.wait()


class OwnWrites:
    """The writes of ours whose notifications may come."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without a write."""
        self._hass = hass
        self._writes: list[OwnWrite] = []

    @contextmanager
    def begin(self, slot: str, content: Content) -> Iterator[OwnWrite]:
        """Record a write while it is under way, and for as long as its notification may come."""
        now = self._hass.loop.time()
        write = OwnWrite(slot, content, now)
        recent = [w for w in self._writes if now - w.began < _ECHO_TIME]
        self._writes = [*recent, write]
        try:
            yield write
        finally:
            if write.outcome is None:
                write.outcome = Outcome.UNKNOWN

    # contract 12.59
    def shown(self, slot: str, content: Content) -> None:
        """Confirm the writes that have put what the lock shows."""
        if content is EMPTY:
            # So it may have been before the clear.
            return
        for write in self._writes:
            is_this = (write.slot, write.content) == (slot, content)
            if is_this and write.outcome is not None:
                write.outcome = Outcome.CONFIRMED

    # contract 12.59
    def cause_of(self, change: CodeChanged) -> OwnWrite | None:
        """Return the write that a notification is about: one under way, or one that is confirmed.

        What the lock did not show after the write may be carried out only now. Where several fit, it is the first:
        notifications come in the order of the writes, and may come after the read that confirmed theirs.
        """
        now = self._hass.loop.time()
        causes = [
            write
            for write in self._writes
            if now - write.began < _ECHO_TIME and write.can_have_caused(change)
        ]
        likely = [w for w in causes if w.outcome in {None, Outcome.CONFIRMED}]
        is_under_way = any(write.outcome is None for write in causes)
        if not is_under_way and len(likely) < len(causes):
            return None
        return likely[0] if likely else None
