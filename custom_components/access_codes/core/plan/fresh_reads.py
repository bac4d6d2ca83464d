"""Reads of slots that were read long ago, on a lock that does not report every change."""

from collections.abc import Iterable

from ..model import CommandKind
from ..record import freshness
from .code_state import AT_REST, CodeState, Lack
from .command_context import CommandContext
from .due_command import CHECK, DueCommand


# contract 8.40
def add_fresh_read(context: CommandContext, states: Iterable[CodeState]) -> None:
    """Queue the read of the slot of ours that was read the longest ago, where no other command is due.

    After a read without an answer all others wait for the end of its pause, too.
    """
    queue, record = context.queue, context.edit.record
    if not freshness.grows_old(context.capabilities):
        return
    oldest: DueCommand | None = None
    for state in states:
        placement, code = state.placement, state.code
        if placement is None or not _is_left_alone(state):
            continue
        due_at = freshness.own_read_due_at(record, placement.slot)
        assert due_at is not None
        if due_at > queue.now:
            queue.wait_until(due_at)
        elif (attempt := code.progress.attempt) is not None and (
            attempt.retry_at is not None and queue.is_paused(attempt)
        ):
            return
        elif oldest is None or due_at < oldest.since:
            kind = CommandKind.READ
            oldest = DueCommand(CHECK, due_at, code, kind, placement.slot)
    if oldest is not None and queue.most_urgent is None:
        queue.put_first(oldest)


def _is_left_alone(state: CodeState) -> bool:
    """Return whether no other command will show what is in the slot of a code: at rest, or refused until a change."""
    if state.status in AT_REST:
        return True
    attempt = state.code.progress.attempt
    is_retried = attempt is not None and attempt.retry_at is not None
    return state.is_wanted and state.due is None and not is_retried


# contract 5.61
def wait_for_slots(context: CommandContext, states: Iterable[CodeState]) -> None:
    """Plan again when an unmanaged code is to be read again, where a code of ours waits for a slot."""
    if freshness.grows_old(context.capabilities) and any(
        state.lack is Lack.NO_SLOT for state in states
    ):
        wait_for_unmanaged(context, context.edit.record.unmanaged)


# contract 5.61
def wait_for_unmanaged(context: CommandContext, slots: Iterable[str]) -> None:
    """Plan again when an unmanaged code that hinders a code of ours is to be read again."""
    for slot in slots:
        due_at = freshness.own_read_due_at(context.edit.record, slot)
        if due_at is not None and due_at > context.queue.now:
            context.queue.wait_until(due_at)
