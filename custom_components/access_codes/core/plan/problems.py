"""Errors, warnings and pending mutations of a code, without their times."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..goals import Goals
from ..model import (
    UNREADABLE,
    AccessCode,
    ActiveWhile,
    Attempt,
    ErrorCode,
    LockCapabilities,
    LockRecord,
    Outcome,
    Placement,
    Problem,
    Reach,
    Status,
    WarningCode,
    Window,
    World,
)
from ..record.slot_names import is_name_of, slot_label
from ..record.unmanaged import unmanaged_id, unread_slots
from ..schedule import (
    DEVICE_ERROR_AFTER,
    NO_DEVICE_ERROR_IN_FIRST,
    ended_at,
    missed_until,
    removal_due_since,
    set_due_since,
    taken_back_at,
)
from .code_state import AT_REST, CodeState, Lack
from .command_queue import CommandQueue

DEVICE_ERRORS = {
    Reach.OFFLINE: ErrorCode.DEVICE_OFFLINE,
    Reach.DISCONNECTED: ErrorCode.DEVICE_DISCONNECTED,
    Reach.REMOVED: ErrorCode.DEVICE_REMOVED,
}

_UNANSWERED_TRIES = 2
"""Number of tries without an answer, on a lock that can be reached, that make a failure."""

type Details = dict[str, str | None]

_NO_DETAILS: Details = {}


@dataclass(slots=True)
class CodeProblems:
    """Problems of one code."""

    errors: dict[ErrorCode, Details] = field(default_factory=dict)
    warnings: dict[WarningCode, Details] = field(default_factory=dict)
    next_at: datetime | None = None
    """When a delay will be announced."""
    wrong_since: datetime | None = None
    """Until when the lock held the code with the right window, if this is the first decision after that."""

    def add_error(self, error: ErrorCode, details: Details = _NO_DETAILS) -> None:
        """Add an error."""
        self.errors[error] = details

    def add_warning(self, warning: WarningCode, details: Details = _NO_DETAILS) -> None:
        """Add a warning."""
        self.warnings[warning] = details


_NO_PROBLEMS = CodeProblems()


@dataclass(frozen=True, slots=True)
class ProblemContext:
    """Input of the problems of every code, besides the code."""

    world: World
    record: LockRecord
    queue: CommandQueue | None
    delay: timedelta
    """Time after which a delay is announced."""
    goals: Goals
    is_away: bool
    """The lock is unreachable."""
    is_any_retried: bool = False
    """Commands of some code have failed, and are tried again."""
    can_make_room: bool = False
    """A backup code has a slot that it gives to a code without one."""

    @property
    def capabilities(self) -> LockCapabilities:
        """The capabilities; the defaults, without slots and names, for a lock that has reported none."""
        return self.goals.capabilities

    @property
    def start_over_at(self) -> datetime:
        """When a delay is announced although the lock could not be tried since the start."""
        return self.world.started_at + NO_DEVICE_ERROR_IN_FIRST

    # contract 4.32, 4.50
    def is_delay_certain(self, state: CodeState) -> bool:
        """Return whether an overdue command of a code is announced as a delay.

        It is once the code was tried since the start, or if it waits for a change elsewhere, or for its turn behind codes
        whose commands fail. A first try may take several commands: a slot is read, set, and read back.
        """
        if self.is_away and self.world.now >= self.start_over_at:
            return True
        is_attempted = state.code.access_code_id in self.world.attempted
        if self.queue is None or self.is_away:
            return is_attempted
        if not self.queue.is_any_due or (is_attempted and state.due is None):
            return True
        is_known = is_attempted or self.is_any_retried
        return is_known and self.world.now >= self.world.started_at + self.delay


# contract 5.7, 5.14
def device_error_of(world: World) -> Problem[ErrorCode] | None:
    """Return the error of a lock that cannot be reached, which may lie ahead."""
    code = DEVICE_ERRORS.get(world.reach)
    if code is None:
        return None
    at = max(
        world.reach_since + DEVICE_ERROR_AFTER,
        world.started_at + NO_DEVICE_ERROR_IN_FIRST,
    )
    return Problem(code, at, is_device_error=True)


# contract 5.2, 5.5, 5.6, 5.10, 5.11, 5.12, 5.62
def find_problems(state: CodeState, context: ProblemContext) -> CodeProblems:
    """Return the present errors and warnings of a code."""
    if _is_plain(state, context):
        return _NO_PROBLEMS
    found = CodeProblems()
    code, placement, status = state.code, state.placement, state.status
    if state.is_wanted:
        if status not in AT_REST:
            # contract 10.14
            if not code.is_in_pool:
                _find_setting_errors(state, context, found)
                since = set_due_since(code)
                warning = WarningCode.DELAY_IN_SETTING_ON_DEVICE
                _find_delay(state, since, warning, context, found)
        elif (
            placement is not None
            and placement.refused_name is not None
            and is_name_of(placement.refused_name, code, context.capabilities)
        ):
            # The lock holds the PIN, and refused the name.
            found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
    elif status is Status.REMOVING:
        attempt = code.progress.attempt
        if attempt is not None and _has_failed(attempt):
            found.add_error(ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE)
        since = removal_due_since(code, context.world)
        warning = WarningCode.DELAY_IN_REMOVING_FROM_DEVICE
        _find_delay(state, since, warning, context, found)
    if placement is not None:
        _find_slot_problems(state, placement, context, found)
    _find_warnings(state, context, found)
    return found


# contract 5.10, 5.11, 5.13, 5.62, 5.82, 10.10
def _find_warnings(
    state: CodeState, context: ProblemContext, found: CodeProblems
) -> None:
    """Find the warnings that follow from the code, whatever its slot."""
    code = state.code
    if code.deleted_at is not None:
        found.add_warning(WarningCode.BEING_DELETED)
    elif code.external is not None:
        found.add_warning(
            WarningCode.EXTERNAL_MODIFICATION_IN_EFFECT,
            {"change_type": code.external.value},
        )
    if _is_replaced_by_backup(state, context.world.now):
        found.add_warning(
            WarningCode.USING_BACKUP_ACCESS_CODE,
            {"backup_access_code_id": code.pulled_backup_id},
        )
    if (active := lost_entity(code, context.world.now)) is not None:
        found.add_warning(
            WarningCode.ACTIVE_WHILE_UNAVAILABLE,
            {
                "entity_id": active.entity_id,
                "last_state": "on" if active.is_on else "off",
            },
        )
    if code.window is not None and context.goals.is_kept_by_clock(code):
        found.add_warning(WarningCode.TIME_ZONE_MISMATCH)
    if code.window is not None and _is_missed(state, code.window, context.world):
        found.add_warning(WarningCode.MISSED)


# contract 5.6, 5.11, 8.65, 10.14
def _find_slot_problems(
    state: CodeState,
    placement: Placement,
    context: ProblemContext,
    found: CodeProblems,
) -> None:
    if state.is_wanted and placement.slot in context.record.inactive_since:
        found.add_error(ErrorCode.ACCESS_CODE_INACTIVE)
    is_shown = state.is_wanted and not state.code.is_in_pool
    if placement.deviation is not None and is_shown:
        found.add_error(
            ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION,
            {"change_type": placement.deviation.value},
        )
    if placement.is_unverified and state.status in (Status.SET, Status.UNKNOWN):
        found.add_warning(WarningCode.UNVERIFIED_ON_DEVICE)


# contract 10.10
def _is_replaced_by_backup(state: CodeState, now: datetime) -> bool:
    """Return whether a backup code is in use because the code itself is not set."""
    code = state.code
    if code.pulled_backup_id is None or state.status is Status.SET:
        return False
    return code.deleted_at is None and ended_at(code, now) is None


# contract 5.82
def lost_entity(code: AccessCode, now: datetime) -> ActiveWhile | None:
    """Return the entity that the code depends on, if its state is not known and still matters."""
    active = code.active_while
    if active is None or active.lost_at is None or code.deleted_at is not None:
        return None
    return active if ended_at(code, now) is None else None


def _is_plain(state: CodeState, context: ProblemContext) -> bool:
    """Return whether a code is where it should be, and nothing about it is to be said."""
    code, placement = state.code, state.placement
    if state.status is not Status.SET and state.status is not Status.UNSET:
        return False
    if code.deleted_at is not None or code.external is not None:
        return False
    if lost_entity(code, context.world.now) is not None:
        return False
    if _is_replaced_by_backup(state, context.world.now):
        return False
    if placement is not None and (
        placement.deviation is not None
        or placement.is_unverified
        or placement.refused_name is not None
        or placement.slot in context.record.inactive_since
    ):
        return False
    if code.window is None:
        return True
    return not (
        context.goals.is_kept_by_clock(code)
        or _is_missed(state, code.window, context.world)
    )


_WANTED = frozenset({Status.SET, Status.SETTING, Status.UNKNOWN})
"""Statuses of a wanted code that its lock may hold."""


# contract 9.19
def _wrong_since(state: CodeState, now: datetime) -> datetime | None:
    """Return since when the lock must not hold what it held rightly until then: a delay does not count from before.

    None: that has been so for longer, or the lock did not hold the code.
    """
    progress = state.code.progress
    if state.is_wanted:
        is_new = progress.announced is Status.SET and state.is_only_window_wrong
        return now if is_new else None
    is_ahead = state.status is Status.REMOVING and ended_at(state.code, now) is None
    if not is_ahead:
        return None
    taken_back = taken_back_at(state.code)
    if progress.is_scheduled:
        return taken_back or now
    is_by_itself = taken_back is None and _was_wanted_until_now(state.code)
    return now if is_by_itself else None


# contract 5.9
def _was_wanted_until_now(code: AccessCode) -> bool:
    """Return whether a code that waits for its window was wanted in the decision before, and no change and no end of an occurrence came since: the lead has become shorter, or the clock was set back."""
    announced_at, ended = code.progress.announced_at, code.position.previous_end
    if announced_at is None or code.progress.announced not in _WANTED:
        return False
    return code.changed_at <= announced_at and (ended is None or ended <= announced_at)


# contract 5.1, 5.3, 5.4, 5.5, 5.16
def _find_setting_errors(
    state: CodeState, context: ProblemContext, found: CodeProblems
) -> None:
    code, placement = state.code, state.placement
    is_unknown = state.wanted_content is UNREADABLE and placement is None
    is_waiting = code.is_waiting_for_assignment
    is_unfit = state.lack is Lack.UNFIT
    is_altered = placement is not None and placement.altered == state.wanted_content
    if is_unknown or is_unfit or is_altered:
        # An unknown PIN, or an unsupported one, moved here from another lock.
        found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
    elif _has_no_slot(state, context):
        # contract 10.5
        if not context.can_make_room:
            details = _no_space_details(context)
            found.add_error(ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE, details)
    elif (attempt := code.progress.attempt) is not None:
        match attempt.outcome:
            case Outcome.DUPLICATE:
                found.add_error(ErrorCode.DUPLICATE_CODE_ON_DEVICE)
            case Outcome.FULL:
                found.add_error(ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE)
            case Outcome.INVALID:
                found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
            case Outcome.ACCEPTED if is_waiting:
                # The lock holds it, and has not shown its PIN yet.
                pass
            case _ if _has_failed(attempt):
                found.add_error(ErrorCode.FAILED_TO_SET_ON_DEVICE)
            case _:
                pass
    if state.foreign is not None:
        slot = state.foreign.slot
        unmanaged: Details = {
            "unmanaged_access_code_id": unmanaged_id(context.record, slot),
            "unmanaged_slot": slot_label(context.record, slot),
        }
        found.add_error(ErrorCode.DUPLICATE_CODE_ON_DEVICE, unmanaged)
    elif state.permanent_holder is not None:
        holder: Details = {"managed_access_code_id": state.permanent_holder}
        found.add_error(ErrorCode.DUPLICATE_CODE_ON_DEVICE, holder)


# contract 4.41
def _no_space_details(context: ProblemContext) -> Details:
    """Return why no slot is free, if only a person can tell which are."""
    is_unread = unread_slots(context.record, context.world, context.capabilities)
    return {"reason": "unread_slots"} if is_unread else {}


def _has_no_slot(state: CodeState, context: ProblemContext) -> bool:
    """Return whether the lock has no slot for a code. Earlier errors of the code do not count.

    Before its window begins slots may become free, but none of those that only a person can tell to be empty.
    """
    window, now = state.code.window, context.world.now
    if state.lack is not Lack.NO_SLOT:
        return False
    if window is None or window.starts_at <= now:
        return True
    return state.is_wanted and bool(_no_space_details(context))


# contract 5.1, 5.2
def _has_failed(attempt: Attempt) -> bool:
    if attempt.outcome in (Outcome.UNKNOWN, Outcome.ACCEPTED):
        return attempt.failures >= _UNANSWERED_TRIES
    return True


# contract 5.8, 5.9
def _find_delay(
    state: CodeState,
    since: datetime,
    warning: WarningCode,
    context: ProblemContext,
    found: CodeProblems,
) -> None:
    found.wrong_since = _wrong_since(state, context.world.now)
    if found.wrong_since is not None:
        since = max(since, found.wrong_since)
    due_at = since + context.delay
    # contract 5.9
    if state.status is Status.REMOVING and warning in state.code.progress.problems:
        found.add_warning(warning)
    elif context.world.now < due_at:
        found.next_at = due_at
    elif warning in state.code.progress.problems:
        found.add_warning(warning)
    else:
        state.is_delay_certain = context.is_delay_certain(state)
        if state.is_delay_certain:
            found.add_warning(warning)


# contract 5.13, 9.15, 15.13
def _is_missed(state: CodeState, window: Window, world: World) -> bool:
    code, now = state.code, world.now
    until = missed_until(code, timedelta(days=world.settings.expired_retention))
    if until is not None and now < until and code.deleted_at is None:
        return code.used_at is None
    if code.deleted_at is not None or code.progress.was_set or state.is_scheduled:
        return False
    return code.used_at is None and window.ends_at <= now
