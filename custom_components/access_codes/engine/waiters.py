"""Callers that wait for the result of a sync or a retry."""

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple

from ..core.model import (
    CodeView,
    Command,
    Content,
    ErrorCode,
    LockRecord,
    Plan,
    Reach,
    Status,
    World,
)
from ..core.observations.sync_progress import SyncProgress
from ..core.plan.code_state import AT_REST
from ..core.plan.problems import DEVICE_ERRORS
from ..locks.adapter import Listing, LockUnreachable, NoSuchSlot, ReadFailed, Written
from ..storage.record_file import StorageFailed
from .command import CommandResult


class SyncReport(NamedTuple):
    """Result of a full read."""

    contents: dict[str, Content]
    """Contents by slot, as read from the lock."""
    total: int
    """Number of slots."""
    not_answered: tuple[str, ...]
    """Slots that did not answer."""
    is_complete: bool
    """All slots were read."""
    due: dict[str, Status]
    """Status by access code id, of the codes that the lock does not yet hold as wanted."""


class CycleOutcome(NamedTuple):
    """State of plan and lock at the end of a planning cycle."""

    plan: Plan
    reach: Reach
    is_resting: bool
    """True if no command is pending and no further cycle is requested."""
    next_code: str | None
    """Access code id of the pending command."""


@dataclass(slots=True)
class SyncWaiter:
    """A caller that waits for a full read."""

    answer: asyncio.Future[SyncReport]
    progress: SyncProgress

    @property
    def wanted(self) -> Command | None:
        """The next read; None once the full read is over, or its caller is gone."""
        return None if self.answer.done() else self.progress.wanted

    # contract 6.60
    def finish(self, outcome: CycleOutcome) -> bool:
        """Resolve the future if the result is final; return whether it was."""
        if self.wanted is not None and not outcome.is_resting:
            return False
        progress = self.progress
        is_complete, total = progress.is_complete, progress.total
        progress.give_up()
        due = {
            access_code_id: view.status
            for access_code_id, view in outcome.plan.views.items()
            if view.status not in AT_REST
        }
        if not self.answer.done():
            self.answer.set_result(
                SyncReport(
                    progress.contents,
                    total,
                    tuple(progress.not_answered),
                    is_complete,
                    due,
                )
            )
        return True


def _advance(
    progress: SyncProgress, result: CommandResult, record: LockRecord, world: World
) -> None:
    """Record what the result of a command is for a full read."""
    command = result.pending.command
    match result.valid_answer:
        case Written() | LockUnreachable() | None:
            pass
        case NoSuchSlot() if command.slot is not None:
            progress.on_missing(command.slot)
        case ReadFailed():
            progress.on_silence(command)
        case Listing() as listing:
            contents = result.listed(listing, record, world)
            progress.on_list(record, contents, is_complete=listing.is_complete)
        case content:
            assert command.slot is not None
            progress.on_read(command.slot, content)


@dataclass(slots=True)
class RetryWaiter:
    """A caller that waits for the result of a retry."""

    answer: asyncio.Future[str | None]
    access_code_id: str | None
    is_tried: bool = False

    def finish(self, outcome: CycleOutcome) -> bool:
        """Resolve the future if the result is final; return whether it was."""
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
    """Return the error of a code; a code that is not at rest has one, even if its view shows none yet."""
    for error in view.errors:
        # contract 10.9
        if error.code is not ErrorCode.EMPTY_BACKUP_ACCESS_CODE_POOL:
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
    """The waiting callers of one lock."""

    syncs: list[SyncWaiter] = field(default_factory=list)
    retries: list[RetryWaiter] = field(default_factory=list)

    @property
    def wanted_read(self) -> Command | None:
        """The next read for the caller who has waited longest for a full read."""
        wanted = (sync.wanted for sync in self.syncs)
        return next((command for command in wanted if command is not None), None)

    def on_result(
        self, result: CommandResult, record: LockRecord, world: World
    ) -> None:
        """Record an attempt, and what was read."""
        command = result.pending.command
        for retry in self.retries:
            if retry.access_code_id in (None, command.access_code_id):
                retry.is_tried = True
        for sync in self.syncs:
            _advance(sync.progress, result, record, world)

    # contract 5.47
    def fail(self, reason: str) -> None:
        """Answer all waiters with StorageFailed: no result will come."""
        waiters: list[SyncWaiter | RetryWaiter] = [*self.syncs, *self.retries]
        for waiter in waiters:
            if not waiter.answer.done():
                waiter.answer.set_exception(StorageFailed(reason))
        self.syncs, self.retries = [], []

    def finish(self, outcome: CycleOutcome) -> None:
        """Resolve and drop the waiters with a final result."""
        self.syncs = [waiter for waiter in self.syncs if not waiter.finish(outcome)]
        self.retries = [waiter for waiter in self.retries if not waiter.finish(outcome)]
