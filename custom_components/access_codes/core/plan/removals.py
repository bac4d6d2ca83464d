"""Removal of the codes that are on the lock and not wanted there."""

from ..model import EMPTY, AccessCode, CommandKind, Placement
from ..record.journal import can_read_decide
from ..schedule import removal_due_since
from .command_context import CommandContext
from .command_queue import REMOVE


# contract 1.1, 8.12
def add_removal(
    context: CommandContext, code: AccessCode, placement: Placement
) -> None:
    """Queue the clearing of a code's slot, or a read where the slot may be empty already."""
    queue, possible = context.queue, placement.possible
    if queue.is_paused(code.progress.attempt):
        return
    since = removal_due_since(code, context.world.now)
    if EMPTY in possible and can_read_decide(possible, context.capabilities.reads):
        queue.add(REMOVE, since, code, CommandKind.READ, placement.slot)
    else:
        queue.add_clear(REMOVE, since, code, placement)
