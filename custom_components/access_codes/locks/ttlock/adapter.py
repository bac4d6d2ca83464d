"""Adapter of TTLock locks behind a gateway: each code is a passcode of the lock, whose name in the cloud is the key."""

from collections.abc import Coroutine
from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    SlotNaming,
    Window,
    WindowSupport,
)
from ..adapter import Credential, Listing, ReadFailed, Written
from ..client_adapter import ClientAdapter
from .cloud_lock import CloudFailed, CloudLock, Passcode, cloud_lock_of

CALLS_PER_MINUTE: Final = 20
"""Commands to one lock, each of up to four calls: a limit of our own."""

LATE_BY: Final = 60
"""Seconds for which a gateway may still carry out a command that it did not answer."""


# contract 12.290, 12.291
def ttlock_capabilities() -> LockCapabilities:
    """Return the capabilities. Such a lock opens by the first digits that are a passcode, whatever follows."""
    return LockCapabilities(
        slot_naming=SlotNaming.BY_NAME,
        code_lengths=(4, 5, 6, 7, 8, 9),
        has_enter_key=False,
        name_length=30,
        has_unique_names=True,
        windows=WindowSupport(granularity=60),
        lists_slots=True,
        fresh_for=3600,
        late_by=LATE_BY,
        calls_per_minute=CALLS_PER_MINUTE,
    )


class TtlockAdapter(ClientAdapter[CloudLock]):
    """A TTLock lock behind a gateway."""

    family = "ttlock"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: cloud_lock_of(hass, entry, lock))
        self._capabilities = ttlock_capabilities()
        self._taken_over: dict[str, int] = {}
        """Ids of passcodes of others that took the name of one of ours, by that name, until the list is read again."""

    @override
    async def async_read(self, slot: str) -> Content:
        return (await self.async_list()).contents.get(slot, EMPTY)

    # contract 12.292
    @override
    async def async_list(self) -> Listing:
        passcodes = await self._reachable().passcodes()
        # The engine is told of them, and a person may make them ours.
        self._taken_over.clear()
        contents = {name: passcode.content for name, passcode in passcodes.items()}
        return Listing(contents, is_complete=True)

    # contract 12.293
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin, window = credential.pin, credential.window
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        found = await self._find()
        if isinstance(found, Written):
            return found
        lock, passcodes = found
        passcode = passcodes.pop(slot, None)
        if passcode is not None and self._is_of_others(slot, passcode):
            return Written(Outcome.INVALID)
        goal = KnownPin(pin, window)
        if passcode is not None and passcode.content == goal:
            return Written(Outcome.CONFIRMED)
        if any(other.pin == pin for other in passcodes.values()):
            return Written(Outcome.DUPLICATE)
        if window is not None:
            try:
                await lock.set_clock()
            except CloudFailed as failure:
                return Written(failure.outcome)
        if passcode is None:
            return await self._write(lock, lock.add(slot, pin, window), slot, goal)
        if _has_same_kind(passcode, window):
            command = lock.change(passcode, pin, window)
            return await self._write(lock, command, slot, goal)
        return await self._replace(lock, passcode, slot, goal)

    @override
    async def async_clear(self, slot: str) -> Written:
        found = await self._find()
        if isinstance(found, Written):
            return found
        lock, passcodes = found
        passcode = passcodes.get(slot)
        if passcode is None:
            return Written(Outcome.CONFIRMED)
        return await self._delete(lock, passcode, slot)

    # contract 12.295
    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        name = credential.name
        assert name is not None
        found = await self._find()
        if isinstance(found, Written):
            return found
        lock, passcodes = found
        passcode = passcodes.get(slot)
        if passcode is None or name in passcodes:
            return Written(Outcome.INVALID)
        try:
            await lock.rename(passcode, name)
        except CloudFailed as failure:
            return Written(failure.outcome)
        return Written(Outcome.ACCEPTED)

    @override
    def label(self, slot: str) -> str:
        return "a passcode"

    async def _find(self) -> tuple[CloudLock, dict[str, Passcode]] | Written:
        """Return the lock and its passcodes, or the outcome of a write that could not begin."""
        try:
            cloud_lock = self._reachable()
            return cloud_lock, await cloud_lock.passcodes()
        except ReadFailed as failure:
            return Written.without_answer(failure)

    # contract 12.294
    async def _replace(
        self, lock: CloudLock, passcode: Passcode, slot: str, goal: KnownPin
    ) -> Written:
        """Delete a passcode and add another one: a permanent one does not become one with a window, nor the reverse.

        The old one is off before the new one is on. If only the first is done, the slot is said to be empty.
        """
        cleared = await self._delete(lock, passcode, slot)
        if cleared.outcome is not Outcome.CONFIRMED:
            is_open = cleared.outcome is Outcome.ACCEPTED
            return Written(Outcome.UNKNOWN) if is_open else cleared
        if slot in self._taken_over:
            return Written(Outcome.UNKNOWN, EMPTY)
        written = await self._write(
            lock, lock.add(slot, goal.pin, goal.window), slot, goal
        )
        if written.outcome in {Outcome.CONFIRMED, Outcome.ACCEPTED}:
            return written
        return Written(Outcome.UNKNOWN, EMPTY)

    # contract 12.384
    async def _delete(self, lock: CloudLock, passcode: Passcode, slot: str) -> Written:
        """Delete a passcode, and confirm that by its id: another one of that name is then listed by the name alone."""
        self._taken_over.pop(slot, None)
        try:
            await lock.delete(passcode)
        except CloudFailed as failure:
            return Written(failure.outcome)
        try:
            passcodes = await lock.passcodes()
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        for left in passcodes.values():
            if left.passcode_id == passcode.passcode_id:
                return Written(Outcome.ACCEPTED, left.content)
        if (other := passcodes.get(slot)) is not None:
            self._taken_over[slot] = other.passcode_id
        return Written(Outcome.CONFIRMED)

    # contract 12.384
    def _is_of_others(self, slot: str, passcode: Passcode) -> bool:
        return self._taken_over.get(slot) == passcode.passcode_id

    async def _write(
        self,
        lock: CloudLock,
        command: Coroutine[None, None, None],
        slot: str,
        goal: Content,
    ) -> Written:
        """Await a write, and confirm it by the list: the cloud changes that once the gateway has answered."""
        try:
            await command
        except CloudFailed as failure:
            return Written(failure.outcome)
        try:
            passcode = (await lock.passcodes()).get(slot)
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        content = EMPTY if passcode is None else passcode.content
        is_done = content == goal
        return Written(Outcome.CONFIRMED if is_done else Outcome.ACCEPTED, content)


def _has_same_kind(passcode: Passcode, window: Window | None) -> bool:
    """Return whether a passcode has a window as the new one has, or none as well."""
    content = passcode.content
    return isinstance(content, KnownPin) and (content.window is None) is (
        window is None
    )
