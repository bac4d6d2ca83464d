"""The errors, warnings and pending mutations of a code: which are there, never since when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..model import (
    OTHER,
    AccessCode,
    Attempt,
    ErrorCode,
    Held,
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
from .code_state import AT_REST, Stand
from .command_queue import Choice
from .pin_conflicts import Rivals

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
class Found:
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
class Surroundings:
    """What the problems of each code depend on besides the code."""

    world: World
    rivals: Rivals
    choice: Choice | None
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

        A first try may take several commands: a place is read, set, and read back.
        """
        is_attempted = access_code_id in self.world.attempted
        if self.choice is None or self.is_away:
            return is_attempted
        if not self.choice.due:
            return True
        is_just_started = self.world.now < self.world.started_at + self.delay
        return is_attempted and not (
            is_just_started and access_code_id in self.choice.due
        )


def find_problems(stand: Stand, around: Surroundings) -> Found:
    """Return the code's errors and warnings as they are now."""
    found = Found()
    code, placement, status = stand.code, stand.placement, stand.status
    if stand.is_wanted:
        if status not in AT_REST:
            _find_setting_errors(stand, around, found)
            since = set_due_since(code)
            _find_delay(
                code, since, WarningCode.DELAY_IN_SETTING_ON_DEVICE, around, found
            )
        elif _is_name_refused(stand, around.name_length):
            found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
    elif status is Status.REMOVING:
        attempt = code.progress.attempt
        if attempt is not None and _has_failed(attempt):
            found.add_error(ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE)
        since = removal_due_since(code, around.world.now)
        _find_delay(
            code, since, WarningCode.DELAY_IN_REMOVING_FROM_DEVICE, around, found
        )
    if placement is not None:
        if placement.deviation is not None and stand.is_wanted:
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
    if _is_missed(code, around.world.now):
        found.add_warning(WarningCode.MISSED)
    return found


def _find_setting_errors(stand: Stand, around: Surroundings, found: Found) -> None:
    code, choice = stand.code, around.choice
    is_unknown = stand.goal is OTHER and stand.placement is None
    if is_unknown or (choice is not None and code.access_code_id in choice.unfit):
        # It moved here from another lock: its PIN does not fit, or nobody knows it.
        found.add_error(ErrorCode.CODE_CONSTRAINTS_VIOLATED)
    elif _is_without_place(code, around):
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
    if around.choice is not None and isinstance(stand.goal, Held):
        rivals = around.rivals
        if (place := rivals.foreign_place(stand.goal.pin)) is not None:
            found.add_error(
                ErrorCode.DUPLICATE_CODE_ON_DEVICE,
                {
                    "unmanaged_access_code_id": unmanaged_id(rivals.record, place),
                    "unmanaged_place": place,
                },
            )
        elif (holder := rivals.settled_holder(code, stand.goal)) is not None:
            found.add_error(
                ErrorCode.DUPLICATE_CODE_ON_DEVICE, {"managed_access_code_id": holder}
            )


def _is_without_place(code: AccessCode, around: Surroundings) -> bool:
    """Tell whether there is no place for the code: what the lock said of it before does not count.

    In the lead, places are still to be freed.
    """
    if around.choice is None or code.access_code_id not in around.choice.no_place:
        return False
    return code.window is None or code.window.starts_at <= around.world.now


def _is_name_refused(stand: Stand, name_length: int) -> bool:
    """Tell whether the lock, which holds the PIN, does not take the name."""
    refused = stand.placement.refused_name if stand.placement is not None else None
    return refused is not None and refused == stand.code.name[:name_length]


def _has_failed(attempt: Attempt) -> bool:
    if attempt.outcome in (Outcome.UNKNOWN, Outcome.ACCEPTED):
        return attempt.failures >= SILENT_TRIES
    return True


def _find_delay(
    code: AccessCode,
    since: datetime,
    warning: WarningCode,
    around: Surroundings,
    found: Found,
) -> None:
    due_at = since + around.delay
    if around.world.now < due_at:
        found.next_at = due_at
    elif (
        warning in code.progress.problems
        or (around.is_away and around.world.now >= around.start_over_at)
        or around.is_tried(code.access_code_id)
    ):
        found.add_warning(warning)


def _is_missed(code: AccessCode, now: datetime) -> bool:
    if code.window is None or code.deleted_at is not None or code.progress.was_set:
        return False
    return code.used_at is None and code.window.ends_at <= now


def mutations_of(stand: Stand, around: Surroundings) -> tuple[Mutation, ...]:
    """Return what is wanted and not yet on the lock."""
    code, placement = stand.code, stand.placement
    if code.deleted_at is not None:
        return (Mutation(MutationCode.DELETING, code.deleted_at),)
    if not stand.is_wanted:
        if ended_at(code, around.world.now) is not None:
            return ()
        if placement is not None:
            return (Mutation(MutationCode.UPDATING_TIME_FRAME, code.changed_at),)
        return (Mutation(MutationCode.DEFERRING_CREATION, code.changed_at),)
    if stand.status not in AT_REST:
        mutation = (
            MutationCode.UPDATING_CODE
            if code.progress.on_device
            else MutationCode.CREATING
        )
        return (Mutation(mutation, code.changed_at),)
    length = around.name_length
    if placement is not None and length and placement.name != code.name[:length]:
        return (Mutation(MutationCode.UPDATING_NAME, code.changed_at),)
    return ()
