"""Commands that are due now, the most urgent of them, and the earliest end of a pause."""

from collections.abc import Iterable, Mapping
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
from .code_state import CodeState
from .due_command import NAMED, DueCommand


@dataclass(slots=True)
class CommandQueue:
    """Due commands of one decision."""

    now: datetime
    held: Mapping[Command, datetime] = field(default_factory=dict)
    """Ends of the pauses of commands that were sent too often, by `Command.key`."""
    free_slot: tuple[str | None, bool] | None = None
    """The slot for the next new code, once one asks for it, and whether it is known to be empty."""
    most_urgent: DueCommand | None = None
    """The next command."""
    is_any_due: bool = False
    next_at: datetime | None = None
    """The earliest end of a pause."""
    is_window_near: bool = False
    """A window opens soon: an unreachable lock is an issue although no command is due."""
    _due: DueCommand | None = None
    _pause_end: datetime | None = None

    def collect(self, state: CodeState) -> None:
        """Store what was added for a code since the last call."""
        state.due, self._due = self._due, None
        state.pause_end, self._pause_end = self._pause_end, None

    def choose(self, states: Iterable[CodeState]) -> None:
        """Find the most urgent of the codes' commands, and the earliest end of a pause."""
        first = self.most_urgent
        for state in states:
            due, pause_end = state.due, state.pause_end
            if pause_end is not None and (
                self.next_at is None or pause_end < self.next_at
            ):
                self.next_at = pause_end
            if due is None:
                continue
            self.is_any_due = True
            if first is not None and (
                due.since > first.since
                if due.rank == first.rank and due.since != first.since
                else not due.is_before(first)
            ):
                continue
            if not self.held or not self._is_held(due):
                first = due
        self.most_urgent = first

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
        """Add the due command of a code; ``before`` is the possible contents of the slot before the command."""
        self.put(DueCommand(rank, since, code, kind, slot, content, before, new_slot))

    # contract 4.51
    def put(self, due: DueCommand) -> None:
        """Add the due command of a code. One that has failed is due anew, behind those that have not had their turn."""
        attempt = due.code.progress.attempt if due.code is not None else None
        if attempt is not None and attempt.retry_at is not None:
            due.since = max(due.since, attempt.retry_at)
        self._due = due

    def put_first(self, due: DueCommand) -> None:
        """Make a command the most urgent one, unless it is held."""
        if not self._is_held(due):
            self.most_urgent = due

    # contract 5.24
    def _is_held(self, due: DueCommand) -> bool:
        """Return whether a command was sent too often to be sent now: then it delays no other."""
        until = self.held.get(self.placed(due).command(None).key) if self.held else None
        if until is None or until <= self.now:
            return False
        self.wait_until(until)
        return True

    def placed(self, due: DueCommand) -> DueCommand:
        """Return the command with its slot."""
        if due.kind is not CommandKind.SET or due.slot is not None:
            return due
        assert self.free_slot is not None
        return due.in_new_slot(*self.free_slot)

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
        if self._pause_end is None or at < self._pause_end:
            self._pause_end = at

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
    if code is None or due.kind not in NAMED:
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
