"""Look at each code: what is shown of it, what is told of it, and when to look again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import (
    AccessCode,
    CodeView,
    ErrorCode,
    EventType,
    Issue,
    IssueKind,
    LockCapabilities,
    Problem,
    Progress,
    Status,
    WarningCode,
)
from ..record.edit import Draft, with_progress
from ..schedule import Deadline
from .code_state import Stand
from .problems import Details, Found, Surroundings, find_problems, mutations_of

_EVENTS_OF_PROBLEMS: dict[str, EventType] = {
    ErrorCode.FAILED_TO_SET_ON_DEVICE: EventType.FAILED_TO_SET_ON_DEVICE,
    ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE: EventType.FAILED_TO_REMOVE_FROM_DEVICE,
    WarningCode.DELAY_IN_SETTING_ON_DEVICE: EventType.DELAY_IN_SETTING_ON_DEVICE,
    WarningCode.DELAY_IN_REMOVING_FROM_DEVICE: EventType.DELAY_IN_REMOVING_FROM_DEVICE,
}

_ISSUES_AT_ONCE = frozenset(
    {
        ErrorCode.DUPLICATE_CODE_ON_DEVICE,
        ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE,
        ErrorCode.CODE_CONSTRAINTS_VIOLATED,
    }
)

_ISSUES_WHEN_LASTING = frozenset(
    {
        ErrorCode.FAILED_TO_SET_ON_DEVICE,
        ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE,
        ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION,
    }
)

_AT_REST = {status: CodeView(status) for status in Status}
"""What is shown of most codes, and is therefore made once."""


@dataclass(slots=True)
class Looks:
    """What was seen on one pass over the codes."""

    draft: Draft
    capabilities: LockCapabilities | None
    around: Surroundings
    device_error: Problem[ErrorCode] | None
    deadline: Deadline
    views: dict[str, CodeView] = field(default_factory=dict)
    issues: set[Issue] = field(default_factory=set)

    def look_at(self, stand: Stand) -> None:
        """Find a code's status and problems, and tell what changed."""
        found = find_problems(stand, self.around)
        self._note(stand, found)
        code = stand.code
        self.views[code.access_code_id] = self._view(stand, found)
        self.deadline.add_for(code, stand.status, self.draft.record.clock_stepped_at)
        self.deadline.add(found.next_at)

    def _note(self, stand: Stand, found: Found) -> None:
        """Keep how far the code has come, and tell of what is new."""
        before, status = stand.code.progress, stand.status
        is_new_status = before.announced is not status or (
            status is Status.SET and not before.was_set
        )
        on_device = before.on_device
        if is_new_status:
            on_device = self._tell_status(stand, before)
        problems = self._problems_since(stand.code, found)
        if not is_new_status and problems is before.problems:
            return
        is_set = status is Status.SET
        is_new_set = is_new_status and is_set
        progress = Progress(
            status,
            on_device,
            before.was_set or is_set,
            None if is_new_set else before.lost_at,
            None if is_new_set else before.attempt,
            problems,
        )
        stand.code = with_progress(stand.code, progress)
        self.draft.put_code(stand.code)

    def _tell_status(self, stand: Stand, before: Progress) -> bool:
        """Tell of a new status; returns whether the code is on the lock."""
        if stand.status is Status.SET:
            if before.announced is not Status.SET:
                placement = stand.placement
                is_verified = placement is None or not placement.is_unverified
                self._tell(EventType.SET_ON_DEVICE, stand.code, verified=is_verified)
            return True
        is_virtual = self.capabilities is not None and self.capabilities.is_virtual
        if is_virtual and before.on_device and stand.status is Status.UNSET:
            self._tell(EventType.REMOVED_FROM_DEVICE, stand.code, verified=True)
            return False
        return before.on_device

    def _problems_since(self, code: AccessCode, found: Found) -> dict[str, datetime]:
        """Return since when each problem is there, and tell of those that are new."""
        known = code.progress.problems
        errors, warnings = found.errors, found.warnings
        if not (known or errors or warnings):
            return known
        if known.keys() == errors.keys() | warnings.keys():
            return known
        now = self.around.world.now
        problems: dict[str, datetime] = {}
        for problem in (*errors, *warnings):
            problems[problem.value] = known.get(problem, now)
            if problem not in known and problem in _EVENTS_OF_PROBLEMS:
                self._tell(_EVENTS_OF_PROBLEMS[problem], code)
        return problems

    def _tell(
        self, event_type: EventType, code: AccessCode, **details: str | bool | None
    ) -> None:
        self.draft.emit(event_type, self.around.world.now, code, **details)

    def _view(self, stand: Stand, found: Found) -> CodeView:
        code = stand.code
        errors = _problems(code, found.errors)
        if self.device_error is not None:
            errors = (*errors, self.device_error)
        for error in errors:
            self._find_issue(code, error)
        warnings = _problems(code, found.warnings)
        mutations = mutations_of(stand, self.around)
        if not (errors or warnings or mutations):
            return _AT_REST[stand.status]
        return CodeView(stand.status, errors, warnings, mutations)

    def _find_issue(self, code: AccessCode, error: Problem[ErrorCode]) -> None:
        if error.code in _ISSUES_AT_ONCE:
            self.issues.add(Issue(IssueKind(error.code), code.access_code_id))
        elif (
            error.code == ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION and self._is_asked
        ):
            # One question is asked about all that was changed.
            return
        elif error.code in _ISSUES_WHEN_LASTING:
            issue = Issue(IssueKind(error.code), code.access_code_id)
            self.raise_when_lasting(issue, error.created_at)

    @property
    def _is_asked(self) -> bool:
        doubt = self.draft.record.doubt
        return doubt is not None and doubt.is_asked

    def raise_when_lasting(self, issue: Issue, since: datetime) -> None:
        """Raise a repair once the trouble has held something up for long enough."""
        at = since + self.around.delay
        if self.around.world.now >= at:
            self.issues.add(issue)
        else:
            self.deadline.add(at)


def _problems[C: (ErrorCode, WarningCode)](
    code: AccessCode, found: Mapping[C, Details]
) -> tuple[Problem[C], ...]:
    if not found:
        return ()
    since = code.progress.problems
    return tuple(
        [
            Problem(problem, since[problem], False, details)
            for problem, details in found.items()
        ]
    )
