"""Conflicts between codes that want a PIN and slots that may still hold it.

A PIN is set only when no other slot of the lock may hold it. Codes that wait for each other in a cycle are freed by
clearing the slot of one of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..goals import Goals
from ..model import AccessCode, Content, KnownPin, Pin, Placement, World
from ..record.edit import RecordEdit
from ..record.journal import pins_in
from ..record.unmanaged import held_by_others
from .wait_cycles import wait_cycles


def holders_by_pin(placements: Iterable[Placement]) -> dict[Pin, list[Placement]]:
    """Return the slots that may hold each PIN."""
    holders: dict[Pin, list[Placement]] = {}
    for placement in placements:
        for pin in pins_in(placement):
            holders.setdefault(pin, []).append(placement)
    return holders


@dataclass(slots=True)
class PinConflicts:
    """Holders of each PIN, and the codes that wait for them; found on demand."""

    edit: RecordEdit
    world: World
    wanted: dict[str, bool]
    goals: Goals
    _others: dict[str, list[str]] = field(default_factory=dict, init=False)
    _contents: dict[str, Content] = field(default_factory=dict, init=False)
    _holders: dict[Pin, list[Placement]] | None = field(default=None, init=False)
    _foreign: dict[Pin, str] | None = field(default=None, init=False)
    _cycle_breakers: set[str] | None = field(default=None, init=False)
    _blocked: set[str] | None = field(default=None, init=False)

    # contract 4.18
    def is_blocked(self, code: AccessCode, content: KnownPin) -> bool:
        """Return whether another slot may hold the PIN that the code wants."""
        return bool(self._others_with(code, content.pin)) or (
            self.foreign_slot(content.pin) is not None
        )

    def foreign_slot(self, pin: Pin) -> str | None:
        """Return the slot of an unmanaged code with this PIN."""
        if self._foreign is None:
            self._foreign = {
                content.pin: slot
                for slot, content in held_by_others(
                    self.edit.record, self.world, self.edit.placements
                ).items()
                if isinstance(content, KnownPin)
            }
        return self._foreign.get(pin) if self._foreign else None

    # contract 5.3
    def permanent_holder(self, code: AccessCode, content: KnownPin) -> str | None:
        """Return the id of the code that holds this PIN, where no waiting will free it."""
        for owner in self._others_with(code, content.pin):
            if self.wanted[owner] and self._is_permanent(owner, code, content):
                return owner
        return None

    def must_be_cleared_first(self, code: AccessCode) -> bool:
        """Return whether the code breaks its cycle: its slot is cleared before it is set."""
        if self._cycle_breakers is None:
            self._cycle_breakers = self._find_cycle_breakers()
        return code.access_code_id in self._cycle_breakers

    def _is_permanent(self, owner: str, code: AccessCode, content: KnownPin) -> bool:
        """Return whether a holder keeps the PIN for as long as the code wants it, or cannot let go of it."""
        if self._is_unyielding(owner, code, content):
            return True
        if self._wants_pin_of(owner, content):
            return False
        if self._blocked is None:
            self._blocked = self._find_blocked()
        return owner in self._blocked

    def _is_unyielding(self, owner: str, code: AccessCode, content: KnownPin) -> bool:
        """Return whether a holder wants this PIN too, at the same time, or is refused the PIN that it wants instead."""
        holder = self.edit.codes[owner]
        if self._wants_pin_of(owner, content):
            if holder.window is None or code.window is None:
                return True
            return holder.window.overlaps(code.window)
        attempt = holder.progress.attempt
        return attempt is not None and attempt.retry_at is None

    def _find_blocked(self) -> set[str]:
        """Return the ids of the wanted codes that hold the PIN of a waiting code and never get the PIN that they want instead."""
        waiters: dict[str, list[str]] = {}
        blocked: list[str] = []
        for code, content in self._waiting_codes():
            if self.foreign_slot(content.pin) is not None:
                blocked.append(code.access_code_id)
                continue
            for owner in self._others_with(code, content.pin):
                if not self.wanted[owner]:
                    continue
                if self._is_unyielding(owner, code, content):
                    blocked.append(code.access_code_id)
                elif not self._wants_pin_of(owner, content):
                    waiters.setdefault(owner, []).append(code.access_code_id)
        found = set(blocked)
        while blocked:
            for access_code_id in waiters.get(blocked.pop(), ()):
                if access_code_id not in found:
                    found.add(access_code_id)
                    blocked.append(access_code_id)
        return found

    def _waiting_codes(self) -> Iterator[tuple[AccessCode, KnownPin]]:
        """Iterate over the wanted codes with a known PIN."""
        for code in self.edit.codes.values():
            if self.wanted[code.access_code_id]:
                content = self._wanted_content(code.access_code_id)
                if isinstance(content, KnownPin):
                    yield code, content

    # contract 4.19
    def _find_cycle_breakers(self) -> set[str]:
        """Return the id of one code of each cycle: the first, in a fixed order, that can be tried now."""
        waits_for: dict[str, list[str]] = {}
        for code, content in self._waiting_codes():
            placement = self.edit.by_owner.get(code.access_code_id)
            if placement is None:
                continue
            others = self._others_with(code, content.pin)
            if others and placement.possible != {content}:
                waits_for[code.access_code_id] = [
                    owner for owner in others if self.wanted[owner]
                ]
        ready = (
            [owner for owner in cycle if self._can_be_tried(owner)]
            for cycle in wait_cycles(waits_for)
        )
        return {min(owners) for owners in ready if owners}

    def _wanted_content(self, access_code_id: str) -> Content:
        content = self._contents.get(access_code_id)
        if content is None:
            content = self.goals.content(self.edit.codes[access_code_id])
            self._contents[access_code_id] = content
        return content

    # contract 9.13
    def _wants_pin_of(self, access_code_id: str, content: KnownPin) -> bool:
        """Return whether a code wants the PIN of a content too, in whatever window."""
        wanted = self._wanted_content(access_code_id)
        return isinstance(wanted, KnownPin) and wanted.pin == content.pin

    def _others_with(self, code: AccessCode, pin: Pin) -> list[str]:
        """Return the ids of the other codes whose slots may hold this PIN, which is the one the code wants."""
        others = self._others.get(code.access_code_id)
        if others is None:
            if self._holders is None:
                self._holders = holders_by_pin(self.edit.placements.values())
            others = [
                holder.owner
                for holder in self._holders.get(pin, ())
                if holder.owner != code.access_code_id
            ]
            self._others[code.access_code_id] = others
        return others

    def _can_be_tried(self, access_code_id: str) -> bool:
        attempt = self.edit.codes[access_code_id].progress.attempt
        if attempt is None:
            return True
        return attempt.retry_at is not None and attempt.retry_at <= self.world.now
