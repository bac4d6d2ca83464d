"""From a record and the world to what is shown, told to the lock, and looked at next."""

from dataclasses import replace
from datetime import datetime, timedelta

from .choose import Choice, choose, lock_name
from .clockwork import (
    DEVICE_ERROR_AFTER,
    NO_DEVICE_ERROR_IN_FIRST,
    PUT_BACK_LIMIT,
    PUT_BACK_SPAN,
    wanted_content,
)
from .deadlines import Deadline
from .draft import Draft
from .intents import with_intent
from .journal import can_read_decide
from .model import (
    EMPTY,
    AccessCode,
    CodeView,
    Command,
    Content,
    Issue,
    LockRecord,
    Placement,
    Plan,
    Problem,
    Reach,
    Reads,
    Status,
    World,
)
from .problems import (
    DEVICE_ERRORS,
    Details,
    Found,
    Surroundings,
    find_problems,
    mutations_of,
)
from .settle import settle
from .status import status_of

_EMPTY_PLACE: frozenset[Content] = frozenset({EMPTY})
_EVENTS_OF_PROBLEMS = {
    "failed_to_set_on_device": "access_code.failed_to_set_on_device",
    "failed_to_remove_from_device": "access_code.failed_to_remove_from_device",
    "delay_in_setting_on_device": "access_code.delay_in_setting_on_device",
    "delay_in_removing_from_device": "access_code.delay_in_removing_from_device",
}
_ISSUES_AT_ONCE = frozenset(
    {
        "duplicate_code_on_device",
        "no_space_for_access_code_on_device",
        "code_constraints_violated",
    }
)
_ISSUES_WHEN_LASTING = frozenset(
    {
        "failed_to_set_on_device",
        "failed_to_remove_from_device",
        "conflicting_external_modification",
    }
)


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
        self._deadline = Deadline(world.now)
        self._issues: set[Issue] = set()
        self._views: dict[str, CodeView] = {}
        self._choice: Choice | None = None
        self._wanted: dict[str, bool] = {}
        self._device_error: Problem | None = None
        self._threshold = timedelta(seconds=world.settings.delay_threshold)

    def plan(self) -> Plan:
        """Put the decision together."""
        draft, world, capabilities = self._draft, self._world, self._capabilities
        self._wanted = settle(draft, world, capabilities)
        if capabilities is not None and not capabilities.is_virtual:
            self._choice = choose(draft, world, capabilities, self._wanted)
        self._device_error = self._find_device_error()
        self._look_at_codes()
        self._find_lock_issues()
        command = self._command()
        if self._choice is not None and self._choice.next_at is not None:
            self._deadline.add(self._choice.next_at)
        settled = draft.freeze()
        return Plan(
            record=settled,
            command=command,
            intended=with_intent(settled, command),
            views=self._views,
            issues=frozenset(self._issues),
            deadline=self._deadline.at,
            device_error=self._device_error.code if self._device_error else None,
            free_places=self._free_places(),
        )

    def _command(self) -> Command | None:
        """Return what the lock is to be told now: nothing while stopping, one probe while it is away."""
        if self._choice is None or self._world.is_stopping:
            return None
        command = self._choice.most_urgent()
        if command is None or self._world.reach is Reach.REACHABLE:
            return command
        probe_at = self._world.probe_at
        if self._world.reach is not Reach.OFFLINE or probe_at is None:
            return None
        if probe_at > self._world.now:
            self._deadline.add(probe_at)
            return None
        return command

    def _find_device_error(self) -> Problem | None:
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

    def _look_at_codes(self) -> None:
        capabilities = self._capabilities
        is_away = self._world.reach is not Reach.REACHABLE
        around = Surroundings(
            draft=self._draft,
            world=self._world,
            capabilities=capabilities,
            choice=self._choice,
            is_start_over=is_away
            and self._world.now >= self._world.started_at + NO_DEVICE_ERROR_IN_FIRST,
        )
        if is_away:
            self._deadline.add(self._world.started_at + NO_DEVICE_ERROR_IN_FIRST)
        for code in list(self._draft.codes.values()):
            self._look_at(code, around)

    def _look_at(self, code: AccessCode, around: Surroundings) -> None:
        """Find a code's status and problems, and tell what changed."""
        access_code_id = code.access_code_id
        placement = self._draft.by_owner.get(access_code_id)
        is_wanted = self._wanted[access_code_id]
        status = self._status(code, placement, is_wanted)
        found = find_problems(code, placement, status, self._wanted, around)
        code = self._note_status(code, placement, status)
        code = self._note_problems(code, found)
        self._views[access_code_id] = self._view(
            code, placement, status, is_wanted, found
        )
        self._deadline.add_for(
            code, self._world.settings, status, self._draft.record.clock_stepped_at
        )
        self._deadline.add(found.next_at)

    def _status(
        self, code: AccessCode, placement: Placement | None, is_wanted: bool
    ) -> Status:
        wanted = wanted_content(code)
        capabilities = self._capabilities
        if capabilities is not None and capabilities.is_virtual:
            holds = frozenset({wanted}) if is_wanted else _EMPTY_PLACE
        else:
            holds = placement.possible if placement is not None else _EMPTY_PLACE
        reads = capabilities.reads if capabilities is not None else Reads.PIN
        return status_of(
            is_wanted=is_wanted,
            holds=holds,
            wanted=wanted,
            can_read_decide=len(holds) > 1 and can_read_decide(holds, reads),
        )

    def _note_status(
        self, code: AccessCode, placement: Placement | None, status: Status
    ) -> AccessCode:
        progress = code.progress
        if progress.announced is status and (
            status is not Status.SET or progress.was_set
        ):
            return code
        is_virtual = self._capabilities is not None and self._capabilities.is_virtual
        if status is Status.SET:
            if progress.announced is not Status.SET:
                is_verified = placement is None or not placement.is_unverified
                self._draft.emit(
                    "access_code.set_on_device",
                    self._world.now,
                    code,
                    verified=is_verified,
                )
            progress = replace(
                progress,
                announced=status,
                on_device=True,
                was_set=True,
                attempt=None,
                lost_at=None,
            )
        else:
            if is_virtual and progress.on_device and status is Status.UNSET:
                self._draft.emit(
                    "access_code.removed_from_device",
                    self._world.now,
                    code,
                    verified=True,
                )
                progress = replace(progress, on_device=False)
            progress = replace(progress, announced=status)
        code = replace(code, progress=progress)
        self._draft.put_code(code)
        return code

    def _note_problems(self, code: AccessCode, found: Found) -> AccessCode:
        """Keep since when each problem is there, and tell of those that are new."""
        known = code.progress.problems
        if known.keys() == found.errors.keys() | found.warnings.keys():
            return code
        now = self._world.now
        problems = {
            problem: known.get(problem, now)
            for problem in (*found.errors, *found.warnings)
        }
        for problem in problems:
            if problem not in known and problem in _EVENTS_OF_PROBLEMS:
                self._draft.emit(_EVENTS_OF_PROBLEMS[problem], now, code)
        code = replace(code, progress=replace(code.progress, problems=problems))
        self._draft.put_code(code)
        return code

    def _view(
        self,
        code: AccessCode,
        placement: Placement | None,
        status: Status,
        is_wanted: bool,
        found: Found,
    ) -> CodeView:
        capabilities = self._capabilities
        name = lock_name(code, capabilities) if capabilities is not None else None
        mutations = mutations_of(
            code,
            placement,
            status,
            is_wanted=is_wanted,
            name_on_lock=name,
            now=self._world.now,
        )
        errors = self._problems(code, found.errors)
        if self._device_error is not None:
            errors = (*errors, self._device_error)
        self._find_issues(code, errors)
        return CodeView(status, errors, self._problems(code, found.warnings), mutations)

    def _problems(
        self, code: AccessCode, found: dict[str, Details]
    ) -> tuple[Problem, ...]:
        since = code.progress.problems
        return tuple(
            Problem(problem, since[problem], details=details)
            for problem, details in found.items()
        )

    def _find_issues(self, code: AccessCode, errors: tuple[Problem, ...]) -> None:
        for error in errors:
            if error.code in _ISSUES_AT_ONCE:
                self._issues.add(Issue(error.code, code.access_code_id))
            elif error.code in _ISSUES_WHEN_LASTING:
                self._raise_when_lasting(
                    Issue(error.code, code.access_code_id), error.created_at
                )

    def _raise_when_lasting(self, issue: Issue, since: datetime) -> None:
        at = since + self._threshold
        if self._world.now >= at:
            self._issues.add(issue)
        else:
            self._deadline.add(at)

    def _find_lock_issues(self) -> None:
        """Find the repairs that are about the lock as a whole."""
        is_held_up = any(
            view.status in (Status.SETTING, Status.REMOVING, Status.UNKNOWN)
            for view in self._views.values()
        )
        if self._device_error is not None and is_held_up:
            since = max(
                self._world.reach_since, self._device_error.created_at - self._threshold
            )
            self._raise_when_lasting(Issue(self._device_error.code), since)
        since_when = self._world.now - PUT_BACK_SPAN
        for placement in self._draft.placements.values():
            recent = [at for at in placement.put_backs if at > since_when]
            if len(recent) >= PUT_BACK_LIMIT:
                self._issues.add(Issue("another_manager"))
                self._deadline.add(recent[-PUT_BACK_LIMIT] + PUT_BACK_SPAN)
        if self._draft.record.reset_at is not None:
            if is_held_up:
                self._issues.add(Issue("lock_was_reset"))
            else:
                self._draft.set_record(replace(self._draft.record, reset_at=None))

    def _free_places(self) -> int | None:
        capabilities = self._capabilities
        if capabilities is None or capabilities.is_virtual:
            return None
        occupied = {
            place
            for place, content in self._world.observed.items()
            if content is not EMPTY
        }
        taken = (
            occupied
            | self._draft.placements.keys()
            | self._world.settings.reserved_places
            | self._draft.record.foreign
        )
        return sum(place not in taken for place in capabilities.places)
