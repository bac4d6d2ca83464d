"""The errors, warnings and pending mutations of a code: which are there, never since when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .choose import Choice
from .clockwork import ended_at, removal_due_since, set_due_since, wanted_content
from .draft import Draft
from .model import (
    AccessCode,
    Attempt,
    Held,
    LockCapabilities,
    Mutation,
    Outcome,
    Placement,
    Reach,
    Status,
    World,
)
from .rivals import Rivals

DEVICE_ERRORS = {
    Reach.OFFLINE: "device_offline",
    Reach.DISCONNECTED: "device_disconnected",
    Reach.REMOVED: "device_removed",
}
SILENT_TRIES = 2
"""Tries without an answer, on a lock that can be reached, that make a failure."""

type Details = dict[str, str | None]


@dataclass(slots=True)
class Found:
    """What is wrong with one code."""

    errors: dict[str, Details] = field(default_factory=dict)
    warnings: dict[str, Details] = field(default_factory=dict)
    next_at: datetime | None = None
    """When a delay will have to be announced."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the problems of each code depend on besides the code."""

    draft: Draft
    world: World
    capabilities: LockCapabilities | None
    choice: Choice | None
    is_start_over: bool
    """The lock could not be tried in the first minutes after the start: delays may be announced."""

    def is_tried(self, access_code_id: str) -> bool:
        """Tell whether the code was tried since the start, or waits for somebody else.

        A first try may take several commands: a place is read, set, and read back.
        """
        if self.choice is None or self.world.reach is not Reach.REACHABLE:
            return access_code_id in self.world.attempted
        if not self.choice.due:
            return True
        is_due = any(due.access_code_id == access_code_id for due in self.choice.due)
        return access_code_id in self.world.attempted and not (
            is_due and self.is_just_started
        )

    @property
    def is_just_started(self) -> bool:
        """Tell whether what is overdue has had no chance yet."""
        threshold = timedelta(seconds=self.world.settings.delay_threshold)
        return self.world.now < self.world.started_at + threshold

    def rivals(self, wanted: dict[str, bool]) -> Rivals:
        """Return the index of places, made once."""
        if self.choice is None:
            return Rivals(self.draft, self.world, wanted)
        if self.choice.rivals is None:
            self.choice.rivals = Rivals(self.draft, self.world, wanted)
        return self.choice.rivals


def find_problems(
    code: AccessCode,
    placement: Placement | None,
    status: Status,
    wanted: dict[str, bool],
    around: Surroundings,
) -> Found:
    """Return the code's errors and warnings as they are now."""
    found = Found()
    if wanted[code.access_code_id]:
        if status not in (Status.SET, Status.UNSET):
            _find_setting_errors(code, wanted, around, found)
            _find_delay(
                code, set_due_since(code), "delay_in_setting_on_device", around, found
            )
        elif _is_name_refused(code):
            found.errors["code_constraints_violated"] = {}
    elif status is Status.REMOVING:
        attempt = code.progress.attempt
        if attempt is not None and _has_failed(attempt):
            found.errors["failed_to_remove_from_device"] = {}
        since = removal_due_since(code, around.world.now)
        _find_delay(code, since, "delay_in_removing_from_device", around, found)
    if placement is not None:
        if placement.deviation is not None and wanted[code.access_code_id]:
            found.errors["conflicting_external_modification"] = {
                "change_type": placement.deviation.value
            }
        if placement.is_unverified and status in (Status.SET, Status.UNKNOWN):
            found.warnings["unverified_on_device"] = {}
    if code.deleted_at is not None:
        found.warnings["being_deleted"] = {}
    elif code.external is not None:
        found.warnings["external_modification_in_effect"] = {
            "change_type": code.external.value
        }
    if _is_missed(code, around.world.now):
        found.warnings["missed"] = {}
    return found


def _find_setting_errors(
    code: AccessCode, wanted: dict[str, bool], around: Surroundings, found: Found
) -> None:
    if _is_without_place(code, around):
        found.errors["no_space_for_access_code_on_device"] = {}
    elif (attempt := code.progress.attempt) is not None:
        match attempt.outcome:
            case Outcome.DUPLICATE:
                found.errors["duplicate_code_on_device"] = {}
            case Outcome.FULL:
                found.errors["no_space_for_access_code_on_device"] = {}
            case Outcome.INVALID:
                found.errors["code_constraints_violated"] = {}
            case _ if _has_failed(attempt):
                found.errors["failed_to_set_on_device"] = {}
            case _:
                pass
    content = wanted_content(code)
    if around.choice is not None and isinstance(content, Held):
        rivals = around.rivals(wanted)
        if (place := rivals.foreign_place(content.pin)) is not None:
            found.errors["duplicate_code_on_device"] = {"unmanaged_place": place}
        elif (holder := rivals.settled_holder(code, content)) is not None:
            found.errors["duplicate_code_on_device"] = {
                "managed_access_code_id": holder
            }


def _is_without_place(code: AccessCode, around: Surroundings) -> bool:
    """Tell whether there is no place for the code: what the lock said of it before does not count.

    In the lead, places are still to be freed.
    """
    if around.choice is None or code.access_code_id not in around.choice.no_place:
        return False
    return code.window is None or code.window.starts_at <= around.world.now


def _is_name_refused(code: AccessCode) -> bool:
    """Tell whether the lock, which holds the PIN, does not take the name."""
    attempt = code.progress.attempt
    return attempt is not None and attempt.outcome is Outcome.INVALID


def _has_failed(attempt: Attempt) -> bool:
    if attempt.outcome in (Outcome.UNKNOWN, Outcome.ACCEPTED):
        return attempt.failures >= SILENT_TRIES
    return True


def _find_delay(
    code: AccessCode, since: datetime, warning: str, around: Surroundings, found: Found
) -> None:
    due_at = since + timedelta(seconds=around.world.settings.delay_threshold)
    if around.world.now < due_at:
        found.next_at = due_at
    elif (
        warning in code.progress.problems
        or around.is_start_over
        or around.is_tried(code.access_code_id)
    ):
        found.warnings[warning] = {}


def _is_missed(code: AccessCode, now: datetime) -> bool:
    if code.window is None or code.deleted_at is not None or code.progress.was_set:
        return False
    return code.used_at is None and code.window.ends_at <= now


def mutations_of(
    code: AccessCode,
    placement: Placement | None,
    status: Status,
    *,
    is_wanted: bool,
    name_on_lock: str | None,
    now: datetime,
) -> tuple[Mutation, ...]:
    """Return what is wanted and not yet on the lock."""
    if code.deleted_at is not None:
        return (Mutation("deleting", code.deleted_at),)
    if not is_wanted:
        if ended_at(code, now) is not None:
            return ()
        if placement is not None:
            return (Mutation("updating_time_frame", code.changed_at),)
        return (Mutation("deferring_creation", code.changed_at),)
    if status in (Status.SETTING, Status.UNKNOWN):
        return (
            Mutation(
                "updating_code" if code.progress.on_device else "creating",
                code.changed_at,
            ),
        )
    if (
        placement is not None
        and name_on_lock is not None
        and placement.name != name_on_lock
    ):
        return (Mutation("updating_name", code.changed_at),)
    return ()
