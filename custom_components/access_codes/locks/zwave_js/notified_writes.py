"""Recent writes to a lock that notifies us of them, to tell their notifications from those about other changes."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from ...core.model import Outcome
from .notifications import CodeChanged, CodeEvent

_ECHO_TIME: Final = 10.0
"""Seconds after the start of a write during which a notification is attributed to it."""


@dataclass(slots=True, eq=False)
class NotifiedWrite:
    """A recent write of ours."""

    slot: str
    is_clear: bool
    began: float
    outcome: Outcome | None = None
    """None while the write is under way."""
    notified: asyncio.Event = field(default_factory=asyncio.Event)
    event: CodeEvent | None = None

    def can_have_caused(self, change: CodeChanged) -> bool:
        """Return whether this write can have caused a notification."""
        is_as_wanted = (change.event is CodeEvent.DELETED) is self.is_clear
        return is_as_wanted and self.event is None and change.slot in {None, self.slot}


class NotifiedWrites:
    """Recent writes of ours, the oldest first."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Start without writes. ``now`` returns the time in monotonic seconds."""
        self._now = now
        self._writes: list[NotifiedWrite] = []

    @contextmanager
    def begin(self, slot: str, *, is_clear: bool) -> Iterator[NotifiedWrite]:
        """Record a write while it is under way, and for as long as its notification may come."""
        write = NotifiedWrite(slot, is_clear, self._now())
        self._writes = [*self._recent(), write]
        try:
            yield write
        finally:
            if write.outcome is None:
                write.outcome = Outcome.UNKNOWN

    # contract 12.48
    def cause_of(self, change: CodeChanged) -> NotifiedWrite | None:
        """Return the write of ours that a notification is about: one under way, or one that is confirmed.

        What the lock did not show after the write may be carried out only now.
        """
        causes = [write for write in self._recent() if write.can_have_caused(change)]
        for write in causes:
            if write.outcome is None:
                return write
        if any(write.outcome is not Outcome.CONFIRMED for write in causes):
            return None
        return causes[0] if causes else None

    def _recent(self) -> list[NotifiedWrite]:
        now = self._now()
        return [write for write in self._writes if now - write.began < _ECHO_TIME]
