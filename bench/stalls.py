"""How long the event loop was held: by the work of this process, by its garbage collection, or by the machine."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
import gc
import time
from typing import Any, cast
from unittest.mock import patch

LIMIT = 0.05
"""Seconds that the loop may be held before people notice."""

_EVERY = 0.005
"""Seconds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Stall:
    """The loop did not come round for this long."""

    seconds: float
    processor: float
    """Seconds of processor time of all threads of this process meanwhile: without them, the machine was busy."""
    collecting: float
    """Seconds of it that Python looked for garbage among everything that the process holds."""

    @property
    def is_collection(self) -> bool:
        """Tell whether it would not have been too long without garbage collection."""
        return self.processor > LIMIT and not self.is_ours

    @property
    def is_ours(self) -> bool:
        """Tell whether what was done for us took too long: everything counts but garbage collection."""
        return self.processor - self.collecting > LIMIT


@dataclass(slots=True)
class Stalls:
    """What a watch saw."""

    stalls: list[Stall] = field(default_factory=list)
    longest: float = 0.0
    """Seconds of processor time of the loop's thread that the longest single callback took."""
    longest_name: str = ""
    collecting: float = 0.0
    """Seconds of garbage collection, all in all."""
    longest_collection: float = 0.0
    processor: float = 0.0
    """Seconds of processor time of the process, all in all."""

    @property
    def ours(self) -> list[Stall]:
        """The stalls that are ours."""
        return [stall for stall in self.stalls if stall.is_ours]


@contextmanager
def watched() -> Generator[Stalls]:
    """Watch the running loop."""
    watch = _Watch(asyncio.get_running_loop())
    run = asyncio.Handle._run  # noqa: SLF001
    with patch.object(asyncio.Handle, "_run", watch.timed(run)):
        watch.start()
        try:
            yield watch.held
        finally:
            watch.stop()


class _Watch:
    """Looks at the clock again and again."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.held = Stalls()
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None
        self._collection_began: float | None = None
        self._is_over = False
        self._began = self._processor = time.process_time()
        self._collected = 0.0

    def start(self) -> None:
        gc.callbacks.append(self._note_collection)
        self._look(self._loop.time())

    def stop(self) -> None:
        gc.callbacks.remove(self._note_collection)
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        self.held.processor = time.process_time() - self._began

    def timed(self, run: Any) -> Any:
        """Return what runs a callback and notes how long it took."""
        held = self.held

        def timed_run(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run(handle)
            taken = time.thread_time() - began
            if taken > held.longest and not self._is_over:
                held.longest, held.longest_name = taken, _name_of(handle)

        return timed_run

    def _look(self, expected: float) -> None:
        late = self._loop.time() - expected
        processor = time.process_time()
        collected = self.held.collecting
        if self._collection_began is not None:
            # It is over, else this would not run; the thread in which it ran has not come to say so.
            collected += processor - self._collection_began
        if late > LIMIT:
            stall = Stall(
                late, processor - self._processor, collected - self._collected
            )
            self.held.stalls.append(stall)
        self._processor, self._collected = processor, collected
        following = self._loop.time() + _EVERY
        self._timer = self._loop.call_at(following, self._look, following)

    def _note_collection(self, phase: str, details: dict[str, int]) -> None:
        if phase == "start":
            self._collection_began = time.process_time()
            return
        if self._collection_began is None:
            return
        taken = time.process_time() - self._collection_began
        self._collection_began = None
        self.held.collecting += taken
        self.held.longest_collection = max(self.held.longest_collection, taken)


def _name_of(handle: asyncio.Handle) -> str:
    """Return what ran, as a person would look for it."""
    ran = cast("Any", handle)._callback  # noqa: SLF001
    while isinstance(ran, partial):
        ran = ran.func
    task = getattr(ran, "__self__", None)
    if isinstance(task, asyncio.Task):
        return str(getattr(task.get_coro(), "__qualname__", task))
    return str(getattr(ran, "__qualname__", ran))
