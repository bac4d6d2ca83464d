"""A whole fake lock, and an adapter that speaks to it: what a real lock does, and how it can go wrong."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import override

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Readability,
)
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
)

PLACES = tuple(str(slot) for slot in range(1, 11))


class Mishap(StrEnum):
    """What goes wrong with one command."""

    REFUSE = "refuse"
    FULL = "full"
    INVALID = "invalid"
    LOSE_ANSWER = "lose_answer"
    """Carried out; the adapter knows of no answer."""
    SWALLOW = "swallow"
    """Not carried out; the adapter knows of no answer."""
    LIE = "lie"
    """Not carried out; said to be done."""
    CUT = "cut"
    """Not carried out; unreachable."""
    CUT_AFTER = "cut_after"
    """Carried out; unreachable."""
    HANG = "hang"
    """Not carried out; never answers."""
    HANG_AFTER = "hang_after"
    """Carried out; never answers."""
    RAISE = "raise"
    """Not carried out; the adapter breaks, and quotes what it was to send."""
    CANCEL = "cancel"
    """Not carried out; the adapter's library cancels what waits for its answer."""


_EXECUTED = frozenset({None, Mishap.LOSE_ANSWER, Mishap.CUT_AFTER, Mishap.HANG_AFTER})
_ANSWERS = {
    Mishap.REFUSE: Outcome.REFUSED,
    Mishap.FULL: Outcome.FULL,
    Mishap.INVALID: Outcome.INVALID,
    Mishap.LOSE_ANSWER: Outcome.UNKNOWN,
    Mishap.SWALLOW: Outcome.UNKNOWN,
    Mishap.CUT: Outcome.UNREACHABLE,
    Mishap.CUT_AFTER: Outcome.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A command as it came to the lock."""

    kind: CommandKind
    slot: str | None = None
    pin: Pin | None = None
    name: str | None = None


@dataclass(slots=True)
class FakeLock:
    """What stands in the door, and outlives every engine and adapter."""

    reads: Readability = Readability.PIN
    confirms: bool = True
    """It answers a write with what it now holds; else it only accepts."""
    reports_changes: bool = True
    name_length: int = 0
    slots: tuple[str, ...] = PLACES
    is_reachable: bool = True
    is_watched: bool = True
    """The adapter sees by itself whether the lock can be reached."""
    held: dict[str, Pin] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    mishaps: list[Mishap | None] = field(default_factory=list)
    """For the next commands, in order."""
    before_command: Callable[[Sent], None] | None = None
    after_command: Callable[[Sent], None] | None = None
    """Once it was carried out, and before its answer comes."""
    is_closed: bool = False
    """It gets no command, and no answer comes from it: the process that asked is dead."""
    gate: asyncio.Event | None = None
    """While it is there and not set, commands wait before they are carried out."""
    running: int = 0
    most_running: int = 0

    @property
    def capabilities(self) -> LockCapabilities:
        """What it can do."""
        return LockCapabilities(
            slots=self.slots,
            reads=self.reads,
            reports_changes=self.reports_changes,
            reports_use=True,
            name_length=self.name_length,
        )

    @property
    def pins(self) -> set[str]:
        """What opens the door."""
        return {pin.reveal() for pin in self.held.values()}

    @property
    def kinds(self) -> list[CommandKind]:
        """The kinds of commands that came, in order."""
        return [sent.kind for sent in self.sent]

    @property
    def writes(self) -> list[CommandKind]:
        """The kinds of writes that came, in order."""
        reading = {CommandKind.READ, CommandKind.READ_ALL}
        return [kind for kind in self.kinds if kind not in reading]

    def shown(self, slot: str) -> Content:
        """Return what it tells of a slot when it is read."""
        pin = self.held.get(slot)
        if pin is None:
            return EMPTY
        return UNREADABLE if self.reads is Readability.PRESENCE else KnownPin(pin)


class FakeAdapter(LockAdapter):
    """Speaks to a fake lock."""

    family = "fake"

    def __init__(self, lock: FakeLock) -> None:
        self.lock = lock
        self.listener: AdapterListener | None = None
        self.starts = 0
        self.stops = 0
        self.word: Reach | None = None
        """What it says of the lock's reach whatever is true."""
        self.capabilities_known = True

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self.starts += 1
        self.listener = listener

    @override
    def stop(self) -> None:
        self.stops += 1

    @property
    @override
    def reach(self) -> Reach:
        if self.word is not None:
            return self.word
        if self.lock.is_watched and not self.lock.is_reachable:
            return Reach.OFFLINE
        return Reach.REACHABLE

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return self.lock.capabilities if self.capabilities_known else None

    @override
    async def async_read_all(self) -> dict[str, Content]:
        await self._read(Sent(CommandKind.READ_ALL))
        return {slot: self.lock.shown(slot) for slot in self.lock.slots}

    @override
    async def async_read(self, slot: str) -> Content:
        await self._read(Sent(CommandKind.READ, slot))
        return self.lock.shown(slot)

    @override
    async def async_set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        def execute() -> None:
            self.lock.held[slot] = pin
            if name is not None:
                self.lock.names[slot] = name

        holders = [held for held in self.lock.held if self.lock.held[held] == pin]
        refusal = Outcome.DUPLICATE if holders not in ([], [slot]) else None
        return await self._write(
            Sent(CommandKind.SET, slot, pin, name), execute, refusal
        )

    @override
    async def async_clear(self, slot: str) -> Outcome:
        def execute() -> None:
            self.lock.held.pop(slot, None)
            self.lock.names.pop(slot, None)

        return await self._write(Sent(CommandKind.CLEAR, slot), execute)

    @override
    async def async_rename(self, slot: str, name: str) -> Outcome:
        def execute() -> None:
            self.lock.names[slot] = name

        return await self._write(Sent(CommandKind.RENAME, slot, name=name), execute)

    async def _read(self, sent: Sent) -> None:
        mishap = await self._receive(sent)
        if mishap in (Mishap.CUT, Mishap.CUT_AFTER):
            raise LockUnreachable
        if mishap in (Mishap.LOSE_ANSWER, Mishap.SWALLOW, Mishap.REFUSE):
            raise ReadFailed
        await self._end(mishap, sent)

    async def _write(
        self,
        sent: Sent,
        execute: Callable[[], None],
        refusal: Outcome | None = None,
    ) -> Outcome:
        mishap = await self._receive(sent)
        if mishap in _EXECUTED and refusal is None:
            execute()
        await self._end(mishap, sent)
        if mishap is not None and mishap in _ANSWERS:
            return _ANSWERS[mishap]
        if refusal is not None:
            return refusal
        return Outcome.CONFIRMED if self.lock.confirms else Outcome.ACCEPTED

    async def _receive(self, sent: Sent) -> Mishap | None:
        """Let a command come to the lock; returns what goes wrong with it."""
        self.lock.sent.append(sent)
        self.lock.running += 1
        self.lock.most_running = max(self.lock.most_running, self.lock.running)
        try:
            if self.lock.before_command is not None:
                self.lock.before_command(sent)
            await asyncio.sleep(0)
            if self.lock.gate is not None:
                await self.lock.gate.wait()
        finally:
            self.lock.running -= 1
        if self.lock.is_closed:
            return Mishap.HANG
        if not self.lock.is_reachable:
            return Mishap.CUT
        return self.lock.mishaps.pop(0) if self.lock.mishaps else None

    async def _end(self, mishap: Mishap | None, sent: Sent) -> None:
        if self.lock.after_command is not None:
            self.lock.after_command(sent)
        if self.lock.is_closed:
            mishap = Mishap.HANG
        match mishap:
            case Mishap.HANG | Mishap.HANG_AFTER:
                self.lock.running += 1
                try:
                    await asyncio.Event().wait()
                finally:
                    self.lock.running -= 1
            case Mishap.RAISE:
                quoted = sent.pin.reveal() if sent.pin is not None else ""
                raise ValueError(f"could not send {quoted}")
            case Mishap.CANCEL:
                raise asyncio.CancelledError
            case _:
                return

    def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself; it tells of it, if it tells of such things."""
        if pin is None:
            self.lock.held.pop(slot, None)
        else:
            self.lock.held[slot] = Pin(pin)
        if is_reported and self.lock.reports_changes and self.listener is not None:
            content = self.lock.shown(slot)
            self.listener.reported(slot, None if content is UNREADABLE else content)

    def lose_everything(self) -> None:
        """Reset the lock to factory settings; it tells of it."""
        self.lock.held.clear()
        if self.listener is not None:
            self.listener.reported_all_cleared()

    def go_away(self) -> None:
        """Let the lock fall out of reach."""
        self.lock.is_reachable = False
        self.tell_reach()

    def come_back(self) -> None:
        """Let the lock be in reach again."""
        self.lock.is_reachable = True
        self.tell_reach()

    def tell_reach(self) -> None:
        """Tell the engine that the reach, or what the lock can do, may have changed."""
        if self.listener is not None:
            self.listener.reach_changed()

    def use(self, slot: str | None, action: str = "unlock") -> None:
        """Use a code at the keypad."""
        assert self.listener is not None
        self.listener.used(slot, action)
