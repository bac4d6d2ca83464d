"""Sharing of the event loop among many locks: long work runs in small steps, one in each iteration of the loop."""

import asyncio
from collections import deque

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey


class LoopPacer:
    """Grants one step in each iteration of the event loop, in the order of the calls.

    Without it, a hundred locks with windows that open at one instant would all be planned in one iteration.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without waiting calls."""
        self._loop = loop
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_granted = False

    async def async_step(self) -> None:
        """Wait for a step: a few milliseconds of work."""
        if not self._is_granted:
            self._grant()
            return
        step = self._loop.create_future()
        self._waiting.append(step)
        await step

    def _grant(self) -> None:
        self._is_granted = True
        self._loop.call_soon(self._next_iteration)

    @callback
    def _next_iteration(self) -> None:
        self._is_granted = False
        while self._waiting:
            step = self._waiting.popleft()
            if not step.done():
                step.set_result(None)
                self._grant()
                return


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
