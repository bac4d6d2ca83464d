"""The next command, and the time when another may become due.

Removals go before their proofs, these before sets, sets before reads, reads before preloads and renames, and all of them
before the next slot of a full read; among equals the longest due goes first. A code in its pause blocks no
other, and one that has failed is due anew from the end of its pause.
"""

from collections.abc import Mapping

from ..model import EMPTY, UNREADABLE, CommandKind, KnownPin, Placement
from ..record.freshness import is_too_old_to_take
from ..record.journal import can_read_decide
from ..record.late_writes import is_awaited
from ..retries import is_cleared_blindly
from ..schedule import removal_due_since
from .code_state import CodeState
from .command_context import CommandContext
from .due_command import PROVE, REMOVE, rank_of_removal_read
from .fresh_reads import add_fresh_read, wait_for_slots
from .full_reads import add_full_read
from .preflight import add_check
from .slot_moves import add_for_move
from .wanted_codes import add_for_new_slot, add_for_slot, is_supported


def find_due_command(context: CommandContext, state: CodeState) -> None:
    """Store the command of a code that is due now, or the reason why it has none."""
    placement = state.placement
    is_due = state.is_wanted or state.is_preloaded
    state.lack = None
    if placement is None:
        if is_due:
            add_for_new_slot(context, state)
    elif placement.next_slot is not None:
        add_for_move(context, state, placement)
    elif is_due:
        add_for_slot(context, state, placement)
    else:
        _add_removal(context, state, placement)
    context.queue.collect(state)


# contract 4.17, 4.25
def choose_command(context: CommandContext, states: Mapping[str, CodeState]) -> None:
    """Find the most urgent of all commands that are due now."""
    queue, in_order = context.queue, states.values()
    # Which command is held depends on those before it.
    queue.choose(
        [states[code] for code in context.edit.codes] if queue.held else in_order
    )
    wait_for_slots(context, in_order)
    add_full_read(context)
    add_fresh_read(context, in_order)
    add_check(context, in_order)


# contract 1.1, 5.90, 8.12
def _add_removal(
    context: CommandContext, state: CodeState, placement: Placement
) -> None:
    """Queue the clearing of a code's slot, or a read where the slot may be empty already."""
    queue, code, slot = context.queue, state.code, placement.slot
    if queue.is_paused(code.progress.attempt):
        return
    since = removal_due_since(code, context.world)
    if _is_removal_awaited(state, placement):
        if placement.needs_read and context.capabilities.can_be_read:
            queue.add(PROVE, since, code, CommandKind.READ, slot)
    elif _is_read_before_removal(context, state, placement):
        queue.add(REMOVE, since, code, CommandKind.READ, slot)
    elif _is_removed_by_read(context, state, placement):
        rank = rank_of_removal_read(code, placement)
        queue.add(rank, since, code, CommandKind.READ, slot)
    elif (content := _overwriting(context, state, placement)) is not None:
        before = placement.possible
        kind = CommandKind.SET
        queue.add(REMOVE, since, code, kind, slot, content=content, before=before)
    else:
        queue.add_clear(REMOVE, since, code, placement)


# contract 13.70
def _is_removal_awaited(state: CodeState, placement: Placement) -> bool:
    """Return whether nothing is left to remove, and only a write that may still be carried out can change that."""
    return is_awaited(placement, EMPTY) or (
        state.preload is not None and is_awaited(placement, state.preload)
    )


# contract 8.62
def _is_read_before_removal(
    context: CommandContext, state: CodeState, placement: Placement
) -> bool:
    """Return whether a code of others, or one that was theirs, must be seen once more before it is taken off the lock."""
    if not context.capabilities.can_be_read:
        return False
    if not state.code.is_unmanaged:
        # It was taken over as it was last seen, and not seen since.
        is_unseen = placement.needs_read and not placement.is_confirmed
        return is_unseen and not is_cleared_blindly(state.code, placement)
    record, now = context.edit.record, context.world.now
    return placement.needs_read or is_too_old_to_take(record, placement.slot, now)


def _is_removed_by_read(
    context: CommandContext, state: CodeState, placement: Placement
) -> bool:
    """Return whether a read may show that nothing is left to remove."""
    possible = placement.possible
    # contract 12.88
    is_left = placement.has_remainder and placement.needs_read
    is_left = is_left and context.capabilities.can_be_read
    if not is_left and not can_read_decide(possible, context.capabilities.reads):
        return False
    if is_cleared_blindly(state.code, placement):
        return False
    is_tried = state.code.progress.attempt is not None
    return EMPTY in possible or (state.preload in possible and not is_tried)


# contract 9.14
def _overwriting(
    context: CommandContext, state: CodeState, placement: Placement
) -> KnownPin | None:
    """Return the content, with a window to come, whose set takes away a known one that may open before: tried once."""
    content, code = state.preload, state.code
    if content is None or code.progress.attempt is not None:
        return None
    is_known = (
        len(placement.slot_may_hold) == 1 and UNREADABLE not in placement.possible
    )
    is_refused = placement.needs_clear_first or placement.altered == content
    if not is_known or is_refused or context.is_set_forbidden:
        return None
    if not is_supported(code, content, context.capabilities):
        return None
    return None if state.is_blocked else content
