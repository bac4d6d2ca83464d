"""The input of one pass over the codes of a lock, shared by the rules that queue commands."""

from dataclasses import dataclass
from functools import cached_property

from ..model import LockCapabilities, World
from ..record.edit import RecordEdit
from .command_queue import CommandQueue
from .free_slots import find_free_slot
from .pin_conflicts import PinConflicts


@dataclass(frozen=True)
class CommandContext:
    """Record, world and lock that commands follow from, and the queue that takes them. The record stays the same."""

    edit: RecordEdit
    world: World
    capabilities: LockCapabilities
    conflicts: PinConflicts
    queue: CommandQueue

    @cached_property
    def is_set_forbidden(self) -> bool:
        """The journal may be older than the lock: until that is known, codes are removed and never set."""
        return self.edit.record.restore_check is not None

    @cached_property
    def free_slot(self) -> tuple[str | None, bool]:
        """The slot for the next new code, and whether it is known to be empty.

        Found once a pass: every code that waits for a slot is offered the same one, and one of them gets it.
        """
        return find_free_slot(self.edit, self.world, self.capabilities)
