"""Our own writes, to tell their echoes from changes of somebody else: a lock reports those, too."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from ...core.model import Outcome
from .events import CodeChanged

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

    @property
    def is_recent(self) -> bool:
        """The lock's report of it may still come."""
        return self.ended is None or monotonic() - self.ended < _ECHO_TIME

    @property
    def is_answered_or_under_way(self) -> bool:
        """The lock took it, or has not answered yet; one that was cut off has no answer."""
        if self.outcome is None:
            return self.ended is None
        return self.outcome in {Outcome.ACCEPTED, Outcome.CONFIRMED}

    def is_cause_of(self, change: CodeChanged) -> bool:
        """Return whether a report is about this write."""
        return (
            change.is_by_radio
            and change.user == self.user
            and change.is_removal is self.is_removal
        )


class OwnWrites:
    """The writes whose echoes may still come."""

    def __init__(self) -> None:
        """Start without writes."""
        self._writes: list[OwnWrite] = []

    @contextmanager
    def begin(self, user: int, *, is_removal: bool) -> Iterator[OwnWrite]:
        """Store a write for as long as its echo may come."""
        self._writes = [write for write in self._writes if write.is_recent]
        write = OwnWrite(user, is_removal)
        self._writes.append(write)
        try:
            yield write
        finally:
            write.ended = monotonic()

    # contract 12.148
    def is_echo(self, change: CodeChanged) -> bool:
        """Return whether a report is the echo of a write that the lock has answered, or is about to.

        After a write without an answer a report tells what became of it.
        """
        causes = [
            write
            for write in self._writes
            if write.is_recent and write.is_cause_of(change)
        ]
        # Each write is reported once: the report of an earlier one confirms no later one.
        for write in causes:
            if not write.reported.is_set():
                write.reported.set()
                break
        return any(write.is_answered_or_under_way for write in causes)
