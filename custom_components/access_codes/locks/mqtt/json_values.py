"""JSON from a broker, read without trust in its form."""

from typing import Any

from homeassistant.util.json import json_loads

type Json = dict[str, Any]


def parse(text: str) -> Any:
    """Return the value of a text; None if it is not JSON."""
    try:
        return json_loads(text)
    except ValueError:
        return None


def as_dict(value: Any) -> Json:
    """Return an object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Return a list, or an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """Return a text, or an empty one in place of anything else."""
    return value if isinstance(value, str) else ""


def as_number(value: Any) -> int | None:
    """Return a whole number, also one that is written as a text; None in place of anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return int(value) if is_digits and len(value) < 10 else None
