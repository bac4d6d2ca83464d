"""Events of SmartThings about a lock, and the capabilities that follow from its attributes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pysmartthings import Attribute, DeviceEvent

from ...core.model import LockCapabilities, Readability, Reporting, Use, UseReporting

CALLS_PER_MINUTE: Final = 10
"""Commands to one lock: the cloud limits them."""

LATE_BY: Final = 60
"""Seconds for which a command without an answer may still be on its way between cloud, hub and lock."""

_MOST_SLOTS: Final = 50
"""Each slot is read by one command, and there are ten of those a minute."""

_LONGEST: Final = 32


class Change(StrEnum):
    """The second word of ``codeChanged``, after the slot."""

    SET = "set"
    CHANGED = "changed"
    DELETED = "deleted"
    UNSET = "unset"
    FAILED = "failed"

    @property
    def is_occupied(self) -> bool:
        """The slot holds a code."""
        return self in {Change.SET, Change.CHANGED}


def change_of(event: DeviceEvent) -> tuple[str, Change] | None:
    """Return slot and change of an event; None if it tells none: the attribute also says that a code was renamed."""
    if event.attribute != Attribute.CODE_CHANGED or not isinstance(event.value, str):
        return None
    slot, _, word = event.value.partition(" ")
    if not slot.isdecimal() or word not in {*Change}:
        return None
    return slot, Change(word)


def is_migrated(value: Any) -> bool:
    """Return whether a driver has left ``lockCodes``, by its attribute ``migrated``: the library makes a text of it."""
    return str(value).lower() in {"true", "1"}


def use_of(event: DeviceEvent) -> Use | None:
    """Return the use of a code by an event of the lock; None if it tells of none."""
    actions = {"unlocked": "unlock", "locked": "lock"}
    action = actions.get(str(event.value))
    slot = (event.data or {}).get("codeId")
    if event.attribute != Attribute.LOCK or action is None or slot is None:
        return None
    return Use(action, str(slot))


# contract 12.271
def capabilities_from(
    attributes: Mapping[str, Any], *, is_zigbee: bool
) -> LockCapabilities | None:
    """Return the capabilities of a lock; None while it is not known how many codes it holds.

    SmartThings counts the slots of Zigbee locks from 0, which is the master code of many.
    """
    codes = _number(attributes, Attribute.MAX_CODES)
    if codes is None:
        return None
    last = min(codes - 1 if is_zigbee else codes, _MOST_SLOTS)
    return LockCapabilities(
        slots=tuple(str(number) for number in range(1, last + 1)),
        code_lengths=_code_lengths(attributes),
        reads=Readability.PRESENCE,
        reports=Reporting.ALL,
        uses=UseReporting.LIVE,
        command_timeout=45,
        late_by=LATE_BY,
        echo_for=15,
        calls_per_minute=CALLS_PER_MINUTE,
    )


def _code_lengths(attributes: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the lengths of PINs: some locks have one length for all of them."""
    if (length := _number(attributes, Attribute.CODE_LENGTH)) is not None:
        return (length,)
    shortest = _number(attributes, Attribute.MIN_CODE_LENGTH)
    longest = _number(attributes, Attribute.MAX_CODE_LENGTH)
    if shortest is None or longest is None or not 1 <= shortest <= longest <= _LONGEST:
        return LockCapabilities().code_lengths
    return tuple(range(shortest, longest + 1))


def _number(attributes: Mapping[str, Any], name: Attribute) -> int | None:
    """Return an attribute that is a positive number."""
    value = attributes.get(name)
    return int(value) if isinstance(value, int | float) and value >= 1 else None
