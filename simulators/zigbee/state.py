"""What a lock holds, what it is like, and in which ways it fails."""

from dataclasses import dataclass


@dataclass(slots=True)
class User:
    """What a slot holds."""

    pin: str
    status: int = 1
    """1 enabled, 3 disabled."""
    kind: int = 0


@dataclass(slots=True)
class Faults:
    """Ways in which a lock, or the way to it, fails."""

    set_status: int | None = None
    """The status that answers each write of a PIN, which is then not carried out."""
    clear_status: int | None = None
    default_response: int | None = None
    """The status of a default response that answers each command about PINs."""
    full: bool = False
    lying: bool = False
    """Says yes, and does nothing."""
    strips_zeros: bool = False
    offline: bool = False
    """Nothing reaches the lock, and nobody acknowledges."""
    give_up_after: float = 1.5
    """Seconds after which the radio gives up an unacknowledged frame."""
    silent: bool = False
    """Commands are acknowledged, and neither carried out nor answered."""
    unanswered: bool = False
    """Commands about PINs are carried out, and not answered."""
    delay: float = 0
    """Seconds until a command is carried out and answered."""


@dataclass(slots=True)
class Traits:
    """What a lock is like, without being at fault."""

    mask: str | None = None
    """Shown in place of a PIN: ``stars``, ``empty``, or ``ff`` for a text without a value."""
    sends_events: bool = True
    takes_duplicates: bool = False
    has_reads: bool = True
    has_poll_control: bool = True
    """Looked at when the lock joins."""
