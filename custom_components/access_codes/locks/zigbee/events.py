"""Events of a Zigbee lock: a use, a refused try, a change of a code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeUsed:
    """Use of a PIN at the keypad."""

    action: str
    user: int | None


@dataclass(frozen=True, slots=True)
class AccessDenied:
    """Refused try at the keypad."""

    reason: str


@dataclass(frozen=True, slots=True)
class CodeChanged:
    """Change of one PIN, or of all of them."""

    user: int | None
    """None: all of them."""
    is_removal: bool
    is_by_radio: bool
    """By a command, of ours or of somebody else's; otherwise at the lock itself."""
    is_unnamed: bool = False
    """The report does not say which user: one of them, or all."""


type Event = CodeUsed | AccessDenied | CodeChanged
