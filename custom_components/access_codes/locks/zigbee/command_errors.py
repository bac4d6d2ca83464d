"""Failures of commands to a Zigbee lock, as outcomes of the contract."""

from typing import NoReturn

from ...core.model import Outcome
from ..adapter import LockUnreachable, ReadFailed


class CommandFailed(Exception):
    """A command without an answer of the lock, or one that it refused."""

    def __init__(self, outcome: Outcome) -> None:
        """Store what is known of the lock."""
        super().__init__(outcome.value)
        self.outcome = outcome


class CannotBeRead(CommandFailed):
    """A read that the lock, by its own word, has no command for."""

    def __init__(self) -> None:
        """Store that the lock refused."""
        super().__init__(Outcome.REFUSED)


def raise_read_failed(failure: CommandFailed) -> NoReturn:
    """Raise the exception of the contract for a read that failed."""
    if failure.outcome is Outcome.UNREACHABLE:
        raise LockUnreachable from None
    raise ReadFailed from None
