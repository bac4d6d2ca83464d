"""Frames of the Zigbee cluster Door Lock: answers of a lock to the commands about PINs.

A frame begins with its control byte, a number for the answer, and the command; numbers have their lower byte first.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

from ...core.model import EMPTY, UNREADABLE, Content, KnownPin, Outcome, Pin
from ..adapter import NoSuchSlot
from .command_errors import CannotBeRead, CommandFailed

SET_PIN: Final = 5
GET_PIN: Final = 6
CLEAR_PIN: Final = 7

ATTR_PIN_USERS: Final = 0x12
ATTR_MAX_LENGTH: Final = 0x17
ATTR_MIN_LENGTH: Final = 0x18
ATTR_USE_EVENTS: Final = 0x41
"""Mask of the reports of uses at the keypad."""
ATTR_CHANGE_EVENTS: Final = 0x45
"""Mask of the reports of changes at the keypad."""

LIMITS: Final = (
    ATTR_PIN_USERS,
    ATTR_MAX_LENGTH,
    ATTR_MIN_LENGTH,
    ATTR_USE_EVENTS,
    ATTR_CHANGE_EVENTS,
)

_DEFAULT_RESPONSE: Final = 0x0B
_READ_RESPONSE: Final = 0x01

_NO_COMMAND: Final = frozenset({0x81, 0x82, 0x83, 0x84})
"""Statuses of a default response: there is no such command."""

_OUTCOMES: Final = {
    0: Outcome.ACCEPTED,
    2: Outcome.FULL,
    3: Outcome.DUPLICATE,
    0x85: Outcome.INVALID,
    0x87: Outcome.INVALID,
    0x89: Outcome.FULL,
}

_SIZES: Final = {0x10: 1, 0x18: 1, 0x19: 2, 0x20: 1, 0x21: 2, 0x30: 1}
"""Bytes of a value, by its type; others are not expected."""

_AVAILABLE: Final = 0
_ENABLED: Final = 1
_DISABLED: Final = 3
_NO_USER: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a lock, without its header."""

    is_general: bool
    """Of the commands that all clusters have."""
    command: int
    body: bytes

    @classmethod
    def from_buffer(cls, buffer: Any) -> Self:
        """Return the frame in a buffer, as Zigbee2MQTT writes one as JSON. Raises CommandFailed."""
        numbers = buffer.get("data") if isinstance(buffer, dict) else None
        try:
            data = bytes(numbers)  # type: ignore[arg-type]
        except TypeError, ValueError:
            raise CommandFailed(Outcome.UNKNOWN) from None
        start = 5 if data and data[0] & 0x04 else 3
        if len(data) < start:
            raise CommandFailed(Outcome.UNKNOWN)
        return cls(not data[0] & 0x03, data[start - 1], data[start:])

    @property
    def refusal(self) -> int | None:
        """Return the status of a default response; None if this is another answer."""
        is_default = self.is_general and self.command == _DEFAULT_RESPONSE
        return self.body[1] if is_default and len(self.body) > 1 else None


# contract 12.144
def outcome_of_write(frame: Frame, command: int) -> Outcome:
    """Return the outcome of a write, by the lock's answer; one to another command leaves it open."""
    status = frame.refusal
    if status is None:
        if frame.is_general or frame.command != command or not frame.body:
            return Outcome.UNKNOWN
        status = frame.body[0]
    return _OUTCOMES.get(status, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """Answer of a lock about one slot."""

    content: Content
    is_inactive: bool = False
    """It holds a code that is switched off."""


# contract 12.145
def slot_of(frame: Frame, slot: int) -> SlotAnswer:
    """Return the content of a slot. Raises CommandFailed where this is no answer about it, and NoSuchSlot.

    Only the status tells whether a slot is occupied: a lock that masks its PINs may send none, or asterisks.
    """
    if frame.refusal in _NO_COMMAND:
        raise CannotBeRead
    body = frame.body
    is_answer = not frame.is_general and frame.command == GET_PIN and len(body) >= 4
    if not is_answer or int.from_bytes(body[:2], "little") != slot:
        raise CommandFailed(Outcome.UNKNOWN)
    status = body[2]
    if status == _NO_USER:
        raise NoSuchSlot
    if status == _AVAILABLE:
        return SlotAnswer(EMPTY)
    if status == _ENABLED:
        return SlotAnswer(_pin_in(body[4:]))
    return SlotAnswer(UNREADABLE, is_inactive=status == _DISABLED)


def _pin_in(text: bytes) -> Content:
    """Return the PIN in a text with its length before it; UNREADABLE where the lock masks it."""
    length = text[0] if text else 0
    digits = text[1 : 1 + length]
    if not length or len(digits) != length or not digits.isdigit():
        return UNREADABLE
    return KnownPin(Pin(digits.decode("ascii")))


# contract 12.146
def attributes_of(frame: Frame) -> dict[int, int]:
    """Return the attributes that the lock told, by number; none where it does not tell any."""
    if not frame.is_general or frame.command != _READ_RESPONSE:
        return {}
    values: dict[int, int] = {}
    rest = frame.body
    while len(rest) >= 3:
        attribute, status = int.from_bytes(rest[:2], "little"), rest[2]
        if status:
            rest = rest[3:]
            continue
        size = _SIZES.get(rest[3]) if len(rest) > 3 else None
        if size is None or len(rest) < 4 + size:
            break
        values[attribute] = int.from_bytes(rest[4 : 4 + size], "little")
        rest = rest[4 + size :]
    return values
