"""Recent writes, to tell echoes from news; and the limit on repeated commands."""

from dataclasses import replace

from ..core.model import EMPTY, Command, CommandKind, Content, KnownPin
from ..core.retries import back_off
from .command import WRITES

ECHO_TIME = 5
"""Seconds for which what the lock tells of a slot may still be about our last write to it."""


def explains(command: Command, slot: str | None, content: Content | None) -> bool:
    """Tell whether a report is what the lock would tell of the command."""
    if slot is None or slot != command.slot:
        return False
    match command:
        case Command(kind=CommandKind.CLEAR):
            return content is EMPTY
        case Command(kind=CommandKind.SET, pin=pin) if pin is not None:
            return content is None or content == KnownPin(pin, command.window)
        case Command(kind=CommandKind.RENAME):
            return content is None
        case _:
            return False


def is_late_answer(last_write: Command | None, content: Content | None) -> bool:
    """Tell whether a report says that our last write put its PIN where it was to go.

    Never so for a slot told to be empty: such a report may be older than the write.
    """
    return (
        last_write is not None
        and last_write.pin is not None
        and content == KnownPin(last_write.pin, last_write.window)
    )


class RecentWrites:
    """Our last write to each slot, while the lock may still be telling of it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._writes: dict[str, tuple[Command, float]] = {}

    def note(self, command: Command, monotonic: float) -> None:
        """Note that a command has ended."""
        if command.kind in WRITES and command.slot is not None:
            _put_last(self._writes, command.slot, (command, monotonic))
        _drop_older(self._writes, monotonic - ECHO_TIME)

    def last_write(self, slot: str, monotonic: float) -> Command | None:
        """Return our write to the slot that has just ended."""
        command, ended = self._writes.get(slot, (None, 0.0))
        return command if monotonic - ended < ECHO_TIME else None


class RepeatLimit:
    """Holds back a command that comes again and again: a last resort, should decisions ever run in a circle."""

    _FREE = 5
    """A slot may be read before a write and after it, and once more after an absence."""
    _FIRST = 5.0
    _MEMORY = 3600.0

    def __init__(self) -> None:
        """Hold nothing back."""
        self._sent: dict[Command, tuple[int, float]] = {}

    def release(self) -> None:
        """Forget what was sent: something happened that makes it worth another try."""
        self._sent.clear()

    def note(self, command: Command, monotonic: float) -> None:
        """Note that a command has ended."""
        key = replace(command, before=frozenset())
        times, _ = self._sent.get(key, (0, 0.0))
        _put_last(self._sent, key, (times + 1, monotonic))
        _drop_older(self._sent, monotonic - self._MEMORY)

    def pause(self, command: Command, monotonic: float) -> float:
        """Return for how many seconds the command is to be held back."""
        key = replace(command, before=frozenset())
        times, ended = self._sent.get(key, (0, 0.0))
        if times < self._FREE:
            return 0.0
        pause = back_off(times - self._FREE, first=self._FIRST)
        return max(ended + pause.total_seconds() - monotonic, 0.0)


def _put_last[K, V](ordered: dict[K, V], key: K, value: V) -> None:
    ordered.pop(key, None)
    ordered[key] = value


def _drop_older[K, V](ordered: dict[K, tuple[V, float]], limit: float) -> None:
    """Drop what ended before; the oldest come first."""
    while ordered:
        oldest = next(iter(ordered))
        if ordered[oldest][1] >= limit:
            return
        del ordered[oldest]
