"""Frames of the Zigbee cluster Door Lock: answers of a lock to the commands about PINs.

A frame begins with its control byte, a number for the answer, and the command; numbers have their lower byte first.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

from ...core.model import Outcome
from ..zigbee.answers import (
    GET_PIN,
    NO_COMMAND,
    SlotAnswer,
    outcome_of_status,
    slot_answer,
)
from ..zigbee.command_errors import CannotBeRead, CommandFailed

_DEFAULT_RESPONSE: Final = 0x0B
_READ_RESPONSE: Final = 0x01

_SIZES: Final = {0x10: 1, 0x18: 1, 0x19: 2, 0x20: 1, 0x21: 2, 0x30: 1}
"""Bytes of a value, by its type; others are not expected."""


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
    return outcome_of_status(status)


# contract 12.145
def slot_of(frame: Frame, slot: int) -> SlotAnswer:
    """Return the content of a slot. Raises CommandFailed where this is no answer about it, and NoSuchSlot."""
    if frame.refusal in NO_COMMAND:
        raise CannotBeRead
    body = frame.body
    is_answer = not frame.is_general and frame.command == GET_PIN and len(body) >= 4
    if not is_answer or int.from_bytes(body[:2], "little") != slot:
        raise CommandFailed(Outcome.UNKNOWN)
    return slot_answer(body[2], _text_in(body[4:]))


def _text_in(text: bytes) -> bytes:
    """Return a text with its length before it; nothing where the two do not fit."""
    length = text[0] if text else 0
    digits = text[1 : 1 + length]
    return digits if len(digits) == length else b""


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
