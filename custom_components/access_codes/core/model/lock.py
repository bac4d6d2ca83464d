"""What a lock can do, and how it answers."""

from dataclasses import dataclass
from enum import StrEnum


class Readability(StrEnum):
    """What a lock tells when one of its slots is read."""

    PIN = "pin"
    PRESENCE = "presence"
    NOTHING = "nothing"


class Reach(StrEnum):
    """Whether commands can reach a lock now."""

    REACHABLE = "reachable"
    OFFLINE = "offline"
    """The lock's integration runs, and the lock does not answer."""
    DISCONNECTED = "disconnected"
    """The lock's integration is not loaded, or the lock is disabled."""
    REMOVED = "removed"
    """The lock's entity is gone."""


class Outcome(StrEnum):
    """What is known of a write (set, clear, rename) when the adapter returns."""

    CONFIRMED = "confirmed"
    """The lock itself told that it now holds this."""
    ACCEPTED = "accepted"
    """The lock took the command; what it holds was not told."""
    UNKNOWN = "unknown"
    """No answer in time: it may have been carried out, or may still be."""
    UNREACHABLE = "unreachable"
    """The lock could not be reached; it may still have been carried out."""
    REFUSED = "refused"
    """The lock answered no, and nothing changed."""
    DUPLICATE = "duplicate"
    """The lock answered that it holds this PIN already, and nothing changed."""
    FULL = "full"
    """The lock answered that it has no room, and nothing changed."""
    INVALID = "invalid"
    """The lock answered that it does not take such a PIN or name, and nothing changed."""


@dataclass(frozen=True, slots=True)
class LockCapabilities:
    """What a lock can do, as its adapter tells. Stored, so that a start does not wait for the lock."""

    slots: tuple[str, ...] = ()
    """All slots in the order in which they are to be used; meaningless when ``is_virtual``."""
    code_lengths: tuple[int, ...] = (4, 5, 6, 7, 8)
    """The lengths of PIN that the lock takes, ascending, never empty."""
    characters: str = "0123456789"
    has_enter_key: bool = True
    name_length: int = 0
    """Most characters of a name on the lock; 0 where the lock stores no names."""
    reads: Readability = Readability.PIN
    reports_changes: bool = False
    reports_use: bool = False
    is_virtual: bool = False
    """Home Assistant checks the codes itself: the lock "holds" exactly what is wanted."""
