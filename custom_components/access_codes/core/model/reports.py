"""Reports that a lock sends of its own accord."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .pin import Pin


class Cause(StrEnum):
    """Author of a change that the lock reports."""

    OURS = "ours"
    OTHERS = "others"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Use:
    """Use of a code at the lock."""

    action: str
    """"unlock" or "lock"."""
    slot: str | None = None
    """None where the lock names none."""
    pin: Pin | None = None
    """Where the lock names the PIN instead of a slot."""
    used_at: datetime | None = None
    """Instant by the lock's log; None: now."""
    use_id: str | None = None
    """Id of the entry in the lock's log, by which a second report of the same use is recognized."""
