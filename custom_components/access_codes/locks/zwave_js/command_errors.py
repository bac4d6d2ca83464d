"""Map errors of the Z-Wave server and its client to outcomes of the contract."""

import asyncio
from collections.abc import Awaitable
from typing import Final, NoReturn

from aiohttp import ClientError
from zwave_js_server.exceptions import (
    BaseZwaveJSServerError,
    FailedCommand,
    FailedZWaveCommand,
    NotConnected,
    NotFoundError,
    TransportError,
)

from ...core.model import Outcome
from ..adapter import LockUnreachable, ReadFailed

_UNREACHABLE: Final = frozenset(
    {
        *range(100, 104),  # the driver failed, was reset, was destroyed, is not ready
        111,  # the driver ends
        112,  # the serial port is closed
        200,  # the controller does not answer
        202,  # dropped, for instance because the node is taken for dead
        203,  # the controller refused to send
        204,  # the node did not acknowledge
        205,  # the controller is jammed
        206,  # the controller was reset
        211,  # the node is not known
        213,  # the node was removed
        215,  # expired in the queue
        *range(1400, 1408),  # no secure session with the node
    }
)

_INVALID: Final = frozenset(
    {
        217,  # too long for one message: only a name can be
        322,  # not a code that this command class can carry
    }
)

_REFUSED: Final = frozenset(
    {
        302,  # the node does not support it
        304,
        305,  # the node says that it failed
        1100,  # the node says so by Supervision
    }
)
"""Error codes of zwave-js (``ZWaveErrorCodes``). After other codes the lock may have carried the command out."""


class CommandFailed(Exception):
    """A failed command. Without the server's text and the cause, which may quote a PIN."""

    def __init__(self, outcome: Outcome) -> None:
        """Store the outcome."""
        super().__init__(outcome)
        self.outcome = outcome


async def call_driver[T](command: Awaitable[T]) -> T:
    """Await a command and return the server's answer. Raises CommandFailed."""
    try:
        return await command
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        # The client cancels pending commands when its connection ends.
        outcome = Outcome.UNREACHABLE
    except FailedZWaveCommand as err:
        outcome = _outcome_of(err.zwave_error_code)
    except FailedCommand as err:
        is_gone = err.error_code in {"node_not_found", "failed_command"}
        outcome = Outcome.UNREACHABLE if is_gone else Outcome.UNKNOWN
    except NotConnected, NotFoundError, TransportError, ClientError, OSError:
        outcome = Outcome.UNREACHABLE
    except BaseZwaveJSServerError, AssertionError, KeyError, ValueError:
        # Another fault of the server, or an answer that the client library cannot parse.
        outcome = Outcome.UNKNOWN
    raise CommandFailed(outcome) from None


def _outcome_of(error_code: int) -> Outcome:
    if error_code in _UNREACHABLE:
        return Outcome.UNREACHABLE
    if error_code in _INVALID:
        return Outcome.INVALID
    return Outcome.REFUSED if error_code in _REFUSED else Outcome.UNKNOWN


def raise_read_failed(failure: CommandFailed) -> NoReturn:
    """Raise ReadFailed or LockUnreachable for a failed read."""
    if failure.outcome is Outcome.UNREACHABLE:
        raise LockUnreachable from None
    raise ReadFailed from None
