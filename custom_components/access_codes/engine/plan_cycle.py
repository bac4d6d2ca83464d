"""When the engine goes once through everything: at most one turn at a time, and one for all who asked."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
from traceback import format_tb

from homeassistant.core import HomeAssistant

from .pacing import async_pace

_LOGGER = logging.getLogger(__name__)


def stack_of(err: Exception) -> str:
    """Return what kind of error it is, and where it came from: not its text, which may quote a PIN."""
    return f"{type(err).__name__}\n{''.join(format_tb(err.__traceback__))}"


class PlanCycle:
    """Takes turns for as long as any are asked for."""

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        turn: Callable[[bool], Awaitable[None]],
    ) -> None:
        """Take ``turn`` when asked; it is told whether to write even what could wait."""
        self._hass = hass
        self._name = name
        self._turn = turn
        self._task: asyncio.Task[None] | None = None
        self._is_flush_due = False
        self.is_due = False
        self.is_owed = False
        """The last turn broke down."""

    def ask(self, *, is_flush: bool = False) -> None:
        """Ask for a turn that begins after this. Asked from many sides at once, it is one."""
        self.is_due = True
        self._is_flush_due = self._is_flush_due or is_flush
        if self._task is None or self._task.done():
            self._task = self._hass.async_create_task(
                self._take(), f"access codes: {self._name}", eager_start=False
            )

    async def async_finish(self) -> None:
        """Wait until no turn is under way or asked for."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _take(self) -> None:
        pace = async_pace(self._hass)
        while self.is_due:
            # What is asked for until it is our turn is done with it.
            await pace.async_step()
            is_flush, self.is_due, self._is_flush_due = self._is_flush_due, False, False
            try:
                await self._turn(is_flush)
            except Exception as err:  # noqa: BLE001
                _LOGGER.error(
                    "Looking after a lock failed; trying again within a minute: %s",
                    stack_of(err),
                )
                self.is_owed = True
            else:
                self.is_owed = False
