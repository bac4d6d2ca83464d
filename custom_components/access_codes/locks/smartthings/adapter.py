"""Adapter of locks of the ``smartthings`` integration, by the capability ``lockCodes``.

A command goes to the cloud, from there to the hub, and from there by radio to the lock. Only what the hub then pushes
about the slot is an answer.
"""

import asyncio
from typing import Any, Final, override

from pysmartthings import Attribute, Command, DeviceEvent

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import EMPTY, UNREADABLE, Content, LockCapabilities, Outcome, Pin
from ..adapter import Credential, ReadFailed, Written
from ..client_adapter import ClientAdapter
from ..client_link import find_client
from .cloud_lock import CloudLock, CommandRejected, cloud_lock_of
from .code_events import Change, capabilities_from, change_of, is_migrated, use_of
from .expected_words import ExpectedWords

ANSWER_TIME: Final = 20.0
"""Seconds to wait for what the hub says of a slot: it asks the lock four seconds after a write."""

_SCAN_TIME: Final = 60.0
"""Seconds after the last report of a scan of all slots, which may end without a word."""


class SmartThingsAdapter(ClientAdapter[CloudLock]):
    """A lock behind a hub of SmartThings."""

    family = "smartthings"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: cloud_lock_of(entry, lock))
        self._attributes: dict[str, Any] = {}
        self._turn = asyncio.Lock()
        """Allows one command at a time: answers are told apart by their slot alone."""
        self._waiting: tuple[str, bool | None, asyncio.Future[Change]] | None = None
        """Slot, and whether its word has to be *occupied* or *empty* to be the answer; None: either."""
        self._words = ExpectedWords()
        self._earlier_words = 0
        """Words about the slot that are not about the command that waits."""
        self._is_occupied: dict[str, bool] = {}
        self._scan_ends_at = 0.0

    # contract 12.270
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        cloud_lock = find_client(hass, lock, lambda entry: cloud_lock_of(entry, lock))
        return cloud_lock is None or cloud_lock.has_codes

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "smartthings"

    # contract 12.274
    @override
    async def async_read(self, slot: str) -> Content:
        try:
            change = await self._ask(slot, Command.REQUEST_CODE, [int(slot)])
        except CommandRejected:
            raise ReadFailed from None
        return UNREADABLE if change.is_occupied else EMPTY

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        # Home Assistant's lock entity shows the name of a code that is used, and records it: a number has to do.
        arguments = [int(slot), pin.reveal(), f"Code {slot}"]
        return await self._write(slot, Command.SET_CODE, arguments, pin)

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(slot, Command.DELETE_CODE, [int(slot)])

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"slot": int(slot)}

    # contract 12.272, 12.273
    async def _write(
        self,
        slot: str,
        command: Command,
        arguments: list[Any],
        pin: Pin | None = None,
    ) -> Written:
        """Send one write, and return what the hub says of its slot.

        A word that contradicts the write may be about an earlier command, so nothing is refused by it.
        """
        try:
            change = await self._ask(
                slot, command, arguments, pin, is_occupied=pin is not None
            )
        except CommandRejected:
            return Written(Outcome.REFUSED)
        except ReadFailed as failure:
            return Written.without_answer(failure)
        is_failed = change is Change.FAILED
        return Written(Outcome.DUPLICATE if is_failed else Outcome.ACCEPTED)

    async def _ask(
        self,
        slot: str,
        command: Command,
        arguments: list[Any],
        pin: Pin | None = None,
        *,
        is_occupied: bool | None = None,
    ) -> Change:
        """Send a command about a slot, and return what is pushed about that slot then.

        Raises CommandRejected, LockUnreachable, or ReadFailed without an answer.
        """
        async with self._turn:
            cloud_lock = self._reachable()
            answer: asyncio.Future[Change] = asyncio.Future()
            self._waiting = slot, is_occupied, answer
            self._earlier_words = self._words.expect(
                slot, command, is_zigbee=cloud_lock.is_zigbee
            )
            try:
                await cloud_lock.send(command, arguments, pin)
                async with asyncio.timeout(ANSWER_TIME):
                    return await answer
            except TimeoutError:
                raise ReadFailed from None
            finally:
                self._waiting = None

    @override
    @callback
    def _attach(self, client: CloudLock) -> list[CALLBACK_TYPE]:
        self._attributes = client.attributes()
        is_zigbee = client.is_zigbee
        self._derive_capabilities(is_zigbee=is_zigbee, has_codes=client.has_codes)

        @callback
        def on_codes(event: DeviceEvent) -> None:
            self._attributes[str(event.attribute)] = event.value
            has_codes = not is_migrated(self._attributes.get(Attribute.MIGRATED))
            self._derive_capabilities(is_zigbee=is_zigbee, has_codes=has_codes)
            self._on_codes(event)

        return client.listen(on_codes, self._on_lock)

    # contract 12.270
    @callback
    def _derive_capabilities(self, *, is_zigbee: bool, has_codes: bool) -> None:
        """Derive the capabilities; a lock whose driver has left ``lockCodes`` has no slots any more."""
        capabilities = (
            capabilities_from(self._attributes, is_zigbee=is_zigbee)
            if has_codes
            else LockCapabilities()
        )
        if capabilities is not None:
            self._set_capabilities(capabilities)

    @callback
    def _on_codes(self, event: DeviceEvent) -> None:
        """Handle an event of ``lockCodes``: an answer, a change, or one step of a scan of all slots."""
        if event.attribute == Attribute.SCAN_CODES:
            is_running = event.value == "Scanning"
            self._scan_ends_at = _now() + _SCAN_TIME if is_running else 0.0
        if (news := change_of(event)) is not None:
            self._on_change(*news)

    # contract 12.275
    @callback
    def _on_change(self, slot: str, change: Change) -> None:
        is_answer = self._is_answer(slot, change)
        if change is Change.FAILED:
            return
        was_occupied = self._is_occupied.get(slot)
        self._is_occupied[slot] = change.is_occupied
        is_expected = self._words.take(slot, is_occupied=change.is_occupied)
        if is_answer or is_expected or not self._is_slot(slot):
            return
        if not change.is_occupied:
            if was_occupied is not False:
                self._listens.reported(slot, EMPTY)
        elif was_occupied is False or not self._is_scanning():
            self._listens.reported(slot, None)

    def _is_answer(self, slot: str, change: Change) -> bool:
        """Return whether a command waits for this word, and hand it over."""
        if self._waiting is None:
            return False
        waited_for, is_occupied, answer = self._waiting
        if slot != waited_for or answer.done():
            return False
        is_failed_set = change is Change.FAILED and is_occupied is True
        agrees = is_occupied is None or change.is_occupied is is_occupied
        is_word = is_failed_set or (change is not Change.FAILED and agrees)
        is_earlier = self._earlier_words > 0 and change is not Change.FAILED
        self._earlier_words -= is_earlier
        if not is_word or (is_occupied is True and is_earlier):
            return False
        answer.set_result(change)
        return True

    def _is_scanning(self) -> bool:
        """Return whether a scan of all slots is under way, which tells of each code as if it had been changed."""
        now = _now()
        if now >= self._scan_ends_at:
            return False
        self._scan_ends_at = now + _SCAN_TIME
        return True

    # contract 12.277
    @callback
    def _on_lock(self, event: DeviceEvent) -> None:
        if (use := use_of(event)) is not None:
            self._listens.used(use)


def _now() -> float:
    return asyncio.get_running_loop().time()
