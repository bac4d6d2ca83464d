"""Table of codes that a driver on the hub keeps of its lock, and the capabilities that follow from its attributes."""

from collections.abc import Mapping
from dataclasses import dataclass
import json
from typing import Any, Final

from ...core.model import LockCapabilities, Pin, Readability, UseReporting

LATE_BY: Final = 60
"""Seconds for which the hub may still carry out a command that it did not answer, or whose end it did not tell."""

CODES, COUNT, LENGTH = "lockCodes", "maxCodes", "codeLength"
"""Attributes of a lock: its table of codes, the number of its slots, the length of its PINs."""

_MOST_SLOTS: Final = 100
"""Each slot is an entry of each record."""

_LONGEST: Final = 32

_FRESH_FOR: Final = 3600
"""Seconds between two looks at the table: a request to the hub, which the lock does not notice."""


@dataclass(frozen=True, slots=True)
class ListedCode:
    """One code in the table."""

    pin: Pin | None
    """None where the driver shows more than digits."""
    name: str


type CodeTable = dict[str, ListedCode]
"""Codes by slot."""


# contract 12.372
def table_from(value: Any) -> CodeTable | None:
    """Return the table of an attribute; None where it is encrypted, was never written, or has another form."""
    try:
        entries = json.loads(value)
    except TypeError, ValueError:
        return None
    if not isinstance(entries, dict):
        return None
    table: CodeTable = {}
    for slot, entry in entries.items():
        if not slot.isdecimal() or not isinstance(entry, dict):
            return None
        digits = str(entry.get("code"))
        pin = Pin(digits) if digits.isdecimal() and digits.isascii() else None
        table[slot] = ListedCode(pin, str(entry.get("name")))
    return table


# contract 12.370
def is_encrypted(value: Any) -> bool:
    """Return whether a driver has written its table in a form that only the hub can read."""
    return bool(value) and table_from(value) is None


# contract 12.371
def capabilities_from(attributes: Mapping[str, Any]) -> LockCapabilities | None:
    """Return the capabilities of a lock; None while it is not known how many codes it holds."""
    count = _number(attributes, COUNT)
    if count is None:
        return None
    length = _number(attributes, LENGTH)
    if length is None or length > _LONGEST:
        code_lengths = LockCapabilities().code_lengths
    else:
        code_lengths = (length,)
    table = table_from(attributes.get(CODES)) or {}
    is_masked = any(code.pin is None for code in table.values())
    last = min(count, _MOST_SLOTS)
    return LockCapabilities(
        slots=tuple(str(number) for number in range(1, last + 1)),
        code_lengths=code_lengths,
        reads=Readability.PRESENCE if is_masked else Readability.PIN,
        lists_slots=True,
        uses=UseReporting.LIVE,
        fresh_for=_FRESH_FOR,
        command_timeout=120,
        late_by=LATE_BY,
    )


def _number(attributes: Mapping[str, Any], name: str) -> int | None:
    """Return an attribute that is a positive number: events bring it as a text, too."""
    try:
        number = int(float(attributes.get(name) or 0))
    except OverflowError, TypeError, ValueError:
        return None
    return number if number >= 1 else None
