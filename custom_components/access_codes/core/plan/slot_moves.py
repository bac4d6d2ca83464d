"""Commands that finish a rename in doubt, where names are keys: read, clear or set one of its two slots."""

from datetime import datetime

from ..model import EMPTY, CommandKind, Content, KnownPin, Placement
from ..record.journal import EMPTY_SLOT, can_read_decide
from ..schedule import removal_due_since, set_due_since
from .code_state import CodeState
from .command_context import CommandContext
from .due_command import PRELOAD, READ, REMOVE, SET, rank_of_removal_read


def _halves(placement: Placement) -> tuple[tuple[str, frozenset[Content]], ...]:
    """Return the slots of a move with their possible contents, the old one first."""
    assert placement.next_slot is not None
    return (
        (placement.slot, placement.possible),
        (placement.next_slot, placement.next_possible),
    )


# contract 12.72, 13.70, 13.151
def add_for_move(
    context: CommandContext, state: CodeState, placement: Placement
) -> None:
    """Queue the next step to finish or undo a move."""
    code, queue = state.code, context.queue
    if queue.is_paused(code.progress.attempt):
        return
    if not state.is_due:
        since = removal_due_since(code, context.world)
        _add_removal(context, state, placement, since)
        return
    since, rank = set_due_since(code), SET if state.is_wanted else PRELOAD
    if _add_read(context, state, placement, max(READ, rank), since):
        return
    if placement.late:
        # Only a write that may still be carried out can change it.
        return
    if EMPTY not in placement.next_possible or placement.needs_clear_first:
        slot, possible = _halves(placement)[0]
        queue.add(rank, since, code, CommandKind.CLEAR, slot, before=possible)
    elif not context.is_set_forbidden:
        # No read can decide: the new slot is set again.
        goal = state.wanted_content
        content = goal if isinstance(goal, KnownPin) else None
        slot, possible = _halves(placement)[1]
        kind = CommandKind.SET
        queue.add(rank, since, code, kind, slot, content=content, before=possible)


def _add_removal(
    context: CommandContext, state: CodeState, placement: Placement, since: datetime
) -> None:
    """Queue the clearing of a slot of a move that may be occupied."""
    rank = rank_of_removal_read(state.code, placement)
    if _add_read(context, state, placement, rank, since):
        return
    for slot, possible in _halves(placement):
        if possible != EMPTY_SLOT:
            kind = CommandKind.CLEAR
            context.queue.add(REMOVE, since, state.code, kind, slot, before=possible)
            return


def _add_read(
    context: CommandContext,
    state: CodeState,
    placement: Placement,
    rank: int,
    since: datetime,
) -> bool:
    """Queue the read of a slot of a move that a read decides; return whether there is one."""
    for slot, possible in _halves(placement):
        if can_read_decide(possible, context.capabilities.reads):
            context.queue.add(rank, since, state.code, CommandKind.READ, slot)
            return True
    return False
