"""Commands that are due, and their order."""

from dataclasses import dataclass, field
from datetime import datetime

from ..model import (
    AccessCode,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Placement,
)
from .pin_conflicts import PinConflicts

REMOVE, SET, READ, RENAME, CHECK = range(5)


@dataclass(frozen=True, slots=True)
class DueCommand:
    """A command that is due, and how urgent it is."""

    rank: int
    since: datetime
    code: AccessCode | None
    kind: CommandKind
    slot: str | None = None
    content: KnownPin | None = None
    before: frozenset[Content] = frozenset()

    def is_before(self, rank: int, since: datetime, code: AccessCode) -> bool:
        """Tell whether this goes first."""
        if self.rank != rank:
            return self.rank < rank
        if self.since != since:
            return self.since < since
        return self.code is None or self.code.access_code_id < code.access_code_id

    def command(self, name: str | None) -> Command:
        """Return what the lock is to be told; ``name``: the one to be given to the code there."""
        content = self.content
        return Command(
            self.kind,
            self.slot,
            self.code.access_code_id if self.code is not None else None,
            content.pin if content is not None else None,
            name if self.kind in _NAMED else None,
            content.window if content is not None else None,
            self.before,
        )


_NAMED = frozenset({CommandKind.SET, CommandKind.RENAME})


@dataclass(slots=True)
class CommandQueue:
    """What is due, and what stands in the way of the rest."""

    conflicts: PinConflicts
    most_urgent: DueCommand | None = None
    """What goes next."""
    due: set[str] = field(default_factory=set)
    """The ids of the codes for which something is due; "" for the lock as a whole."""
    no_slot: set[str] = field(default_factory=set)
    unfit: set[str] = field(default_factory=set)
    """The codes that such a lock cannot take."""
    next_at: datetime | None = None
    """The earliest end of a pause."""
    is_window_near: bool = False
    """A window opens soon: a lock that does not answer is to be known by then."""

    def wait_until(self, at: datetime) -> None:
        """Look again then."""
        if self.next_at is None or at < self.next_at:
            self.next_at = at


def lock_name(
    code: AccessCode, placement: Placement | None, capabilities: LockCapabilities
) -> str | None:
    """Return the name that the code is to have on the lock: its own, as far as the lock can store and takes it."""
    if not capabilities.name_length:
        return None
    name = code.name[: capabilities.name_length]
    if placement is not None and placement.refused_name == name:
        return placement.name
    return name
