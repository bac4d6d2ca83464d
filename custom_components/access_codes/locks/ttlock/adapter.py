"""Adapter of TTLock locks behind a gateway: each code is a passcode of the lock, whose name in the cloud is the key."""

from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    KnownPin,
    LockCapabilities,
    Outcome,
    SlotNaming,
    Window,
    WindowSupport,
)
from ..adapter import Credential, Written
from ..named_codes import NamedCode, NamedCodesAdapter, WriteFailed
from .cloud_lock import CloudLock, cloud_lock_of

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


class TtlockAdapter(NamedCodesAdapter[CloudLock]):
    """A TTLock lock behind a gateway."""

    family = "ttlock"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: cloud_lock_of(hass, entry, lock))
        self._capabilities = ttlock_capabilities()

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
        passcode = passcodes.get(slot)
        goal = KnownPin(pin, window)
        if passcode is not None and passcode.content == goal:
            self._listed.take(slot)
            return Written(Outcome.CONFIRMED)
        if passcode is not None and self._listed.is_unknown(slot):
            return Written(Outcome.UNKNOWN)
        if any(other.pin == pin for other in passcodes.values() if other != passcode):
            return Written(Outcome.DUPLICATE)
        if window is not None:
            try:
                await lock.set_clock()
            except WriteFailed as failure:
                return Written(failure.outcome)
        if passcode is None:
            added = lock.add(slot, pin, window)
            return await self._add(lock, added, slot, goal, passcodes.values())
        if _has_same_kind(passcode, window):
            command = lock.change(passcode, pin, window)
            return await self._change(lock, command, slot, goal, passcode)
        return await self._replace(lock, passcodes, slot, goal)

    @override
    def label(self, slot: str) -> str:
        return "a passcode"

    # contract 12.294
    async def _replace(
        self,
        lock: CloudLock,
        passcodes: dict[str, NamedCode],
        slot: str,
        goal: KnownPin,
    ) -> Written:
        """Delete a passcode and add another one: a permanent one does not become one with a window, nor the reverse.

        The old one is off before the new one is on. If only the first is done, the slot is said to be empty.
        """
        cleared = await self._delete(lock, passcodes[slot], slot)
        if cleared.outcome is not Outcome.CONFIRMED:
            is_open = cleared.outcome is Outcome.ACCEPTED
            return Written(Outcome.UNKNOWN) if is_open else cleared
        if self._listed.is_taken(slot):
            return Written(Outcome.UNKNOWN, EMPTY)
        added = lock.add(slot, goal.pin, goal.window)
        written = await self._add(lock, added, slot, goal, passcodes.values())
        if written.outcome in {Outcome.CONFIRMED, Outcome.ACCEPTED}:
            return written
        return Written(Outcome.UNKNOWN, EMPTY)


def _has_same_kind(passcode: NamedCode, window: Window | None) -> bool:
    """Return whether a passcode has a window as the new one has, or none as well."""
    content = passcode.content
    return isinstance(content, KnownPin) and (content.window is None) is (
        window is None
    )
