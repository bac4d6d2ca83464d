"""Adapter of locks of the custom integration ``hubitat``, by the capability ``LockCodes`` of the hub's drivers.

A command goes to the hub, whose driver speaks to the lock and keeps a table of its codes. The hub answers to a command
before the lock does; what the driver says later, and its table, is the answer.
"""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import EMPTY, UNREADABLE, Content, KnownPin, Outcome, Pin, Reach, Use
from ..adapter import Credential, Listing, LockUnreachable, ReadFailed, Written
from ..client_adapter import ClientAdapter
from ..client_link import find_client
from ..listed_slots import ListedSlots
from ..log_guard import answers_kept_out_of_logs, kept_out_of_logs
from . import hub_lock as integration
from .code_table import CODES, COUNT, LENGTH, CodeTable, ListedCode, capabilities_from
from .hub_lock import HubEvent, HubLock, hub_lock_of
from .own_names import OwnNames

ANSWER_TIME: Final = 20.0
"""Seconds to wait for the driver's report of a write: it asks the lock for the slot after it."""

_WORD, _USER = "codeChanged", "lastCodeName"
_DELETED, _FAILED = "deleted", "failed"
_NO_SET: Final = frozenset({_DELETED, _FAILED})
"""Words that no set leads to, if the lock takes it."""

type IsDone = Callable[[set[str], CodeTable | None], bool]
"""Verdict on whether a write is done, by the words after it and the table."""


class HubitatAdapter(ClientAdapter[HubLock]):
    """A lock behind a hub of Hubitat."""

    family = "hubitat"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, lambda entry: hub_lock_of(hass, entry, lock))
        self._names = OwnNames()
        self._listed = ListedSlots()
        self._turn = asyncio.Lock()
        """Allows one command at a time: the driver's reports name no slot."""
        self._words: asyncio.Queue[str | None] | None = None
        """Words of the driver while a command waits; None for a new table."""

    # contract 12.370
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        hub_lock = _find(hass, lock)
        return hub_lock is None or hub_lock.has_codes

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        hub_lock = _find(hass, lock)
        is_encrypted = hub_lock is not None and hub_lock.is_encrypted
        return "hubitat_encrypted" if is_encrypted else "hubitat"

    # contract 12.379
    @property
    @override
    def reach(self) -> Reach:
        hub_lock = self._link.client
        if hub_lock is None:
            return Reach.DISCONNECTED
        if hub_lock.is_hub_away:
            return Reach.OFFLINE
        return Reach.DISCONNECTED if hub_lock.device is None else self._link.reach

    @override
    async def async_read(self, slot: str) -> Content:
        return (await self.async_list()).contents.get(slot, EMPTY)

    # contract 12.372
    @override
    async def async_list(self) -> Listing:
        table = await self._reachable().async_read_table()
        self._derive_capabilities()
        if table is None:
            raise ReadFailed
        self._listed.note(table)
        slots = self._capabilities.slots if self._capabilities is not None else ()
        contents = {slot: _content(code) for slot, code in table.items()}
        return Listing(
            {slot: each for slot, each in contents.items() if slot in slots},
            is_complete=True,
        )

    # contract 12.375, 12.392
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        try:
            async with self._turn:
                before = await self._reachable().async_read_table()
                if before is None:
                    return Written(Outcome.UNKNOWN)
                there = before.get(slot)
                if there is not None and self._listed.is_unknown(slot):
                    if there.pin is None:
                        # A read could not tell that it is not ours.
                        return Written(Outcome.REFUSED)
                    if there.pin != pin:
                        return Written(Outcome.UNKNOWN)
                self._listed.take(slot)
                others = [code for key, code in before.items() if key != slot]
                if any(code.pin == pin for code in others):
                    return Written(Outcome.DUPLICATE)
                # In the slot itself, too, a hidden PIN needs another name.
                others += [code for code in before.values() if code.pin is None]
                name = self._names.take(slot, {code.name for code in others})
                return await self._set(slot, pin, name, there)
        except ReadFailed as failure:
            return Written.without_answer(failure)

    # contract 12.373, 12.375
    @override
    async def async_clear(self, slot: str) -> Written:
        try:
            async with self._turn:
                words, table = await self._write(
                    "deleteCode",
                    slot,
                    lambda words, table: (
                        _DELETED in words and (table is None or slot not in table)
                    ),
                )
        except ReadFailed as failure:
            return Written.without_answer(failure)
        is_said = _DELETED in words
        if table is None:
            return Written(Outcome.ACCEPTED if is_said else Outcome.UNKNOWN)
        if slot not in table:
            return Written(Outcome.CONFIRMED if is_said else Outcome.ACCEPTED)
        return Written(_undone(words))

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"slot": int(slot)}

    # contract 12.373, 12.374
    async def _set(
        self, slot: str, pin: Pin, name: str, before: ListedCode | None
    ) -> Written:
        """Send a PIN to a slot, and return the driver's verdict."""
        argument = f"{slot},{pin.reveal()},{name}"
        code = ListedCode(pin, name)
        words, table = await self._write(
            "setCode",
            argument,
            lambda words, table: bool(words - _NO_SET) and _shows(table, slot, code),
            pin,
        )
        after = None if table is None else table.get(slot)
        is_shown = _shows(table, slot, code)
        if is_shown:
            self._names.release(name)
        if after is not None and after.pin == pin:
            is_said = bool(words - _NO_SET)
            return Written(Outcome.CONFIRMED if is_said else Outcome.ACCEPTED)
        if after is not None and after.pin is None:
            return Written(Outcome.ACCEPTED if is_shown else Outcome.UNKNOWN)
        if after is None or after == before:
            is_as_before = table is not None and after == before
            return Written(_undone(words) if is_as_before else Outcome.UNKNOWN)
        return Written(Outcome.ACCEPTED, content=_content(after))

    # contract 12.378
    async def _write(
        self, command: str, argument: str, is_done: IsDone, pin: Pin | None = None
    ) -> tuple[set[str], CodeTable | None]:
        """Send a write. Return the driver's report after it, and its table at the end.

        Words name no slot: they end the wait only where the table shows the write, and *failed* does not end it, as it may be
        about another command. Raises LockUnreachable, or ReadFailed without an answer of the hub.
        """
        hub_lock = self._reachable()
        hub_lock.subscribe(self._on_event)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._words = queue
        words: set[str] = set()
        guard = kept_out_of_logs(pin, *integration.LOGGERS) if pin else nullcontext()
        # The driver's word of it has the whole table.
        answers = answers_kept_out_of_logs(*integration.LOGGERS)
        try:
            with guard, answers:
                await hub_lock.async_send(command, argument)
                try:
                    async with asyncio.timeout(ANSWER_TIME):
                        while not is_done(words, hub_lock.table()):
                            word = await queue.get()
                            words |= set() if word is None else {word}
                except TimeoutError:
                    return words, await _look_after(hub_lock)
                return words, hub_lock.table()
        finally:
            self._words = None

    @override
    @callback
    def _attach(self, client: HubLock) -> list[CALLBACK_TYPE]:
        @callback
        def on_connection(_: bool) -> None:
            self._derive_capabilities()
            self._listens.reach_changed()

        detach = [
            client.subscribe(self._on_event),
            *client.follow_connection(on_connection),
        ]
        self._derive_capabilities()
        return detach

    # contract 12.371
    @callback
    def _derive_capabilities(self) -> None:
        """Derive the capabilities; the known ones stay while the lock is away."""
        hub_lock = self._link.client
        capabilities = capabilities_from(hub_lock.attributes()) if hub_lock else None
        if capabilities is not None:
            self._set_capabilities(capabilities)

    @callback
    def _on_event(self, event: HubEvent) -> None:
        """Handle an event: a word about a write, a new table or limit, a use."""
        if event.attribute in {CODES, COUNT, LENGTH}:
            self._derive_capabilities()
        if event.attribute == _USER:
            self._on_use(event.value)
        if self._words is not None and event.attribute in {CODES, _WORD}:
            is_word = event.attribute == _WORD
            self._words.put_nowait(str(event.value) if is_word else None)

    # contract 12.377
    @callback
    def _on_use(self, name: Any) -> None:
        hub_lock = self._link.client
        if not name or hub_lock is None:
            return
        table = hub_lock.table() or {}
        slots = [slot for slot, code in table.items() if code.name == name]
        self._listens.used(Use("unlock", slots[0] if len(slots) == 1 else None))


def _find(hass: HomeAssistant, lock: RegistryEntry) -> HubLock | None:
    return find_client(hass, lock, lambda entry: hub_lock_of(hass, entry, lock))


def _content(code: ListedCode) -> Content:
    return UNREADABLE if code.pin is None else KnownPin(code.pin)


# contract 12.373, 12.374
def _shows(table: CodeTable | None, slot: str, code: ListedCode) -> bool:
    """Return whether a table shows a code that was set: by its PIN, or by the name of the write where that is hidden."""
    listed = None if table is None else table.get(slot)
    return listed is not None and (
        listed.pin == code.pin or (listed.pin is None and listed.name == code.name)
    )


async def _look_after(hub_lock: HubLock) -> CodeTable | None:
    """Return the table after a write whose end was not told. Raises ReadFailed: the write itself was sent."""
    try:
        return await hub_lock.async_read_table()
    except LockUnreachable:
        raise ReadFailed from None


# contract 12.374
def _undone(words: set[str]) -> Outcome:
    """Return the outcome of a write after which the slot is as before."""
    return Outcome.REFUSED if _FAILED in words else Outcome.UNKNOWN
