"""Adapter of locks of the ``schlage`` integration.

PINs go to Schlage's cloud by the integration's own library, never through an action: the recorder stores its data. The
library blocks, and runs in threads.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, override

from pyschlage import Lock
from pyschlage.code import AccessCode

from homeassistant.components.schlage.coordinator import SchlageDataUpdateCoordinator
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.util import dt as dt_util

from ...core.model import (
    EMPTY,
    Content,
    LockCapabilities,
    Outcome,
    Reach,
    SlotNaming,
    UseReporting,
    WindowSupport,
)
from ..adapter import Credential, Listing, LockUnreachable, ReadFailed, Written
from ..client_adapter import ClientAdapter
from .codes import content_of, holds_name, holds_pin, schedule_of
from .command_errors import ERRORS, is_about_notification, outcome_of
from .integration import code_length_of, coordinator_of, lock_of, log_of
from .log_entries import refusals_in, uses_in

# contract 12.231, 12.234, 12.235
CAPABILITIES: Final = LockCapabilities(
    slot_naming=SlotNaming.BY_LOCK,
    has_enter_key=False,
    name_length=30,
    has_unique_names=True,
    windows=WindowSupport(granularity=3600),
    lists_slots=True,
    uses=UseReporting.LOG,
    command_timeout=120,
    late_by=120,
    calls_per_minute=6,
)
"""Limits of the cloud. Each of its answers may take a minute, and a thread that is left goes on for two requests."""


class SchlageAdapter(ClientAdapter[SchlageDataUpdateCoordinator]):
    """A lock whose codes Schlage's cloud keeps and passes on to it."""

    family = "schlage"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass, lock, coordinator_of)
        self._hass = hass
        self._entity = lock
        self._shut_at: datetime | None = None
        """When the keypad was last shut after wrong codes, or the log was first looked at."""
        self._inactive: dict[str, bool] = {}

    @override
    async def async_read(self, slot: str) -> Content:
        return (await self.async_list()).contents.get(slot, EMPTY)

    @override
    async def async_list(self) -> Listing:
        codes = await self._async_codes()
        contents: dict[str, Content] = {}
        for slot, code in codes.items():
            contents[slot] = content_of(code)
            self._on_activity(slot, is_inactive=code.disabled)
        names = {slot: code.name for slot, code in codes.items()}
        return Listing(contents, is_complete=True, names=names)

    # contract 12.230, 12.234
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin, name, lock = credential.pin, credential.name, self._lock
        assert pin is not None and name is not None
        if lock is None or self._capabilities is None:
            return Written(Outcome.UNREACHABLE)
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        try:
            codes = await self._async_codes()
        except ReadFailed as failure:
            return Written.without_answer(failure)
        code = codes.pop(slot, None)
        if holds_pin(codes.values(), pin):
            return Written(Outcome.DUPLICATE)
        if holds_name(codes.values(), name):
            return Written(Outcome.INVALID)
        if code is None:
            code = AccessCode()
            write = partial(lock.add_access_code, code)
        else:
            write = partial(code.save)
        code.name, code.code, code.disabled = name, pin.reveal(), False
        code.schedule = schedule_of(credential.window)
        outcome = await self._async_write(write)
        return Written(outcome, slot=code.access_code_id)

    @override
    async def async_clear(self, slot: str) -> Written:
        try:
            code = (await self._async_codes()).get(slot)
        except ReadFailed as failure:
            return Written.without_answer(failure)
        if code is None:
            return Written(Outcome.ACCEPTED)
        return Written(await self._async_write(code.delete))

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        name = credential.name
        assert name is not None
        try:
            codes = await self._async_codes()
        except ReadFailed as failure:
            return Written.without_answer(failure)
        code = codes.pop(slot, None)
        if code is None:
            return Written(Outcome.REFUSED)
        if holds_name(codes.values(), name):
            return Written(Outcome.INVALID)
        code.name = name
        return Written(await self._async_write(code.save))

    @property
    def _lock(self) -> Lock | None:
        return lock_of(self._link.client, self._entity)

    # contract 12.235
    async def _async_codes(self) -> dict[str, AccessCode]:
        """Return the codes by id, as the cloud lists them now. Raises ReadFailed, or LockUnreachable."""
        lock = self._lock
        if lock is None or self.reach is not Reach.REACHABLE:
            raise LockUnreachable
        try:
            codes = await self._hass.async_add_executor_job(lock.get_access_codes)
        except ERRORS as err:
            if outcome_of(err) is Outcome.UNREACHABLE:
                raise LockUnreachable from None
            raise ReadFailed from None
        return {str(code.access_code_id): code for code in codes}

    async def _async_write(self, write: Callable[[], None]) -> Outcome:
        """Call the library for a write, and return its outcome: at best accepted, as the answer is the cloud's."""
        try:
            await self._hass.async_add_executor_job(write)
        except ERRORS as err:
            if is_about_notification(err):
                return Outcome.ACCEPTED
            return outcome_of(err)
        return Outcome.ACCEPTED

    @callback
    def _on_activity(self, slot: str, *, is_inactive: bool) -> None:
        if self._inactive.get(slot, False) != is_inactive:
            self._inactive[slot] = is_inactive
            self._listens.activity_found(slot, is_inactive=is_inactive)

    # contract 12.231
    @callback
    def _follow_lengths(self) -> None:
        """Follow the one length of PINs, which can be changed in the app."""
        lock = self._lock
        if lock is None:
            return
        length = code_length_of(lock)
        lengths = CAPABILITIES.code_lengths if length is None else (length,)
        self._set_capabilities(replace(CAPABILITIES, code_lengths=lengths))

    @override
    @callback
    def _attach(self, client: SchlageDataUpdateCoordinator) -> list[CALLBACK_TYPE]:
        stop_listening = client.async_add_listener(self._on_poll)
        self._on_poll()
        return [stop_listening]

    # contract 12.236
    @callback
    def _on_poll(self) -> None:
        """Report the new entries of the log, each time that the integration has polled it."""
        listener = self._listens
        listener.reach_changed()
        self._follow_lengths()
        log = log_of(self._link.client, self._entity)
        for use in uses_in(log, dt_util.utcnow()):
            listener.used(use)
        refusals = refusals_in(log)
        newest = refusals[-1] if refusals else None
        if newest is not None and self._shut_at is not None and newest > self._shut_at:
            listener.access_denied("too_many_attempts")
        self._shut_at = newest or self._shut_at or dt_util.utcnow()
