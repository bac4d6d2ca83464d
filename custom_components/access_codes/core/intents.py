"""What must stand in the journal before a command goes out."""

from dataclasses import replace

from .journal import intend
from .model import EMPTY, Command, CommandKind, Held, LockRecord, Placement


def with_intent(record: LockRecord, command: Command | None) -> LockRecord:
    """Return the record with the command's result among what its place may hold."""
    if command is None or command.place is None:
        return record
    if command.kind is CommandKind.SET:
        assert command.pin is not None
        assert command.access_code_id is not None
        placement = record.placements.get(command.place) or Placement(
            command.place, command.access_code_id, frozenset({EMPTY})
        )
        placement = intend(placement, Held(command.pin, command.window))
    elif command.kind is CommandKind.CLEAR:
        placement = intend(record.placements[command.place], EMPTY)
    else:
        return record
    return replace(record, placements={**record.placements, placement.place: placement})
