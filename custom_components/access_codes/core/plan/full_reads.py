"""The next read of a full read: one slot, or the lock's list, once no other command is due."""

from ..full_read import is_list_due, unread_slots
from ..model import CommandKind
from .command_context import CommandContext
from .due_command import FULL_READ, DueCommand


# contract 8.1, 8.37
def add_full_read(context: CommandContext) -> None:
    """Queue the next read of the first full read, or of one that was asked for, behind all other commands."""
    queue, world = context.queue, context.world
    if not context.capabilities.can_be_read:
        return
    first = _next_of_first_read(context)
    if first is not None and not context.edit.record.is_read:
        queue.is_any_due = True
    if queue.most_urgent is not None:
        return
    if (wanted := world.wanted_read) is not None:
        _put(context, wanted.kind, wanted.slot)
    elif first is not None:
        kind, slot = first
        _put(context, kind, slot)


def _put(context: CommandContext, kind: CommandKind, slot: str | None) -> None:
    since = context.world.started_at
    context.queue.put_first(DueCommand(FULL_READ, since, None, kind, slot))


# contract 8.31
def _next_of_first_read(
    context: CommandContext,
) -> tuple[CommandKind, str | None] | None:
    """Return the next read: the list, then our slots, then the others, then those that did not answer."""
    record, queue = context.edit.record, context.queue
    if record.is_read and record.full_read is None:
        return None
    if queue.is_paused(record.read_attempt):
        return None
    if is_list_due(record):
        return CommandKind.READ_ALL, None
    unread = unread_slots(record)
    silent = record.full_read.silent if record.full_read is not None else {}
    slots = [slot for slot in context.capabilities.slots if slot in unread]
    slots.sort(key=lambda slot: slot not in context.edit.placements)
    for slot in slots:
        if slot not in silent:
            return CommandKind.READ, slot
    due = [slot for slot in slots if not queue.is_paused(silent[slot])]
    if not due:
        return None
    longest = min(due, key=lambda slot: silent[slot].retry_at or context.world.now)
    return CommandKind.READ, longest
