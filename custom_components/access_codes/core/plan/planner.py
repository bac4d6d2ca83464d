"""The planner: one decision from the record of a lock and the world.

Theory of operation
-------------------
The record holds the codes that people want and the possible contents of each slot; the world holds the time and the
reachability of the lock. `plan` compares them and returns the next step. The engine stores the plan's record, sends its
command, records the result and plans again, until a plan has no command. A plan is never amended or reused.

Rules:

1. `plan` is pure: the same record and world give the same plan. Time, order and jitter come from its arguments.
2. A plan has one command at most. The next one follows from the result of this one.
3. `Placement.may_hold` contains what its slot holds. It grows before a command goes out (`Plan.intended`, which is on
   disk before a set) and shrinks only by the lock's own word.
4. The status of a code follows from its slot and the clock alone: never from reachability, errors or commands.
5. A PIN is set only where no other slot may hold it.
6. Removals go before sets, sets before reads, reads before preloads and renames, all of them before the next slot of a
   full read; among equals the longest due goes first. A code in its pause blocks no other.
7. While the journal may be older than the lock (`LockRecord.restore_check`), codes are removed and never set.
8. Slots of unmanaged codes are read and never written.
9. Events stand in the record's outbox, in the same write as their cause.

Order of a decision:

1. `housekeeping`: codes that are wanted now; slots handed over or released; codes dropped. The `goals` of the codes, and
   which of them are preloaded, follow from the record and the time.
2. `code_state`: slot, wanted content and status of each code.
3. `next_command`: queue of due commands (removals, `wanted_codes`, `full_reads`, `preflight`, held back by `pin_conflicts`).
4. `code_views`: errors, warnings and mutations of each code (`problems`), its events, its issues.
5. Issues of the lock as a whole; the command, if the lock can take one; the deadline: the earliest instant at which
   the clock alone changes the plan.

Status of a code, by the possible contents of its slot, as `status_of` gives it:

    possible contents                     PIN wanted  removal allowed  not wanted
    ------------------------------------  ----------  ---------------  ----------
    its PIN                               set         setting          removing
    its PIN, with a window still to come  setting     setting          unset
    nothing                               setting     unset            unset
    nothing or that, a read can decide    setting     setting          unset
    nothing or that, no read can decide   unknown     unknown          unset
    one other content                     setting     setting          removing
    several, and a read can decide        setting     setting          removing
    several, and no read can decide       unknown     unknown          removing
"""

from dataclasses import replace
from datetime import timedelta

from ..full_read import answers_no_read
from ..goals import Goals
from ..model import (
    Command,
    ErrorCode,
    Issue,
    IssueKind,
    LockRecord,
    Plan,
    Problem,
    Reach,
    Status,
    World,
)
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, with_intent
from ..record.unmanaged import given_up_names
from ..retries import put_back_limit_end
from ..schedule import DEVICE_ERROR_AFTER, NO_DEVICE_ERROR_IN_FIRST, Deadline
from .code_state import CodeState, code_states
from .code_views import CodeViews
from .command_queue import CommandQueue, lock_name
from .free_slots import count_free_slots
from .housekeeping import apply_housekeeping
from .next_command import find_due_commands
from .pin_conflicts import PinConflicts
from .problems import DEVICE_ERRORS, ProblemContext

_UNDER_WAY = frozenset({Status.SETTING, Status.REMOVING, Status.UNKNOWN})


def plan(record: LockRecord, world: World) -> Plan:
    """Return the plan. ``Plan.record is record`` where nothing changed."""
    return _Planner(record, world).plan()


class _Planner:
    """One decision."""

    def __init__(self, record: LockRecord, world: World) -> None:
        self._edit = RecordEdit(record)
        self._world = world
        self._capabilities = record.capabilities
        self._deadline = Deadline(world.now, world.settings)

    # contract 12.3
    def plan(self) -> Plan:
        """Make the decision, in the order of this module's docstring."""
        edit, world, capabilities = self._edit, self._world, self._capabilities
        wanted = apply_housekeeping(edit, world, capabilities)
        goals = Goals(edit, world)
        states = code_states(edit, goals)
        conflicts = PinConflicts(edit, world, wanted, goals)
        queue = None
        if capabilities is not None and not capabilities.is_virtual:
            queue = find_due_commands(edit, world, capabilities, states, conflicts)
            self._deadline.add(queue.next_at)
        code_views = self._build_views(states, goals, conflicts, queue)
        self._find_lock_issues(code_views, queue)
        command = self._command(queue)
        decided = edit.result()
        device_error = code_views.device_error
        return Plan(
            record=decided,
            command=command,
            intended=with_intent(decided, command),
            views=code_views.views,
            issues=frozenset(code_views.issues),
            deadline=self._deadline.at,
            device_error=device_error.code if device_error else None,
            free_slots=count_free_slots(edit, world, capabilities),
        )

    # contract 4.30, 5.18
    def _command(self, queue: CommandQueue | None) -> Command | None:
        """Return the command to send now: none while stopping, one probe while the lock is offline."""
        if (
            queue is None
            or queue.most_urgent is None
            or self._capabilities is None
            or self._world.is_stopping
        ):
            return None
        if self._world.reach is not Reach.REACHABLE:
            probe_at = self._world.probe_at
            if self._world.reach is not Reach.OFFLINE or probe_at is None:
                return None
            if probe_at > self._world.now:
                self._deadline.add(probe_at)
                return None
        due = queue.most_urgent
        name = lock_name(self._edit, self._world, self._capabilities, due)
        return due.command(name)

    # contract 5.7, 5.14
    def _find_device_error(self) -> Problem[ErrorCode] | None:
        code = DEVICE_ERRORS.get(self._world.reach)
        if code is None:
            return None
        at = max(
            self._world.reach_since + DEVICE_ERROR_AFTER,
            self._world.started_at + NO_DEVICE_ERROR_IN_FIRST,
        )
        if self._world.now < at:
            self._deadline.add(at)
            return None
        return Problem(code, at, is_device_error=True)

    def _build_views(
        self,
        states: list[CodeState],
        goals: Goals,
        conflicts: PinConflicts,
        queue: CommandQueue | None,
    ) -> CodeViews:
        """Return the views of all codes."""
        context = ProblemContext(
            world=self._world,
            conflicts=conflicts,
            queue=queue,
            delay=timedelta(seconds=self._world.settings.delay_threshold),
            goals=goals,
        )
        if context.is_away:
            self._deadline.add(context.start_over_at)
        code_views = CodeViews(
            self._edit, context, self._find_device_error(), self._deadline
        )
        for state in states:
            code_views.build(state)
        return code_views

    # contract 5.29, 5.32, 5.60, 8.10, 8.21
    def _find_lock_issues(
        self, code_views: CodeViews, queue: CommandQueue | None
    ) -> None:
        """Raise the issues of the lock as a whole."""
        is_held_up = any(
            view.status in _UNDER_WAY for view in code_views.views.values()
        )
        device_error = code_views.device_error
        if device_error is not None and (is_held_up or self._is_lock_needed(queue)):
            since = max(
                self._world.reach_since,
                device_error.created_at - code_views.context.delay,
            )
            code_views.raise_when_lasting(Issue(IssueKind(device_error.code)), since)
        is_reachable = self._world.reach is Reach.REACHABLE
        if is_reachable and answers_no_read(self._edit.record):
            code_views.issues.add(Issue(IssueKind.LOCK_NOT_READ))
        for placement in self._edit.placements.values():
            self._deadline.add(placement.late_until)
            over_at = put_back_limit_end(placement, self._world.now)
            if over_at is not None:
                code_views.issues.add(Issue(IssueKind.ANOTHER_MANAGER))
                self._deadline.add(over_at)
        restore_check = self._edit.record.restore_check
        if restore_check is not None and restore_check.needs_decision:
            code_views.issues.add(Issue(IssueKind.JOURNAL_BEHIND_LOCK))
        if self._is_anything_left_in_slots():
            code_views.issues.add(Issue(IssueKind.CODES_LEFT_IN_SLOTS))
        record = self._edit.record
        is_reset = record.reset_at is not None
        if is_reset and not is_held_up:
            self._edit.set_record(replace(record, reset_at=None))
            is_reset = False
        if is_reset or record.lost_slots:
            code_views.issues.add(Issue(IssueKind.LOCK_WAS_RESET))

    # contract 13.83
    def _is_anything_left_in_slots(self) -> bool:
        """Return whether the slots of a virtual lock may hold codes from before it became one."""
        if self._capabilities is None or not self._capabilities.is_virtual:
            return False
        return bool(given_up_names(self._edit.record)) or any(
            placement.may_hold != EMPTY_SLOT
            for placement in self._edit.placements.values()
        )

    def _is_lock_needed(self, queue: CommandQueue | None) -> bool:
        """Return whether an unreachable lock is an issue although no code waits for it yet."""
        if self._world.reach is Reach.REMOVED:
            # Codes that are on it cannot be taken off again.
            return bool(self._edit.codes)
        return queue is not None and queue.is_window_near
