"""A command that is due, with its rank among the others."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..model import (
    EMPTY,
    AccessCode,
    Command,
    CommandKind,
    Content,
    KnownPin,
    Placement,
)

REMOVE, PROVE, SET, READ, PRELOAD, RENAME, FULL_READ, CHECK = range(8)
"""Ranks of due commands, the most urgent first. ``PROVE`` reads whether a removal was carried out."""


def rank_of_removal_read(code: AccessCode, placement: Placement) -> int:
    """Return the rank of a read for a removal: a proof where the removal was tried, else its first step."""
    attempt = code.progress.attempt
    is_tried = placement.unproven is EMPTY or (
        attempt is not None and attempt.is_removal
    )
    return PROVE if is_tried else REMOVE


_REMOVALS = frozenset({REMOVE, PROVE})

NAMED = frozenset({CommandKind.SET, CommandKind.RENAME})
"""Kinds of commands with the name of a code."""

_NOTHING: frozenset[Content] = frozenset()


@dataclass(slots=True)
class DueCommand:
    """A command that is due, with its rank and the time since when it is due. It is kept, and never changed."""

    rank: int
    since: datetime
    code: AccessCode | None
    kind: CommandKind
    slot: str | None = None
    """None for the whole lock, and for a set in the slot that is free when the command goes out."""
    content: KnownPin | None = None
    before: frozenset[Content] = _NOTHING
    new_slot: str | None = None
    """The slot to which a rename moves the content."""

    # contract 5.23
    def is_before(self, other: DueCommand) -> bool:
        """Return whether this command goes before that of another code: by rank, by time, by id."""
        if self.rank != other.rank:
            return self.rank < other.rank
        if self.since != other.since:
            return self.since < other.since
        if self.code is None or other.code is None:
            return self.code is None
        return self.code.access_code_id < other.code.access_code_id

    def in_new_slot(self, slot: str | None, is_known_empty: bool) -> DueCommand:
        """Return the set of a new code in a slot, which is read first unless it is known to be empty."""
        if is_known_empty:
            return replace(self, slot=slot)
        return DueCommand(self.rank, self.since, self.code, CommandKind.READ, slot)

    def command(self, name: str | None) -> Command:
        """Return the command to send; ``name`` is the code's name on the lock."""
        content = self.content
        return Command(
            self.kind,
            self.slot,
            self.code.access_code_id if self.code is not None else None,
            content.pin if content is not None else None,
            name if self.kind in NAMED else None,
            content.window if content is not None else None,
            self.before,
            self.rank in _REMOVALS,
            self.new_slot,
        )
