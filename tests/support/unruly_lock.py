"""Locks as people have them: late, masked, stuck, altering, and telling what is not true; and their adapter."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import override

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    Command,
    CommandKind,
    Content,
    Outcome,
    Pin,
    is_provisional,
)
from custom_components.access_codes.core.observations.listings import SlotList
from custom_components.access_codes.locks.adapter import Written
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import (
    Answer,
    Entry,
    FakeLock,
    Fault,
    Listed,
    Origin,
    ReadError,
    Sent,
)


@dataclass(slots=True)
class UnrulyLock(FakeLock):
    """A lock that does not do what it is asked, and remembers what it has told."""

    masked: frozenset[str] = frozenset()
    """Slots whose PIN it never shows."""
    stuck: frozenset[str] = frozenset()
    """Slots whose writes it accepts and does not carry out."""
    latency: float = 0.1
    """Seconds from a command to its answer."""
    echoes: tuple[float, ...] = ()
    """Seconds after each write of ours at which it reports the content of the slot then: late, twice, out of order."""
    tells_cause: bool = False
    told: dict[str, set[Content]] = field(default_factory=dict)
    """Contents that it has told of each slot since the last write to it."""
    known_foreign: set[str] = field(default_factory=set)
    """Slots with a code of somebody else that the engine has to know of, or to read before it takes the slot."""
    contested: set[str] = field(default_factory=set)
    """Slots that somebody changed while they were ours, or while a command to them was under way."""
    busy: str | None = None
    """The slot of the command that is under way."""
    condemned: dict[str, Pin | None] = field(default_factory=dict)
    """What a person asked to have removed for others, by its slot; None where it is hidden."""
    lied_about: set[str] = field(default_factory=set)
    """Slots of which nobody can know that a write was accepted and not carried out."""
    robbed: list[str] = field(default_factory=list)
    """Slots whose codes of somebody else were taken away by us."""

    @override
    def shown(self, slot: str) -> Content:
        content = super().shown(slot)
        return UNREADABLE if slot in self.masked and content is not EMPTY else content

    @override
    def carry_out(self, sent: Sent) -> Answer:
        slot = sent.command.slot
        if sent.is_write and slot in self.stuck:
            sent.fault = self._next_fault() or Fault.LIE
            is_cut = sent.fault in (Fault.CUT_BEFORE, Fault.CUT_AFTER)
            answer: Answer = Outcome.UNREACHABLE if is_cut else Outcome.ACCEPTED
            self._note_lie(sent, answer)
            return answer
        answer = super().carry_out(sent)
        self._note_lie(sent, answer)
        self._remember(sent, answer)
        if answer not in (Outcome.CONFIRMED, Outcome.ACCEPTED):
            self.disown(sent)
        return answer

    def _note_lie(self, sent: Sent, answer: Answer) -> None:
        is_lie = answer is Outcome.ACCEPTED and not sent.is_executed
        if is_lie and sent.is_write and not self.capabilities.can_be_read:
            self.lied_about.add(sent.command.slot or "")

    def disown(self, sent: Sent) -> None:
        """Take that nobody can know whose a content is that the lock altered, and whose write it did not answer."""
        slot = sent.slot
        if slot is not None and sent.is_altered and slot in self.entries:
            self.entries[slot] = replace(self.entries[slot], origin=Origin.KEYPAD)
            self.contested.add(slot)

    @override
    def _execute(self, command: Command) -> str:
        slot = command.slot or ""
        entry = self.entries.get(slot)
        if (
            entry is not None
            and entry.origin is Origin.KEYPAD
            and slot in self.known_foreign - self.contested
            and not self._is_condemned(slot, entry)
        ):
            self.robbed.append(slot)
        is_moved = command.kind is CommandKind.RENAME and slot in self.contested
        slot = super()._execute(command)
        if command.kind is not CommandKind.RENAME or command.new_slot is not None:
            # Another name leaves the PIN that was told.
            self.told[slot] = set()
        self.contested.discard(slot)
        if is_moved:
            # What somebody had put in our slot went along.
            self.contested.add(slot)
        return slot

    def _is_condemned(self, slot: str, entry: Entry) -> bool:
        """Return whether a person asked to have this code removed."""
        if slot not in self.condemned:
            return False
        return self.condemned[slot] in (None, entry.pin)

    @override
    def type_at_keypad(self, slot: str, pin: Pin | None) -> None:
        super().type_at_keypad(slot, pin)
        self.known_foreign.discard(slot)

    def is_told(self, slot: str, content: Content) -> None:
        """Remember what the engine was told of a slot."""
        self.told.setdefault(slot, set()).add(content)
        entry = self.entries.get(slot)
        is_foreign = entry is not None and entry.origin is Origin.KEYPAD
        if content is not EMPTY and is_foreign and self.busy != slot:
            self.known_foreign.add(slot)

    def _remember(self, sent: Sent, answer: Answer) -> None:
        match answer:
            case Outcome.CONFIRMED if sent.slot is not None:
                self.is_told(sent.slot, self.content(sent.slot))
            case Listed() | SlotList():
                for slot, content in answer.contents.items():
                    self.is_told(slot, content)
            case Outcome() | ReadError():
                return
            case _ if sent.command.slot is not None and not is_provisional(
                sent.command.slot
            ):
                self.is_told(sent.command.slot, self.shown(sent.command.slot))


class UnrulyAdapter(FakeAdapter):
    """Adapter of such a lock, of one process."""

    def __init__(self, lock: UnrulyLock) -> None:
        super().__init__(lock)
        self.unruly = lock
        self.is_dead = False

    @override
    async def _send(self, command: Command) -> tuple[Answer, Sent]:
        sent = self.lock.receive(command)
        self.unruly.busy = command.slot
        try:
            await asyncio.sleep(self.unruly.latency)
        except asyncio.CancelledError:
            if not self.is_dead or sent.is_write:
                # What was sent is carried out, whoever waits for it.
                self.lock.carry_out(sent)
                self.unruly.disown(sent)
            raise
        now = asyncio.get_running_loop().time()
        self.unruly.busy = None
        answer = self.lock.carry_out(sent)
        if self.is_dead:
            self.unruly.disown(sent)
        self._echo(sent)
        late_by = self.lock.capabilities.late_by
        if sent.fault is Fault.LATE and late_by and sent.is_write:
            self.lock.late.append((command, now + late_by))
        await self._fail(sent)
        return answer, sent

    @override
    async def _write(self, command: Command) -> Written:
        written = await super()._write(command)
        if written.slot is not None and written.content is not None:
            self.unruly.is_told(written.slot, written.content)
        return written

    def _echo(self, sent: Sent) -> None:
        slot = sent.slot or sent.command.slot
        if not (sent.is_write and sent.is_executed and slot):
            return
        loop = asyncio.get_running_loop()
        for delay in self.unruly.echoes:
            content = self.lock.reported(slot)
            loop.call_later(delay, self.claim, slot, content, True)

    def claim(self, slot: str, content: Content | None, is_ours: bool) -> None:
        """Report a content of a slot, true or not."""
        if self.is_dead or self.listener is None:
            return
        if content is not None:
            self.unruly.is_told(slot, content)
        cause = Cause.UNKNOWN
        if self.unruly.tells_cause:
            cause = Cause.OURS if is_ours else Cause.OTHERS
        self.listener.reported(slot, content, cause)
