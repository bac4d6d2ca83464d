"""Our own writes, to tell their echoes from changes of somebody else: a lock reports those, too."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from ...core.model import Outcome
from .messages import CodeChanged

_ECHO_TIME: Final = 5.0
"""Seconds after a write in which the lock's report of it may come."""


@dataclass(eq=False, slots=True)
class OwnWrite:
    """One write, under way or just ended."""

    user: int
    is_removal: bool
    outcome: Outcome | None = None
    ended: float | None = None
    reported: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the lock has reported the write."""

    def is_cause_of(self, change: CodeChanged) -> bool:
        """Return whether a report is about this write."""
        is_recent = self.ended is None or monotonic() - self.ended < _ECHO_TIME
        return (
            is_recent
            and change.is_by_radio
            and change.user == self.user
            and change.is_removal is self.is_removal
        )


class OwnWrites:
    """The last write to each slot."""

    def __init__(self) -> None:
        """Start without writes."""
        self._writes: dict[int, OwnWrite] = {}

    @contextmanager
    def begin(self, user: int, *, is_removal: bool) -> Iterator[OwnWrite]:
        """Store a write for as long as its echo may come."""
        write = self._writes[user] = OwnWrite(user, is_removal)
        try:
            yield write
        finally:
            write.ended = monotonic()

    # contract 12.148
    def is_echo(self, change: CodeChanged) -> bool:
        """Return whether a report is the echo of a write that the lock has answered, or is about to.

        After a write without an answer a report tells what became of it.
        """
        write = self._writes.get(-1 if change.user is None else change.user)
        if write is None or not write.is_cause_of(change):
            return False
        write.reported.set()
        return write.outcome in {None, Outcome.ACCEPTED, Outcome.CONFIRMED}
