"""Adapter of locks of the ``yalexs_ble`` integration.

PINs go through the integration's own connection to the lock, and stay between Home Assistant, its Bluetooth adapter and the
lock.
"""

from dataclasses import replace
from typing import Final, override

from yalexs_ble import PushLock

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Use,
    UseReporting,
)
from ..adapter import (
    AdapterListener,
    Credential,
    LockAdapter,
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
    Written,
)
from ..entity_reach import EntityReach
from ..stoppable_listener import StoppableListener
from .command_errors import NO_SUCH_SLOT, CommandFailed, call_lock
from .integration import has_keycodes, is_secure_mode
from .source import LockSource

# contract 12.222
CAPABILITIES: Final = LockCapabilities(
    slots=tuple(str(slot) for slot in range(100, 0, -1)),
    code_lengths=(4, 5, 6, 7, 8),
    uses=UseReporting.LIVE,
    command_timeout=120,
    late_by=10,
)
"""Limits of these locks, none of which they tell. The app counts its slots from 1 on: ours are taken from the end.

The library tries a command four times and waits 10 s for each answer, and connects in between.
"""


class YalexsBleAdapter(LockAdapter):
    """A lock of August or Yale with a keypad, in reach of Bluetooth."""

    family = "yalexs_ble"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        self._reach = EntityReach(hass, lock)
        self._source = LockSource(hass, lock, self._on_use)
        self._listener: StoppableListener | None = None

    # contract 12.220
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        return has_keycodes() and not is_secure_mode(lock)

    # contract 12.220
    @staticmethod
    @override
    def reason_without_codes(hass: HomeAssistant, lock: RegistryEntry) -> str | None:
        return None if has_keycodes() else "yalexs_ble_too_old"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = StoppableListener(listener)
        self._reach.start(self._listener)
        self._source.start()

    @override
    def stop(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        self._source.stop()
        self._reach.stop()

    # contract 12.221
    @property
    @override
    def reach(self) -> Reach:
        return self._reach.reach if has_keycodes() else Reach.DISCONNECTED

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return CAPABILITIES if has_keycodes() else None

    # contract 12.225
    @override
    async def async_read(self, slot: str) -> Content:
        push_lock = self._source.push_lock
        if push_lock is None:
            raise LockUnreachable
        try:
            return await _read(push_lock, int(slot))
        except CommandFailed as failure:
            if failure.outcome is Outcome.UNREACHABLE:
                raise LockUnreachable from None
            if failure.code in NO_SUCH_SLOT:
                raise NoSuchSlot from None
            raise ReadFailed from None

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if CAPABILITIES.objection_to(pin) is not None:
            return Written(Outcome.INVALID)
        return await self._write(slot, pin)

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(slot, None)

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"slot": int(slot)}

    # contract 12.223, 12.228
    async def _write(self, slot: str, pin: Pin | None) -> Written:
        """Set or clear a slot, and look what became of it.

        The library empties a slot before it sets it, and may have done so in an earlier try: whatever the lock answers, only a
        read says what the slot holds now.
        """
        push_lock, number = self._source.push_lock, int(slot)
        if push_lock is None:
            return Written(Outcome.UNREACHABLE)
        outcome = Outcome.ACCEPTED
        try:
            if pin is None:
                await call_lock(push_lock.clear_keycode(number))
            else:
                await call_lock(push_lock.set_keycode(number, pin.reveal()))
        except CommandFailed as failure:
            if failure.code is None:
                return Written(failure.outcome)
            outcome = failure.outcome
        try:
            content = await _read(push_lock, number)
        except CommandFailed:
            return Written(outcome if outcome is Outcome.ACCEPTED else Outcome.UNKNOWN)
        if content == (EMPTY if pin is None else KnownPin(pin)):
            return Written(Outcome.CONFIRMED)
        return Written(outcome, content)

    @callback
    def _on_use(self, use: Use) -> None:
        """Pass a use on; the master code of the keypad, and codes beyond our slots, have none."""
        assert self._listener is not None
        is_listed = use.slot in CAPABILITIES.slots
        self._listener.used(use if is_listed else replace(use, slot=None))


async def _read(push_lock: PushLock, slot: int) -> Content:
    """Return the content of a slot. Raises CommandFailed."""

    async def read() -> Content:
        try:
            pin = await push_lock.get_keycode(slot)
        except ValueError:
            # Neither digits nor empty. The text quotes what it is.
            return UNREADABLE
        return EMPTY if pin is None else KnownPin(Pin(pin))

    return await call_lock(read())
