"""Which command is due next, and when the next one may become due.

Removing goes before setting, setting before reading; among equals the one that waits longest. A code in its pause
blocks nobody.
"""

from datetime import datetime

from ..model import (
    EMPTY,
    AccessCode,
    Attempt,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Pin,
    Placement,
    Readability,
    World,
)
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, can_read_decide
from ..record.unmanaged import is_recalled
from ..schedule import (
    PUT_BACK_LIMIT,
    PUT_BACK_PAUSE,
    PUT_BACK_SPAN,
    removal_due_since,
    set_due_since,
)
from .code_state import AT_REST, CodeState
from .command_queue import (
    CHECK,
    READ,
    REMOVE,
    RENAME,
    SET,
    CommandQueue,
    DueCommand,
    lock_name,
)
from .pin_conflicts import PinConflicts
from .preflight import is_silent, preflight_of


def find_due_commands(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    states: list[CodeState],
    conflicts: PinConflicts,
) -> CommandQueue:
    """Find what is due now."""
    queue = CommandQueue(conflicts)
    chooser = _Chooser(edit, world, capabilities, queue)
    for state in states:
        if not state.is_wanted:
            if state.placement is not None:
                chooser.remove(state.code, state.placement)
        elif state.placement is None:
            chooser.slot(state.code, state.goal)
        else:
            chooser.keep(state, state.placement)
    chooser.read_all()
    chooser.check(states)
    return queue


class _Chooser:
    """One pass over the codes of a lock."""

    __slots__ = ("_capabilities", "_choice", "_edit", "_taken", "_world")

    def __init__(
        self,
        edit: RecordEdit,
        world: World,
        capabilities: LockCapabilities,
        queue: CommandQueue,
    ) -> None:
        self._edit = edit
        self._world = world
        self._capabilities = capabilities
        self._choice = queue
        self._taken: tuple[str | None, bool] | None = None

    def remove(self, code: AccessCode, placement: Placement) -> None:
        """Take a code off the lock that is not wanted there."""
        if self._pauses(code.progress.attempt):
            return
        since = removal_due_since(code, self._world.now)
        if EMPTY in placement.possible and can_read_decide(
            placement.possible, self._capabilities.reads
        ):
            self._add(REMOVE, since, code, CommandKind.READ, placement.slot)
        else:
            self._clear(REMOVE, since, code, placement)

    def keep(self, state: CodeState, placement: Placement) -> None:
        """Bring a wanted code's slot to what it ought to hold."""
        code, goal = state.code, state.goal
        if state.status in AT_REST and not placement.is_to_be_read:
            self._rename(code, placement)
            return
        attempt = code.progress.attempt
        if self._is_to_be_looked_at(placement):
            # What the lock refuses to take can still be read.
            is_refused = attempt is not None and attempt.retry_at is None
            if is_refused or not self._pauses(attempt):
                self._add(
                    READ,
                    set_due_since(code),
                    code,
                    CommandKind.READ,
                    placement.slot,
                )
        elif self._pauses(attempt) or self._edit.record.restore_check is not None:
            return
        elif placement.is_to_be_cleared_first or goal is EMPTY:
            self._clear(SET, set_due_since(code), code, placement)
        elif isinstance(goal, KnownPin) and not self._is_put_back_too_often(placement):
            self._set(code, goal, placement.slot, placement.possible)

    @property
    def _can_ask(self) -> bool:
        """Tell whether the lock tells anything when it is read."""
        return self._capabilities.reads is not Readability.NOTHING

    def _is_to_be_looked_at(self, placement: Placement) -> bool:
        reads = self._capabilities.reads
        if placement.is_to_be_read and self._can_ask:
            return True
        return can_read_decide(placement.possible, reads)

    def _rename(self, code: AccessCode, placement: Placement) -> None:
        """Bring the name on the lock in line."""
        if (
            not self._capabilities.name_length
            or self._edit.record.restore_check is not None
        ):
            return
        is_right = placement.name == lock_name(code, placement, self._capabilities)
        if not is_right and not self._pauses(code.progress.attempt):
            self._add(RENAME, code.changed_at, code, CommandKind.RENAME, placement.slot)

    def slot(self, code: AccessCode, goal: Content) -> None:
        """Find a slot for a wanted code that has none."""
        if not isinstance(goal, KnownPin):
            return
        if not self._fits(code, goal.pin):
            self._choice.unfit.add(code.access_code_id)
            return
        if (
            self._pauses(code.progress.attempt)
            or self._edit.record.restore_check is not None
        ):
            return
        slot, is_known_empty = self._free_slot()
        if slot is None:
            self._choice.no_slot.add(code.access_code_id)
        elif is_known_empty:
            self._set(code, goal, slot, EMPTY_SLOT)
        elif self._edit.record.is_read or self._read_pauses():
            if self._choice.conflicts.blocks(code, goal):
                self._look_again(code, goal)
            else:
                self._add(SET, set_due_since(code), code, CommandKind.READ, slot)

    def _fits(self, code: AccessCode, pin: Pin) -> bool:
        """Tell whether the lock can take what a lock before it could."""
        capabilities, digits = self._capabilities, pin.reveal()
        return (
            len(digits) in capabilities.code_lengths
            and set(digits) <= set(capabilities.characters)
            and (capabilities.reports_use or not code.is_one_time_use)
        )

    def read_all(self) -> None:
        """Read the lock in full once after linking, and when asked."""
        is_first = not self._edit.record.is_read
        if is_first and self._read_pauses():
            return
        if is_first or self._world.is_read_wanted:
            rank = SET if is_first else READ
            due = DueCommand(rank, self._world.started_at, None, CommandKind.READ_ALL)
            self._choice.due.add("")
            first = self._choice.most_urgent
            if first is None or (rank, due.since) <= (first.rank, first.since):
                self._choice.most_urgent = due

    def check(self, states: list[CodeState]) -> None:
        """Hear whether the lock answers, where a window opens soon and nothing else has to be asked."""
        preflight = preflight_of(states, self._world)
        since = preflight.since
        self._choice.is_window_near = since is not None
        if preflight.next_at is not None:
            self._choice.wait_until(preflight.next_at)
        if self._choice.most_urgent is not None or not self._can_ask:
            return
        if since is None or not is_silent(self._edit.record, self._world, since):
            return
        # The slot that the next code gets is then known to be empty.
        slot, _ = self._free_slot()
        if slot is None and self._capabilities.slots:
            slot = self._capabilities.slots[0]
        if slot is not None:
            self._choice.most_urgent = DueCommand(
                CHECK, since, None, CommandKind.CHECK, slot
            )

    def _set(
        self, code: AccessCode, goal: KnownPin, slot: str, before: frozenset[Content]
    ) -> None:
        since = set_due_since(code)
        conflicts = self._choice.conflicts
        if not conflicts.blocks(code, goal):
            self._add(
                SET, since, code, CommandKind.SET, slot, content=goal, before=before
            )
        elif conflicts.must_be_cleared_first(code):
            placement = self._edit.by_owner[code.access_code_id]
            self._clear(SET, since, code, placement)
        else:
            self._look_again(code, goal)

    def _look_again(self, code: AccessCode, goal: KnownPin) -> None:
        """Look whether somebody else's code still holds this PIN, if that was told only before the start."""
        slot = self._choice.conflicts.foreign_slot(goal.pin)
        if (
            slot is not None
            and self._can_ask
            and is_recalled(self._edit.record, self._world, slot)
        ):
            self._add(SET, set_due_since(code), code, CommandKind.READ, slot)

    def _free_slot(self) -> tuple[str | None, bool]:
        """Return the slot for the next new code and whether it is known to be empty.

        Asked once a pass: every code that waits for a slot is offered the same one, and one of them gets it.
        """
        if self._taken is None:
            self._taken = self._find_free_slot()
        return self._taken

    def _find_free_slot(self) -> tuple[str | None, bool]:
        unread = recalled = None
        record, can_ask = self._edit.record, self._can_ask
        taken = self._edit.placements.keys() | self._world.settings.reserved_slots
        for slot in self._capabilities.slots:
            if slot in taken:
                continue
            if slot in record.unmanaged:
                if recalled is None and is_recalled(record, self._world, slot):
                    recalled = slot
                continue
            content = self._world.observed.get(slot)
            if content is EMPTY or (content is None and not can_ask):
                return slot, True
            if content is None and unread is None:
                unread = slot
        return unread or (recalled if can_ask else None), False

    def _pauses(self, attempt: Attempt | None) -> bool:
        """Tell whether the last failure forbids a try now."""
        if attempt is None:
            return False
        if attempt.retry_at is None:
            return True
        if attempt.retry_at <= self._world.now:
            return False
        self._choice.wait_until(attempt.retry_at)
        return True

    def _read_pauses(self) -> bool:
        return self._pauses(self._edit.record.read_attempt)

    def _is_put_back_too_often(self, placement: Placement) -> bool:
        recent = [
            at for at in placement.put_backs if at > self._world.now - PUT_BACK_SPAN
        ]
        if len(recent) < PUT_BACK_LIMIT:
            return False
        next_at = recent[-1] + PUT_BACK_PAUSE
        if next_at <= self._world.now:
            return False
        self._choice.wait_until(next_at)
        return True

    def _clear(
        self, rank: int, since: datetime, code: AccessCode, placement: Placement
    ) -> None:
        self._add(
            rank,
            since,
            code,
            CommandKind.CLEAR,
            placement.slot,
            before=placement.possible,
        )

    def _add(
        self,
        rank: int,
        since: datetime,
        code: AccessCode,
        kind: CommandKind,
        slot: str,
        *,
        content: KnownPin | None = None,
        before: frozenset[Content] = frozenset(),
    ) -> None:
        self._choice.due.add(code.access_code_id)
        first = self._choice.most_urgent
        if first is None or not first.is_before(rank, since, code):
            self._choice.most_urgent = DueCommand(
                rank, since, code, kind, slot, content, before
            )
