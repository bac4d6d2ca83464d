"""Memory of the slots of a lock: what an adapter has seen in them since its start."""

from ...core.model import Cause
from ..adapter import AdapterListener


class SlotMemory:
    """Slots by what was seen in them last: a change is reported once, and not at each read."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._occupied: set[int] = set()
        self._ours: set[int] = set()
        self._altered: set[int] = set()
        self._inactive: set[int] = set()

    def is_occupied(self, number: int) -> bool:
        """Return whether something was seen in a slot."""
        return number in self._occupied

    def has_seen_ours(self, number: int) -> bool:
        """Return whether a code of ours was seen in a slot, or written to it."""
        return number in self._ours

    def is_inactive(self, number: int) -> bool:
        """Return whether the code in a slot was seen switched off."""
        return number in self._inactive

    def saw(self, number: int, listener: AdapterListener, *, is_altered: bool) -> None:
        """Store an occupied slot; report it if others have altered what we wrote."""
        self._occupied.add(number)
        if not is_altered:
            self._altered.discard(number)
        elif number not in self._altered:
            self.saw_others(number)
            listener.reported(str(number), None, Cause.OTHERS)

    def saw_others(self, number: int) -> None:
        """Store that others have changed a slot, which was reported."""
        self._occupied.add(number)
        self._altered.add(number)

    def saw_ours(self, number: int) -> None:
        """Store that a code of ours is in a slot."""
        self._ours.add(number)

    def wrote(self, number: int) -> None:
        """Store that a slot holds what we wrote."""
        self._altered.discard(number)
        self._occupied.add(number)
        self._ours.add(number)

    def saw_empty(self, number: int) -> None:
        """Store that a slot is empty."""
        for slots in (self._occupied, self._ours, self._altered):
            slots.discard(number)

    def saw_activity(
        self, number: int, listener: AdapterListener, *, is_inactive: bool
    ) -> None:
        """Store whether the code in a slot is switched off; report a change of that."""
        if is_inactive is self.is_inactive(number):
            return
        if is_inactive:
            self._inactive.add(number)
        else:
            self._inactive.discard(number)
        listener.activity_found(str(number), is_inactive=is_inactive)
