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
from ..record.edit import Draft
from ..record.journal import with_intent
from ..record.unmanaged import held_by_others
from ..schedule import (
    DEVICE_ERROR_AFTER,
    NO_DEVICE_ERROR_IN_FIRST,
    PUT_BACK_LIMIT,
    PUT_BACK_SPAN,
    Deadline,
)
from .code_state import Stand, stands_of
from .code_views import Looks
from .command_queue import Choice, lock_name
from .housekeeping import settle
from .next_command import choose
from .pin_conflicts import Rivals
from .problems import DEVICE_ERRORS, Surroundings

_UNDER_WAY = frozenset({Status.SETTING, Status.REMOVING, Status.UNKNOWN})


def plan(record: LockRecord, world: World) -> Plan:
    """Decide.

    Pure: the same record and world always give the same plan. ``Plan.record is record`` where nothing changed.
    """
    return _Planner(record, world).plan()


class _Planner:
    """One decision in the making."""

    def __init__(self, record: LockRecord, world: World) -> None:
        self._draft = Draft(record)
        self._world = world
        self._capabilities = record.capabilities
        self._deadline = Deadline(world.now, world.settings)

    def plan(self) -> Plan:
        """Put the decision together."""
        draft, world, capabilities = self._draft, self._world, self._capabilities
        wanted = settle(draft, world, capabilities)
        stands = stands_of(draft, capabilities, wanted)
        rivals = Rivals(draft, world, wanted)
        choice = None
        if capabilities is not None and not capabilities.is_virtual:
            choice = choose(draft, world, capabilities, stands, rivals)
            self._deadline.add(choice.next_at)
        looks = self._look(stands, rivals, choice)
        self._find_lock_issues(looks, choice)
        command = self._command(choice)
        settled = draft.freeze()
        return Plan(
            record=settled,
            command=command,
            intended=with_intent(settled, command),
            views=looks.views,
            issues=frozenset(looks.issues),
            deadline=self._deadline.at,
            device_error=looks.device_error.code if looks.device_error else None,
            free_places=self._free_places(capabilities),
        )

    def _command(self, choice: Choice | None) -> Command | None:
        """Return what the lock is to be told now: nothing while stopping, one probe while it is away."""
        if (
            choice is None
            or choice.most_urgent is None
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
        due = choice.most_urgent
        if due.code is None:
            return due.command(None)
        placement = self._draft.by_owner.get(due.code.access_code_id)
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

    def _look(
        self, stands: list[Stand], rivals: Rivals, choice: Choice | None
    ) -> Looks:
        """Look at every code."""
        world = self._world
        capabilities = self._capabilities
        around = Surroundings(
            world=world,
            rivals=rivals,
            choice=choice,
            delay=timedelta(seconds=world.settings.delay_threshold),
            name_length=capabilities.name_length if capabilities is not None else 0,
        )
        if around.is_away:
            self._deadline.add(around.start_over_at)
        looks = Looks(
            self._draft,
            self._capabilities,
            around,
            self._find_device_error(),
            self._deadline,
        )
        for stand in stands:
            looks.look_at(stand)
        return looks

    def _find_lock_issues(self, looks: Looks, choice: Choice | None) -> None:
        """Find the repairs that are about the lock as a whole."""
        is_held_up = any(view.status in _UNDER_WAY for view in looks.views.values())
        if looks.device_error is not None and (
            is_held_up or self._is_lock_needed(choice)
        ):
            since = max(
                self._world.reach_since,
                looks.device_error.created_at - looks.around.delay,
            )
            looks.raise_when_lasting(Issue(IssueKind(looks.device_error.code)), since)
        since_when = self._world.now - PUT_BACK_SPAN
        for placement in self._draft.placements.values():
            if len(placement.put_backs) < PUT_BACK_LIMIT:
                continue
            recent = [at for at in placement.put_backs if at > since_when]
            if len(recent) >= PUT_BACK_LIMIT:
                looks.issues.add(Issue(IssueKind.ANOTHER_MANAGER))
                self._deadline.add(recent[-PUT_BACK_LIMIT] + PUT_BACK_SPAN)
        doubt = self._draft.record.doubt
        if doubt is not None and doubt.is_asked:
            looks.issues.add(Issue(IssueKind.JOURNAL_BEHIND_LOCK))
        if self._draft.record.reset_at is not None:
            if is_held_up:
                looks.issues.add(Issue(IssueKind.LOCK_WAS_RESET))
            else:
                self._draft.set_record(replace(self._draft.record, reset_at=None))

    def _is_lock_needed(self, choice: Choice | None) -> bool:
        """Tell whether somebody has to know that the lock is away though nothing waits for it yet."""
        if self._world.reach is Reach.REMOVED:
            # Nothing that is on it can be taken off again.
            return bool(self._draft.codes)
        return choice is not None and choice.is_window_near

    def _free_places(self, capabilities: LockCapabilities | None) -> int | None:
        if capabilities is None or capabilities.is_virtual:
            return None
        taken = (
            held_by_others(self._draft.record, self._world).keys()
            | self._draft.placements.keys()
            | self._world.settings.reserved_places
        )
        return len(capabilities.places) - len(taken.intersection(capabilities.places))
