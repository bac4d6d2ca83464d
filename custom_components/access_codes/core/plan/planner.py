"""From a record and the world to what is shown, told to the lock, and looked at next."""

from dataclasses import replace
from datetime import timedelta

from ..model import (
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
from ..record.edit import RecordEdit
from ..record.journal import with_intent
from ..record.unmanaged import held_by_others
from ..schedule import (
    DEVICE_ERROR_AFTER,
    NO_DEVICE_ERROR_IN_FIRST,
    PUT_BACK_LIMIT,
    PUT_BACK_SPAN,
    Deadline,
)
from .code_state import CodeState, code_states
from .code_views import CodeViews
from .command_queue import CommandQueue, lock_name
from .housekeeping import keep_house
from .next_command import find_due_commands
from .pin_conflicts import PinConflicts
from .problems import DEVICE_ERRORS, ProblemContext

_UNDER_WAY = frozenset({Status.SETTING, Status.REMOVING, Status.UNKNOWN})


def plan(record: LockRecord, world: World) -> Plan:
    """Decide.

    Pure: the same record and world always give the same plan. ``Plan.record is record`` where nothing changed.
    """
    return _Planner(record, world).plan()


class _Planner:
    """One decision in the making."""

    def __init__(self, record: LockRecord, world: World) -> None:
        self._edit = RecordEdit(record)
        self._world = world
        self._capabilities = record.capabilities
        self._deadline = Deadline(world.now, world.settings)

    def plan(self) -> Plan:
        """Put the decision together."""
        edit, world, capabilities = self._edit, self._world, self._capabilities
        wanted = keep_house(edit, world, capabilities)
        states = code_states(edit, capabilities, wanted)
        conflicts = PinConflicts(edit, world, wanted)
        queue = None
        if capabilities is not None and not capabilities.is_virtual:
            queue = find_due_commands(edit, world, capabilities, states, conflicts)
            self._deadline.add(queue.next_at)
        code_views = self._build_views(states, conflicts, queue)
        self._find_lock_issues(code_views, queue)
        command = self._command(queue)
        settled = edit.result()
        return Plan(
            record=settled,
            command=command,
            intended=with_intent(settled, command),
            views=code_views.views,
            issues=frozenset(code_views.issues),
            deadline=self._deadline.at,
            device_error=code_views.device_error.code
            if code_views.device_error
            else None,
            free_slots=self._free_slots(capabilities),
        )

    def _command(self, queue: CommandQueue | None) -> Command | None:
        """Return what the lock is to be told now: nothing while stopping, one probe while it is away."""
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
        if due.code is None:
            return due.command(None)
        placement = self._edit.by_owner.get(due.code.access_code_id)
        return due.command(lock_name(due.code, placement, self._capabilities))

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
        conflicts: PinConflicts,
        queue: CommandQueue | None,
    ) -> CodeViews:
        """Look at every code."""
        world = self._world
        capabilities = self._capabilities
        context = ProblemContext(
            world=world,
            conflicts=conflicts,
            queue=queue,
            delay=timedelta(seconds=world.settings.delay_threshold),
            name_length=capabilities.name_length if capabilities is not None else 0,
        )
        if context.is_away:
            self._deadline.add(context.start_over_at)
        code_views = CodeViews(
            self._edit,
            self._capabilities,
            context,
            self._find_device_error(),
            self._deadline,
        )
        for state in states:
            code_views.build(state)
        return code_views

    def _find_lock_issues(
        self, code_views: CodeViews, queue: CommandQueue | None
    ) -> None:
        """Find the repairs that are about the lock as a whole."""
        is_held_up = any(
            view.status in _UNDER_WAY for view in code_views.views.values()
        )
        if code_views.device_error is not None and (
            is_held_up or self._is_lock_needed(queue)
        ):
            since = max(
                self._world.reach_since,
                code_views.device_error.created_at - code_views.context.delay,
            )
            code_views.raise_when_lasting(
                Issue(IssueKind(code_views.device_error.code)), since
            )
        since_when = self._world.now - PUT_BACK_SPAN
        for placement in self._edit.placements.values():
            if len(placement.put_backs) < PUT_BACK_LIMIT:
                continue
            recent = [at for at in placement.put_backs if at > since_when]
            if len(recent) >= PUT_BACK_LIMIT:
                code_views.issues.add(Issue(IssueKind.ANOTHER_MANAGER))
                self._deadline.add(recent[-PUT_BACK_LIMIT] + PUT_BACK_SPAN)
        restore_check = self._edit.record.restore_check
        if restore_check is not None and restore_check.needs_decision:
            code_views.issues.add(Issue(IssueKind.JOURNAL_BEHIND_LOCK))
        if self._edit.record.reset_at is not None:
            if is_held_up:
                code_views.issues.add(Issue(IssueKind.LOCK_WAS_RESET))
            else:
                self._edit.set_record(replace(self._edit.record, reset_at=None))

    def _is_lock_needed(self, queue: CommandQueue | None) -> bool:
        """Tell whether somebody has to know that the lock is away though nothing waits for it yet."""
        if self._world.reach is Reach.REMOVED:
            # Nothing that is on it can be taken off again.
            return bool(self._edit.codes)
        return queue is not None and queue.is_window_near

    def _free_slots(self, capabilities: LockCapabilities | None) -> int | None:
        if capabilities is None or capabilities.is_virtual:
            return None
        taken = (
            held_by_others(self._edit.record, self._world).keys()
            | self._edit.placements.keys()
            | self._world.settings.reserved_slots
        )
        return len(capabilities.slots) - len(taken.intersection(capabilities.slots))
