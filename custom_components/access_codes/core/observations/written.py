"""Apply the answer to a write, with what the lock said of its effect."""

from ..model import Command, CommandKind, Content, LockRecord, Outcome, World
from ..record.journal import written_content
from .command_results import apply_outcome
from .named_slots import name_slot
from .observation import Observation
from .reads import apply_read


# contract 12.30
def apply_written(
    record: LockRecord,
    world: World,
    command: Command,
    outcome: Outcome,
    *,
    content: Content | None = None,
    slot: str | None = None,
) -> Observation:
    """Apply the answer to a write. A content that the lock reported, and that is not the written one, counts as read.

    ``content``: of the slot after the write; ``slot``: as the lock named it.
    """
    if slot is not None:
        record, world, command = name_slot(record, world, command, slot)
    if content is None or command.slot is None or content == _content_after(command):
        record = apply_outcome(record, world, command, outcome)
        return Observation(record, world.observed)
    if outcome is Outcome.CONFIRMED:
        outcome = Outcome.ACCEPTED
    record = apply_outcome(record, world, command, outcome)
    slot = command.new_slot or command.slot
    return apply_read(record, world, slot, content, command)


def _content_after(command: Command) -> Content | None:
    """Return the content of the slot after a write, as far as it is known before."""
    if command.kind is CommandKind.RENAME and command.pin is None:
        return None
    return written_content(command)
