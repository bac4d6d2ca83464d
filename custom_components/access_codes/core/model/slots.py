"""Contents and placements of a lock's slots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .codes import ExternalChange
from .pin import Pin
from .window import Window


class SlotState(Enum):
    """Content of a slot, unless it is a known PIN."""

    EMPTY = "empty"
    UNREADABLE = "other"
    """Occupied, by a PIN that is not known."""
    UNDISCLOSED = "ours"
    """Occupied by a code of ours, with a PIN of the lock's choice that is not known yet."""


@dataclass(frozen=True, slots=True)
class KnownPin:
    """A known PIN in a slot, with the window that the lock itself enforces, if any."""

    pin: Pin
    window: Window | None = None


type Content = KnownPin | SlotState
"""Content of one slot. A slot that was never read has none: it is unread, not empty."""

EMPTY = SlotState.EMPTY

UNREADABLE = SlotState.UNREADABLE

UNDISCLOSED = SlotState.UNDISCLOSED

_PROVISIONAL = "new:"


# contract 12.75
def provisional_slot(access_code_id: str) -> str:
    """Return the key of a code's slot until the lock names it."""
    return _PROVISIONAL + access_code_id


def is_provisional(slot: str) -> bool:
    """Return whether a key stands for a slot that the lock has not named yet."""
    return slot.startswith(_PROVISIONAL)


# contract 13.122
def has_pin_of(contents: Iterable[Content], content: Content) -> bool:
    """Return whether a content is a known PIN that another one is, too, in any window."""
    return isinstance(content, KnownPin) and any(
        isinstance(other, KnownPin) and other.pin == content.pin for other in contents
    )


# contract 13.96, 13.143, 13.144
def find_made_of(contents: Iterable[Content], content: Content) -> KnownPin | None:
    """Return the PIN of which a lock may have made another one: it has shortened or padded it."""
    if not isinstance(content, KnownPin):
        return None
    for other in contents:
        if isinstance(other, KnownPin) and (
            content.pin.is_part_of(other.pin) or other.pin.is_part_of(content.pin)
        ):
            return other
    return None


@dataclass(frozen=True, slots=True)
class Placement:
    """The journal of one slot: its owner and its possible contents (section "Journal")."""

    slot: str
    owner: str
    """The access code's id."""
    possible: frozenset[Content]
    """The contents that journal and reads cannot rule out; never an empty set."""
    is_confirmed: bool = False
    """The lock has confirmed a content of ours in the slot."""
    is_unverified: bool = False
    """The content was accepted by the lock, and not confirmed."""
    name: str | None = None
    """The name on the lock, where it stores names."""
    kept_name: str | None = None
    """The code's name when a code of others became this one: as long as it has that, its name on the lock stays."""
    refused_name: str | None = None
    """A name that the lock refused. The code keeps its present name there, also when it is put back."""
    deviation: ExternalChange | None = None
    """A change at the lock, against the rule, that is being put back."""
    put_backs: tuple[datetime, ...] = ()
    """Times of the last put-backs, ascending."""
    needs_clear_first: bool = False
    """The lock refused our write as a duplicate and cannot be read: clear the slot, then set it once more."""
    needs_read: bool = False
    """The slot must be read: the lock was unreachable, or reported a change of the slot."""
    unproven: Content | None = None
    """The content that the lock accepted last and did not confirm: the next read proves it."""
    altered: KnownPin | None = None
    """The content of our last write, of which the lock made another one: the slot is cleared, and not set to it again."""
    has_remainder: bool = False
    """Something of ours without a PIN may be left in the slot, as a user is: the slot is cleared before it is given back."""
    echoed_at: datetime | None = None
    """When a report of an unknown change was last taken for the echo of a put-back."""
    under_way: Content | None = None
    """The content of a write that was sent, or is about to be, on a lock that may carry it out late."""
    late: frozenset[Content] = frozenset()
    """The contents of writes without an answer that the lock may still carry out: what a read shows may change."""
    late_until: datetime | None = None
    """From when on a read shows what became of those writes."""
    next_slot: str | None = None
    """The slot to which a rename moves the content, where names are keys; it may hold the content already."""
    next_possible: frozenset[Content] = frozenset()
    """The contents that ``next_slot`` may have; never an empty set while there is one."""

    @property
    def slot_may_hold(self) -> frozenset[Content]:
        """The possible contents of the slot, with those that may still come."""
        return self.possible | self.late if self.late else self.possible

    @property
    def next_may_hold(self) -> frozenset[Content]:
        """The same of the next slot; nothing where there is none."""
        return (
            self.next_possible
            if self.next_slot is None
            else self.next_possible | self.late
        )

    @property
    def may_hold(self) -> frozenset[Content]:
        """The contents of the slot and of the next one together, with those that may still come: *empty* only if both are."""
        if self.next_slot is None:
            # Not by the other property: this is asked for each code, in each decision.
            return self.possible | self.late if self.late else self.possible
        return (self.slot_may_hold | self.next_possible) - {EMPTY} or frozenset({EMPTY})

    @property
    def known_pin(self) -> KnownPin | None:
        """The known PIN that the slot certainly holds, if it does."""
        if len(self.may_hold) != 1:
            return None
        (content,) = self.may_hold
        return content if isinstance(content, KnownPin) else None
