"""Failures of commands to a Matter lock, as outcomes of the contract."""

import re
from typing import Final, NoReturn

from matter_server.client.exceptions import MatterClientException
from matter_server.common.errors import (
    InvalidArguments,
    InvalidCommand,
    MatterError,
    NodeNotExists,
    NodeNotReady,
    NodeNotResolving,
)

from ...core.model import Outcome
from ..adapter import LockUnreachable, ReadFailed

FULL: Final = 0x89
"""Status of Matter: no resources left."""

_NOT_SENT: Final = (
    MatterClientException,
    NodeNotExists,
    NodeNotReady,
    NodeNotResolving,
)

_NOT_TAKEN: Final = (InvalidArguments, InvalidCommand)
"""The server did not take the command."""

# Both servers hand on the lock's status in the text of an error alone:
#   python-matter-server: "InteractionModelError: Failure (0x1, clusterStatus: 3)"
#   OHF Matter Server:    "Failure (code 1; cluster code 3)", "(ValidationOutOfBoundsError/135) ..."
_STATUS: Final = re.compile(
    r"\((?:0x(?P<hexadecimal>[0-9a-f]+)(?:, clusterStatus: \d+)?"
    r"|code (?P<decimal>\d+)(?:; cluster code \d+)?"
    r"|\w+/(?P<checked>\d+))\)",
    re.IGNORECASE,
)

_NO_ADDRESS: Final = "AddressResolve"
"""Part of the text where the server found no way to the lock, so that nothing was sent."""


class CommandFailed(Exception):
    """A command that the lock did not carry out, or did not answer."""

    def __init__(self, outcome: Outcome) -> None:
        """Store what is known of the lock."""
        super().__init__(outcome.value)
        self.outcome = outcome


# contract 12.164
def failure_of(error: BaseException) -> CommandFailed:
    """Return the failure that an error of the client library stands for. Its text may contain a PIN, and goes no further."""
    if isinstance(error, _NOT_SENT):
        return CommandFailed(Outcome.UNREACHABLE)
    if isinstance(error, _NOT_TAKEN):
        return CommandFailed(Outcome.REFUSED)
    if isinstance(error, MatterError):
        text = str(error)
        if found := _STATUS.search(text):
            code = found["hexadecimal"]
            status = (
                int(code, 16) if code else int(found["decimal"] or found["checked"])
            )
            return CommandFailed(Outcome.FULL if status == FULL else Outcome.REFUSED)
        if _NO_ADDRESS in text:
            return CommandFailed(Outcome.UNREACHABLE)
    # A time-out of either server, or the end of the connection: the lock may have done it.
    return CommandFailed(Outcome.UNKNOWN)


def raise_read_failed(failure: CommandFailed) -> NoReturn:
    """Raise the exception of the contract for a read that failed."""
    if failure.outcome is Outcome.UNREACHABLE:
        raise LockUnreachable from None
    raise ReadFailed from None
