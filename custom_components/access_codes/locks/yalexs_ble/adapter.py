"""Adapter of locks of the ``yalexs_ble`` integration.

PINs go through the integration's own connection to the lock, and stay between Home Assistant, its Bluetooth adapter and the
lock.
"""

from dataclasses import replace
import logging
from typing import Final, override

from yalexs_ble import PushLock

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Use,
    UseReporting,
)
from ..adapter import Credential, LockUnreachable, NoSuchSlot, ReadFailed, Written
from ..client_adapter import ClientAdapter
from ..log_guard import answers_kept_out_of_logs, kept_out_of_logs
from .command_errors import NO_SUCH_SLOT, CommandFailed, call_lock
from .integration import (
    LOGGERS,
    follow_uses,
    has_keycodes,
    is_secure_mode,
    push_lock_of,
)

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


class YalexsBleAdapter(ClientAdapter[PushLock]):
    """A lock of August or Yale with a keypad, in reach of Bluetooth."""

    family = "yalexs_ble"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, push_lock_of)

    # contract 12.220
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        return has_keycodes() and not is_secure_mode(lock)

    # contract 12.220
    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "yalexs_ble_secure_mode" if has_keycodes() else "yalexs_ble_too_old"

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return CAPABILITIES if has_keycodes() else None

    # contract 12.225
    @override
    async def async_read(self, slot: str) -> Content:
        push_lock = self._link.client
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

    # contract 12.229
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        with kept_out_of_logs(pin, *LOGGERS):
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
        push_lock, number = self._link.client, int(slot)
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

    @override
    @callback
    def _attach(self, client: PushLock) -> list[CALLBACK_TYPE]:
        return [follow_uses(client, self._on_use)]

    @callback
    def _on_use(self, use: Use) -> None:
        """Pass a use on; the master code of the keypad, and codes beyond our slots, have none."""
        is_listed = use.slot in CAPABILITIES.slots
        self._listens.used(use if is_listed else replace(use, slot=None))


# contract 12.383
async def _read(push_lock: PushLock, slot: int) -> Content:
    """Return the content of a slot. Raises CommandFailed."""

    async def read() -> Content:
        try:
            pin = await push_lock.get_keycode(slot)
        except ValueError:
            # Neither digits nor empty. The text quotes what it is.
            return UNREADABLE
        return EMPTY if pin is None else KnownPin(Pin(pin))

    # A frame that arrives damaged is logged at "info".
    with answers_kept_out_of_logs(*LOGGERS, below=logging.WARNING):
        return await call_lock(read())
