"""The input of one pass over the codes of a lock, shared by the rules that queue commands."""

from dataclasses import dataclass, field

from ..model import AccessCode, LockCapabilities, World
from ..record.edit import RecordEdit
from .command_queue import CommandQueue
from .free_slots import find_free_slot, name_new_slot
from .pin_conflicts import PinConflicts


@dataclass(slots=True)
class CommandContext:
    """Record, world and lock that commands follow from, and the queue that takes them. The record stays the same."""

    edit: RecordEdit
    world: World
    capabilities: LockCapabilities
    conflicts: PinConflicts
    queue: CommandQueue

    is_set_forbidden: bool
    """The journal may be older than the lock: until that is known, codes are removed and never set."""
    _free_slot: tuple[str | None, bool] | None = field(default=None, init=False)

    def slot_for(self, code: AccessCode) -> tuple[str | None, bool]:
        """Return the slot for a new code, and whether it is known to be empty."""
        if not self.capabilities.has_named_slots:
            return self.free_slot()
        return name_new_slot(self.edit, self.world, self.capabilities, code)

    def free_slot(self) -> tuple[str | None, bool]:
        """Return the slot for the next new code, and whether it is known to be empty.

        Found once a pass: every code that waits for a slot is offered the same one, and one of them gets it.
        """
        if self._free_slot is None:
            self._free_slot = find_free_slot(self.edit, self.world, self.capabilities)
        return self._free_slot
