"""View of each code, with its events, its issues and its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..backup_codes import uses_pool
from ..model import (
    AccessCode,
    CodeView,
    ErrorCode,
    EventType,
    Issue,
    IssueKind,
    Problem,
    Progress,
    Status,
    WarningCode,
)
from ..record.edit import RecordEdit, with_progress
from ..retries import put_back_limit_end
from ..schedule import Deadline
from .code_state import CodeState
from .mutations import mutations_of
from .problems import CodeProblems, Details, ProblemContext, find_problems

_EVENTS_OF_PROBLEMS: dict[str, EventType] = {
    ErrorCode.FAILED_TO_SET_ON_DEVICE: EventType.FAILED_TO_SET_ON_DEVICE,
    ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE: EventType.FAILED_TO_REMOVE_FROM_DEVICE,
    WarningCode.DELAY_IN_SETTING_ON_DEVICE: EventType.DELAY_IN_SETTING_ON_DEVICE,
    WarningCode.DELAY_IN_REMOVING_FROM_DEVICE: EventType.DELAY_IN_REMOVING_FROM_DEVICE,
}

_IMMEDIATE_ISSUES = (
    ErrorCode.DUPLICATE_CODE_ON_DEVICE,
    ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE,
    ErrorCode.CODE_CONSTRAINTS_VIOLATED,
    ErrorCode.ACCESS_CODE_INACTIVE,
)

ENTITY_ISSUE_AFTER = timedelta(hours=1)
"""Time after which an entity that cannot be seen is an issue."""

_CONFLICT = ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION

_PLAIN_VIEWS = {status: CodeView(status) for status in Status}
"""Views without problems and mutations, as most codes have them: built once."""


@dataclass(slots=True)
class CodeViews:
    """Builder of the views of codes, with their events and issues."""

    edit: RecordEdit
    context: ProblemContext
    device_error: Problem[ErrorCode] | None
    deadline: Deadline
    """Collects the instants of one code after the other."""
    _issues: tuple[Issue, ...] = ()

    def build(self, state: CodeState) -> None:
        """Store the view of a code, its issues and its deadline, and queue its events."""
        self._issues, self.deadline.at, state.is_delay_certain = (), None, None
        found = find_problems(state, self.context)
        code = state.code
        self._update_progress(state, found)
        state.view = self._view(state, found)
        state.issues = self._issues
        self.deadline.add_for(
            state.code,
            state.status,
            self.edit.record.clock_stepped_at,
            is_preloadable=state.native_window is not None,
        )
        if found.next_at is not None:
            self.deadline.add(found.next_at)
        state.deadline = self.deadline.at
        state.until = self._until(state, code)

    def _until(self, state: CodeState, before: AccessCode) -> datetime | None:
        """Return when the state may change by the clock alone: at once, where the code itself was changed."""
        now, code, placement = self.context.world.now, state.code, state.placement
        if code is not before:
            return now
        progress = code.progress
        if state.status is Status.REMOVING and (
            code.changed_at > now
            or (progress.lost_at is not None and progress.lost_at > now)
        ):
            # The removal counts from now on, whenever that is.
            return now
        # From here on, the deadline of the view is one of several.
        if state.pause_end is not None:
            self.deadline.add(state.pause_end)
        if progress.attempt is not None:
            self.deadline.add(progress.attempt.retry_at)
        if placement is not None:
            late_until = placement.late_until
            if late_until is not None and late_until <= now:
                # It is over as soon as the command under way has ended.
                return now
            self.deadline.add(late_until)
            if placement.put_backs:
                self.deadline.add(put_back_limit_end(placement, now))
        return self.deadline.at

    # contract 12.62
    def _update_progress(self, state: CodeState, found: CodeProblems) -> None:
        """Store the progress of a code, and queue the events of a new status and of new problems."""
        before, status = state.code.progress, state.status
        if state.code.is_use_open and self.context.capabilities.is_virtual:
            # Told once the lock has moved: else the use is undone.
            status = before.announced or status
        is_new_status = before.announced is not status or (
            status is Status.SET and not before.was_set
        )
        is_scheduled = state.is_preloaded and state.is_scheduled
        is_changed = is_new_status or before.is_scheduled is not is_scheduled
        on_device = before.on_device
        if is_changed:
            on_device = self._emit_status(state, before)
        problems = self._problems_since(state.code, found)
        if not is_changed and problems is before.problems:
            return
        is_set = status is Status.SET
        is_new_set = is_new_status and is_set
        lost_at = None if is_new_set else before.lost_at
        if found.wrong_since is not None:
            lost_at = found.wrong_since
        announced_at = before.announced_at
        if before.announced is not status:
            announced_at = self.context.world.now
        progress = Progress(
            status,
            on_device,
            before.was_set or is_set or self._was_open(state),
            lost_at,
            None if is_new_set else before.attempt,
            problems,
            is_scheduled,
            announced_at,
        )
        state.code = with_progress(state.code, progress)
        self.edit.put_code(state.code)

    # contract 9.15
    def _was_open(self, state: CodeState) -> bool:
        """Return whether the lock opened and closed the window of a code by itself."""
        window = state.code.window
        return (
            state.is_scheduled
            and window is not None
            and window.ends_at <= self.context.world.now
        )

    # contract 11.3, 11.33
    def _emit_status(self, state: CodeState, before: Progress) -> bool:
        """Queue the event of a new status, and return whether the code is on the lock."""
        if state.status is Status.SET:
            if before.announced is not Status.SET:
                placement = state.placement
                is_verified = placement is None or not placement.is_unverified
                self._emit(EventType.SET_ON_DEVICE, state.code, verified=is_verified)
            return True
        if state.is_preloaded and state.is_scheduled and not before.is_scheduled:
            placement = state.placement
            is_verified = placement is None or not placement.is_unverified
            self._emit(EventType.SCHEDULED_ON_DEVICE, state.code, verified=is_verified)
            return True
        is_virtual = self.context.capabilities.is_virtual
        if is_virtual and before.on_device and state.status is Status.UNSET:
            self._emit(EventType.REMOVED_FROM_DEVICE, state.code, verified=True)
            return False
        return before.on_device

    # contract 11.6
    def _problems_since(
        self, code: AccessCode, found: CodeProblems
    ) -> dict[str, datetime]:
        """Return the start of each problem, and queue the events of new ones."""
        known = code.progress.problems
        errors, warnings = found.errors, found.warnings
        if not (known or errors or warnings):
            return known
        if known.keys() == errors.keys() | warnings.keys():
            return known
        now = self.context.world.now
        problems: dict[str, datetime] = {}
        for problem in (*errors, *warnings):
            problems[problem.value] = known.get(problem, now)
            if problem not in known and problem in _EVENTS_OF_PROBLEMS:
                self._emit(_EVENTS_OF_PROBLEMS[problem], code)
        return problems

    def _emit(
        self, event_type: EventType, code: AccessCode, **details: str | bool | None
    ) -> None:
        self.edit.emit(event_type, self.context.world.now, code, **details)

    def _view(self, state: CodeState, found: CodeProblems) -> CodeView:
        code = state.code
        errors = _problems(code, found.errors) if found.errors else ()
        if self.device_error is not None:
            errors = (*errors, self.device_error)
        for error in errors:
            self._find_issue(code, error)
        missed_at = self.edit.record.backup_missed_at
        if missed_at is not None and uses_pool(code, self.context.world.now):
            # contract 10.9
            missed = ErrorCode.EMPTY_BACKUP_ACCESS_CODE_POOL
            errors = (*errors, Problem(missed, missed_at, is_device_error=True))
        warnings = _problems(code, found.warnings) if found.warnings else ()
        if WarningCode.ACTIVE_WHILE_UNAVAILABLE in found.warnings:
            self._find_entity_issue(code)
        mutations = mutations_of(state, self.context)
        is_native = state.native_window is not None
        if not (errors or warnings or mutations or is_native):
            return _PLAIN_VIEWS[state.status]
        return CodeView(
            state.status, errors, warnings, mutations, state.is_scheduled, is_native
        )

    # contract 5.30, 5.31
    def _find_issue(self, code: AccessCode, error: Problem[ErrorCode]) -> None:
        if error.code in _IMMEDIATE_ISSUES:
            self._raise(Issue(IssueKind(error.code), code.access_code_id))
        elif error.code is _CONFLICT and self._needs_decision:
            # One issue asks about all changes together.
            return
        elif not error.is_device_error:
            at = error.created_at + self.context.delay
            if self.context.world.now < at:
                self.deadline.add(at)
            else:
                self._raise(Issue(IssueKind(error.code), code.access_code_id))

    # contract 5.83
    def _find_entity_issue(self, code: AccessCode) -> None:
        """Raise the issue of an entity that has been lost for long."""
        active = code.active_while
        assert active is not None
        assert active.lost_at is not None
        at = active.lost_at + ENTITY_ISSUE_AFTER
        if self.context.world.now < at:
            self.deadline.add(at)
        else:
            issue = Issue(IssueKind.ACTIVE_WHILE_UNAVAILABLE, code.access_code_id)
            self._raise(issue)

    def _raise(self, issue: Issue) -> None:
        self._issues = (*self._issues, issue)

    @property
    def _needs_decision(self) -> bool:
        restore_check = self.edit.record.restore_check
        return restore_check is not None and restore_check.needs_decision


def _problems[C: (ErrorCode, WarningCode)](
    code: AccessCode, found: Mapping[C, Details]
) -> tuple[Problem[C], ...]:
    since = code.progress.problems
    return tuple(
        [
            Problem(problem, since[problem], False, details)
            for problem, details in found.items()
        ]
    )
