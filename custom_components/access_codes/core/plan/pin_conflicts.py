"""Conflicts between codes that want a PIN and slots that may still hold it.

A PIN is set only when no other slot of the lock may hold it. Codes that wait for each other in a cycle are freed by
clearing the slot of one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from ..model import KnownPin, Pin
from .code_state import CodeState
from .pin_holders import ForeignSlot, PinHolders
from .wait_cycles import wait_cycles


class _Hold(Enum):
    """Time for which a code keeps a PIN that another one waits for."""

    FOR_GOOD = "for good"
    """It wants the PIN too, at the same time, or is refused the PIN that it wants instead."""
    IN_ITS_WINDOW = "in its window"
    """It wants the PIN too, at another time."""
    UNTIL_REPLACED = "until replaced"
    """It wants another PIN."""


@dataclass(slots=True)
class PinConflicts:
    """Codes that wait for a PIN, and the slots that may hold it; found on demand."""

    states: Mapping[str, CodeState]
    """The states of all codes."""
    holders: PinHolders
    foreign: Mapping[Pin, ForeignSlot]
    """The slots of unmanaged codes with a known PIN."""
    now: datetime
    _cycle_breakers: set[str] | None = field(default=None, init=False)
    _blocked: set[str] | None = field(default=None, init=False)
    _seekers: list[tuple[CodeState, KnownPin]] | None = field(default=None, init=False)

    # contract 4.18
    def holders_of(
        self, state: CodeState, pin: Pin
    ) -> tuple[tuple[str, ...], ForeignSlot | None]:
        """Return the ids of the other codes whose slots may hold this PIN, and the slot of an unmanaged code with it."""
        foreign = self.foreign.get(pin) if self.foreign else None
        return self._others_with(state, pin), foreign

    def rank_of(self, state: CodeState) -> tuple[bool, str | None]:
        """Return whether a contended code breaks its cycle, and the id of the code that will not free its PIN."""
        return self._must_be_cleared_first(state), self._permanent_holder(state)

    def _others_with(self, state: CodeState, pin: Pin) -> tuple[str, ...]:
        """Return the ids of the other codes whose slots may hold this PIN."""
        holders = self.holders.with_pin(pin)
        if not holders:
            return ()
        access_code_id = state.code.access_code_id
        return tuple(
            [holder.owner for holder in holders if holder.owner != access_code_id]
        )

    # contract 5.3
    def _permanent_holder(self, state: CodeState) -> str | None:
        """Return the id of the code that holds this PIN, where no waiting will free it."""
        for owner in state.others:
            holder = self.states[owner]
            if holder.is_wanted and self._is_permanent(holder, state):
                return owner
        return None

    def _must_be_cleared_first(self, state: CodeState) -> bool:
        """Return whether the code breaks its cycle: its slot is cleared before it is set."""
        if self._cycle_breakers is None:
            self._cycle_breakers = self._find_cycle_breakers()
        return state.code.access_code_id in self._cycle_breakers

    def _is_permanent(self, holder: CodeState, state: CodeState) -> bool:
        """Return whether a holder keeps the PIN for as long as the code wants it, or cannot let go of it."""
        hold = _hold_of(holder, state)
        if hold is not _Hold.UNTIL_REPLACED:
            return hold is _Hold.FOR_GOOD
        if self._blocked is None:
            self._blocked = self._find_blocked()
        return holder.code.access_code_id in self._blocked

    def _find_blocked(self) -> set[str]:
        """Return the ids of the wanted codes that hold the PIN of a waiting code and never get the PIN that they want instead."""
        waiters: dict[str, list[str]] = {}
        blocked: list[str] = []
        for state, _ in self._waiting():
            access_code_id = state.code.access_code_id
            if state.foreign is not None:
                blocked.append(access_code_id)
                continue
            for owner in state.others:
                holder = self.states[owner]
                if not holder.is_wanted:
                    continue
                hold = _hold_of(holder, state)
                if hold is _Hold.FOR_GOOD:
                    blocked.append(access_code_id)
                elif hold is _Hold.UNTIL_REPLACED:
                    waiters.setdefault(owner, []).append(access_code_id)
        found = set(blocked)
        while blocked:
            for access_code_id in waiters.get(blocked.pop(), ()):
                if access_code_id not in found:
                    found.add(access_code_id)
                    blocked.append(access_code_id)
        return found

    def _waiting(self) -> list[tuple[CodeState, KnownPin]]:
        """Return the wanted codes that wait for a PIN. A code at rest holds its own, and blocks no further one."""
        if self._seekers is None:
            self._seekers = [
                (state, state.wanted_content)
                for state in self.states.values()
                if (state.others or state.foreign is not None)
                and state.is_wanted
                and isinstance(state.wanted_content, KnownPin)
            ]
        return self._seekers

    # contract 4.19
    def _find_cycle_breakers(self) -> set[str]:
        """Return the id of one code of each cycle: the first, in a fixed order, that can be tried now."""
        waits_for: dict[str, list[str]] = {}
        for state, content in self._waiting():
            placement = state.placement
            if placement is None or not state.others:
                continue
            if placement.possible != {content}:
                waits_for[state.code.access_code_id] = [
                    owner for owner in state.others if self.states[owner].is_wanted
                ]
        ready = (
            [owner for owner in cycle if self._can_be_tried(owner)]
            for cycle in wait_cycles(waits_for)
        )
        return {min(owners) for owners in ready if owners}

    def _can_be_tried(self, access_code_id: str) -> bool:
        attempt = self.states[access_code_id].code.progress.attempt
        if attempt is None:
            return True
        return attempt.retry_at is not None and attempt.retry_at <= self.now


# contract 9.13
def _hold_of(holder: CodeState, state: CodeState) -> _Hold:
    """Return how long a wanted holder keeps the PIN that a code waits for, in whatever window."""
    content = holder.wanted_content
    if isinstance(content, KnownPin) and content.pin == state.pin:
        window, other = holder.code.window, state.code.window
        if window is None or other is None or window.overlaps(other):
            return _Hold.FOR_GOOD
        return _Hold.IN_ITS_WINDOW
    attempt = holder.code.progress.attempt
    is_refused = attempt is not None and attempt.retry_at is None
    return _Hold.FOR_GOOD if is_refused else _Hold.UNTIL_REPLACED
