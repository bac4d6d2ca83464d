"""The errors, warnings and pending mutations of a code: which are there, never since when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..model import (
    UNREADABLE,
    AccessCode,
    Attempt,
    ErrorCode,
    KnownPin,
    Mutation,
    MutationCode,
    Outcome,
    Reach,
    Status,
    WarningCode,
    World,
)
from ..record.unmanaged import unmanaged_id
from ..schedule import (
    NO_DEVICE_ERROR_IN_FIRST,
    ended_at,
    removal_due_since,
    set_due_since,
)
from .code_state import AT_REST, CodeState
from .command_queue import CommandQueue
from .pin_conflicts import PinConflicts

DEVICE_ERRORS = {
    Reach.OFFLINE: ErrorCode.DEVICE_OFFLINE,
    Reach.DISCONNECTED: ErrorCode.DEVICE_DISCONNECTED,
    Reach.REMOVED: ErrorCode.DEVICE_REMOVED,
}

SILENT_TRIES = 2
"""Tries without an answer, on a lock that can be reached, that make a failure."""

type Details = dict[str, str | None]

_NO_DETAILS: Details = {}


@dataclass(slots=True)
class CodeProblems:
    """What is wrong with one code."""

    errors: dict[ErrorCode, Details] = field(default_factory=dict)
    warnings: dict[WarningCode, Details] = field(default_factory=dict)
    next_at: datetime | None = None
    """When a delay will have to be announced."""

    def add_error(self, error: ErrorCode, details: Details = _NO_DETAILS) -> None:
        """Note an error."""
        self.errors[error] = details

    def add_warning(self, warning: WarningCode, details: Details = _NO_DETAILS) -> None:
        """Note a warning."""
        self.warnings[warning] = details


@dataclass(frozen=True, slots=True)
class ProblemContext:
    """What the problems of each code depend on besides the code."""

    world: World
    conflicts: PinConflicts
    queue: CommandQueue | None
    delay: timedelta
    """After which a delay is announced."""
    name_length: int
    """Most characters of a name on the lock; 0 where it stores none."""

    @property
    def is_away(self) -> bool:
        """Tell whether the lock cannot be reached."""
        return self.world.reach is not Reach.REACHABLE

    @property
    def start_over_at(self) -> datetime:
        """When a lock that could not be tried since the start is not waited for any more."""
        return self.world.started_at + NO_DEVICE_ERROR_IN_FIRST

    def is_tried(self, access_code_id: str) -> bool:
        """Tell whether the code was tried since the start, or waits for somebody else.

        A first try may take several commands: a slot is read, set, and read back.
        """
        is_attempted = access_code_id in self.world.attempted
        if self.queue is None or self.is_away:
            return is_attempted
        if not self.queue.due:
            return True
        is_just_started = self.world.now < self.world.started_at + self.delay
        return is_attempted and not (
            is_just_started and access_code_id in self.queue.due
        )


def find_problems(state: CodeState, context: ProblemContext) -> CodeProblems:
    """Return the code's errors and warnings as they are now."""
    found = CodeProblems()
    code, placement, status = state.code, state.placement, state.status
    if state.is_wanted:
        if status not in AT_REST:
            _find_setting_errors(state, context, found)
            since = set_due_since(code)
            _find_delay(
                code, since, WarningCode.DELAY_IN_SETTING_ON_DEVICE, context, found
            )
        elif _is_name_refused(state, context.name_length):
            found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
    elif status is Status.REMOVING:
        attempt = code.progress.attempt
        if attempt is not None and _has_failed(attempt):
            found.add_error(ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE)
        since = removal_due_since(code, context.world.now)
        _find_delay(
            code, since, WarningCode.DELAY_IN_REMOVING_FROM_DEVICE, context, found
        )
    if placement is not None:
        if placement.deviation is not None and state.is_wanted:
            found.add_error(
                ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION,
                {"change_type": placement.deviation.value},
            )
        if placement.is_unverified and status in (Status.SET, Status.UNKNOWN):
            found.add_warning(WarningCode.UNVERIFIED_ON_DEVICE)
    if code.deleted_at is not None:
        found.add_warning(WarningCode.BEING_DELETED)
    elif code.external is not None:
        found.add_warning(
            WarningCode.EXTERNAL_MODIFICATION_IN_EFFECT,
            {"change_type": code.external.value},
        )
    if _is_missed(code, context.world.now):
        found.add_warning(WarningCode.MISSED)
    return found


def _find_setting_errors(
    state: CodeState, context: ProblemContext, found: CodeProblems
) -> None:
    code, queue = state.code, context.queue
    is_unknown = state.goal is UNREADABLE and state.placement is None
    if is_unknown or (queue is not None and code.access_code_id in queue.unfit):
        # It moved here from another lock: its PIN does not fit, or nobody knows it.
        found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
    elif _is_without_slot(code, context):
        found.add_error(ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE)
    elif (attempt := code.progress.attempt) is not None:
        match attempt.outcome:
            case Outcome.DUPLICATE:
                found.add_error(ErrorCode.DUPLICATE_CODE_ON_DEVICE)
            case Outcome.FULL:
                found.add_error(ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE)
            case Outcome.INVALID:
                found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
            case _ if _has_failed(attempt):
                found.add_error(ErrorCode.FAILED_TO_SET_ON_DEVICE)
            case _:
                pass
    if context.queue is not None and isinstance(state.goal, KnownPin):
        conflicts = context.conflicts
        if (slot := conflicts.foreign_slot(state.goal.pin)) is not None:
            found.add_error(
                ErrorCode.DUPLICATE_CODE_ON_DEVICE,
                {
                    "unmanaged_access_code_id": unmanaged_id(conflicts.record, slot),
                    "unmanaged_slot": slot,
                },
            )
        elif (holder := conflicts.permanent_holder(code, state.goal)) is not None:
            found.add_error(
                ErrorCode.DUPLICATE_CODE_ON_DEVICE, {"managed_access_code_id": holder}
            )


def _is_without_slot(code: AccessCode, context: ProblemContext) -> bool:
    """Tell whether there is no slot for the code: what the lock said of it before does not count.

    In the lead, slots are still to be freed.
    """
    if context.queue is None or code.access_code_id not in context.queue.no_slot:
        return False
    return code.window is None or code.window.starts_at <= context.world.now


def _is_name_refused(state: CodeState, name_length: int) -> bool:
    """Tell whether the lock, which holds the PIN, does not take the name."""
    refused = state.placement.refused_name if state.placement is not None else None
    return refused is not None and refused == state.code.name[:name_length]


def _has_failed(attempt: Attempt) -> bool:
    if attempt.outcome in (Outcome.UNKNOWN, Outcome.ACCEPTED):
        return attempt.failures >= SILENT_TRIES
    return True


def _find_delay(
    code: AccessCode,
    since: datetime,
    warning: WarningCode,
    context: ProblemContext,
    found: CodeProblems,
) -> None:
    due_at = since + context.delay
    if context.world.now < due_at:
        found.next_at = due_at
    elif (
        warning in code.progress.problems
        or (context.is_away and context.world.now >= context.start_over_at)
        or context.is_tried(code.access_code_id)
    ):
        found.add_warning(warning)


def _is_missed(code: AccessCode, now: datetime) -> bool:
    if code.window is None or code.deleted_at is not None or code.progress.was_set:
        return False
    return code.used_at is None and code.window.ends_at <= now


def mutations_of(state: CodeState, context: ProblemContext) -> tuple[Mutation, ...]:
    """Return what is wanted and not yet on the lock."""
    code, placement = state.code, state.placement
    if code.deleted_at is not None:
        return (Mutation(MutationCode.DELETING, code.deleted_at),)
    if not state.is_wanted:
        if ended_at(code, context.world.now) is not None:
            return ()
        if placement is not None:
            return (Mutation(MutationCode.UPDATING_TIME_FRAME, code.changed_at),)
        return (Mutation(MutationCode.DEFERRING_CREATION, code.changed_at),)
    if state.status not in AT_REST:
        mutation = (
            MutationCode.UPDATING_CODE
            if code.progress.on_device
            else MutationCode.CREATING
        )
        return (Mutation(mutation, code.changed_at),)
    length = context.name_length
    if placement is not None and length and placement.name != code.name[:length]:
        return (Mutation(MutationCode.UPDATING_NAME, code.changed_at),)
    return ()
