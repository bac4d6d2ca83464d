"""Entries of the lock's log as Nuki Hub publishes each of them on ``rollingLog``."""

from typing import Any, Final

from ..adapter import Use
from ..mqtt.json_values import as_dict, as_number, as_text

_LOCKING: Final = frozenset({"lock", "fulllock"})


# contract 12.359
def use_of(entry: Any) -> Use | None:
    """Return the use of a code that an entry tells; None for anything else, a finger on the keypad too."""
    fields = as_dict(entry)
    slot = as_number(fields.get("codeId"))
    is_success = fields.get("completionStatus") == "success"
    if not _is_of_keypad(entry) or slot is None or not is_success:
        return None
    is_locking = as_text(fields.get("action")).casefold() in _LOCKING
    index = as_number(fields.get("index"))
    return Use(
        "lock" if is_locking else "unlock",
        slot=str(slot),
        use_id=None if index is None else str(index),
    )


def is_wrong_code(entry: Any) -> bool:
    """Return whether an entry tells of a code that the lock does not have."""
    is_invalid = as_dict(entry).get("completionStatus") == "invalidCode"
    return _is_of_keypad(entry) and is_invalid


def _is_of_keypad(entry: Any) -> bool:
    fields = as_dict(entry)
    return fields.get("type") == "KeypadAction" and fields.get("trigger") == "code"
