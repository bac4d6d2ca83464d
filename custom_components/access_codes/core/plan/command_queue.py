"""Commands that are due now, the most urgent of them, and the earliest end of a pause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import (
    AccessCode,
    Attempt,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Placement,
    World,
)
from ..record.edit import RecordEdit
from ..record.slot_names import is_name_of, is_taken_name, name_on_lock

REMOVE, SET, READ, PRELOAD, RENAME, FULL_READ, CHECK = range(7)
"""Ranks of due commands, the most urgent first."""

_NAMED = frozenset({CommandKind.SET, CommandKind.RENAME})


@dataclass(frozen=True, slots=True)
class DueCommand:
    """A command that is due, with its rank and the time since when it is due."""

    rank: int
    since: datetime
    code: AccessCode | None
    kind: CommandKind
    slot: str | None = None
    content: KnownPin | None = None
    before: frozenset[Content] = frozenset()
    new_slot: str | None = None
    """The slot to which a rename moves the content."""

    # contract 5.23
    def is_before(self, rank: int, since: datetime, code: AccessCode) -> bool:
        """Return whether this command goes first: by rank, by time, by id."""
        if self.rank != rank:
            return self.rank < rank
        if self.since != since:
            return self.since < since
        return self.code is None or self.code.access_code_id < code.access_code_id

    def command(self, name: str | None) -> Command:
        """Return the command to send; ``name`` is the code's name on the lock."""
        content = self.content
        return Command(
            self.kind,
            self.slot,
            self.code.access_code_id if self.code is not None else None,
            content.pin if content is not None else None,
            name if self.kind in _NAMED else None,
            content.window if content is not None else None,
            self.before,
            self.rank == REMOVE,
            self.new_slot,
        )


@dataclass(slots=True)
class CommandQueue:
    """Due commands of one decision, and the reasons why codes have none."""

    now: datetime
    held: Mapping[Command, datetime] = field(default_factory=dict)
    """Ends of the pauses of commands that were sent too often, by `Command.key`."""
    most_urgent: DueCommand | None = None
    """The next command."""
    due: set[str] = field(default_factory=set)
    """Ids of the codes with a due command; "" for the lock as a whole."""
    no_slot: set[str] = field(default_factory=set)
    """Ids of the codes for which the lock has no free slot."""
    unfit: set[str] = field(default_factory=set)
    """Ids of the codes with a PIN, or a one-time use, that the lock does not support."""
    next_at: datetime | None = None
    """The earliest end of a pause."""
    is_window_near: bool = False
    """A window opens soon: an unreachable lock is an issue although no command is due."""

    def add(
        self,
        rank: int,
        since: datetime,
        code: AccessCode,
        kind: CommandKind,
        slot: str,
        *,
        content: KnownPin | None = None,
        before: frozenset[Content] = frozenset(),
        new_slot: str | None = None,
    ) -> None:
        """Add a due command for a code; ``before`` is the possible contents of the slot before the command."""
        self.due.add(code.access_code_id)
        first = self.most_urgent
        if first is None or not first.is_before(rank, since, code):
            self.put_first(
                DueCommand(rank, since, code, kind, slot, content, before, new_slot)
            )

    # contract 5.24
    def put_first(self, due: DueCommand) -> None:
        """Make a command the most urgent one, unless it is held: then it delays no other."""
        until = self.held.get(due.command(None).key) if self.held else None
        if until is not None and until > self.now:
            self.wait_until(until)
        else:
            self.most_urgent = due

    def add_clear(
        self, rank: int, since: datetime, code: AccessCode, placement: Placement
    ) -> None:
        """Add the clearing of a code's slot."""
        slot, before = placement.slot, placement.possible
        self.add(rank, since, code, CommandKind.CLEAR, slot, before=before)

    def wait_until(self, at: datetime) -> None:
        """Plan again at this instant, or earlier."""
        if self.next_at is None or at < self.next_at:
            self.next_at = at

    # contract 5.24, 5.27
    def is_paused(self, attempt: Attempt | None) -> bool:
        """Return whether the last failure forbids a try now, and plan again at the end of its pause."""
        if attempt is None:
            return False
        if attempt.retry_at is None:
            return True
        if attempt.retry_at <= self.now:
            return False
        self.wait_until(attempt.retry_at)
        return True


# contract 12.71
def lock_name(
    edit: RecordEdit, world: World, capabilities: LockCapabilities, due: DueCommand
) -> str | None:
    """Return the name to store on the lock: the key where that is one, else the code's as it fits.

    Where the lock refused that, the code keeps its present name there.
    """
    code = due.code
    if code is None or due.kind not in _NAMED:
        return None
    if capabilities.are_names_keys:
        return due.new_slot or due.slot
    placement = edit.by_owner.get(code.access_code_id)
    if placement is not None:
        present = placement.name
        refused = placement.refused_name
        is_kept = refused is not None and is_name_of(refused, code, capabilities)
        if is_kept or (present is not None and is_name_of(present, code, capabilities)):
            return present
    is_taken = is_taken_name(edit, world, capabilities)
    return name_on_lock(code, capabilities, is_taken)
