"""Runs of code that is not ours: never waited for longer than asked, whatever it does with its cancellation."""

import asyncio
from collections.abc import Coroutine
import contextvars
from typing import Any


class Detached:
    """Runs that their owner can leave at any time."""

    def __init__(self) -> None:
        """Start without a run."""
        self._runs: set[asyncio.Task[Any]] = set()

    # contract 12.109
    async def async_run[T](
        self,
        work: Coroutine[Any, Any, T],
        *,
        limit: float | None = None,
        context: contextvars.Context | None = None,
    ) -> T:
        """Return the result of the work, or raise its exception; a cancellation of the work alone is a TimeoutError.

        ``limit``: seconds after which it is left with a TimeoutError. Work that is left is cancelled, and not waited for.
        """
        run = asyncio.get_running_loop().create_task(work, context=context)
        self._runs.add(run)
        run.add_done_callback(self._on_done)
        try:
            await asyncio.wait([run], timeout=limit)
        finally:
            run.cancel()
        if not run.done() or run.cancelled():
            raise TimeoutError
        return run.result()

    def stop(self) -> None:
        """Cancel what still runs."""
        for run in self._runs:
            run.cancel()

    def _on_done(self, run: asyncio.Task[Any]) -> None:
        self._runs.discard(run)
        if not run.cancelled():
            # Retrieved, so that asyncio does not log it: the text may hold a PIN.
            run.exception()
