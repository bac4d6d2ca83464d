"""Messages about codes to people: placeholders in a text, and their values. Each check raises Refused."""

from collections.abc import Mapping, Sequence
import re

from .refused import Refused

PLACEHOLDERS = ("name", "code", "starts_at", "ends_at", "locks")

LONGEST_MESSAGE = 4000

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


# contract 16.3, 16.11
def checked_placeholders(message: str) -> frozenset[str]:
    """Return the placeholders in a message. Refuses others without repeating them: a PIN may stand in the braces."""
    if not message.strip():
        raise Refused("message_blank", field="message")
    if len(message) > LONGEST_MESSAGE:
        raise Refused("message_too_long", field="message", limit=str(LONGEST_MESSAGE))
    found = frozenset(_placeholder(match) for match in _BRACES.finditer(message))
    if not found <= set(PLACEHOLDERS):
        raise Refused(
            "message_placeholder_unknown",
            field="message",
            limit=", ".join(PLACEHOLDERS),
        )
    return found


# contract 16.3
def fill(message: str, values: Mapping[str, str]) -> str:
    """Return the message with the values of its placeholders. Braces in a value stay as they are."""
    return _BRACES.sub(lambda match: values[_placeholder(match)], message)


# contract 16.6
def for_each_lock(values: Sequence[str], locks: Sequence[str]) -> str:
    """Return the value that all locks share, or else that of each lock, after its name."""
    if len(set(values)) == 1:
        return values[0]
    return ", ".join(
        f"{lock}: {value}" for lock, value in zip(locks, values, strict=True)
    )


def _placeholder(match: re.Match[str]) -> str:
    """Return the name in braces; a brace without its other half has none."""
    return (match[1] or "").strip()
