"""Send commands to one Matter lock, and wait for their answers."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from chip.clusters.ClusterObjects import ClusterCommand
from matter_server.client import MatterClient

from homeassistant.core import HomeAssistant

from ...core.model import Outcome
from .command_errors import CommandFailed, failure_of
from .node import Location

ANSWER_TIME: Final = 100.0
"""Seconds after which no answer comes any more: the servers themselves give up after 45 s and 90 s."""

_TIMED_MS: Final = 10_000
"""Time for the second half of a command that a lock takes in two halves only, against replays."""


class Transport:
    """The way to one lock through one connection to the server."""

    def __init__(
        self, hass: HomeAssistant, client: MatterClient, location: Location
    ) -> None:
        """Store the way."""
        self._hass = hass
        self._client = client
        self._location = location

    async def send(
        self, command: ClusterCommand, endpoint_id: int | None = None
    ) -> dict[str, Any]:
        """Send a command and return the fields of its answer; empty if it has none. Raises CommandFailed.

        ``endpoint_id``: another one than the lock's.
        """
        answer = await self._ask(
            self._client.send_device_command(
                node_id=self._location.node_id,
                endpoint_id=self._location.endpoint_id
                if endpoint_id is None
                else endpoint_id,
                command=command,
                timed_request_timeout_ms=_TIMED_MS
                if command.must_use_timed_invoke
                else None,
            )
        )
        return answer if isinstance(answer, dict) else {}

    async def read(self, path: str) -> Any:
        """Return the value of an attribute, as the lock has it now; None if it tells none. Raises CommandFailed."""
        values = await self._ask(
            self._client.read_attribute(self._location.node_id, path)
        )
        return values.get(path) if isinstance(values, dict) else None

    # contract 12.163
    async def _ask(self, question: Coroutine[Any, Any, Any]) -> Any:
        """Wait for an answer in a task of its own.

        When the connection ends the client cancels whatever waits, which must not look like a cancellation of ours. And
        a question that was cancelled by us could break the client, if its answer came at that moment: it is left.
        """
        task = self._hass.async_create_background_task(
            question, "access_codes command to a Matter lock"
        )
        task.add_done_callback(_take_error)
        done, _ = await asyncio.wait([task], timeout=ANSWER_TIME)
        if not done or task.cancelled():
            raise CommandFailed(Outcome.UNKNOWN)
        error = task.exception()
        if error is not None:
            raise failure_of(error) from None
        return task.result()


def _take_error(task: asyncio.Task[Any]) -> None:
    """Take the error of a question that was left: asyncio would log it, and its text may contain a PIN."""
    if not task.cancelled():
        task.exception()
