"""The next command, and the time when another may become due.

Removals go before sets, sets before reads, reads before renames; among equals the longest due goes first. A code in
its pause blocks no other.
"""

from ..model import EMPTY, AccessCode, CommandKind, LockCapabilities, Placement, World
from ..record.edit import RecordEdit
from ..record.journal import can_read_decide
from ..schedule import removal_due_since
from .code_state import CodeState
from .command_context import CommandContext
from .command_queue import READ, REMOVE, SET, CommandQueue, DueCommand
from .pin_conflicts import PinConflicts
from .preflight import add_check
from .slot_moves import add_for_move
from .wanted_codes import add_for_new_slot, add_for_slot


# contract 4.17, 4.25
def find_due_commands(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    states: list[CodeState],
    conflicts: PinConflicts,
) -> CommandQueue:
    """Return the queue of the commands that are due now."""
    queue = CommandQueue(world.now, world.held)
    context = CommandContext(
        edit=edit,
        world=world,
        capabilities=capabilities,
        conflicts=conflicts,
        queue=queue,
        is_set_forbidden=edit.record.restore_check is not None,
    )
    for state in states:
        placement = state.placement
        if placement is None:
            if state.is_wanted:
                add_for_new_slot(context, state.code, state.wanted_content)
        elif placement.next_slot is not None:
            add_for_move(context, state, placement)
        elif state.is_wanted:
            add_for_slot(context, state, placement)
        else:
            _add_removal(context, state.code, placement)
    _add_full_read(context)
    add_check(context, states)
    return queue


# contract 1.1, 8.12
def _add_removal(
    context: CommandContext, code: AccessCode, placement: Placement
) -> None:
    """Queue the clearing of a code's slot, or a read where the slot may be empty already."""
    queue, possible = context.queue, placement.possible
    if queue.is_paused(code.progress.attempt):
        return
    since = removal_due_since(code, context.world)
    if EMPTY in possible and can_read_decide(possible, context.capabilities.reads):
        queue.add(REMOVE, since, code, CommandKind.READ, placement.slot)
    else:
        queue.add_clear(REMOVE, since, code, placement)


# contract 8.1
def _add_full_read(context: CommandContext) -> None:
    """Queue a read of all slots: once after linking, and when asked for."""
    queue, record = context.queue, context.edit.record
    is_first = not record.is_read
    if is_first and queue.is_paused(record.read_attempt):
        return
    if is_first or context.world.is_read_wanted:
        rank, since = SET if is_first else READ, context.world.started_at
        queue.due.add("")
        first = queue.most_urgent
        if first is None or (rank, since) <= (first.rank, first.since):
            queue.put_first(DueCommand(rank, since, None, CommandKind.READ_ALL))
