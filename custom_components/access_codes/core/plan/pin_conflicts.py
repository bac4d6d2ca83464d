"""Codes that want a PIN which another slot of the lock may still hold.

A PIN goes on a lock only when no other slot of it may hold that PIN. Codes that wait for each other in a circle are
freed by clearing one of them.
"""

from collections.abc import Iterator

from ..model import AccessCode, Content, KnownPin, LockRecord, Pin, World
from ..record.edit import RecordEdit
from ..record.journal import pins_in
from ..record.unmanaged import held_by_others
from ..schedule import wanted_content
from .wait_cycles import wait_cycles


class PinConflicts:
    """Who holds which PIN, and who therefore waits for whom."""

    __slots__ = (
        "_blocked",
        "_cycle_breakers",
        "_edit",
        "_foreign",
        "_goals",
        "_holders",
        "_others",
        "_wanted",
        "_world",
    )

    def __init__(self, edit: RecordEdit, world: World, wanted: dict[str, bool]) -> None:
        """Look at nothing before it is asked for."""
        self._edit = edit
        self._world = world
        self._wanted = wanted
        self._holders: dict[Pin, list[str]] | None = None
        self._foreign: dict[Pin, str] | None = None
        self._others: dict[str, list[str]] = {}
        self._goals: dict[str, Content] = {}
        self._cycle_breakers: set[str] | None = None
        self._blocked: set[str] | None = None

    @property
    def record(self) -> LockRecord:
        """The record that is being decided about."""
        return self._edit.record

    def blocks(self, code: AccessCode, content: KnownPin) -> bool:
        """Tell whether another slot may hold this PIN."""
        return bool(self._others_with(code, content.pin)) or (
            self.foreign_slot(content.pin) is not None
        )

    def foreign_slot(self, pin: Pin) -> str | None:
        """Return the slot, not ours, that holds the PIN."""
        if self._foreign is None:
            self._foreign = {
                content.pin: slot
                for slot, content in held_by_others(
                    self._edit.record, self._world, self._edit.placements
                ).items()
                if isinstance(content, KnownPin)
            }
        return self._foreign.get(pin) if self._foreign else None

    def permanent_holder(self, code: AccessCode, content: KnownPin) -> str | None:
        """Return the code that holds this PIN, where no waiting will free it."""
        for owner in self._others_with(code, content.pin):
            if self._wanted[owner] and self._is_kept(owner, code, content):
                return owner
        return None

    def must_be_cleared_first(self, code: AccessCode) -> bool:
        """Tell whether the code is the one of its circle whose slot is cleared."""
        if self._cycle_breakers is None:
            self._cycle_breakers = self._find_cycle_breakers()
        return code.access_code_id in self._cycle_breakers

    def _is_kept(self, owner: str, code: AccessCode, content: KnownPin) -> bool:
        """Tell whether a holder keeps the PIN for as long as the code wants it, or cannot let go of it."""
        if self._is_for_good(owner, code, content):
            return True
        if self._goal(owner) == content:
            return False
        if self._blocked is None:
            self._blocked = self._find_blocked()
        return owner in self._blocked

    def _is_for_good(self, owner: str, code: AccessCode, content: KnownPin) -> bool:
        """Tell whether a holder wants this PIN too, at the same time, or is refused what it wants instead."""
        holder = self._edit.codes[owner]
        if self._goal(owner) == content:
            if holder.window is None or code.window is None:
                return True
            return holder.window.overlaps(code.window)
        attempt = holder.progress.attempt
        return attempt is not None and attempt.retry_at is None

    def _find_blocked(self) -> set[str]:
        """Return the wanted codes that hold what others wait for and never get what they want instead."""
        waiters: dict[str, list[str]] = {}
        blocked: list[str] = []
        for code, content in self._waiting_codes():
            if self.foreign_slot(content.pin) is not None:
                blocked.append(code.access_code_id)
                continue
            for owner in self._others_with(code, content.pin):
                if not self._wanted[owner]:
                    continue
                if self._is_for_good(owner, code, content):
                    blocked.append(code.access_code_id)
                elif self._goal(owner) != content:
                    waiters.setdefault(owner, []).append(code.access_code_id)
        found = set(blocked)
        while blocked:
            for access_code_id in waiters.get(blocked.pop(), ()):
                if access_code_id not in found:
                    found.add(access_code_id)
                    blocked.append(access_code_id)
        return found

    def _waiting_codes(self) -> Iterator[tuple[AccessCode, KnownPin]]:
        """Go through the wanted codes that want a PIN."""
        for code in self._edit.codes.values():
            if self._wanted[code.access_code_id]:
                content = self._goal(code.access_code_id)
                if isinstance(content, KnownPin):
                    yield code, content

    def _find_cycle_breakers(self) -> set[str]:
        """Return one code of every circle: the first, in a fixed order, that may be tried now."""
        waits_for: dict[str, list[str]] = {}
        for code, content in self._waiting_codes():
            placement = self._edit.by_owner.get(code.access_code_id)
            if placement is None:
                continue
            others = self._others_with(code, content.pin)
            if others and placement.possible != {content}:
                waits_for[code.access_code_id] = [
                    owner for owner in others if self._wanted[owner]
                ]
        ready = (
            [owner for owner in cycle if self._may_be_tried(owner)]
            for cycle in wait_cycles(waits_for)
        )
        return {min(owners) for owners in ready if owners}

    def _goal(self, access_code_id: str) -> Content:
        goal = self._goals.get(access_code_id)
        if goal is None:
            goal = wanted_content(self._edit.codes[access_code_id])
            self._goals[access_code_id] = goal
        return goal

    def _others_with(self, code: AccessCode, pin: Pin) -> list[str]:
        """Return the other codes whose slots may hold this one's PIN."""
        others = self._others.get(code.access_code_id)
        if others is None:
            if self._holders is None:
                self._holders = self._find_holders()
            others = [
                owner
                for owner in self._holders.get(pin, ())
                if owner != code.access_code_id
            ]
            self._others[code.access_code_id] = others
        return others

    def _find_holders(self) -> dict[Pin, list[str]]:
        holders: dict[Pin, list[str]] = {}
        for placement in self._edit.placements.values():
            for pin in pins_in(placement):
                holders.setdefault(pin, []).append(placement.owner)
        return holders

    def _may_be_tried(self, access_code_id: str) -> bool:
        attempt = self._edit.codes[access_code_id].progress.attempt
        if attempt is None:
            return True
        return attempt.retry_at is not None and attempt.retry_at <= self._world.now
