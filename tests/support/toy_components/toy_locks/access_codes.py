"""The adapter of toy locks for Access Codes. Home Assistant imports this module only where Access Codes is installed."""

from typing import override

from custom_components.access_codes.locks.adapter import (
    EMPTY,
    AdapterListener,
    Content,
    Credential,
    KnownPin,
    LockAdapter,
    LockCapabilities,
    LockUnreachable,
    Outcome,
    Pin,
    Reach,
    ReadFailed,
    Reporting,
    Use,
    UseReporting,
    Written,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from .hub import Hub, HubAway, HubError

CAPABILITIES = LockCapabilities(
    slots=("1", "2", "3", "4"),
    code_lengths=(4, 5, 6, 7, 8),
    name_length=10,
    reports=Reporting.ALL,
    uses=UseReporting.LIVE,
)


async def async_get_lock_adapter(
    hass: HomeAssistant, lock: RegistryEntry
) -> LockAdapter | None:
    """Return the adapter of a lock of ours; None if it keeps no codes itself."""
    entry = hass.config_entries.async_get_entry(lock.config_entry_id or "")
    return None if entry is None else ToyAdapter(entry.runtime_data)


class ToyAdapter(LockAdapter):
    """One toy lock."""

    family = "toy_locks"

    def __init__(self, hub: Hub) -> None:
        """Store the lock."""
        self._hub = hub
        self._listener: AdapterListener | None = None

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = listener
        self._hub.listeners.append(self._on_event)

    @override
    def stop(self) -> None:
        if self._on_event in self._hub.listeners:
            self._hub.listeners.remove(self._on_event)

    def _on_event(self, event: str, slot: int) -> None:
        assert self._listener is not None
        match event:
            case "changed":
                self._listener.reported(str(slot), self._content_of(slot))
            case "used":
                self._listener.used(Use("unlock", slot=str(slot)))
            case "online":
                self._listener.reach_changed()
            case _:
                # A later version of the library may tell more.
                pass

    def _content_of(self, slot: int) -> Content:
        code = self._hub.codes.get(slot)
        return EMPTY if code is None else KnownPin(Pin(code))

    @property
    @override
    def reach(self) -> Reach:
        return Reach.REACHABLE if self._hub.is_online else Reach.OFFLINE

    @property
    @override
    def capabilities(self) -> LockCapabilities:
        return CAPABILITIES

    @override
    async def async_read(self, slot: str) -> Content:
        try:
            code = await self._hub.read(int(slot))
        except HubAway:
            raise LockUnreachable from None
        except TimeoutError:
            raise ReadFailed from None
        return EMPTY if code is None else KnownPin(Pin(code))

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        assert credential.pin is not None
        if CAPABILITIES.objection_to(credential.pin) is not None:
            return Written(Outcome.INVALID)
        return await self._async_write(slot, credential.pin, credential.name)

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._async_write(slot, None, None)

    async def _async_write(
        self, slot: str, pin: Pin | None, name: str | None
    ) -> Written:
        code = None if pin is None else pin.reveal()
        try:
            held = await self._hub.write(int(slot), code, name)
        except HubAway:
            return Written(Outcome.UNREACHABLE)
        except TimeoutError:
            return Written(Outcome.UNKNOWN)
        except HubError:
            return Written(Outcome.REFUSED)
        content = EMPTY if held is None else KnownPin(Pin(held))
        # The lock itself has said what the slot holds now.
        is_done = held == code
        return Written(
            Outcome.CONFIRMED if is_done else Outcome.ACCEPTED, content=content
        )
