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
6. Removals go before their proofs, these before sets, sets before reads, reads before preloads and renames, all of them
   before the next slot of a full read; among equals the longest due goes first. A code in its pause blocks no
   other, and one that has failed is due anew from the end of its pause.
7. While the journal may be older than the lock (`LockRecord.restore_check`), codes are removed and never set.
8. Slots of unmanaged codes are read and never written.
9. Events stand in the record's outbox, in the same write as their cause.

Order of a decision:

1. `survey`: the codes to look at, all or those about which the `memory` of the last decision may be wrong; then
   `housekeeping`: codes that are wanted now, slots handed over or released, codes dropped. The `goals` of the codes, and
   which of them are preloaded, follow from the record and the time.
2. `code_state`: slot, wanted content and status of each code, and who else holds its PIN (`pin_conflicts`).
3. `next_command`: the due command of each code (removals, `wanted_codes`), or else `full_reads` and `preflight`.
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

from datetime import datetime, timedelta

from ..backup_codes import can_make_room, is_ready, uses_pool
from ..full_read import answers_no_read
from ..model import (
    CodeView,
    Command,
    ErrorCode,
    Issue,
    IssueKind,
    LockCapabilities,
    LockRecord,
    Plan,
    Problem,
    Reach,
    Status,
    World,
)
from ..model.copies import replace
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, with_intent
from ..record.unmanaged import given_up_names
from ..retries import put_back_limit_end
from ..schedule import Deadline
from .code_views import CodeViews
from .command_context import CommandContext
from .command_queue import CommandQueue, lock_name
from .free_slots import count_free_slots
from .memory import NOTHING, PlanMemory, basis_of
from .next_command import choose_command, find_due_command
from .problems import ProblemContext, device_error_of
from .survey import Survey, survey

_UNDER_WAY = frozenset({Status.SETTING, Status.REMOVING, Status.UNKNOWN})


def plan(record: LockRecord, world: World) -> Plan:
    """Return the plan. ``Plan.record is record`` where nothing changed."""
    return plan_with(NOTHING, record, world)[0]


def plan_with(
    memory: PlanMemory, record: LockRecord, world: World
) -> tuple[Plan, PlanMemory]:
    """Return the plan, the same as without a memory, and the memory for the next decision."""
    return _Planner(memory, record, world).plan()


class _Planner:
    """One decision."""

    def __init__(self, memory: PlanMemory, record: LockRecord, world: World) -> None:
        self._world = world
        self._capabilities = record.capabilities
        self._deadline = Deadline(world.now, world.settings)
        self._device_error = self._find_device_error()
        self._can_make_room = can_make_room(record.codes, record.placements)
        self._basis = basis_of(
            record, world, self._device_error, can_make_room=self._can_make_room
        )
        is_good = memory.is_good_for(self._basis, world.now)
        kept = memory if is_good else NOTHING
        is_same = record.placements is kept.holders.placements
        self._edit = RecordEdit(record, kept.by_owner if is_same else None)
        if len(self._edit.by_owner) < len(record.placements):
            # A damaged record: two slots of one code.
            self._basis, kept = None, NOTHING
        self._kept = kept

    # contract 12.3
    def plan(self) -> tuple[Plan, PlanMemory]:
        """Make the decision, in the order of this module's docstring."""
        edit, world, capabilities = self._edit, self._world, self._capabilities
        surveyed = survey(edit, world, capabilities, self._kept)
        is_backup_available = self._look_for_backups(surveyed)
        queue = None
        if capabilities is not None and not capabilities.is_virtual:
            queue = self._find_commands(capabilities, surveyed)
            self._deadline.add(queue.next_at)
        views = self._build_views(surveyed, queue)
        issues = self._find_issues(surveyed, queue)
        command = self._command(queue)
        decided = edit.result()
        device_error = self._device_error
        planned = Plan(
            record=decided,
            command=command,
            intended=with_intent(decided, command),
            views=views,
            issues=frozenset(issues),
            deadline=self._deadline.at,
            device_error=device_error.code if device_error else None,
            free_slots=count_free_slots(edit, world, capabilities),
            is_backup_available=is_backup_available,
        )
        return planned, self._remember(planned, surveyed, queue)

    def _remember(
        self, planned: Plan, surveyed: Survey, queue: CommandQueue | None
    ) -> PlanMemory:
        """Return the memory for the next decision: none while a state may follow from more than is kept."""
        decided, could_make_room = planned.record, self._can_make_room
        if self._basis is None:
            return NOTHING
        if can_make_room(decided.codes, decided.placements) is not could_make_room:
            return NOTHING
        basis = basis_of(
            decided, self._world, self._device_error, can_make_room=could_make_room
        )
        if basis is None:
            return NOTHING
        offered = None if queue is None else queue.free_slot
        return PlanMemory(
            basis,
            self._world.now,
            surveyed.states,
            surveyed.wanted,
            planned.views,
            self._edit.by_owner,
            surveyed.holders,
            surveyed.foreign,
            None if offered is None else offered[0] is not None,
        )

    def _find_commands(
        self, capabilities: LockCapabilities, surveyed: Survey
    ) -> CommandQueue:
        """Return the queue of the commands that are due now."""
        edit, world = self._edit, self._world
        queue = CommandQueue(world.now, world.held)
        context = CommandContext(
            edit=edit,
            world=world,
            capabilities=capabilities,
            queue=queue,
            is_set_forbidden=edit.record.restore_check is not None,
        )
        was_any_free = self._kept.is_any_slot_free
        if was_any_free is not None:
            is_any_free = context.free_slot()[0] is not None
            if is_any_free is not was_any_free:
                surveyed.look_again_at_waiting()
        for access_code_id in surveyed.outdated:
            find_due_command(context, surveyed.states[access_code_id])
        choose_command(context, surveyed.states)
        return queue

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
        due = queue.placed(queue.most_urgent)
        name = lock_name(self._edit, self._world, self._capabilities, due)
        return due.command(name)

    # contract 5.7, 5.14
    def _find_device_error(self) -> Problem[ErrorCode] | None:
        error = device_error_of(self._world)
        if error is None or error.created_at <= self._world.now:
            return error
        self._deadline.add(error.created_at)
        return None

    def _build_views(
        self, surveyed: Survey, queue: CommandQueue | None
    ) -> dict[str, CodeView]:
        """Return the views of all codes. Those of codes that are not outdated stay the same."""
        edit, world, kept = self._edit, self._world, self._kept
        context = ProblemContext(
            world=world,
            record=edit.record,
            queue=queue,
            delay=timedelta(seconds=world.settings.delay_threshold),
            goals=surveyed.goals,
            is_away=world.reach is not Reach.REACHABLE,
            is_any_retried=_is_any_retried(surveyed),
            can_make_room=self._can_make_room,
        )
        if context.is_away:
            self._deadline.add(context.start_over_at)
        states, outdated = surveyed.states, surveyed.outdated
        for access_code_id, state in states.items():
            if (
                access_code_id not in outdated
                and state.is_delay_certain is not None
                and state.is_delay_certain is not context.is_delay_certain(state)
            ):
                surveyed.look_again(state)
        deadline = Deadline(world.now, world.settings)
        builder = CodeViews(edit, context, self._device_error, deadline)
        views = kept.views
        if outdated or len(views) > len(states):
            views = dict(views)
        for access_code_id in surveyed.ids(edit):
            builder.build(states[access_code_id])
            views[access_code_id] = states[access_code_id].view
        if len(views) > len(states):
            for gone in views.keys() - states.keys():
                del views[gone]
        return views

    # contract 5.29, 5.32, 5.60, 8.10, 8.21, 10.9
    def _find_issues(self, surveyed: Survey, queue: CommandQueue | None) -> set[Issue]:
        """Return the issues of all codes, and of the lock as a whole; plan again when they change by the clock."""
        issues, is_held_up = set[Issue](), False
        earliest: datetime | None = None
        for state in surveyed.states.values():
            at = state.deadline
            if at is not None and (earliest is None or at < earliest):
                earliest = at
            if state.issues:
                issues.update(state.issues)
            if not is_held_up and state.status in _UNDER_WAY:
                is_held_up = True
        self._deadline.add(earliest)
        self._find_device_issue(issues, queue, is_held_up)
        self._find_slot_issues(issues)
        record = self._edit.record
        if self._world.reach is Reach.REACHABLE and answers_no_read(record):
            issues.add(Issue(IssueKind.LOCK_NOT_READ))
        restore_check = record.restore_check
        if restore_check is not None and restore_check.needs_decision:
            issues.add(Issue(IssueKind.JOURNAL_BEHIND_LOCK))
        is_reset = record.reset_at is not None
        if is_reset and not is_held_up:
            self._edit.set_record(replace(record, reset_at=None))
            is_reset = False
        if is_reset or record.lost_slots:
            issues.add(Issue(IssueKind.LOCK_WAS_RESET))
        if record.backup_missed_at is not None:
            issues.add(Issue(IssueKind.EMPTY_BACKUP_ACCESS_CODE_POOL))
        return issues

    # contract 10.8, 10.9
    def _look_for_backups(self, surveyed: Survey) -> bool:
        """Return whether a backup code can be pulled; then, or if no code uses any, none is missed any more."""
        record, now, is_used = self._edit.record, self._world.now, False
        is_available = False
        for state in surveyed.states.values():
            code = state.code
            if code.is_backup:
                is_available |= is_ready(code, state.status, state.placement, record)
            elif code.uses_backup_pool:
                is_used |= uses_pool(code, now)
        if record.backup_missed_at is not None and (is_available or not is_used):
            self._edit.set_record(replace(record, backup_missed_at=None))
            for state in list(surveyed.states.values()):
                if state.code.uses_backup_pool:
                    surveyed.look_again(state)
        return is_available

    def _find_device_issue(
        self, issues: set[Issue], queue: CommandQueue | None, is_held_up: bool
    ) -> None:
        """Raise the issue of an unreachable lock once that has lasted for longer than the delay threshold."""
        error, world = self._device_error, self._world
        if error is None or not (is_held_up or self._is_lock_needed(queue)):
            return
        delay = timedelta(seconds=world.settings.delay_threshold)
        at = max(world.reach_since, error.created_at - delay) + delay
        if world.now < at:
            self._deadline.add(at)
        else:
            issues.add(Issue(IssueKind(error.code)))

    def _find_slot_issues(self, issues: set[Issue]) -> None:
        """Raise the issues about slots of ours, and plan again when a late write is over."""
        for until in self._edit.record.late_clears.values():
            self._deadline.add(until)
        for placement in self._edit.placements.values():
            if placement.late_until is not None:
                self._deadline.add(placement.late_until)
            if placement.put_backs:
                over_at = put_back_limit_end(placement, self._world.now)
                if over_at is not None:
                    issues.add(Issue(IssueKind.ANOTHER_MANAGER))
                    self._deadline.add(over_at)
        if self._is_anything_left_in_slots():
            issues.add(Issue(IssueKind.CODES_LEFT_IN_SLOTS))

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


def _is_any_retried(surveyed: Survey) -> bool:
    """Return whether commands of some code have failed, and are tried again."""
    for state in surveyed.states.values():
        attempt = state.code.progress.attempt
        if attempt is not None and attempt.retry_at is not None:
            return True
    return False
