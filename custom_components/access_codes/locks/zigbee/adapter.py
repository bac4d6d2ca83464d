"""Base of the adapters of Zigbee locks, whichever integration their radio belongs to."""

from abc import abstractmethod
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, override

from homeassistant.core import HomeAssistant, callback

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    Content,
    LockCapabilities,
    Outcome,
    Readability,
    Reporting,
    Use,
)
from ..adapter import Credential, LockUnreachable, ReadFailed, Written
from ..listening_adapter import ListeningAdapter
from ..log_guard import answers_kept_out_of_logs, kept_out_of_logs
from ..readability import PinReadability
from .command_errors import CannotBeRead, CommandFailed, raise_read_failed
from .commands import PinCommands
from .events import AccessDenied, CodeChanged, CodeUsed, Event
from .limits_search import LimitsSearch
from .own_writes import OwnWrite, OwnWrites

REPORT_TIME: Final = 2.0
"""Seconds to wait for the lock's own report of a write to a slot that hides its PIN."""


class ZigbeeAdapter(ListeningAdapter):
    """A lock with PINs in the cluster Door Lock."""

    _loggers: tuple[str, ...] = ()
    """Loggers of the libraries, which say at the level *debug* what they send."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare, without a lookup."""
        self._search = LimitsSearch(hass, self._async_find_limits)
        self._readability = PinReadability(is_masking=False)
        self._cannot_be_read = False
        self._writes = OwnWrites()
        self._radio = asyncio.Lock()
        """Allows one command at a time: the lock sleeps, and its reports are told apart by their slot."""
        self._is_inactive: dict[str, bool] = {}

    @override
    def stop(self) -> None:
        super().stop()
        self._search.stop()

    # contract 12.145, 12.206, 12.383
    @override
    async def async_read(self, slot: str) -> Content:
        async with self._radio:
            commands = self._commands_now
            if commands is None:
                raise LockUnreachable
            try:
                with answers_kept_out_of_logs(*self._loggers):
                    answer = await commands.read(int(slot))
            except CommandFailed as failure:
                self._on_failed_read(failure)
                raise_read_failed(failure)
        self._search_limits()
        content = answer.content
        if content is not EMPTY and not answer.is_inactive:
            is_ours = self._listens.is_ours(slot)
            self._readability.saw(is_masked=content is UNREADABLE, is_ours=is_ours)
            self._on_readability()
        if self._is_inactive.get(slot, False) is not answer.is_inactive:
            self._is_inactive[slot] = answer.is_inactive
            self._listens.activity_found(slot, is_inactive=answer.is_inactive)
        return content

    # contract 12.144, 12.191, 12.204, 12.214
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin = credential.pin
        assert pin is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        with kept_out_of_logs(pin, *self._loggers):
            return await self._write(
                slot, lambda commands: commands.set(int(slot), pin), is_removal=False
            )

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._write(
            slot, lambda commands: commands.clear(int(slot)), is_removal=True
        )

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        numbers: dict[str, str | int] = {"slot": int(slot)}
        if self._is_inactive.get(slot):
            numbers["user_status"] = "disabled"
        return numbers

    @property
    @abstractmethod
    def _commands_now(self) -> PinCommands | None:
        """The way to send commands to the lock; None while there is none."""

    @abstractmethod
    async def _async_capabilities(self) -> LockCapabilities:
        """Ask the lock for its limits, and return what follows from them. Raises CommandFailed."""

    async def _write(
        self,
        slot: str,
        send: Callable[[PinCommands], Awaitable[Outcome]],
        *,
        is_removal: bool,
    ) -> Written:
        """Send one write, and return the lock's answer."""
        async with self._radio:
            commands = self._commands_now
            if commands is None:
                return Written(Outcome.UNREACHABLE)
            with self._writes.begin(int(slot), is_removal=is_removal) as write:
                try:
                    write.outcome = await send(commands)
                except CommandFailed as failure:
                    write.outcome = failure.outcome
                    return Written(write.outcome)
                write.outcome = await self._settled(write, write.outcome)
        self._search_limits()
        return Written(write.outcome)

    # contract 12.153, 12.205
    async def _settled(self, write: OwnWrite, answer: Outcome) -> Outcome:
        """Return the outcome of a write that the lock took, confirmed by its own report where no read shows a PIN."""
        capabilities = self._capabilities
        hides_pins = (
            capabilities is not None
            and capabilities.reads is not Readability.PIN
            and capabilities.reports is Reporting.ALL
        )
        if answer is not Outcome.ACCEPTED or not hides_pins:
            return answer
        try:
            async with asyncio.timeout(REPORT_TIME):
                await write.reported.wait()
        except TimeoutError:
            return Outcome.ACCEPTED
        return Outcome.CONFIRMED

    @callback
    def _search_limits(self) -> None:
        """Ask the lock for its limits, unless they are known or asked for."""
        self._search.begin()

    # contract 12.146, 12.201
    async def _async_find_limits(self) -> None:
        """Ask the lock for its limits, and whether its slots can be read. Raises CommandFailed."""
        async with self._radio:
            capabilities = await self._async_capabilities()
            if capabilities.slots and self._can_be_probed:
                await self._probe(int(capabilities.slots[-1]))
        self._set_capabilities(replace(capabilities, reads=self._reads))

    @property
    def _can_be_probed(self) -> bool:
        """Return whether a read that the lock has no command for is told apart from one without an answer."""
        return not self._cannot_be_read

    # contract 12.157, 12.201
    async def _probe(self, slot: int) -> None:
        """Ask for a slot, to see whether the lock answers reads at all. Raises CommandFailed."""
        commands = self._commands_now
        assert commands is not None
        try:
            await commands.read(slot)
        except CannotBeRead:
            self._cannot_be_read = True
        except ReadFailed:
            pass

    @property
    def _reads(self) -> Readability:
        if self._cannot_be_read:
            return Readability.NOTHING
        return self._readability.reads

    @callback
    def _on_failed_read(self, failure: CommandFailed) -> None:
        if isinstance(failure, CannotBeRead):
            self._cannot_be_read = True
            self._on_readability()

    @callback
    def _on_readability(self) -> None:
        if self._capabilities is not None:
            self._set_capabilities(replace(self._capabilities, reads=self._reads))

    @callback
    def _on_event(self, event: Event) -> None:
        match event:
            case CodeUsed(action, user):
                self._listens.used(Use(action, self._slot_of(user)))
            case AccessDenied(reason):
                self._listens.access_denied(reason)
            case change:
                self._on_code_changed(change)

    # contract 12.148, 12.209
    @callback
    def _on_code_changed(self, change: CodeChanged) -> None:
        if self._writes.is_echo(change) or (change.is_unnamed and self._cannot_be_read):
            return
        if change.user is None:
            self._listens.reported_all_cleared()
            return
        slot = self._slot_of(change.user)
        if slot is not None:
            content = EMPTY if change.is_removal else None
            cause = Cause.UNKNOWN if change.is_by_radio else Cause.OTHERS
            self._listens.reported(slot, content, cause)

    def _slot_of(self, user: int | None) -> str | None:
        """Return the slot of a user; None if it is none of the lock's slots, or of ours."""
        slot = str(user)
        return slot if user is not None and self._is_slot(slot) else None
