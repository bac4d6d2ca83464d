"""Commands that bring wanted codes on the lock: a slot, its content, its name."""

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
from ..record.slot_names import is_name_of
from ..record.unmanaged import is_recalled
from ..retries import put_back_pause_end
from ..schedule import set_due_since
from .code_state import AT_REST, CodeState
from .command_context import CommandContext
from .command_queue import READ, RENAME, SET, CommandQueue
from .free_slots import is_known_empty


# contract 4.14, 5.26, 13.29, 13.30, 13.46
def add_for_slot(
    context: CommandContext, state: CodeState, placement: Placement
) -> None:
    """Queue the next step from the possible contents of a wanted code's slot to its wanted content."""
    code, goal, queue = state.code, state.wanted_content, context.queue
    if state.status in AT_REST and not placement.needs_read:
        _add_rename(context, state, placement)
        return
    attempt = code.progress.attempt
    if _needs_read(placement, context.capabilities):
        # A slot can be read although the lock refuses to set it.
        is_refused = attempt is not None and attempt.retry_at is None
        if is_refused or not queue.is_paused(attempt):
            since = set_due_since(code)
            queue.add(READ, since, code, CommandKind.READ, placement.slot)
    elif placement.possible == {UNDISCLOSED} and goal is UNDISCLOSED:
        return
    elif not _is_supported(code, goal, context.capabilities):
        queue.unfit.add(code.access_code_id)
    elif queue.is_paused(attempt):
        return
    elif placement.altered == goal:
        queue.add_clear(SET, set_due_since(code), code, placement)
    elif context.is_set_forbidden:
        return
    elif placement.needs_clear_first or goal is EMPTY:
        queue.add_clear(SET, set_due_since(code), code, placement)
    elif goal is not UNREADABLE and not _is_put_back_paused(queue, placement):
        _add_set(context, code, goal, placement.slot, placement.possible)


# contract 4.23
def add_for_new_slot(context: CommandContext, code: AccessCode, goal: Content) -> None:
    """Queue the next step to a slot for a wanted code that has none."""
    if goal is EMPTY or goal is UNREADABLE:
        return
    queue, record = context.queue, context.edit.record
    if not _is_supported(code, goal, context.capabilities):
        queue.unfit.add(code.access_code_id)
        return
    if queue.is_paused(code.progress.attempt) or context.is_set_forbidden:
        return
    slot, is_known_empty = context.slot_for(code)
    if slot is None:
        queue.no_slot.add(code.access_code_id)
    elif is_known_empty:
        _add_set(context, code, goal, slot, EMPTY_SLOT)
    elif record.is_read or queue.is_paused(record.read_attempt):
        if isinstance(goal, KnownPin) and context.conflicts.is_blocked(code, goal):
            _add_foreign_read(context, code, goal)
        else:
            queue.add(SET, set_due_since(code), code, CommandKind.READ, slot)


def _needs_read(placement: Placement, capabilities: LockCapabilities) -> bool:
    if placement.needs_read and capabilities.can_be_read:
        return True
    if placement.possible == {UNDISCLOSED}:
        return capabilities.reads is Readability.PIN
    return can_read_decide(placement.possible, capabilities.reads)


# contract 5.40, 12.77, 14.17
def _is_supported(
    code: AccessCode, goal: Content, capabilities: LockCapabilities
) -> bool:
    """Return whether the lock can hold a code that may have been made for the lock before it, or for other lengths."""
    if goal in (EMPTY, UNREADABLE):
        return True
    if code.is_one_time_use and not capabilities.reports_use:
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
    if is_name_of(placement.name, code, capabilities) or (
        refused is not None and is_name_of(refused, code, capabilities)
    ):
        return
    if state.status is Status.UNSET or queue.is_paused(code.progress.attempt):
        return
    slot, since, new_slot = placement.slot, code.changed_at, None
    if capabilities.are_names_keys:
        new_slot = context.key_for(code)
        if new_slot is None:
            return
        if not is_known_empty(context.world, capabilities, new_slot):
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
    context: CommandContext,
    code: AccessCode,
    goal: Content,
    slot: str,
    before: frozenset[Content],
) -> None:
    """Queue a set, or the step that frees its PIN where another slot may hold it."""
    queue, conflicts = context.queue, context.conflicts
    if context.capabilities.is_pin_chosen_by_lock or not isinstance(goal, KnownPin):
        since = set_due_since(code)
        queue.add(SET, since, code, CommandKind.SET, slot, before=before)
    elif not conflicts.is_blocked(code, goal):
        since, kind = set_due_since(code), CommandKind.SET
        queue.add(SET, since, code, kind, slot, content=goal, before=before)
    elif conflicts.must_be_cleared_first(code):
        placement = context.edit.by_owner[code.access_code_id]
        queue.add_clear(SET, set_due_since(code), code, placement)
    else:
        _add_foreign_read(context, code, goal)


def _add_foreign_read(
    context: CommandContext, code: AccessCode, goal: KnownPin
) -> None:
    """Queue a read of the unmanaged slot with the same PIN, if it was last seen before the start and may be free."""
    slot = context.conflicts.foreign_slot(goal.pin)
    if (
        slot is not None
        and context.capabilities.can_be_read
        and is_recalled(context.edit.record, context.world, slot)
    ):
        since = set_due_since(code)
        context.queue.add(SET, since, code, CommandKind.READ, slot)
