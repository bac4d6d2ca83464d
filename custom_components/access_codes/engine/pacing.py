"""The event loop is not ours alone: whatever takes us long goes on in small steps, one in each round of the loop."""

import asyncio
from collections import deque

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey


class LoopPacer:
    """Lets one of all who have much to do take a step in each round of the event loop, in the order in which they came.

    Without it, a hundred locks whose windows open at one instant would be decided about in one round.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin with nobody waiting."""
        self._loop = loop
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_taken = False

    async def async_step(self) -> None:
        """Wait for one's turn to go on for a few milliseconds."""
        if not self._is_taken:
            self._take()
            return
        turn = self._loop.create_future()
        self._waiting.append(turn)
        await turn

    def _take(self) -> None:
        self._is_taken = True
        self._loop.call_soon(self._next_round)

    @callback
    def _next_round(self) -> None:
        self._is_taken = False
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                self._take()
                return


_PACE: HassKey[LoopPacer] = HassKey("access_codes_pace")


@callback
def async_pace(hass: HomeAssistant) -> LoopPacer:
    """Return the pace that all of ours keep."""
    return hass.data.setdefault(_PACE, LoopPacer(hass.loop))


_LANE: HassKey[asyncio.Lock] = HassKey("access_codes_lane")


@callback
def platform_setup_lock(hass: HomeAssistant) -> asyncio.Lock:
    """Return what lets the entities of one lock after the other in.

    Home Assistant warns of each platform that is not ready after ten seconds: side by side, all of them would wait for
    all.
    """
    return hass.data.setdefault(_LANE, asyncio.Lock())
