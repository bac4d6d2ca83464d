"""Those who wait for what comes of a sync or a try: answered once it is known, or once nothing more is tried."""

import asyncio
from dataclasses import dataclass, field

from ..core.model import CodeView, Content, ErrorCode, Plan, Reach, Status
from ..core.plan.code_state import AT_REST
from ..core.plan.problems import DEVICE_ERRORS


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a full read brought."""

    contents: dict[str, Content] | None
    """By slot, as the lock told; None where it could not be read."""
    due: dict[str, Status]
    """The codes that the lock does not yet hold as wanted."""


@dataclass(frozen=True, slots=True)
class CycleOutcome:
    """How things stand at the end of a turn."""

    plan: Plan
    reach: Reach
    is_resting: bool
    """Nothing is under way and nothing goes out now."""
    next_code: str | None
    """The code that the command under way is about."""


@dataclass(slots=True)
class SyncWaiter:
    """Somebody waits for a full read."""

    answer: asyncio.Future[SyncReport]
    is_over: bool = False
    contents: dict[str, Content] | None = None

    def finish(self, outcome: CycleOutcome) -> bool:
        """Answer if it is time; tells whether it was."""
        if not (self.is_over or outcome.is_resting):
            return False
        due = {
            access_code_id: view.status
            for access_code_id, view in outcome.plan.views.items()
            if view.status not in AT_REST
        }
        if not self.answer.done():
            self.answer.set_result(SyncReport(self.contents, due))
        return True


@dataclass(slots=True)
class RetryWaiter:
    """Somebody waits for what comes of trying again."""

    answer: asyncio.Future[str | None]
    access_code_id: str | None
    is_tried: bool = False

    def finish(self, outcome: CycleOutcome) -> bool:
        """Answer if it is time; tells whether it was."""
        error = self._error(outcome)
        is_about_lock = self.access_code_id is None
        is_good = error is None and not is_about_lock
        is_over = self.is_tried and (
            is_about_lock or outcome.next_code != self.access_code_id
        )
        if not (is_good or is_over or outcome.is_resting):
            return False
        if not self.answer.done():
            self.answer.set_result(error)
        return True

    def _error(self, outcome: CycleOutcome) -> str | None:
        if self.access_code_id is None:
            return outcome.plan.device_error or DEVICE_ERRORS.get(outcome.reach)
        view = outcome.plan.views.get(self.access_code_id)
        return None if view is None else _error_of(view, outcome.reach)


def _error_of(view: CodeView, reach: Reach) -> str | None:
    """Return what is wrong with a code; what is not an error yet counts as one to whoever waits."""
    for error in view.errors:
        return error.code
    if view.status in AT_REST:
        return None
    if (device_error := DEVICE_ERRORS.get(reach)) is not None:
        return device_error
    if view.status is Status.REMOVING:
        return ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE
    return ErrorCode.FAILED_TO_SET_ON_DEVICE


@dataclass(slots=True)
class Waiters:
    """All who wait."""

    syncs: list[SyncWaiter] = field(default_factory=list)
    tries: list[RetryWaiter] = field(default_factory=list)

    @property
    def is_read_wanted(self) -> bool:
        """Whether somebody waits for a full read that was not tried yet."""
        return any(not waiting.is_over for waiting in self.syncs)

    def on_command_ended(self, access_code_id: str | None) -> None:
        """Note that a command about a code has ended."""
        for waiting in self.tries:
            if waiting.access_code_id in (None, access_code_id):
                waiting.is_tried = True

    def on_full_read_ended(self, contents: dict[str, Content] | None) -> None:
        """Note that a full read has ended."""
        for waiting in self.syncs:
            waiting.is_over = True
            waiting.contents = contents

    def finish(self, outcome: CycleOutcome) -> None:
        """Answer those whose time it is."""
        self.syncs = [waiting for waiting in self.syncs if not waiting.finish(outcome)]
        self.tries = [waiting for waiting in self.tries if not waiting.finish(outcome)]
