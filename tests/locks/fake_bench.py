"""A bench for the fake lock, in every form that a family may have."""

import asyncio
from typing import override

from custom_components.access_codes.core.model import (
    EMPTY,
    Outcome,
    Pin,
    SlotNaming,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import Credential, Listing, Written
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import Duplicates, FakeLock, Fault, Sent

from .lock_bench import BenchListener, Trouble


class ConformingAdapter(FakeAdapter):
    """The adapter of a fake lock, as careful as one of a real family."""

    @override
    def stop(self) -> None:
        super().stop()
        self.listener = None

    @override
    def label(self, slot: str) -> str:
        is_named = self.lock.capabilities.slot_naming is SlotNaming.BY_NAME
        return "a named code" if is_named else slot

    @override
    async def async_list(self) -> Listing:
        if not self.lock.capabilities.lists_slots:
            return await super().async_list()
        contents = {slot: await self.async_read(slot) for slot in self.lock.held}
        await self.async_read("")
        return Listing(contents, is_complete=True)

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        assert credential.pin is not None
        if self.lock.capabilities.objection_to(credential.pin) is not None:
            return Written(Outcome.INVALID)
        return await super().async_set(slot, credential)


class FakeBench:
    """One fake lock."""

    row: str | None = None

    def __init__(
        self, lock: FakeLock, adapter: type[ConformingAdapter] = ConformingAdapter
    ) -> None:
        self.lock = lock
        self._adapter_type = adapter
        self.adapter: ConformingAdapter = adapter(lock)
        self.listener = BenchListener()
        self.takes_duplicates = lock.duplicates is Duplicates.TAKEN
        self.troubles = frozenset(Trouble)

    async def start(self) -> None:
        """Start the adapter."""
        await self.adapter.async_start(self.listener)

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return {slot: pin.reveal() for slot, pin in self.lock.held.items()}

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot."""
        return self.lock.names

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        self.adapter.type_at_keypad(slot, pin, is_reported=is_reported)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        assert self.lock.content(slot) is not EMPTY
        is_live = self.lock.capabilities.uses is UseReporting.LIVE
        if is_live and self.adapter.listener is not None:
            self.adapter.use(slot)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        lock = self.lock
        lock.failure = lock.ailment = lock.after_command = lock.room = None
        lock.kept = lambda pin: pin
        match trouble:
            case None:
                if not lock.is_reachable:
                    self.adapter.come_back()
            case Trouble.REFUSES:
                lock.failure = Outcome.REFUSED
            case Trouble.LIES:
                lock.ailment = Fault.LIE
            case Trouble.ALTERS:
                lock.kept = lambda pin: Pin(pin.reveal().lstrip("0"))
            case Trouble.FULL:
                lock.room = len(lock.entries)
            case Trouble.UNREACHABLE:
                self.adapter.go_away()
            case Trouble.NO_ANSWER:
                lock.ailment = Fault.LOSE_ANSWER
            case Trouble.LATE:
                lock.ailment = Fault.SWALLOW
                lock.after_command = self._carry_out_late

    def _carry_out_late(self, sent: Sent) -> None:
        def carry_out() -> None:
            self.lock.ailment = self.lock.after_command = None
            self.lock.answer(sent.command)

        asyncio.get_running_loop().call_later(0.1, carry_out)

    async def restart(self) -> None:
        """Start another adapter on the same lock."""
        self.adapter.stop()
        self.adapter = self._adapter_type(self.lock)
        listener = BenchListener()
        listener.ours = self.listener.ours
        self.listener = listener
        await self.start()
