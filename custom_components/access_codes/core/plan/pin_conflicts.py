"""Codes that want a PIN which another place of the lock may still hold.

A PIN goes on a lock only when no other place of it may hold that PIN. Codes that wait for each other in a circle are
freed by clearing one of them.
"""

from collections.abc import Iterator

from ..model import AccessCode, Content, Held, LockRecord, Pin, World
from ..record.edit import Draft
from ..record.journal import pins_in
from ..record.unmanaged import held_by_others
from ..schedule import wanted_content
from .wait_cycles import circles


class Rivals:
    """Who holds which PIN, and who therefore waits for whom."""

    __slots__ = (
        "_aside",
        "_draft",
        "_foreign",
        "_goals",
        "_holders",
        "_others",
        "_stuck",
        "_wanted",
        "_world",
    )

    def __init__(self, draft: Draft, world: World, wanted: dict[str, bool]) -> None:
        """Look at nothing before it is asked for."""
        self._draft = draft
        self._world = world
        self._wanted = wanted
        self._holders: dict[Pin, list[str]] | None = None
        self._foreign: dict[Pin, str] | None = None
        self._others: dict[str, list[str]] = {}
        self._goals: dict[str, Content] = {}
        self._aside: set[str] | None = None
        self._stuck: set[str] | None = None

    @property
    def record(self) -> LockRecord:
        """The record that is being decided about."""
        return self._draft.record

    def blocks(self, code: AccessCode, content: Held) -> bool:
        """Tell whether another place may hold this PIN."""
        return bool(self._others_with(code, content.pin)) or (
            self.foreign_place(content.pin) is not None
        )

    def foreign_place(self, pin: Pin) -> str | None:
        """Return the place, not ours, that holds the PIN."""
        if self._foreign is None:
            self._foreign = {
                content.pin: place
                for place, content in held_by_others(
                    self._draft.record, self._world, self._draft.placements
                ).items()
                if isinstance(content, Held)
            }
        return self._foreign.get(pin) if self._foreign else None

    def settled_holder(self, code: AccessCode, content: Held) -> str | None:
        """Return the code that holds this PIN, where no waiting will free it."""
        for owner in self._others_with(code, content.pin):
            if self._wanted[owner] and self._is_kept(owner, code, content):
                return owner
        return None

    def is_to_step_aside(self, code: AccessCode) -> bool:
        """Tell whether the code is the one of its circle whose place is cleared."""
        if self._aside is None:
            self._aside = self._find_aside()
        return code.access_code_id in self._aside

    def _is_kept(self, owner: str, code: AccessCode, content: Held) -> bool:
        """Tell whether a holder keeps the PIN for as long as the code wants it, or cannot let go of it."""
        if self._is_for_good(owner, code, content):
            return True
        if self._goal(owner) == content:
            return False
        if self._stuck is None:
            self._stuck = self._find_stuck()
        return owner in self._stuck

    def _is_for_good(self, owner: str, code: AccessCode, content: Held) -> bool:
        """Tell whether a holder wants this PIN too, at the same time, or is refused what it wants instead."""
        holder = self._draft.codes[owner]
        if self._goal(owner) == content:
            if holder.window is None or code.window is None:
                return True
            return holder.window.overlaps(code.window)
        attempt = holder.progress.attempt
        return attempt is not None and attempt.retry_at is None

    def _find_stuck(self) -> set[str]:
        """Return the wanted codes that hold what others wait for and never get what they want instead."""
        waiters: dict[str, list[str]] = {}
        stuck: list[str] = []
        for code, content in self._seekers():
            if self.foreign_place(content.pin) is not None:
                stuck.append(code.access_code_id)
                continue
            for owner in self._others_with(code, content.pin):
                if not self._wanted[owner]:
                    continue
                if self._is_for_good(owner, code, content):
                    stuck.append(code.access_code_id)
                elif self._goal(owner) != content:
                    waiters.setdefault(owner, []).append(code.access_code_id)
        found = set(stuck)
        while stuck:
            for access_code_id in waiters.get(stuck.pop(), ()):
                if access_code_id not in found:
                    found.add(access_code_id)
                    stuck.append(access_code_id)
        return found

    def _seekers(self) -> Iterator[tuple[AccessCode, Held]]:
        """Go through the wanted codes that want a PIN."""
        for code in self._draft.codes.values():
            if self._wanted[code.access_code_id]:
                content = self._goal(code.access_code_id)
                if isinstance(content, Held):
                    yield code, content

    def _find_aside(self) -> set[str]:
        """Return one code of every circle: the first, in a fixed order, that may be tried now."""
        waits_for: dict[str, list[str]] = {}
        for code, content in self._seekers():
            placement = self._draft.by_owner.get(code.access_code_id)
            if placement is None:
                continue
            others = self._others_with(code, content.pin)
            if others and placement.possible != {content}:
                waits_for[code.access_code_id] = [
                    owner for owner in others if self._wanted[owner]
                ]
        ready = (
            [owner for owner in circle if self._may_be_tried(owner)]
            for circle in circles(waits_for)
        )
        return {min(owners) for owners in ready if owners}

    def _goal(self, access_code_id: str) -> Content:
        goal = self._goals.get(access_code_id)
        if goal is None:
            goal = wanted_content(self._draft.codes[access_code_id])
            self._goals[access_code_id] = goal
        return goal

    def _others_with(self, code: AccessCode, pin: Pin) -> list[str]:
        """Return the other codes whose places may hold this one's PIN."""
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
        for placement in self._draft.placements.values():
            for pin in pins_in(placement):
                holders.setdefault(pin, []).append(placement.owner)
        return holders

    def _may_be_tried(self, access_code_id: str) -> bool:
        attempt = self._draft.codes[access_code_id].progress.attempt
        if attempt is None:
            return True
        return attempt.retry_at is not None and attempt.retry_at <= self._world.now
