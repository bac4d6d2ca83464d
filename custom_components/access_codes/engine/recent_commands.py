"""Recent commands: our writes, to recognize their echoes, the limit on repeats, and the limit on calls a minute."""

from collections import deque

from ..core.model import EMPTY, Command, CommandKind, Content, KnownPin
from ..core.retries import back_off
from .command import WRITES


def explains(command: Command, slot: str | None, content: Content | None) -> bool:
    """Return whether a report is the expected echo of the command."""
    if slot is not None and slot == command.new_slot:
        return content is None or content == _content_of(command)
    if slot is None or slot != command.slot:
        return False
    if command.new_slot is not None and content is EMPTY:
        return True
    match command:
        case Command(kind=CommandKind.CLEAR):
            return content is EMPTY
        case Command(kind=CommandKind.SET, pin=None):
            return content is not EMPTY
        case Command(kind=CommandKind.SET):
            return content is None or content == _content_of(command)
        case Command(kind=CommandKind.RENAME):
            return content is None
        case _:
            return False


def _content_of(command: Command) -> Content | None:
    return None if command.pin is None else KnownPin(command.pin, command.window)


def is_late_answer(last_write: Command | None, content: Content | None) -> bool:
    """Return whether a report confirms the PIN of our last write to the slot.

    The report of an empty slot never counts: it may be older than the write.
    """
    return (
        last_write is not None
        and last_write.pin is not None
        and content == KnownPin(last_write.pin, last_write.window)
    )


class RecentWrites:
    """Our last write to each slot, while the lock may still report its echo. Times are in monotonic seconds."""

    def __init__(self) -> None:
        """Start without writes."""
        self._writes: dict[str, tuple[Command, float]] = {}

    def record(self, command: Command, monotonic: float, echo_for: float) -> None:
        """Record a command that has ended, if it is a write; ``echo_for``: seconds in which its echo may come."""
        if command.kind in WRITES and command.slot is not None:
            for slot in {command.slot, command.new_slot or command.slot}:
                _put_last(self._writes, slot, (command, monotonic + echo_for))
        _drop_older(self._writes, monotonic)

    # contract 12.32
    def last_write(self, slot: str, monotonic: float) -> Command | None:
        """Return the last write to the slot, if its echo may still come."""
        command, until = self._writes.get(slot, (None, 0.0))
        return command if monotonic < until else None


class RepeatLimit:
    """Rate limit for identical commands: the safeguard against a loop of decisions. Times are in monotonic seconds."""

    _FREE = 5
    """Repeats without a pause: a read before a write and after it, and one more after an absence."""
    _FIRST = 5.0
    _MEMORY = 3600.0

    def __init__(self) -> None:
        """Start without commands."""
        self._sent: dict[Command, tuple[int, float]] = {}

    def reset(self) -> None:
        """Forget all commands: the next of each goes out at once."""
        self._sent.clear()

    def record(self, command: Command, monotonic: float) -> None:
        """Count a command that has ended."""
        key = command.key
        times, _ = self._sent.get(key, (0, 0.0))
        _put_last(self._sent, key, (times + 1, monotonic))
        _drop_older(self._sent, monotonic - self._MEMORY)

    def pause(self, command: Command, monotonic: float) -> float:
        """Return the seconds until the command may be sent again."""
        times, ended = self._sent.get(command.key, (0, 0.0))
        if times < self._FREE:
            return 0.0
        pause = back_off(times - self._FREE, first=self._FIRST)
        return max(ended + pause.total_seconds() - monotonic, 0.0)

    def held(self, monotonic: float) -> dict[Command, float]:
        """Return the commands, by their keys, that may not be sent yet, with the seconds until they may."""
        pauses = {
            key: self.pause(key, monotonic)
            for key, (times, _) in self._sent.items()
            if times >= self._FREE
        }
        return {key: pause for key, pause in pauses.items() if pause}


class CallLimit:
    """Limit of calls a minute, as a lock's family allows them. Times are in monotonic seconds."""

    _SPAN = 60.0

    def __init__(self) -> None:
        """Start without commands."""
        self._sent: deque[float] = deque()

    def record(self, monotonic: float) -> None:
        """Count a command that is sent now."""
        self._sent.append(monotonic)

    # contract 12.51
    def pause(self, command: Command, limit: int | None, monotonic: float) -> float:
        """Return the seconds until the command may be sent; the last call of a minute is kept for removals."""
        while self._sent and self._sent[0] + self._SPAN <= monotonic:
            self._sent.popleft()
        if limit is None:
            return 0.0
        allowed = max(limit if command.is_removal else limit - 1, 1)
        if len(self._sent) < allowed:
            return 0.0
        return self._sent[len(self._sent) - allowed] + self._SPAN - monotonic


def _put_last[K, V](ordered: dict[K, V], key: K, value: V) -> None:
    ordered.pop(key, None)
    ordered[key] = value


def _drop_older[K, V](ordered: dict[K, tuple[V, float]], limit: float) -> None:
    """Drop the entries that ended before the limit; the oldest come first."""
    while ordered:
        oldest = next(iter(ordered))
        if ordered[oldest][1] >= limit:
            return
        del ordered[oldest]
