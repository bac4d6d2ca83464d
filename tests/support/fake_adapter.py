"""The adapter of the fake lock: its answers awaited, its reports passed on."""

import asyncio
from typing import Final, override

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.core.observations.listings import SlotList
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    Cause,
    Credential,
    Listing,
    LockAdapter,
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
    Use,
    Written,
)
from tests.support.fake_lock import (
    Answer,
    FakeLock,
    Fault,
    Listed,
    ReadError,
    Sent,
    SignOfLife,
)

_CARRIED_OUT: Final = frozenset({Outcome.CONFIRMED, Outcome.ACCEPTED})


class FakeAdapter(LockAdapter):
    """Adapter of a fake lock."""

    family = "fake"

    def __init__(self, lock: FakeLock) -> None:
        self.lock = lock
        self.listener: AdapterListener | None = None
        self.starts = 0
        self.stops = 0
        self.word: Reach | None = None
        """The reach that it reports, whatever is true."""
        self.capabilities_known = True
        self.shows_writes = False
        """Its answers to writes carry the content of the slot."""

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

    # --- commands

    @override
    async def async_list(self) -> Listing:
        if not self.lock.capabilities.is_read_by_list:
            return await super().async_list()
        answer = await self._read(Command(CommandKind.READ_ALL))
        if isinstance(answer, SlotList):
            names = None if answer.names is None else {**answer.names}
            return Listing({**answer.contents}, answer.is_complete, names)
        assert isinstance(answer, Listed)
        return Listing(answer.contents, answer.is_complete)

    @override
    async def async_check(self) -> None:
        await self._read(Command(CommandKind.CHECK))

    @override
    async def async_read(self, slot: str) -> Content:
        answer = await self._read(Command(CommandKind.READ, slot))
        if isinstance(answer, SlotList):
            return answer.contents.get(slot, EMPTY)
        assert not isinstance(answer, Listed | SignOfLife)
        if answer is EMPTY and slot in self.lock.remainders:
            assert self.listener is not None
            self.listener.remainder_found(slot)
        return answer

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        return await self._write(
            Command(
                CommandKind.SET,
                slot,
                pin=credential.pin,
                name=credential.name,
                window=credential.window,
            )
        )

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(Command(CommandKind.CLEAR, slot))

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        return await self._write(
            Command(CommandKind.RENAME, slot, pin=credential.pin, name=credential.name)
        )

    async def _read(self, command: Command) -> Content | Listed | SlotList | SignOfLife:
        answer, _ = await self._send(command)
        if isinstance(answer, ReadError):
            if answer.is_missing:
                raise NoSuchSlot
            raise LockUnreachable if answer.is_unreachable else ReadFailed
        assert not isinstance(answer, Outcome)
        return answer

    async def _write(self, command: Command) -> Written:
        answer, sent = await self._send(command)
        assert isinstance(answer, Outcome)
        slot = sent.slot if answer in _CARRIED_OUT else None
        if slot is None:
            return Written(answer)
        is_choice = self.lock.capabilities.is_pin_chosen_by_lock
        if is_choice and self.lock.shows_chosen:
            return Written(answer, self.lock.content(slot), slot)
        return Written(
            answer, self.lock.shown(slot) if self.shows_writes else None, slot
        )

    async def _send(self, command: Command) -> tuple[Answer, Sent]:
        sent = self.lock.receive(command)
        await self._wait(sent)
        answer = self.lock.carry_out(sent)
        await self._fail(sent)
        return answer, sent

    async def _wait(self, sent: Sent) -> None:
        self.lock.running += 1
        self.lock.most_running = max(self.lock.most_running, self.lock.running)
        try:
            await asyncio.sleep(self.lock.write_delay if sent.is_write else 0)
            if self.lock.gate is not None:
                await self.lock.gate.wait()
            if self.lock.write_gate is not None and sent.is_write:
                await self.lock.write_gate.wait()
        finally:
            self.lock.running -= 1

    async def _fail(self, sent: Sent) -> None:
        match Fault.HANG if self.lock.is_closed else sent.fault:
            case Fault.HANG | Fault.HANG_AFTER:
                self.lock.running += 1
                try:
                    await asyncio.Event().wait()
                finally:
                    self.lock.running -= 1
            case Fault.RAISE:
                pin = sent.command.pin
                quoted = "" if pin is None else pin.reveal()
                raise ValueError(f"could not send {quoted}")
            case Fault.CANCEL:
                raise asyncio.CancelledError
            case _:
                return

    # --- reports

    def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself; reported if the lock reports changes."""
        self.lock.type_at_keypad(slot, None if pin is None else Pin(pin))
        if is_reported and self.lock.capabilities.reports_changes:
            self.report(slot)

    def lose_everything(self) -> None:
        """Reset the lock to factory settings, and report it."""
        self.lock.lose_everything()
        self.report_all_cleared()

    def report(self, slot: str, cause: Cause = Cause.UNKNOWN) -> None:
        """Report the content of a slot."""
        if self.listener is not None:
            self.listener.reported(slot, self.lock.reported(slot), cause)

    def report_all_cleared(self) -> None:
        """Report that all slots are empty."""
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
        """Report that the reach or the capabilities may have changed."""
        if self.listener is not None:
            self.listener.reach_changed()
            self.listener.capabilities_changed()

    def use(self, slot: str | None, action: str = "unlock") -> None:
        """Report the use of a code at the keypad."""
        assert self.listener is not None
        self.listener.used(Use(action, slot))
