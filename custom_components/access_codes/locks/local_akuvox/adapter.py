"""Adapter of relays of Akuvox panels: each code is a user of the panel, whose name is the key."""

from collections.abc import Coroutine
from typing import Final, override

from pylocal_akuvox import User

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    SlotNaming,
)
from ..adapter import Credential, Listing, ReadFailed, Written
from ..client_adapter import ClientAdapter
from ..client_link import find_client
from .panel import Panel, PanelFailed, is_local, panel_of

CAPABILITIES: Final = LockCapabilities(
    slot_naming=SlotNaming.BY_NAME,
    name_length=32,
    has_unique_names=True,
    lists_slots=True,
    fresh_for=3600,
)
"""A schedule of a panel repeats its hours each day, and nothing tells by which local time: no window is left to it."""


class LocalAkuvoxAdapter(ClientAdapter[Panel]):
    """A relay of an Akuvox panel."""

    family = "local_akuvox"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: panel_of(hass, entry, lock))
        self._taken_over: dict[str, str] = {}
        """Ids of users of others that took the name of one of ours, by that name, until the list is read again."""

    # contract 12.286
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        panel = find_client(hass, lock, lambda entry: panel_of(hass, entry, lock))
        return panel is None or panel.has_users

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "local_akuvox"

    # contract 12.284
    @property
    @override
    def capabilities(self) -> LockCapabilities:
        return CAPABILITIES

    @override
    async def async_read(self, slot: str) -> Content:
        return (await self.async_list()).contents.get(slot, EMPTY)

    # contract 12.280, 12.281
    @override
    async def async_list(self) -> Listing:
        panel = self._reachable()
        users = await panel.users()
        # The engine is told of them, and a person may make them ours.
        self._taken_over.clear()
        contents = {
            name: _content_of(panel, user)
            for name, user in users.items()
            if panel.opens(user)
        }
        return Listing(contents, is_complete=True)

    # contract 12.282
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        try:
            panel = self._reachable()
            users = await panel.users()
        except ReadFailed as failure:
            return Written.without_answer(failure)
        user = users.get(slot)
        if user is not None and self._is_of_others(slot, user):
            return Written(Outcome.INVALID)
        if any(other.private_pin == pin.reveal() for other in users.values()):
            is_there = user is not None and _content_of(panel, user) == KnownPin(pin)
            return Written(Outcome.CONFIRMED if is_there else Outcome.DUPLICATE)
        if user is None:
            return await self._write(panel, panel.add(slot, pin), slot, pin)
        if not _is_ours_to_change(panel, user):
            return Written(Outcome.INVALID)
        return await self._write(panel, panel.change(user, pin=pin), slot, pin)

    @override
    async def async_clear(self, slot: str) -> Written:
        try:
            panel = self._reachable()
            user = (await panel.users()).get(slot)
        except ReadFailed as failure:
            return Written.without_answer(failure)
        if user is None:
            return Written(Outcome.CONFIRMED)
        if not _is_ours_to_change(panel, user):
            return Written(Outcome.REFUSED)
        return await self._delete(panel, user, slot)

    # contract 12.283
    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        name = credential.name
        assert name is not None
        try:
            panel = self._reachable()
            users = await panel.users()
        except ReadFailed as failure:
            return Written.without_answer(failure)
        user = users.get(slot)
        if user is None or name in users or not _is_ours_to_change(panel, user):
            return Written(Outcome.INVALID)
        try:
            await panel.change(user, name=name)
        except PanelFailed as failure:
            return Written(failure.outcome)
        return Written(Outcome.ACCEPTED)

    @override
    def label(self, slot: str) -> str:
        return "a user of the panel"

    # contract 12.384
    async def _delete(self, panel: Panel, user: User, slot: str) -> Written:
        """Delete a user, and confirm that by its id: another one of that name is then listed by the name alone."""
        self._taken_over.pop(slot, None)
        try:
            await panel.delete(user)
        except PanelFailed as failure:
            return Written(failure.outcome)
        try:
            users = await panel.users()
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        for name, left in users.items():
            if left.id == user.id if user.id else name == slot:
                return Written(Outcome.ACCEPTED, _content_of(panel, left))
        if (other := users.get(slot)) is not None:
            self._taken_over[slot] = other.id or ""
        return Written(Outcome.CONFIRMED)

    # contract 12.384
    def _is_of_others(self, slot: str, user: User) -> bool:
        return self._taken_over.get(slot) == (user.id or "")

    async def _write(
        self,
        panel: Panel,
        command: Coroutine[None, None, None],
        slot: str,
        pin: Pin,
    ) -> Written:
        """Await a write, and confirm it by the panel's list, which is its own memory."""
        try:
            await command
        except PanelFailed as failure:
            return Written(failure.outcome)
        try:
            user = (await panel.users()).get(slot)
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        content = EMPTY if user is None else _content_of(panel, user)
        is_done = content == KnownPin(pin)
        return Written(Outcome.CONFIRMED if is_done else Outcome.ACCEPTED, content)


# contract 12.281
def _content_of(panel: Panel, user: User) -> Content:
    """Return the content of a user: a PIN with other hours, or for another door too, is none that we could have set."""
    if user.private_pin is None or not panel.opens_always(user):
        return UNREADABLE
    return KnownPin(Pin(user.private_pin))


def _is_ours_to_change(panel: Panel, user: User) -> bool:
    return panel.opens(user) and is_local(user)
