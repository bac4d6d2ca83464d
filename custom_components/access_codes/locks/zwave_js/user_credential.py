"""Slots of locks with the User Credential command class: users with names, each with credentials.

Slot N is user N together with the PIN in credential slot N. Both must be free before a write: a foreign user N, or a
PIN of another user in credential slot N, makes the slot occupied.
"""

from collections.abc import Callable
from dataclasses import replace
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
    Window,
)
from ..adapter import AdapterListener, ReadFailed
from ..readability import PinReadability
from .command_errors import CommandFailed, call_driver
from .notifications import CodeChanged
from .slots import LATE_BY, Slots
from .use_reports import async_use_reporting
from .user_credential_commands import Credentials
from .user_credential_values import capabilities_of, content_of

_PIN: Final = UserCredentialType.PIN_CODE


class UserCredentialSlots(Slots):
    """The slots of a lock with User Credential, by user index."""

    def __init__(
        self,
        hass: HomeAssistant,
        node: Node,
        listener: AdapterListener,
        capabilities: LockCapabilities,
        known: list[CredentialData],
    ) -> None:
        """Store the interview's data; ``known``: the PINs in the driver's cache."""
        super().__init__(hass, node, listener)
        # Unlike a cached PIN, the mask does not go stale.
        is_masking = any(content_of(pin.data) is UNREADABLE for pin in known)
        self._readability = PinReadability(is_masking=is_masking)
        self.capabilities = replace(
            capabilities, reads=self._readability.reads, late_by=LATE_BY
        )
        self._credentials = Credentials(
            node, self._on_pin_read, lambda index: self._listener.is_ours(str(index))
        )
        self._owners = {pin.slot: pin.user_id for pin in known}
        """Indexes of users by the slots of their PINs."""

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
            uses=await async_use_reporting(node),
        )
        return cls(hass, node, listener, capabilities, known)

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"user_index": int(slot), "credential_slot": int(slot)}

    # contract 12.11, 12.44
    @override
    async def _read(self, slot: str) -> Content:
        number = int(slot)
        found = await self._credentials.read_pin(number)
        if found is None:
            self._on_activity(slot, is_inactive=False)
        else:
            is_active = await self._credentials.is_active(found.user_id)
            self._on_activity(slot, is_inactive=not is_active)
            return content_of(found.data) if is_active else UNREADABLE
        if not await self._credentials.has_user(number):
            return EMPTY
        if not await self._credentials.is_remainder(number):
            return UNREADABLE
        # Not here: a read deletes nothing.
        self._listener.remainder_found(slot)
        return EMPTY

    def _on_pin_read(self, slot: int, found: CredentialData | None) -> None:
        """Store the owner of a PIN, and whether the lock masks it."""
        if found is None:
            self._owners.pop(slot, None)
        else:
            self._owners[slot] = found.user_id
            is_masked = content_of(found.data) is UNREADABLE
            self._on_pin_shown(str(slot), is_masked=is_masked)

    # contract 12.7
    @override
    async def _set(
        self, slot: str, pin: Pin, name: str | None, window: Window | None
    ) -> Outcome:
        number = int(slot)
        outcome = await self._credentials.write(number, name, pin)
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
        is_user_gone = False
        while True:
            is_done = await self._remove(number, owner)
            is_user_gone |= is_done and owner == number
            try:
                found = await self._credentials.read_pin(number)
            except CommandFailed, ReadFailed:
                return Outcome.ACCEPTED if is_done else Outcome.UNKNOWN
            if found is None or found.user_id == owner:
                break
            owner = found.user_id
        if not is_done:
            return Outcome.UNKNOWN
        if not is_user_gone:
            is_removed = await self._remove_remainder(number)
            if is_removed is False:
                return Outcome.UNKNOWN
            is_user_gone = is_removed is True
        # A foreign user may have been there all the time.
        if found is not None or (is_user_gone and await self._is_user_left(number)):
            return Outcome.ACCEPTED
        self._reports.learned(slot, EMPTY)
        return Outcome.CONFIRMED

    # contract 12.44
    async def _is_user_left(self, number: int) -> bool:
        """Return whether the user may still be there: its PIN may have gone before, and a lock may claim a removal that it did not do."""
        try:
            return await self._credentials.has_user(number)
        except ReadFailed:
            return True

    async def _remove(self, number: int, owner: int) -> bool:
        """Remove the user, or only the PIN if another user owns that; return whether it is gone."""
        if owner == number:
            return await self._credentials.remove_user(number)
        return await self._credentials.remove_pin(number, owner)

    # contract 12.44
    async def _remove_remainder(self, number: int) -> bool | None:
        """Remove a user of ours that is left without the PIN; return whether it is gone, None where there is none."""
        try:
            is_left = await self._credentials.has_user(
                number
            ) and await self._credentials.is_remainder(number)
        except ReadFailed:
            return False
        return await self._credentials.remove_user(number) if is_left else None

    @override
    async def _rename(self, slot: str, name: str) -> Outcome:
        outcome = await self._credentials.rename(int(slot), name)
        if outcome is Outcome.REFUSED:
            await self._report_found(slot)
        return outcome

    @override
    def _handlers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "credential added": self._on_pin_changed,
            "credential modified": self._on_pin_changed,
            "credential deleted": self._on_pin_deleted,
            "user added": self._on_user_added,
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
        if pin.credential_type is not _PIN or not self.is_slot(slot):
            return
        self._owners[pin.credential_slot] = pin.user_id
        content = content_of(pin.data)
        self._on_pin_shown(slot, is_masked=content is UNREADABLE)
        if content is UNREADABLE:
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
    def _on_user_added(self, event: dict[str, Any]) -> None:
        user: UserData = event["args"]
        self._credentials.user_added(user.user_id)
        self._look_again(user.user_id)

    @callback
    def _on_user(self, event: dict[str, Any]) -> None:
        user: UserData = event["args"]
        self._look_again(user.user_id)

    @callback
    def _on_user_deleted(self, event: dict[str, Any]) -> None:
        index: int = event["args"].user_id
        if not index:
            self._owners.clear()
            self._credentials.all_deleted()
            self._reports.all_cleared()
            return
        if not self._reports.is_busy(str(index)):
            self._credentials.user_deleted(index)
        slots = [slot for slot, owner in self._owners.items() if owner == index]
        for number in {index, *slots}:
            self._look_again(number)

    def _look_again(self, number: int) -> None:
        if self.is_slot(str(number)):
            self._reports.look_again(str(number))
