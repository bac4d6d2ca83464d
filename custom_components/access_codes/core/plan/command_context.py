"""The input of one pass over the codes of a lock, shared by the rules that queue commands."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..model import AccessCode, LockCapabilities, World, provisional_slot
from ..record.edit import RecordEdit
from ..record.slot_names import is_name_of, is_taken_name, name_on_lock
from .command_queue import CommandQueue
from .free_slots import find_free_slot, has_room, is_known_empty


@dataclass(slots=True)
class CommandContext:
    """Record, world and lock that commands follow from, and the queue that takes them. The record stays the same."""

    edit: RecordEdit
    world: World
    capabilities: LockCapabilities
    queue: CommandQueue

    is_set_forbidden: bool
    """The journal may be older than the lock: until that is known, codes are removed and never set."""
    _has_room: bool | None = field(default=None, init=False)
    _is_taken: Callable[[str], bool] | None = field(default=None, init=False)
    _keys: dict[str, str | None] = field(default_factory=dict, init=False)
    """Keys for new codes, by the names of the codes."""

    # contract 12.70, 12.71, 12.75
    def slot_for(self, code: AccessCode) -> tuple[str | None, bool]:
        """Return the slot for a new code, and whether it is known to be empty."""
        capabilities = self.capabilities
        if not capabilities.has_named_slots:
            return self.free_slot()
        if self._has_room is None:
            self._has_room = has_room(self.edit, self.world, capabilities)
        if not self._has_room:
            return None, False
        if not capabilities.are_names_keys:
            return provisional_slot(code.access_code_id), True
        key = self.key_for(code)
        if key is None:
            return None, False
        return key, is_known_empty(self.edit.record, self.world, capabilities, key)

    def key_for(self, code: AccessCode) -> str | None:
        """Return the key of a code's slot, where names are keys; codes with one name are offered the same key."""
        if self._is_taken is None:
            self._is_taken = is_taken_name(self.edit, self.world, self.capabilities)
        key = self._keys.get(code.name)
        if key is None or not is_name_of(key, code, self.capabilities):
            key = name_on_lock(code, self.capabilities, self._is_taken)
            self._keys[code.name] = key
        return key

    def free_slot(self) -> tuple[str | None, bool]:
        """Return the slot for the next new code, and whether it is known to be empty.

        Found once a pass: every code that waits for a slot is offered the same one, and one of them gets it.
        """
        queue = self.queue
        if queue.free_slot is None:
            queue.free_slot = find_free_slot(self.edit, self.world, self.capabilities)
        return queue.free_slot
