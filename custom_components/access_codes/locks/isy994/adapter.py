"""Adapter of Z-Wave locks behind an ISY: codes go to it, and nothing comes back."""

from collections.abc import Awaitable, Callable
from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Content, LockCapabilities, Outcome, Readability
from ..adapter import Credential, LockUnreachable, ReadFailed, Written
from ..client_adapter import ClientAdapter
from ..client_link import find_client
from .node import IsyLock, isy_lock_of

LATE_BY: Final = 60
"""Seconds for which the controller may still carry out a command that it did not answer."""

_USERS: Final = 30


# contract 12.310, 12.311
def isy_capabilities() -> LockCapabilities:
    """Return the capabilities: the controller tells none, and takes a code as a number, without its leading zeros.

    The library repeats a command without an answer five times.
    """
    return LockCapabilities(
        slots=tuple(str(number) for number in range(1, _USERS + 1)),
        forbidden_beginnings=("0",),
        reads=Readability.NOTHING,
        command_timeout=90,
        late_by=LATE_BY,
    )


class Isy994Adapter(ClientAdapter[IsyLock]):
    """A Z-Wave lock behind an ISY."""

    family = "isy994"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: isy_lock_of(entry, lock))
        self._capabilities = isy_capabilities()

    # contract 12.314
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        if find_client(hass, lock, lambda _: True) is None:
            return True
        isy_lock = find_client(hass, lock, lambda entry: isy_lock_of(entry, lock))
        return isy_lock is not None and isy_lock.has_codes

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "isy994"

    @override
    async def async_read(self, slot: str) -> Content:
        raise ReadFailed

    @override
    async def async_check(self) -> None:
        self._reachable()

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        return await self._write(lambda lock: lock.set(int(slot), pin))

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(lambda lock: lock.clear(int(slot)))

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"slot": int(slot)}

    # contract 12.312
    async def _write(self, send: Callable[[IsyLock], Awaitable[bool]]) -> Written:
        """Send a command. The library says only *no* for a refusal and for silence: neither is known."""
        try:
            is_taken = await send(self._reachable())
        except LockUnreachable:
            return Written(Outcome.UNREACHABLE)
        except Exception:  # noqa: BLE001
            return Written(Outcome.UNKNOWN)
        return Written(Outcome.ACCEPTED if is_taken else Outcome.UNKNOWN)
