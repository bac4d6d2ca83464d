"""Slots of locks with the User Credential command class: users with names, each with credentials.

Slot N is user N together with the PIN in credential slot N. Both must be free before a write: a foreign user N, or a
PIN of another user in credential slot N, makes the slot occupied.
"""

from collections.abc import Callable
from typing import Any, Final, Self, override

from zwave_js_server.const.command_class.access_control import UserCredentialType
from zwave_js_server.model.access_control import (
    CredentialChangedArgs,
    CredentialData,
    CredentialDeletedArgs,
    UserData,
)
from zwave_js_server.model.node import Node

from homeassistant.core import HomeAssistant, callback

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
)
from ..adapter import AdapterListener, ReadFailed
from .command_errors import CommandFailed, call_driver
from .notifications import CodeChanged
from .slots import Slots
from .user_credential_commands import Credentials
from .user_credential_values import capabilities_of, content_of, fit_name

_PIN: Final = UserCredentialType.PIN_CODE


class UserCredentialSlots(Slots):
    """The slots of a lock with User Credential, by user index."""

    def __init__(
        self,
        hass: HomeAssistant,
        node: Node,
        listener: AdapterListener,
        capabilities: LockCapabilities,
        owners: dict[int, int],
    ) -> None:
        """Store the interview's data; ``owners``: user indexes by the slots of their PINs."""
        super().__init__(hass, node, listener)
        self.capabilities = capabilities
        self._credentials = Credentials(node, self._on_pin_read)
        self._owners = owners

    @classmethod
    async def async_create(
        cls, hass: HomeAssistant, node: Node, listener: AdapterListener
    ) -> Self:
        """Create from the driver's cached values, without a command to the lock. Raises CommandFailed."""
        lock = node.access_control
        cached = await call_driver(lock.get_credentials_by_type_cached(_PIN))
        # The driver caches an empty slot, once read, as a PIN without a user.
        known = [pin for pin in cached if pin.user_id]
        capabilities = capabilities_of(
            await call_driver(lock.get_user_capabilities_cached()),
            await call_driver(lock.get_credential_capabilities_cached()),
            known,
        )
        owners = {pin.slot: pin.user_id for pin in known}
        return cls(hass, node, listener, capabilities, owners)

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"user_index": int(slot), "credential_slot": int(slot)}

    # contract 12.11
    @override
    async def _read(self, slot: str) -> Content:
        number = int(slot)
        found = await self._credentials.read_pin(number)
        if found is not None:
            is_active = await self._credentials.is_active(found.user_id)
            return content_of(found.data) if is_active else UNREADABLE
        if not await self._credentials.has_user(number):
            return EMPTY
        if not await self._is_rest_of_own_write(number):
            return UNREADABLE
        if not await self._credentials.remove_user(number):
            raise ReadFailed
        return EMPTY

    async def _is_rest_of_own_write(self, number: int) -> bool:
        """Return whether a user without a PIN is left by an interrupted write of ours, before a restart too."""
        if number in self._credentials.own_users:
            return True
        if not self._listener.is_ours(str(number)):
            return False
        return not await self._credentials.may_have_other_owner(number)

    def _on_pin_read(self, slot: int, found: CredentialData | None) -> None:
        """Store the owner of a PIN, and whether the lock masks it."""
        if found is None:
            self._owners.pop(slot, None)
        else:
            self._owners[slot] = found.user_id
            self._on_hidden_pins(content_of(found.data) is UNREADABLE)

    # contract 12.7
    @override
    async def _set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        number = int(slot)
        wanted_name = fit_name(name, number, self.capabilities.name_length)
        outcome = await self._credentials.write(number, wanted_name, pin)
        if outcome is Outcome.CONFIRMED:
            self._owners[number] = number
            self._reports.learned(slot, KnownPin(pin))
        elif outcome is Outcome.REFUSED:
            await self._report_found(slot)
        return outcome

    async def _report_found(self, slot: str) -> None:
        """Read and report a slot after the lock refused a command because of its content."""
        try:
            content = await self._read(slot)
        except CommandFailed, ReadFailed:
            self._listener.reported(slot, None)
        else:
            self._reports.learned(slot, content)
            self._listener.reported(slot, content)

    @override
    async def _clear(self, slot: str) -> Outcome:
        number = int(slot)
        owner = self._owners.get(number, number)
        while True:
            is_done = await self._remove(number, owner)
            try:
                found = await self._credentials.read_pin(number)
            except CommandFailed, ReadFailed:
                return Outcome.ACCEPTED if is_done else Outcome.UNKNOWN
            if found is None or found.user_id == owner:
                break
            owner = found.user_id
        if not is_done:
            return Outcome.UNKNOWN
        if found is not None:
            return Outcome.ACCEPTED
        self._reports.learned(slot, EMPTY)
        return Outcome.CONFIRMED

    async def _remove(self, number: int, owner: int) -> bool:
        """Remove the user, or only the PIN if another user owns that; return whether it is gone."""
        if owner == number:
            return await self._credentials.remove_user(number)
        return await self._credentials.remove_pin(number, owner)

    @override
    async def _rename(self, slot: str, name: str) -> Outcome:
        number = int(slot)
        wanted_name = fit_name(name, number, self.capabilities.name_length)
        outcome = await self._credentials.rename(number, wanted_name)
        if outcome is Outcome.REFUSED:
            await self._report_found(slot)
        return outcome

    @override
    def _handlers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "credential added": self._on_pin_changed,
            "credential modified": self._on_pin_changed,
            "credential deleted": self._on_pin_deleted,
            "user added": self._on_user,
            "user modified": self._on_user,
            "user deleted": self._on_user_deleted,
        }

    @override
    def _on_code_changed(self, change: CodeChanged) -> None:
        """Ignore the notification: the command class reports the content itself."""

    @callback
    def _on_pin_changed(self, event: dict[str, Any]) -> None:
        pin: CredentialChangedArgs = event["args"]
        slot = str(pin.credential_slot)
        if pin.credential_type is not _PIN or slot not in self.capabilities.slots:
            return
        self._owners[pin.credential_slot] = pin.user_id
        content = content_of(pin.data)
        if content is UNREADABLE:
            self._on_hidden_pins(True)
            self._reports.changed_hidden(slot)
        else:
            self._reports.reported(slot, content)

    @callback
    def _on_pin_deleted(self, event: dict[str, Any]) -> None:
        credential: CredentialDeletedArgs = event["args"]
        if credential.credential_type not in {_PIN, UserCredentialType.NONE}:
            return
        if credential.credential_slot:
            self._look_again(credential.credential_slot)
        else:
            self._reports.look_again(None)

    @callback
    def _on_user(self, event: dict[str, Any]) -> None:
        user: UserData = event["args"]
        self._look_again(user.user_id)

    @callback
    def _on_user_deleted(self, event: dict[str, Any]) -> None:
        index: int = event["args"].user_id
        if not index:
            self._owners.clear()
            self._reports.all_cleared()
            return
        slots = [slot for slot, owner in self._owners.items() if owner == index]
        for number in {index, *slots}:
            self._look_again(number)

    def _look_again(self, number: int) -> None:
        if str(number) in self.capabilities.slots:
            self._reports.look_again(str(number))
