"""Our own commands to a lock, and the events by which it reports them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from ...core.model import Outcome
from .command_errors import CommandFailed
from .events import Change

_REPORT_TIME: Final = 90.0
"""Seconds for which the event of a command may come: after a silence that nobody noticed, the server gets it a minute
late.
"""


@dataclass(slots=True, eq=False)
class OwnCommand:
    """A command of ours that the lock is to report."""

    change: Change
    ended: float | None = None
    """None while the command is under way."""
    is_in_doubt: bool = False
    """It ended without an answer: its event tells that the lock carried it out."""
    _reported: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_awaited(self) -> bool:
        """Return whether the event may still come."""
        is_recent = self.ended is None or monotonic() - self.ended < _REPORT_TIME
        return is_recent and not self._reported.is_set()

    def report(self) -> None:
        """Store that the event came."""
        self._reported.set()

    async def is_reported_within(self, seconds: float) -> bool:
        """Return whether the event comes, within so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._reported.wait()
        return self._reported.is_set()


class OwnCommands:
    """The commands whose events may still come."""

    def __init__(self) -> None:
        """Start without commands."""
        self._commands: list[OwnCommand] = []

    @contextmanager
    def begin(self, change: Change) -> Iterator[OwnCommand]:
        """Store a command for as long as its event may come; one that the lock refused has none."""
        self._commands = [command for command in self._commands if command.is_awaited]
        command = OwnCommand(change)
        self._commands.append(command)
        try:
            yield command
        except CommandFailed as failure:
            command.is_in_doubt = failure.outcome is Outcome.UNKNOWN
            if not command.is_in_doubt and command in self._commands:
                self._commands.remove(command)
            raise
        except asyncio.CancelledError:
            # The command goes on: it is never taken back.
            command.is_in_doubt = True
            raise
        finally:
            command.ended = monotonic()

    # contract 12.168
    def cause_of(self, change: Change) -> OwnCommand | None:
        """Return the command of ours that an event is about, each of which is reported once."""
        for command in self._commands:
            if command.is_awaited and command.change == change:
                command.report()
                return command
        return None

    def forget(self) -> None:
        """Forget all: what a server has missed it never tells."""
        self._commands.clear()
