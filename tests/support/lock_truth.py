"""What the lock really holds, and what the journal can know of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import json

from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Readability,
    has_pin_of,
    is_provisional,
)
from custom_components.access_codes.core.observations.listings import SlotList
from custom_components.access_codes.core.record.record_json import from_json
from custom_components.access_codes.core.record.unmanaged import may_still_come
from tests.support.command_race import Watcher
from tests.support.contract_promises import matches, require
from tests.support.engine_harness import Harness
from tests.support.fake_lock import Answer, Origin, ReadError, SignOfLife


@dataclass
class Truth(Watcher):
    """Sees the lock and the journal at once.

    ``stale`` are the slots about which the journal cannot know better: changed at the keypad without a report, or
    lied about by a lock that nobody can read. ``stale_on_disk`` are those where only the disk is behind.
    """

    harness: Harness
    stale: set[str] = field(default_factory=set)
    stale_on_disk: set[str] = field(default_factory=set)
    told_at: dict[str, datetime] = field(default_factory=dict)
    """When the lock itself last told of each slot."""
    _held: dict[str, Content] = field(default_factory=dict)
    _is_executed: bool = False

    # --- what happened

    def changed_unseen(self, slot: str) -> None:
        """Somebody changed a slot: neither memory nor disk can know yet."""
        self.stale_on_disk.add(slot)
        self.stale.add(slot)

    def released(self, slot: str) -> None:
        """Take that what we set is not ours any more."""
        entry = self.harness.lock.entries.get(slot)
        if entry is not None:
            self.harness.lock.entries[slot] = replace(entry, origin=Origin.KEYPAD)

    def forgotten(self, access_code_id: str) -> None:
        """Take that a code is given up: its slot is nobody's, and what it may hold is all that is known."""
        placement = self.harness.record.placement_of(access_code_id)
        if placement is None:
            return
        slots = {placement.slot, placement.next_slot or placement.slot}
        if is_provisional(placement.slot):
            slots |= {
                slot
                for slot in self.harness.lock.entries
                if self.is_unnamed(self.harness.record, slot)
            }
        for slot in slots:
            self.released(slot)
            self.changed_unseen(slot)

    def learnt(self, slot: str) -> None:
        """Take that the lock itself told the engine of a slot."""
        if self._is_known_right(slot):
            self.stale.discard(slot)
        else:
            is_masked = self.harness.capabilities.reads is Readability.PRESENCE
            require(
                is_masked and slot in self.stale,
                f"what the lock tells of {slot} is believed",
            )

    def written(self) -> None:
        """Take that the disk knows what memory knows."""
        read_back = from_json(json.loads(self.harness.file))
        require(
            replace(read_back, written_at=None)
            == replace(self.harness.disk, written_at=None),
            "what is read from disk is what was written",
        )
        self.stale_on_disk = set(self.stale)

    def restarted(self) -> None:
        """Take that memory knows what the disk knows."""
        self.stale = set(self.stale_on_disk)
        read_at = self.harness.record.read_at
        self.told_at = {
            slot: at
            for slot, at in self.told_at.items()
            if int(at.timestamp()) == read_at.get(slot)
        }
        for slot, placement in self.harness.record.placements.items():
            if placement.unproven is None and self._is_altered_unseen(placement):
                # Its answer went with the process: what the lock has made of the PIN may be anybody's.
                self.released(slot)

    def _is_altered_unseen(self, placement: Placement) -> bool:
        """Tell whether a slot holds what the lock made of a first write that it never confirmed."""
        content = self.harness.lock.content(placement.slot)
        return not placement.is_confirmed and any(
            isinstance(held, KnownPin)
            and isinstance(content, KnownPin)
            and self.harness.lock.kept(held.pin) == content.pin != held.pin
            for held in placement.slot_may_hold
        )

    def clock_was_set(self) -> None:
        """Take that no slot was read in the future."""
        now = self.harness.now
        self.told_at = {slot: min(at, now) for slot, at in self.told_at.items()}

    def age(self, slot: str) -> timedelta:
        """Return how long ago the lock told of a slot."""
        at = self.told_at.get(slot)
        return timedelta(days=9999) if at is None else self.harness.now - at

    def possible(self, record: LockRecord, slot: str) -> frozenset[Content] | None:
        """Return what the journal calls possible for a slot of ours."""
        if (placement := record.placements.get(slot)) is not None:
            return placement.slot_may_hold
        for placement in record.placements.values():
            if placement.next_slot == slot:
                return placement.next_may_hold
        return None

    def is_unnamed(self, record: LockRecord, slot: str) -> bool:
        """Tell whether a slot was named by the lock in an answer that never came."""
        content = self.harness.lock.content(slot)
        return any(
            (
                is_provisional(placement.slot)
                or self.harness.lock.named(placement.slot) == slot
                or self.harness.lock.named(placement.next_slot or "") == slot
            )
            and (
                UNDISCLOSED in placement.slot_may_hold
                or has_pin_of(placement.slot_may_hold, content)
            )
            for placement in record.placements.values()
        )

    def _is_known_right(self, slot: str) -> bool:
        content = self.harness.lock.content(slot)
        possible = self.possible(self.harness.record, slot)
        if possible is not None:
            return matches(content, possible)
        seen = self.harness.record.unmanaged.get(slot, self.harness.observed.get(slot))
        if seen is not None:
            is_late = may_still_come(self.harness.record, self.harness.now, slot)
            return matches(content, frozenset({seen, EMPTY} if is_late else {seen}))
        entry = self.harness.lock.entries.get(slot)
        return entry is None or entry.origin is not Origin.US

    def sent(self, command: Command) -> None:
        """Remember what the lock held when it answered."""
        self._held = {
            slot: self.harness.lock.content(slot) for slot in self.harness.slots
        }
        self._is_executed = self.harness.lock.sent[-1].is_executed
        assert self.harness.flight is not None
        if self.harness.lock.sent[-1].is_altered:
            assert command.slot is not None
            self.changed_unseen(command.slot)
        if command.new_slot is not None and command.slot in self.stale:
            self.changed_unseen(command.new_slot)
        if (
            command.kind is CommandKind.CLEAR
            and not self.harness.flight.is_intent_on_disk
        ):
            assert command.slot is not None
            self.stale_on_disk.add(command.slot)

    def answered(self, command: Command, answer: Answer) -> None:
        """See what the engine could learn from an answer."""
        is_altered = self.harness.lock.sent[-1].is_altered
        kept = command.pin and self.harness.lock.kept(command.pin)
        if is_altered and kept != command.pin and answer is not Outcome.ACCEPTED:
            # A PIN that was altered by a lock which did not answer may be anybody's.
            assert command.slot is not None
            self.released(command.slot)
        slots = self.harness.slots if command.slot is None else [command.slot]
        if isinstance(answer, SlotList) and not answer.is_complete:
            slots = list(answer.contents)
        if command.kind is CommandKind.RENAME or isinstance(answer, SignOfLife):
            # Neither tells what a slot holds.
            slots = []
        if command.kind is CommandKind.RENAME and answer is Outcome.ACCEPTED:
            self._renamed_by_word(command)
        is_told = not isinstance(answer, Outcome | ReadError)
        if is_told or answer is Outcome.CONFIRMED:
            self.told_at |= dict.fromkeys(slots, self.harness.now)
        for slot in slots:
            if self._held.get(slot, EMPTY) != self.harness.lock.content(slot):
                continue
            if (
                self._is_executed
                and not is_altered
                and not isinstance(answer, ReadError)
            ):
                self.learnt(slot)
            elif answer is Outcome.ACCEPTED and not self._is_known_right(slot):
                self.stale.add(slot)
        self.check()

    def _renamed_by_word(self, command: Command) -> None:
        """Take that nobody can know whether a lock that cannot be read has moved what it said to have moved."""
        if not self._is_executed and not self.harness.capabilities.can_be_read:
            moved = (command.slot, command.new_slot)
            self.stale |= {slot for slot in moved if slot is not None}

    # --- always

    def check(self) -> None:
        """Check everything that must be true between any two steps."""
        self._check_record(self.harness.record, self.stale, "in memory")
        self._check_record(self.harness.disk, self.stale_on_disk, "on disk")

    def _check_record(self, record: LockRecord, stale: set[str], where: str) -> None:
        require(
            all(
                placement.owner in record.codes
                for placement in record.placements.values()
            ),
            "a place has an owner as long as it is ours",
        )
        for slot in self.harness.slots:
            if slot in stale:
                continue
            content = self.harness.lock.content(slot)
            if (possible := self.possible(record, slot)) is not None:
                require(
                    matches(content, possible),
                    f"the journal {where} allows for what {slot} holds",
                )
            elif self.is_unnamed(record, slot):
                continue
            elif (entry := self.harness.lock.entries.get(slot)) is not None:
                require(
                    entry.origin is Origin.KEYPAD,
                    f"what we set in {slot} is in the journal {where}",
                )
