"""Scheduler of planning cycles: one at a time, requests for one coalesced."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
from traceback import format_tb

from homeassistant.core import HomeAssistant

from .clock import Clock
from .pacing import async_pace

_LOGGER = logging.getLogger(__name__)


# contract 1.4
def stack_of(err: Exception) -> str:
    """Return type and stack of an error, without its text, which may quote a PIN."""
    return f"{type(err).__name__}\n{''.join(format_tb(err.__traceback__))}"


class CycleScheduler:
    """Runs planning cycles for as long as they are requested."""

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        clock: Clock,
        run_cycle: Callable[[bool], Awaitable[None]],
    ) -> None:
        """Prepare; the argument of ``run_cycle`` is whether to save even changes that could wait."""
        self._hass = hass
        self._name = name
        self._clock = clock
        self._run_cycle = run_cycle
        self._task: asyncio.Task[None] | None = None
        self._is_flush_due = False
        self._owed_since: float | None = None
        self._running_since: float | None = None
        self.is_due = False
        self.has_failed = False
        """True if the last cycle raised."""
        self.running = asyncio.Lock()
        """Held by each cycle, and by a change of several locks."""

    def request(self, *, is_flush: bool = False) -> None:
        """Request a cycle that starts after this call; requests before its start share it."""
        self.is_due = True
        if self._owed_since is None:
            self._owed_since = self._clock.monotonic()
        self._is_flush_due = self._is_flush_due or is_flush
        if self._task is None or self._task.done():
            self._task = self._hass.async_create_task(
                self._run(), f"access codes: {self._name}", eager_start=False
            )

    @property
    def owed_for(self) -> float:
        """The seconds since the oldest request that no successful cycle has served; 0 without one."""
        since = self._owed_since if self._running_since is None else self._running_since
        return 0.0 if since is None else self._clock.monotonic() - since

    async def async_finish(self) -> None:
        """Wait until no cycle runs and none is requested."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    # contract 13.14
    async def _run(self) -> None:
        pacer = async_pace(self._hass)
        while self.is_due:
            # Requests that arrive during this wait are served by the same cycle.
            await pacer.async_step()
            async with self.running:
                await self._run_one()

    async def _run_one(self) -> None:
        is_flush, self.is_due, self._is_flush_due = self._is_flush_due, False, False
        if self._running_since is None:
            self._running_since = self._owed_since
        self._owed_since = None
        try:
            await self._run_cycle(is_flush)
        except Exception as err:  # noqa: BLE001
            _LOGGER.error(
                "Update cycle failed; retrying within a minute: %s", stack_of(err)
            )
            self.has_failed = True
        else:
            self.has_failed = False
            self._running_since = None
