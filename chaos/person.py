"""Somebody who answers the repairs that wait for a person, by the flows that a person goes through."""

from random import Random

from simulators.repairs import fix

from .household import Household
from .locks import OWN, LabLock
from .tally import Tally

_ODDITIES_THAT_ASK = 2


class Person:
    """Says, where the journal may be older than a lock, which of the two is right."""

    def __init__(self, household: Household, chance: Random, tally: Tally) -> None:
        """Prepare; nothing is answered yet."""
        self._household = household
        self._chance = chance
        self._tally = tally

    async def answer(self) -> None:
        """Answer what is asked about any lock."""
        issues = await self._household.issues()
        for lock in OWN:
            issue = f"journal_behind_lock_{self._household.entry_of(lock)}"
            if issue in issues:
                await self._say_who_is_right(lock, issue)
            issue = f"lock_was_reset_{self._household.entry_of(lock)}"
            if issue in issues:
                await self._take_note(lock, issue)

    async def _say_who_is_right(self, lock: LabLock, issue: str) -> None:
        ledger = self._household.ledgers[lock.entity_id]
        if ledger.oddities < _ODDITIES_THAT_ASK:
            self._tally.findings.append(
                f"{lock.entity_id}: asked who is right after {ledger.oddities} changes"
            )
        choice = self._chance.choice(("trust_lock", "trust_stored"))
        if choice == "trust_lock":
            assert lock.node is not None
            held = await self._household.network.codes(lock.node)
            ledger.lock_may_be_trusted(set(held.values()))
        if await fix(self._household.home, issue, choice):
            self._tally.answers[choice] += 1

    async def _take_note(self, lock: LabLock, issue: str) -> None:
        """Take note of what a lock that lost all its codes has lost of others."""
        stored = self._household.stored(lock)
        if stored is None or not stored.record.lost_slots:
            return
        if await fix(self._household.home, issue, "take_note"):
            self._tally.answers["take_note"] += 1

    async def clear_altered(self, lock: LabLock) -> None:
        """Clear at the keypad what a lock made of a PIN of ours whose write was cut: listed as unmanaged, and no more.

        In a slot that has answered no write of ours such a PIN cannot be told from one of somebody else.
        """
        ledger = self._household.ledgers[lock.entity_id]
        stored = self._household.stored(lock)
        if lock.node is None or not lock.tells_pins or stored is None:
            return
        sight = await self._household.look(lock, is_read=True)
        for command in await self._household.network.commands(lock.node, "set"):
            slot, sent = str(command["slot"]), command["pin"]
            held = sight.held.get(slot)
            if held is None or slot in stored.slots or slot in ledger.unknown_codes:
                continue
            is_altered = sent.startswith(held) or sent.lstrip("0").startswith(held)
            if is_altered and held != sent and held in (sight.unmanaged or ()):
                del sight.held[slot]
                self._tally.answers["cleared what was altered"] += 1
                await self._household.network.post(
                    f"/locks/{lock.node}/keypad/clear",
                    slot=int(slot),
                    silently=False,
                    user=True,
                )

    async def clear_orphans(self, lock: LabLock) -> None:
        """Clear at the keypad what an older file does not know, once nobody is asked; until then it must stand."""
        ledger = self._household.ledgers[lock.entity_id]
        issue = f"journal_behind_lock_{self._household.entry_of(lock)}"
        if not ledger.orphans or issue in await self._household.issues():
            return
        stored = self._household.stored(lock)
        held = await self._household.network.codes(lock.node or 0)
        for slot in sorted(ledger.orphans):
            theirs = ledger.unknown_codes.pop(slot, None)
            doubtful = ledger.doubtful.pop(slot, None)
            if theirs is not None and held.get(slot) != theirs:
                self._tally.findings.append(
                    f"{lock.entity_id}: what nobody knows in {slot} is {held.get(slot)}, not {theirs}"
                )
            is_ours = stored is None or slot in stored.slots
            if slot in held and not is_ours and held[slot] in (theirs, doubtful):
                await self._household.network.post(
                    f"/locks/{lock.node}/keypad/clear",
                    slot=int(slot),
                    silently=False,
                    user=True,
                )
        ledger.orphans.clear()
