"""Slots of which the engine was told that they are occupied, for locks that are looked at right before a write."""

from collections.abc import Iterable


class ListedSlots:
    """Knowledge of the engine about a list: a slot that is occupied by now, and was not listed, may be of others.

    That may be so between a list and a write, for as long as a list counts as fresh.
    """

    def __init__(self) -> None:
        """Begin before the first list."""
        self._occupied: set[str] | None = None
        self._freed: dict[str, bool] = {}

    def note(self, slots: Iterable[str]) -> None:
        """Store the occupied slots of a list that the engine is told."""
        self._occupied = {*slots}
        self._freed.clear()

    def is_unknown(self, slot: str) -> bool:
        """Return whether the engine was not told of what an occupied slot holds: of others, or ours that comes late."""
        is_listed = self._occupied is None or slot in self._occupied
        return slot in self._freed or not is_listed

    def is_taken(self, slot: str) -> bool:
        """Return whether others had the slot when ours left it."""
        return self._freed.get(slot, False)

    def take(self, slot: str) -> None:
        """Store that a slot is ours."""
        self._freed.pop(slot, None)
        if self._occupied is not None:
            self._occupied.add(slot)

    def leave(self, slot: str, *, is_taken: bool = False) -> None:
        """Store that a slot is not ours any more, and whether others have it."""
        self._freed[slot] = is_taken
