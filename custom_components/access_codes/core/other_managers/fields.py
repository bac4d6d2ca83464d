"""Fields of stored entries: each has the expected type, or counts as missing. Nothing raises."""

from collections.abc import Mapping
from typing import Any

from ..model import Pin


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping; an empty one in place of anything else."""
    return value if isinstance(value, Mapping) else {}


def text(value: Any) -> str | None:
    """Return a text without the space around it; None in place of an empty one and of anything else."""
    if not isinstance(value, str):
        return None
    return value.strip() or None


def number(value: Any) -> int | None:
    """Return a whole number, also one that is stored as text or with a decimal point; None in place of anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value) if len(value) < 10 else None
    return value if isinstance(value, int) else None


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, each once."""
    found = (text(item) for item in value) if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(item for item in found if item is not None))


def pin(value: Any) -> Pin | None:
    """Return a PIN; None in place of an empty one and of anything but text."""
    digits = text(value)
    return None if digits is None else Pin(digits)
