"""A command under way, who watches it, and what its answer is worth."""

from collections.abc import Iterator
from dataclasses import dataclass

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    KnownPin,
    Outcome,
)
from tests.support.fake_lock import Answer, ReadError


class Watcher:
    """What looks over the engine's shoulder; the tests' invariants are one."""

    def before_command(self, command: Command) -> None:
        """See the command that the lock is about to get."""

    def sent(self, command: Command) -> None:
        """See that the lock has carried it out, or not."""

    def answered(self, command: Command, answer: Answer) -> None:
        """See that the engine has taken the answer in."""

    def written(self) -> None:
        """See that the record is on disk."""

    def restarted(self) -> None:
        """See that the engine has begun again from the disk."""

    def clock_was_set(self) -> None:
        """See that the clock was set."""


@dataclass(slots=True)
class PendingCommand:
    """A command between its intent and its answer."""

    command: Command
    steps: Iterator[None]
    is_intent_on_disk: bool = True
    is_sent: bool = False
    is_disturbed: bool = False
    """The lock reported something else of this slot meanwhile: what the answer says may be older."""


def explains(command: Command, slot: str, content: Content | None) -> bool:
    """Tell whether a report is what the lock would tell of the command."""
    if command.new_slot is not None and content is not EMPTY:
        return slot == command.new_slot
    if command.slot != slot:
        return False
    if command.new_slot is not None:
        return True
    match command:
        case Command(kind=CommandKind.CLEAR):
            return content is EMPTY
        case Command(kind=CommandKind.SET, pin=None):
            return content is not EMPTY
        case Command(kind=CommandKind.SET, pin=pin) if pin is not None:
            return content is None or content == KnownPin(pin, command.window)
        case Command(kind=CommandKind.RENAME):
            return content is None
        case _:
            return False


def doubted(answer: Answer) -> Answer:
    """Return what is left of an answer that a newer report has overtaken."""
    match answer:
        case Outcome.CONFIRMED | Outcome.ACCEPTED:
            return Outcome.UNKNOWN
        case Outcome():
            return answer
        case ReadError():
            return answer
        case _:
            return ReadError(is_unreachable=False)
