"""The search for a lock's limits: once for each start, and again while the lock does not tell them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .command_errors import CommandFailed

_RETRY_AFTER: Final = (60, 300, 1800, 3600)
"""Seconds until the lock is asked again; the last one again and again."""


class LimitsSearch:
    """At most one search under way."""

    def __init__(
        self, hass: HomeAssistant, async_search: Callable[[], Awaitable[None]]
    ) -> None:
        """Store what asks the lock; it raises CommandFailed where that does not answer."""
        self._hass = hass
        self._async_search = async_search
        self._task: asyncio.Task[None] | None = None
        self._is_done = False
        self._is_stopped = False
        self._failures = 0
        self._cancel_retry: CALLBACK_TYPE | None = None

    # contract 12.146, 12.201
    @callback
    def begin(self) -> None:
        """Ask the lock, unless it is being asked or has answered."""
        is_searching = self._task is not None and not self._task.done()
        if not self._is_done and not is_searching and not self._is_stopped:
            self._task = self._hass.async_create_background_task(
                self._async_try(), "access_codes find limits of a lock"
            )

    @callback
    def stop(self) -> None:
        """Ask no more: a command that is cut by the stop may end later, and begin a search."""
        self._is_stopped = True
        self.cancel()

    @callback
    def cancel(self) -> None:
        """Ask no more, until the next ``begin``, which asks anew."""
        self._is_done = False
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._cancel_timer()

    async def _async_try(self) -> None:
        try:
            await self._async_search()
        except CommandFailed:
            self._begin_later()
        else:
            self._is_done = True
            self._failures = 0
            self._cancel_timer()

    @callback
    def _begin_later(self) -> None:
        @callback
        def begin_again(_: Any) -> None:
            self._cancel_retry = None
            self.begin()

        self._cancel_timer()
        seconds = _RETRY_AFTER[min(self._failures, len(_RETRY_AFTER) - 1)]
        self._failures += 1
        self._cancel_retry = async_call_later(self._hass, seconds, begin_again)

    @callback
    def _cancel_timer(self) -> None:
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None
