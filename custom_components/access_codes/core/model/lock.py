"""Capabilities of a lock, and its answers."""

from dataclasses import dataclass
from enum import StrEnum


class Readability(StrEnum):
    """Content of the answer when a slot of the lock is read."""

    PIN = "pin"
    PRESENCE = "presence"
    NOTHING = "nothing"


class Reach(StrEnum):
    """Reachability of a lock for commands."""

    REACHABLE = "reachable"
    OFFLINE = "offline"
    """The lock's integration runs, and the lock does not answer."""
    DISCONNECTED = "disconnected"
    """The lock's integration is not loaded, or the lock is disabled."""
    REMOVED = "removed"
    """The lock's entity is gone."""


class Outcome(StrEnum):
    """Result of a write (set, clear, rename), as known when the adapter returns."""

    CONFIRMED = "confirmed"
    """The lock itself reported that it now holds this."""
    ACCEPTED = "accepted"
    """The lock accepted the command, and did not report the content of the slot."""
    UNKNOWN = "unknown"
    """No answer in time: the write may have been carried out, or may still be."""
    UNREACHABLE = "unreachable"
    """The lock could not be reached; the write may still have been carried out."""
    REFUSED = "refused"
    """The lock refused the write and is unchanged."""
    DUPLICATE = "duplicate"
    """The lock refused the PIN as a duplicate and is unchanged."""
    FULL = "full"
    """The lock has no room and is unchanged."""
    INVALID = "invalid"
    """The lock does not support such a PIN or name and is unchanged."""


@dataclass(frozen=True, slots=True)
class LockCapabilities:
    """Capabilities of a lock, as its adapter reports them. Stored, so that a start does not wait for the lock."""

    slots: tuple[str, ...] = ()
    """All slots, in the order of their use; without meaning when ``is_virtual``."""
    code_lengths: tuple[int, ...] = (4, 5, 6, 7, 8)
    """Supported lengths of a PIN, ascending, never empty."""
    characters: str = "0123456789"
    has_enter_key: bool = True
    name_length: int = 0
    """Maximum length of a name on the lock; 0 where the lock stores no names."""
    reads: Readability = Readability.PIN
    reports_changes: bool = False
    reports_use: bool = False
    is_virtual: bool = False
    """Home Assistant checks the codes itself: the lock "holds" exactly the wanted codes."""

    @property
    def can_be_read(self) -> bool:
        """The lock answers reads, with the PIN or with its presence."""
        return self.reads is not Readability.NOTHING

    def fit_name(self, name: str) -> str | None:
        """Return a name as the lock can store it, cut to its length; None where the lock stores no names."""
        return name[: self.name_length] if self.name_length else None
