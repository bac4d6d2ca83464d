"""What the slots of a lock hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .codes import Change, Window
from .pin import Pin


class SlotState(Enum):
    """What a slot holds, where it is not a PIN that we know."""

    EMPTY = "empty"
    UNREADABLE = "other"
    """Something that is neither empty nor known."""


@dataclass(frozen=True, slots=True)
class KnownPin:
    """A known PIN in a slot, with the window that the lock itself enforces, if any."""

    pin: Pin
    window: Window | None = None


type Content = KnownPin | SlotState
"""What one slot of a lock holds. A slot that was never read has no content: it is unread, not empty."""

EMPTY = SlotState.EMPTY

UNREADABLE = SlotState.UNREADABLE


@dataclass(frozen=True, slots=True)
class Placement:
    """The journal of one slot: whose it is, and what it may hold (section "Journal")."""

    slot: str
    owner: str
    """The access code's id."""
    possible: frozenset[Content]
    """Never empty: the contents that the journal and reads cannot rule out."""
    is_confirmed: bool = False
    """The lock once confirmed that the slot held what we set."""
    is_unverified: bool = False
    """What it holds rests on an acceptance, not on the lock's own word."""
    name: str | None = None
    """The name as it stands on the lock, where it stores names."""
    refused_name: str | None = None
    """A name that the lock does not take. What stands in the slot stays, and is put back, under the name that it has."""
    deviation: Change | None = None
    """A change at the lock, against the rule, that is being put back."""
    put_backs: tuple[datetime, ...] = ()
    """When we put back what somebody changed, in the last hour."""
    is_to_be_cleared_first: bool = False
    """The lock called our own write a duplicate and cannot be read: clear, then set once more."""
    is_to_be_read: bool = False
    """The lock was away, or something happened to the slot: look what it holds."""
    unproven: Content | None = None
    """What the lock accepted last without telling that it holds it: the next read is the proof."""
