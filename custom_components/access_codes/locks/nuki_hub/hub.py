"""One lock's Nuki Hub: where its topics are, whether it is there, and its answers to what it is sent."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final, NamedTuple

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ...core.model import Pin
from ..adapter import LockUnreachable, ReadFailed
from ..log_guard import answers_kept_out_of_logs, kept_out_of_logs
from ..mqtt.json_values import Json, as_dict, as_text, parse
from ..mqtt.subscriptions import CLIENT_LOGGER, Handler, NotConnected, Subscriptions
from .entries import KeypadCodes, codes_of

ANSWER_TIME: Final = 45.0
"""Seconds to wait for the result: the hub tries up to four times over Bluetooth, ten seconds each."""

LIST_TIME: Final = 20.0
"""Seconds to wait for the list after that: the hub gives the lock five seconds to send it."""

OWED_TIME: Final = 120.0
"""Seconds after a command in which a result may still be its own."""


AFTER_COMMAND: Final = frozenset(
    {"success", "failed", "timeOut", "working", "notPaired", "error", "undefined"}
)
"""Results of a command that the hub has sent to the lock: it reads the list of codes then."""


class Answer(NamedTuple):
    """Word of the hub about a command."""

    result: str
    codes: KeypadCodes | None
    """The list that it read after the command; None where none came."""
    is_certain: bool
    """The result is that of this command: no earlier one lacks its own."""


class Hub:
    """The hub of one lock, followed by the discovery message of that lock."""

    def __init__(
        self,
        hass: HomeAssistant,
        nuki_id: str,
        on_change: CALLBACK_TYPE,
        on_codes: Callable[[KeypadCodes | None, KeypadCodes], None],
        on_log: Callable[[Any, bool], None],
    ) -> None:
        """Store whom to tell: of a change of reach, of lists (the one before, and this one), and of log entries."""
        self.codes: KeypadCodes | None = None
        """The last list; None before the first."""
        self._nuki_id = nuki_id
        self._on_change = on_change
        self._on_codes = on_codes
        self._on_log = on_log
        self._base: str | None = None
        self._is_hub_online = False
        self._is_lock_online = True
        self._result: asyncio.Future[str] | None = None
        self._list: asyncio.Future[KeypadCodes] | None = None
        self._owed_until = 0.0
        """Until when, in the loop's time, the result of an earlier command may still come."""
        self._turn = asyncio.Lock()
        self._subscriptions = Subscriptions(hass, self._on_connection)

    @callback
    def start(self) -> None:
        """Begin."""
        self._listen()
        self._subscriptions.start()

    @callback
    def stop(self) -> None:
        """End."""
        self._subscriptions.stop()

    @property
    def is_loaded(self) -> bool:
        """Return whether the MQTT integration is loaded."""
        return self._subscriptions.is_loaded

    # contract 12.351
    @property
    def is_up(self) -> bool:
        """Return whether broker, hub and lock are there, as far as the broker and the hub know."""
        is_known = self._base is not None and self._subscriptions.is_connected
        return is_known and self._is_hub_online and self._is_lock_online

    # contract 12.353
    async def async_list(self) -> KeypadCodes:
        """Let the hub read the list of codes, and return it. Raises ReadFailed, or LockUnreachable."""
        async with self._turn:
            self._list = asyncio.get_running_loop().create_future()
            try:
                with answers_kept_out_of_logs(CLIENT_LOGGER):
                    await self._async_publish("query/keypad", 1)
                    codes = await self._async_next_list()
            finally:
                self._list = None
        if codes is None:
            raise ReadFailed
        return codes

    # contract 12.352, 12.361
    async def async_command(self, message: Json, pin: Pin | None = None) -> Answer:
        """Send one command, and return what the hub says of it. Raises ReadFailed, or LockUnreachable."""
        guard = nullcontext() if pin is None else kept_out_of_logs(pin, CLIENT_LOGGER)
        async with self._turn:
            is_certain = _now() >= self._owed_until
            self._result = asyncio.get_running_loop().create_future()
            try:
                with guard, answers_kept_out_of_logs(CLIENT_LOGGER):
                    await self._async_publish("keypad/actionJson", message)
                    self._owed_until = _now() + OWED_TIME
                    async with asyncio.timeout(ANSWER_TIME):
                        result = await self._result
                    if is_certain:
                        self._owed_until = 0.0
                    is_sent = result in AFTER_COMMAND
                    codes = await self._async_next_list() if is_sent else None
            except TimeoutError:
                raise ReadFailed from None
            finally:
                self._result = self._list = None
        return Answer(result, codes, is_certain)

    async def _async_next_list(self) -> KeypadCodes | None:
        assert self._list is not None
        try:
            async with asyncio.timeout(LIST_TIME):
                return await self._list
        except TimeoutError:
            return None

    async def _async_publish(self, topic: str, message: Any) -> None:
        if not self.is_up:
            raise LockUnreachable
        try:
            await self._subscriptions.async_publish(f"{self._base}/{topic}", message)
        except NotConnected:
            raise LockUnreachable from None

    @callback
    def _listen(self) -> None:
        """Listen to the discovery message of the lock, and, once that has told where, to its hub."""
        prefix = self._subscriptions.discovery_prefix
        topics: dict[str, Handler] = {
            f"{prefix}/lock/{self._nuki_id}/smartlock/config": self._on_discovery
        }
        base = self._base
        if base is not None:
            root = base.removesuffix("/lock")
            topics |= {
                f"{root}/maintenance/mqttConnectionState": self._on_hub_state,
                f"{base}/availability": self._on_availability,
                f"{base}/keypad/json": self._on_list,
                f"{base}/keypad/commandResultJson": self._on_result,
                f"{base}/rollingLog": self._on_log_entry,
            }
        self._subscriptions.listen_to(topics)

    @callback
    def _on_connection(self) -> None:
        """Handle a connection that came or went; what the broker has retained comes once we are subscribed again."""
        if not self._subscriptions.is_connected:
            self._is_hub_online = False
        self._on_change()

    @callback
    def _on_discovery(self, text: str, _: bool) -> None:
        base = as_text(as_dict(parse(text)).get("~"))
        base_now = base if base.endswith("/lock") else None
        if base_now != self._base:
            self._base = base_now
            self._is_hub_online, self._is_lock_online, self.codes = False, True, None
            self._listen()
            self._on_change()

    @callback
    def _on_hub_state(self, text: str, _: bool) -> None:
        self._is_hub_online = text == "online"
        if not self._is_hub_online:
            # Its results are gone with it.
            self._owed_until = 0.0
        self._on_change()

    @callback
    def _on_availability(self, text: str, _: bool) -> None:
        self._is_lock_online = text != "offline"
        self._on_change()

    @callback
    def _on_result(self, text: str, is_retained: bool) -> None:
        if is_retained or not text:
            return
        if self._result is None:
            self._owed_until = 0.0
        elif not self._result.done():
            # The list comes after the result, and perhaps before whoever waits for that goes on.
            self._list = asyncio.get_running_loop().create_future()
            self._result.set_result(text)

    @callback
    def _on_list(self, text: str, is_retained: bool) -> None:
        codes = codes_of(parse(text))
        if codes is None:
            return
        before, self.codes = self.codes, codes
        is_answer = self._list is not None and not self._list.done()
        if self._list is not None and is_answer and not is_retained:
            self._list.set_result(codes)
        self._on_codes(None if is_answer or is_retained else before, codes)

    @callback
    def _on_log_entry(self, text: str, is_retained: bool) -> None:
        self._on_log(parse(text), is_retained)


def _now() -> float:
    return asyncio.get_running_loop().time()
