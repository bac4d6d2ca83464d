"""Codes that want a PIN which another place of the lock may still hold.

A PIN goes on a lock only when no other place of it may hold that PIN. Codes that wait for each other in a circle are
freed by clearing one of them.
"""

from .clockwork import wanted_content
from .draft import Draft
from .model import AccessCode, Held, World
from .pin import Pin


class Rivals:
    """Who holds which PIN, and who therefore waits for whom."""

    __slots__ = ("_aside", "_draft", "_foreign", "_holders", "_wanted", "_world")

    def __init__(self, draft: Draft, world: World, wanted: dict[str, bool]) -> None:
        """Index all places once."""
        self._draft = draft
        self._world = world
        self._wanted = wanted
        self._holders: dict[Pin, list[str]] = {}
        for placement in draft.placements.values():
            for content in placement.possible:
                if isinstance(content, Held):
                    self._holders.setdefault(content.pin, []).append(placement.owner)
        self._foreign = {
            content.pin: place
            for place, content in world.observed.items()
            if isinstance(content, Held) and place not in draft.placements
        }
        self._aside: set[str] | None = None

    def blocks(self, code: AccessCode, content: Held) -> bool:
        """Tell whether another place may hold this PIN."""
        return content.pin in self._foreign or bool(self._others(code, content))

    def foreign_place(self, pin: Pin) -> str | None:
        """Return the place, not ours, that holds the PIN."""
        return self._foreign.get(pin)

    def settled_holder(
        self, code: AccessCode, content: Held, asking: frozenset[str] = frozenset()
    ) -> str | None:
        """Return the code that holds this PIN, where no waiting will free it."""
        asking |= {code.access_code_id}
        for owner in self._others(code, content):
            if owner in asking or not self._wanted[owner]:
                continue
            if self._stays(self._draft.codes[owner], code, asking):
                return owner
        return None

    def is_to_step_aside(self, code: AccessCode) -> bool:
        """Tell whether the code is the one of its circle whose place is cleared."""
        if self._aside is None:
            self._aside = self._find_aside()
        return code.access_code_id in self._aside

    def _stays(
        self, holder: AccessCode, code: AccessCode, asking: frozenset[str]
    ) -> bool:
        """Tell whether a holder keeps the PIN for as long as the code wants it, or cannot let go of it."""
        content = wanted_content(holder)
        if content == wanted_content(code):
            if holder.window is None or code.window is None:
                return True
            return holder.window.overlaps(code.window)
        attempt = holder.progress.attempt
        if attempt is not None and attempt.retry_at is None:
            return True
        return isinstance(content, Held) and (
            self.foreign_place(content.pin) is not None
            or self.settled_holder(holder, content, asking) is not None
        )

    def _others(self, code: AccessCode, content: Held) -> list[str]:
        return [
            owner
            for owner in self._holders.get(content.pin, ())
            if owner != code.access_code_id
        ]

    def _waits_for(self, access_code_id: str) -> list[str]:
        """Return the wanted codes whose places may hold the PIN that this one is to get."""
        placement = self._draft.by_owner.get(access_code_id)
        code = self._draft.codes[access_code_id]
        content = wanted_content(code)
        if (
            placement is None
            or not isinstance(content, Held)
            or placement.possible == {content}
        ):
            return []
        return [owner for owner in self._others(code, content) if self._wanted[owner]]

    def _find_aside(self) -> set[str]:
        """Return one code of every circle: the first, in a fixed order, that may be tried now."""
        aside: set[str] = set()
        for placement in self._draft.placements.values():
            circle = (
                self._circle_through(placement.owner)
                if self._wanted[placement.owner]
                else set()
            )
            if circle and not circle & aside:
                ready = sorted(owner for owner in circle if self._may_be_tried(owner))
                aside.update(ready[:1])
        return aside

    def _circle_through(self, start: str) -> set[str]:
        """Return the codes that wait for each other with this one, itself included; empty if none do."""
        reached = self._reach(start)
        if start not in reached:
            return set()
        return {owner for owner in reached if start in self._reach(owner)}

    def _reach(self, start: str) -> set[str]:
        reached: set[str] = set()
        pending = [start]
        while pending:
            for owner in self._waits_for(pending.pop()):
                if owner not in reached:
                    reached.add(owner)
                    pending.append(owner)
        return reached

    def _may_be_tried(self, access_code_id: str) -> bool:
        attempt = self._draft.codes[access_code_id].progress.attempt
        if attempt is None:
            return True
        return attempt.retry_at is not None and attempt.retry_at <= self._world.now
