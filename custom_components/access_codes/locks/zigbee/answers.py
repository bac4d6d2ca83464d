"""Answers of a lock to the commands of the cluster Door Lock about PINs."""

from dataclasses import dataclass
from typing import Final

from ...core.model import EMPTY, UNREADABLE, Content, KnownPin, Outcome, Pin
from ..adapter import NoSuchSlot

SET_PIN: Final = 5
GET_PIN: Final = 6
CLEAR_PIN: Final = 7

NO_COMMAND: Final = frozenset({0x81, 0x82, 0x83, 0x84})
"""Statuses of a default response: there is no such command."""

_OUTCOMES: Final = {
    0: Outcome.ACCEPTED,
    2: Outcome.FULL,
    3: Outcome.DUPLICATE,
    0x85: Outcome.INVALID,
    0x87: Outcome.INVALID,
    0x89: Outcome.FULL,
}

_AVAILABLE: Final = 0
_ENABLED: Final = 1
_DISABLED: Final = 3
_NO_USER: Final = 0xFF


# contract 12.144, 12.204
def outcome_of_status(status: int) -> Outcome:
    """Return the outcome of a write, by the lock's own status."""
    return _OUTCOMES.get(status, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """Answer of a lock about one slot."""

    content: Content
    is_inactive: bool = False
    """It holds a code that is switched off."""


# contract 12.145, 12.206
def slot_answer(status: int, digits: bytes) -> SlotAnswer:
    """Return the content of a slot. Raises NoSuchSlot.

    Only the status tells whether a slot is occupied: a lock that masks its PINs may send none, or asterisks.
    """
    if status == _NO_USER:
        raise NoSuchSlot
    if status == _AVAILABLE:
        return SlotAnswer(EMPTY)
    if status == _ENABLED:
        is_shown = digits.isdigit()
        content = KnownPin(Pin(digits.decode("ascii"))) if is_shown else UNREADABLE
        return SlotAnswer(content)
    return SlotAnswer(UNREADABLE, is_inactive=status == _DISABLED)
