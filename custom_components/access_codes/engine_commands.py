"""One command to the lock: bounded in time, never raising, and weighed against what the lock tells meanwhile."""

import asyncio
from dataclasses import dataclass, field, replace
import logging

from .core.answers import apply_outcome, apply_read_failed
from .core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    Held,
    LockRecord,
    Outcome,
    World,
)
from .core.sight import Learnt, apply_read, apply_read_all
from .locks.base import LockAdapter, LockUnreachable, ReadFailed

_LOGGER = logging.getLogger(__name__)

COMMAND_TIMEOUT = 60
"""Seconds after which a command has ended without an answer."""
ECHO_TIME = 5
"""Seconds for which what the lock tells of a place may still be about our last write to it."""
WRITES = frozenset({CommandKind.SET, CommandKind.CLEAR, CommandKind.RENAME})

type Answer = Outcome | Content | dict[str, Content] | ReadFailed
"""What came of a command: of a write, of reading one place, of reading all, or of reading in vain."""


async def tell(adapter: LockAdapter, command: Command) -> Answer:
    """Tell the lock one thing. Whatever goes wrong is an answer, too."""
    silence = Outcome.UNKNOWN if command.kind in WRITES else ReadFailed()
    try:
        async with asyncio.timeout(COMMAND_TIMEOUT):
            return await _tell(adapter, command)
    except LockUnreachable as err:
        return Outcome.UNREACHABLE if command.kind in WRITES else err
    except TimeoutError, ReadFailed:
        return silence
    except asyncio.CancelledError:
        # Libraries cancel what waits for an answer when their connection goes: that is not us who gave up.
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        return silence
    except Exception as err:  # noqa: BLE001
        # Its text may quote what was sent.
        _LOGGER.error(
            "%s failed at %s: %s", adapter.family, command.kind, type(err).__name__
        )
        return silence


async def _tell(adapter: LockAdapter, command: Command) -> Answer:
    match command:
        case Command(kind=CommandKind.SET, place=str(place), pin=pin) if (
            pin is not None
        ):
            return await adapter.async_set(place, pin, command.name)
        case Command(kind=CommandKind.CLEAR, place=str(place)):
            return await adapter.async_clear(place)
        case Command(kind=CommandKind.RENAME, place=str(place), name=str(name)):
            return await adapter.async_rename(place, name)
        case Command(kind=CommandKind.READ | CommandKind.CHECK, place=str(place)):
            return await adapter.async_read(place)
        case _:
            return await adapter.async_read_all()


def explains(command: Command, place: str | None, content: Content | None) -> bool:
    """Tell whether a report is what the lock would tell of the command."""
    if place is None or place != command.place:
        return False
    match command:
        case Command(kind=CommandKind.CLEAR):
            return content is EMPTY
        case Command(kind=CommandKind.SET, pin=pin) if pin is not None:
            return content is None or content == Held(pin, command.window)
        case Command(kind=CommandKind.RENAME):
            return content is None
        case _:
            return False


def is_late_answer(last_write: Command | None, content: Content | None) -> bool:
    """Tell whether a report says that our last write put its PIN where it was to go.

    Never so for a place told to be empty: such a report may be older than the write.
    """
    return (
        last_write is not None
        and last_write.pin is not None
        and content == Held(last_write.pin, last_write.window)
    )


@dataclass(slots=True)
class Flight:
    """A command that is under way."""

    command: Command
    adapter: LockAdapter
    task: asyncio.Task[None] | None = None
    reports: list[tuple[str | None, Content | None]] = field(default_factory=list)
    """What the lock told meanwhile and the command does not explain: the answer may be older. No place: all."""

    def learn(self, record: LockRecord, world: World, answer: Answer) -> Learnt:
        """Return what follows from the answer."""
        command = self.command
        match self._weigh(answer):
            case Outcome() as outcome:
                record = apply_outcome(record, world, command, outcome)
                return Learnt(record, world.observed)
            case ReadFailed() as failure:
                is_unreachable = isinstance(failure, LockUnreachable)
                record = apply_read_failed(
                    record, world, command, unreachable=is_unreachable
                )
                return Learnt(record, world.observed)
            case dict() as contents:
                return apply_read_all(record, world, contents)
            case content:
                assert command.place is not None
                return apply_read(record, world, command.place, content, command)

    def _weigh(self, answer: Answer) -> Answer:
        """Take back from the answer what newer reports contradict."""
        place = self.command.place
        match answer:
            case Outcome.CONFIRMED | Outcome.ACCEPTED:
                return Outcome.UNKNOWN if self._is_overtaken(place) else answer
            case Outcome() | ReadFailed():
                return answer
            case dict():
                return {
                    told: content
                    for told, content in answer.items()
                    if not self._is_overtaken(told, content)
                }
            case _:
                return ReadFailed() if self._is_overtaken(place, answer) else answer

    def _is_overtaken(self, place: str | None, answer: Content | None = None) -> bool:
        return any(
            reported in (None, place) and (answer is None or content != answer)
            for reported, content in self.reports
        )


class Echoes:
    """Our last write to each place, while the lock may still be telling of it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._writes: dict[str, tuple[Command, float]] = {}

    def note(self, command: Command, monotonic: float) -> None:
        """Note that a command has ended."""
        if command.kind in WRITES and command.place is not None:
            _put_last(self._writes, command.place, (command, monotonic))
        _drop_older(self._writes, monotonic - ECHO_TIME)

    def last_write(self, place: str, monotonic: float) -> Command | None:
        """Return our write to the place that has just ended."""
        command, ended = self._writes.get(place, (None, 0.0))
        return command if monotonic - ended < ECHO_TIME else None


class Brake:
    """Holds back a command that comes again and again: a last resort, should decisions ever run in a circle."""

    _FREE = 5
    """A place may be read before a write and after it, and once more after an absence."""
    _FIRST = 5.0
    _LONGEST = 900.0
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
        pause = min(self._FIRST * 2.0 ** min(times - self._FREE, 10), self._LONGEST)
        return max(ended + pause - monotonic, 0.0)


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
