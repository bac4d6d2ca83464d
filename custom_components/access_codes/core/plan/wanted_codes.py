"""Commands that bring wanted and preloaded codes on the lock: a slot, its content, its name."""

from ..full_read import is_list_due
from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Placement,
    Readability,
    Status,
)
from ..record.journal import EMPTY_SLOT, can_read_decide
from ..record.late_writes import is_awaited
from ..record.slot_names import is_name_of, is_named_for
from ..retries import put_back_pause_end
from ..schedule import set_due_since
from .code_state import AT_REST, CodeState, Lack
from .command_context import CommandContext
from .command_queue import CommandQueue
from .due_command import PRELOAD, READ, RENAME, SET, DueCommand
from .free_slots import is_known_empty
from .fresh_reads import wait_for_unmanaged


# contract 4.14, 5.26, 9.14, 13.29, 13.30, 13.46
def add_for_slot(
    context: CommandContext, state: CodeState, placement: Placement
) -> None:
    """Queue the next step from the possible contents of the slot of a code that is due to its wanted content."""
    code, goal, queue = state.code, state.wanted_content, context.queue
    is_clean = goal is not EMPTY or not placement.has_remainder
    if _is_at_rest(state) and is_clean and not placement.needs_read:
        _add_rename(context, state, placement)
        return
    attempt, rank = code.progress.attempt, _rank_of(state)
    if _needs_read(placement, context.capabilities):
        # A slot can be read although the lock refuses to set it.
        is_refused = attempt is not None and attempt.retry_at is None
        if is_refused or not queue.is_paused(attempt):
            since = set_due_since(code)
            read_rank = max(READ, rank)
            queue.add(read_rank, since, code, CommandKind.READ, placement.slot)
    elif placement.possible == {UNDISCLOSED} and goal is UNDISCLOSED:
        return
    elif not is_supported(code, goal, context.capabilities):
        state.lack = Lack.UNFIT
    elif queue.is_paused(attempt) or is_awaited(
        placement, EMPTY if placement.altered == goal else goal
    ):
        return
    elif placement.altered == goal:
        queue.add_clear(rank, set_due_since(code), code, placement)
    elif context.is_set_forbidden:
        return
    elif placement.needs_clear_first or goal is EMPTY:
        queue.add_clear(rank, set_due_since(code), code, placement)
    elif goal is not UNREADABLE and not _is_put_back_paused(queue, placement):
        _add_set(context, state, goal, placement)


def _is_at_rest(state: CodeState) -> bool:
    return state.status in AT_REST if state.is_wanted else state.is_scheduled


# contract 5.23, 9.6, 10.5
def _rank_of(state: CodeState) -> int:
    """Return the rank of a set: codes that are wanted now go before those that are put on the lock ahead."""
    return SET if state.is_wanted and not state.code.is_in_pool else PRELOAD


# contract 4.23, 12.84
def add_for_new_slot(context: CommandContext, state: CodeState) -> None:
    """Queue the next step to a slot for a code that is due and has none."""
    code, goal = state.code, state.wanted_content
    if goal is EMPTY or goal is UNREADABLE:
        return
    queue, record = context.queue, context.edit.record
    if not is_supported(code, goal, context.capabilities):
        state.lack = Lack.UNFIT
        return
    if queue.is_paused(code.progress.attempt) or context.is_set_forbidden:
        return
    slot, is_known_empty = context.slot_for(code)
    if slot is None:
        state.lack = Lack.NO_SLOT
    elif _is_blocked(context, state):
        _add_foreign_read(context, state)
    elif (
        # Where the lock names the slots, the list first: a new slot is told from older ones, whose PIN may be the same.
        (is_known_empty and not context.capabilities.are_slots_named_by_lock)
        or not is_list_due(record)
        or queue.is_paused(record.read_attempt)
    ):
        rank, since, kind = _rank_of(state), set_due_since(code), CommandKind.SET
        content = _content_to_set(context, goal)
        due = DueCommand(rank, since, code, kind, None, content, EMPTY_SLOT)
        if context.capabilities.has_named_slots:
            due = due.in_new_slot(slot, is_known_empty)
        queue.put(due)


def _needs_read(placement: Placement, capabilities: LockCapabilities) -> bool:
    if placement.needs_read and capabilities.can_be_read:
        return True
    if placement.possible == {UNDISCLOSED}:
        return capabilities.reads is Readability.PIN
    return can_read_decide(placement.possible, capabilities.reads)


# contract 5.40, 12.77, 14.17
def is_supported(
    code: AccessCode, goal: Content, capabilities: LockCapabilities
) -> bool:
    """Return whether the lock can hold a code that may have been made for the lock before it, or for other lengths."""
    if goal in (EMPTY, UNREADABLE):
        return True
    if code.max_uses is not None and not capabilities.reports_use:
        return False
    if capabilities.is_pin_chosen_by_lock:
        return code.is_pin_chosen_by_lock
    if isinstance(goal, KnownPin):
        return capabilities.objection_to(goal.pin) is None
    return goal is not UNDISCLOSED


# contract 5.29
def _is_put_back_paused(queue: CommandQueue, placement: Placement) -> bool:
    """Return whether the code was put back too often to be put back now."""
    pause_end = put_back_pause_end(placement, queue.now)
    if pause_end is None or pause_end <= queue.now:
        return False
    queue.wait_until(pause_end)
    return True


# contract 12.72
def _add_rename(
    context: CommandContext, state: CodeState, placement: Placement
) -> None:
    """Queue a rename where the name on the lock differs from the code's."""
    code, capabilities, queue = state.code, context.capabilities, context.queue
    if not capabilities.name_length or context.is_set_forbidden:
        return
    refused = placement.refused_name
    if is_named_for(placement, code, capabilities) or (
        refused is not None and is_name_of(refused, code, capabilities)
    ):
        return
    is_off = state.status is Status.UNSET and not state.is_scheduled
    if is_off or queue.is_paused(code.progress.attempt):
        return
    slot, since, new_slot = placement.slot, code.changed_at, None
    if capabilities.are_names_keys:
        new_slot = context.key_for(code)
        if new_slot is None:
            return
        if not is_known_empty(
            context.edit.record, context.world, capabilities, new_slot
        ):
            queue.add(RENAME, since, code, CommandKind.READ, new_slot)
            return
    goal = state.wanted_content
    queue.add(
        RENAME,
        since,
        code,
        CommandKind.RENAME,
        slot,
        content=goal if isinstance(goal, KnownPin) else None,
        before=placement.possible,
        new_slot=new_slot,
    )


# contract 4.18
def _add_set(
    context: CommandContext, state: CodeState, goal: Content, placement: Placement
) -> None:
    """Queue a set, or the step that frees its PIN where another slot may hold it."""
    queue, code = context.queue, state.code
    rank, since = _rank_of(state), set_due_since(code)
    if not _is_blocked(context, state):
        content = _content_to_set(context, goal)
        kind, slot, before = CommandKind.SET, placement.slot, placement.possible
        queue.add(rank, since, code, kind, slot, content=content, before=before)
    elif state.is_cycle_breaker:
        queue.add_clear(rank, since, code, placement)
    else:
        _add_foreign_read(context, state)


def _content_to_set(context: CommandContext, goal: Content) -> KnownPin | None:
    """Return the content to send; None where the lock chooses the PIN."""
    if context.capabilities.is_pin_chosen_by_lock:
        return None
    return goal if isinstance(goal, KnownPin) else None


def _is_blocked(context: CommandContext, state: CodeState) -> bool:
    """Return whether another slot may hold the PIN to set. A PIN of the lock's choice waits for none."""
    return state.is_blocked and not context.capabilities.is_pin_chosen_by_lock


# contract 5.91
def _add_foreign_read(context: CommandContext, state: CodeState) -> None:
    """Queue a read of the unmanaged slot with the same PIN, if it was last seen before the start and may be free."""
    if state.foreign is None or not context.capabilities.can_be_read:
        return
    slot, is_recalled = state.foreign
    if is_recalled:
        rank, since = _rank_of(state), set_due_since(state.code)
        context.queue.add(rank, since, state.code, CommandKind.READ, slot)
    else:
        wait_for_unmanaged(context, (slot,))
