"""The guard around the adapter that another integration brings: whatever it raises or returns, and however long it takes.

It is asked for again each time the config entry of the lock has been loaded, so that a foreign adapter never outlives
the objects that it was made of.
"""

import asyncio
from collections.abc import Awaitable, Callable
import logging
from typing import Any, Final, override

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.event import async_call_later

from ...core.model import Content, LockCapabilities, Outcome, Reach
from ..adapter import (
    AdapterListener,
    Credential,
    Listing,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
    Written,
)
from ..detached import Detached
from .checks import are_capabilities_sound, is_content, is_listing, is_text, is_written
from .hooks import SIGNAL_HOOK_FOUND, async_adapter_by_hook, has_hook
from .listener import GuardedListener

_LOGGER = logging.getLogger(__name__)

START_TIMEOUT: Final = 10
"""Seconds after which the start of a foreign adapter is given up."""

RETRY_AFTER: Final = 300
"""Seconds after which a hook that failed, or gave no adapter, is asked again."""


class GuardedAdapter(LockAdapter):
    """A lock whose integration brings its adapter; disconnected while there is none."""

    family = "platform"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock; its integration is asked after the start."""
        self._hass = hass
        self._lock = lock
        self._listener: AdapterListener | None = None
        self._foreign: LockAdapter | None = None
        self._foreign_listener: GuardedListener | None = None
        self._runs = Detached()
        self._connecting: asyncio.Task[None] | None = None
        self._is_connecting = False
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._cancel_retry: CALLBACK_TYPE | None = None
        self._checked: tuple[Any, LockCapabilities | None] = (None, None)
        self._logged: set[str] = set()

    # contract 12.121
    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = listener

        @callback
        def hook_found(domain: str) -> None:
            if domain == self._lock.platform:
                self._update()

        @callback
        def entry_changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
            if entry.entry_id == self._lock.config_entry_id:
                self._update()

        self._unsubscribe = [
            async_dispatcher_connect(self._hass, SIGNAL_HOOK_FOUND, hook_found),
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed
            ),
        ]
        self._update()

    @override
    def stop(self) -> None:
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._leave()
        self._runs.stop()
        self._listener = None

    # contract 12.122
    @callback
    def _update(self) -> None:
        """Ask for an adapter once the lock's integration is there; leave the one that there is once it is not."""
        if not self._is_loaded() or not has_hook(self._hass, self._lock.platform):
            self._leave()
            self._report_state()
        elif self._foreign is None and not self._is_connecting:
            self._is_connecting = True
            self._connecting = self._hass.async_create_background_task(
                self._async_connect(),
                f"access codes: adapter of {self._lock.entity_id}",
            )

    def _is_loaded(self) -> bool:
        if self._lock.config_entry_id is None:
            return True
        entry = self._hass.config_entries.async_get_entry(self._lock.config_entry_id)
        return entry is not None and entry.state is ConfigEntryState.LOADED

    # contract 12.121, 12.123
    async def _async_connect(self) -> None:
        foreign = await async_adapter_by_hook(self._hass, self._lock, self._runs)
        is_started = foreign is not None and await self._async_start(foreign)
        self._is_connecting = False
        if is_started:
            self._report_state()
        else:
            self._cancel_retry = async_call_later(self._hass, RETRY_AFTER, self._retry)

    @callback
    def _retry(self, _: object) -> None:
        self._cancel_retry = None
        self._update()

    async def _async_start(self, foreign: LockAdapter) -> bool:
        assert self._listener is not None
        listener = GuardedListener(
            self._hass, self._lock.platform, self._listener, lambda: self.capabilities
        )
        # Known before it has started: it may report within its start.
        self._foreign, self._foreign_listener = foreign, listener
        try:
            await self._runs.async_run(
                _call(foreign.async_start, listener), limit=START_TIMEOUT
            )
        except Exception as err:  # noqa: BLE001
            self._log("its start", err)
            self._stop_foreign()
            return False
        return True

    @callback
    def _leave(self) -> None:
        """Leave the foreign adapter, and an attempt to get one."""
        if self._connecting is not None:
            self._connecting.cancel()
            self._connecting = None
        self._is_connecting = False
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None
        self._stop_foreign()

    @callback
    def _stop_foreign(self) -> None:
        foreign, self._foreign = self._foreign, None
        if self._foreign_listener is not None:
            self._foreign_listener.is_closed = True
            self._foreign_listener = None
        if foreign is not None:
            self._guarded("its stop", foreign.stop, None)

    @callback
    def _report_state(self) -> None:
        assert self._listener is not None
        self._listener.capabilities_changed()
        self._listener.reach_changed()

    # contract 12.122
    @property
    @override
    def reach(self) -> Reach:
        foreign = self._foreign
        if foreign is None or self._is_connecting:
            return Reach.DISCONNECTED
        reach = self._guarded("its reach", lambda: foreign.reach, Reach.DISCONNECTED)
        # That a lock is removed is known from the registry alone.
        is_sound = isinstance(reach, Reach) and reach is not Reach.REMOVED
        return reach if is_sound else Reach.DISCONNECTED

    # contract 12.125
    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        if (foreign := self._foreign) is None:
            return None
        given = self._guarded("its capabilities", lambda: foreign.capabilities, None)
        if given is None:
            return None
        if given is not self._checked[0]:
            is_sound = are_capabilities_sound(given)
            if not is_sound:
                _LOGGER.error(
                    "The adapter of %s tells capabilities that cannot be",
                    self._lock.platform,
                )
            self._checked = (given, given if is_sound else None)
        return self._checked[1]

    @override
    async def async_read(self, slot: str) -> Content:
        foreign = self._connected()
        content: Content = await self._async_answer(foreign.async_read, slot)
        if not is_content(content):
            raise ReadFailed
        return content

    @override
    async def async_list(self) -> Listing:
        capabilities = self.capabilities
        if capabilities is None or not capabilities.is_read_by_list:
            return await super().async_list()
        listing: Listing = await self._async_answer(self._connected().async_list)
        if not is_listing(listing):
            raise ReadFailed
        if capabilities.has_named_slots:
            return listing
        contents = {
            slot: content
            for slot, content in listing.contents.items()
            if slot in capabilities.slots
        }
        return Listing(contents, listing.is_complete, listing.names)

    @override
    async def async_check(self) -> None:
        await self._async_answer(self._connected().async_check)

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        return await self._async_write("async_set", slot, credential)

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._async_write("async_clear", slot)

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        return await self._async_write("async_rename", slot, credential)

    # contract 12.127
    @override
    def label(self, slot: str) -> str:
        foreign = self._foreign
        if foreign is None:
            return slot
        label = self._guarded("a label", lambda: foreign.label(slot), slot)
        return label if is_text(label) else slot

    # contract 12.127
    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        foreign = self._foreign
        if foreign is None:
            return {}
        numbers: Any = self._guarded(
            "its numbers", lambda: foreign.metadata(slot), None
        )
        if not isinstance(numbers, dict):
            return {}
        return {
            key: value
            for key, value in numbers.items()
            if is_text(key) and (isinstance(value, int) or is_text(value))
        }

    def _connected(self) -> LockAdapter:
        if self._foreign is None or self._is_connecting:
            raise LockUnreachable
        return self._foreign

    # contract 12.123, 12.124
    async def _async_write(self, method: str, *arguments: Any) -> Written:
        """Return the answer to a write; whatever else comes of it is no answer."""
        try:
            write = getattr(self._connected(), method)
            written: Written = await self._async_answer(write, *arguments)
        except LockUnreachable:
            return Written(Outcome.UNREACHABLE)
        except ReadFailed:
            return Written(Outcome.UNKNOWN)
        return written if is_written(written) else Written(Outcome.UNKNOWN)

    async def _async_answer(
        self, method: Callable[..., Awaitable[Any]], *arguments: Any
    ) -> Any:
        """Return an answer of the foreign adapter. Raises ReadFailed or a subclass of it."""
        try:
            return await self._runs.async_run(_call(method, *arguments))
        except ReadFailed:
            raise
        except Exception as err:  # noqa: BLE001
            self._log("a command", err)
            # Without the cause: its text may quote the PIN.
            raise ReadFailed from None

    # contract 12.123
    def _guarded[T, U](self, subject: str, read: Callable[[], T], unknown: U) -> T | U:
        try:
            return read()
        except Exception as err:  # noqa: BLE001
            self._log(subject, err)
            return unknown

    def _log(self, subject: str, err: Exception) -> None:
        """Log the kind of an error, never its text; once for each subject, as some are asked for often."""
        if subject not in self._logged:
            self._logged.add(subject)
            _LOGGER.error(
                "The adapter of %s fails at %s: %s",
                self._lock.platform,
                subject,
                type(err).__name__,
            )


async def _call(method: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    """Await a foreign method, so that also one that is no coroutine function raises within a run."""
    return await method(*arguments)
