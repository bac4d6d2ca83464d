"""The next command, and the time when another may become due.

Removals go before sets, sets before reads, reads before renames; among equals the longest due goes first. A code in
its pause blocks no other.
"""

from ..model import CommandKind, LockCapabilities, World
from ..record.edit import RecordEdit
from .code_state import CodeState
from .command_context import CommandContext
from .command_queue import READ, SET, CommandQueue, DueCommand
from .pin_conflicts import PinConflicts
from .preflight import add_check
from .removals import add_removal
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
    queue = CommandQueue(world.now)
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
        elif state.is_wanted:
            add_for_slot(context, state, placement)
        else:
            add_removal(context, state.code, placement)
    _add_full_read(context)
    add_check(context, states)
    return queue


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
            queue.most_urgent = DueCommand(rank, since, None, CommandKind.READ_ALL)
