"""Sharing of the event loop among many locks: long work runs in small steps, one in each iteration of the loop."""

import asyncio
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

_LONGEST_WAIT = 0.05
"""Seconds for which a step that can wait lets others go first."""


class LoopPacer:
    """Grants one step in each iteration of the event loop, in the order of the calls.

    Without it, a hundred locks with windows that open at one instant would all be planned in one iteration.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without waiting calls."""
        self._loop = loop
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._behind: deque[tuple[float, asyncio.Future[None]]] = deque()
        self._writes = 0
        self._is_granted = False
        self._was_behind = False
        """The last step could wait."""
        self._timer: asyncio.TimerHandle | None = None

    async def async_step(self) -> None:
        """Wait for a step: a few milliseconds of work."""
        if not self._is_granted:
            self._grant()
            return
        step = self._loop.create_future()
        self._waiting.append(step)
        await step

    # contract 4.43
    async def async_step_behind(self) -> None:
        """Wait for a step that can wait: other steps, and records on their way to the disk, go first.

        A thread that writes needs the interpreter many times, and each time waits for milliseconds while the loop is busy.
        """
        if not self._is_granted and not self._writes:
            self._grant()
            return
        step = self._loop.create_future()
        self._behind.append((self._loop.time() + _LONGEST_WAIT, step))
        self._grant_next()
        await step

    @contextmanager
    def writing(self) -> Generator[None]:
        """Let steps that can wait do so while a record is on its way to the disk."""
        self._writes += 1
        try:
            yield
        finally:
            self._writes -= 1
            self._grant_next()

    def _grant(self) -> None:
        self._is_granted = True
        self._loop.call_soon(self._next_iteration)

    @callback
    def _next_iteration(self) -> None:
        self._is_granted = False
        self._grant_next()

    @callback
    def _grant_next(self) -> None:
        while not self._is_granted and (step := self._take()) is not None:
            if not step.done():
                step.set_result(None)
                self._grant()

    def _take(self) -> asyncio.Future[None] | None:
        """Remove and return the next step; look again later where the only ones left can wait."""
        is_overdue = bool(self._behind) and self._behind[0][0] <= self._loop.time()
        if self._waiting and (self._was_behind or not is_overdue):
            # In turn where others have waited for long: a removal of one lock never waits for the states of all others.
            self._was_behind = False
            return self._waiting.popleft()
        if not self._behind:
            return None
        if is_overdue or not self._writes:
            return self._take_behind()
        if self._timer is None:
            self._timer = self._loop.call_at(self._behind[0][0], self._on_timer)
        return None

    def _take_behind(self) -> asyncio.Future[None]:
        self._was_behind = True
        _, step = self._behind.popleft()
        if not self._behind and self._timer is not None:
            self._timer.cancel()
            self._timer = None
        return step

    @callback
    def _on_timer(self) -> None:
        self._timer = None
        self._grant_next()


_PACER: HassKey[LoopPacer] = HassKey("access_codes_pace")


@callback
def async_pace(hass: HomeAssistant) -> LoopPacer:
    """Return the pacer that all linked locks share."""
    return hass.data.setdefault(_PACER, LoopPacer(hass.loop))


_PLATFORM_SETUP: HassKey[asyncio.Lock] = HassKey("access_codes_platform_setup")


@callback
def platform_setup_lock(hass: HomeAssistant) -> asyncio.Lock:
    """Return the mutex for the setup of platforms, one lock at a time.

    Home Assistant warns of each platform that is not ready after ten seconds: in parallel, each would wait for all.
    """
    return hass.data.setdefault(_PLATFORM_SETUP, asyncio.Lock())
