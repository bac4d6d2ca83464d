"""Commands without an answer: ``set`` and ``get`` of Zigbee2MQTT before its version 2.7.

Whatever becomes of a ``set`` is told nowhere, and one that did not reach the lock may be carried out when the lock is heard
again: every write is *outcome unknown*, until a ``get`` shows the slot. What a ``get`` shows is told by the lock's next
message, which looks like any other: it counts if it is about nothing but the slot.
"""

import asyncio
from typing import Any, Final, override

from ...core.model import EMPTY, UNREADABLE, Content, KnownPin, Outcome, Pin
from ..adapter import NoSuchSlot
from ..zigbee.answers import SlotAnswer
from ..zigbee.command_errors import CommandFailed
from ..zigbee.limits import (
    ATTR_CHANGE_EVENTS,
    ATTR_MAX_LENGTH,
    ATTR_MIN_LENGTH,
    ATTR_PIN_USERS,
    ATTR_USE_EVENTS,
)
from .bridge import Bridge
from .commands import Commands
from .device import DOOR_LOCK, LockDevice
from .json_values import Json, as_dict, as_number, as_text
from .messages import ACTION_FIELDS

ANSWER_TIME: Final = 25.0
"""Seconds to wait for the message that follows a ``get``."""

_ATTRIBUTES: Final = {
    "numOfPinUsersSupported": ATTR_PIN_USERS,
    "maxPinLen": ATTR_MAX_LENGTH,
    "minPinLen": ATTR_MIN_LENGTH,
    "keypadOperationEventMask": ATTR_USE_EVENTS,
    "keypadProgrammingEventMask": ATTR_CHANGE_EVENTS,
}

_PROPERTY: Final = "access_codes_limits"

_PASSING: Final = frozenset({"users", "linkquality", "last_seen"})
"""Fields that may differ from the message before in the answer to a ``get``."""

_KEPT_FOR: Final = 24 * 3600 + 60
"""Seconds for which Zigbee2MQTT may keep a command to a lock with Poll Control that did not reach it."""


class PlainCommands(Commands):
    """Commands without an answer of the lock."""

    patience = 45

    def __init__(self, bridge: Bridge, device: LockDevice) -> None:
        """Start without messages."""
        super().__init__(bridge, device)
        # contract 12.155
        self.late_by = _KEPT_FOR if device.has_poll_control else 60
        self._last: Json = {}
        self._awaited: tuple[str, asyncio.Future[Json]] | None = None
        """Property, or number of the slot, that is waited for."""

    @override
    async def limits(self) -> dict[int, int]:
        request = {
            "cluster": DOOR_LOCK,
            "attributes": [*_ATTRIBUTES],
            "state_property": _PROPERTY,
        }
        answer = await self._ask("set", {"read": request}, _PROPERTY)
        found = {
            number: as_number(answer.get(name)) for name, number in _ATTRIBUTES.items()
        }
        return {number: value for number, value in found.items() if value is not None}

    @override
    async def read(self, slot: int) -> SlotAnswer:
        request = {"pin_code": {"user": slot}}
        if not self._last:
            # contract 12.190
            await self._ask("get", request, str(slot))
        return _slot_of(await self._ask("get", request, str(slot)))

    # contract 12.154
    @override
    async def set(self, slot: int, pin: Pin) -> Outcome:
        content = {
            "user": slot,
            "user_type": "unrestricted",
            "user_enabled": True,
            "pin_code": pin.reveal(),
        }
        await self._publish("set", {"pin_code": content})
        return Outcome.UNKNOWN

    @override
    async def clear(self, slot: int) -> Outcome:
        await self._publish("set", {"pin_code": {"user": slot, "pin_code": None}})
        return Outcome.UNKNOWN

    @override
    def heard(self, message: Json) -> None:
        before, self._last = self._last, message
        if self._awaited is None:
            return
        key, future = self._awaited
        found = _found(message, key)
        # contract 12.190
        if not found or future.done() or "action" in message:
            return
        others = {
            field
            for field in before.keys() | message.keys()
            if before and before.get(field) != message.get(field)
        } - {*_PASSING, *ACTION_FIELDS, _PROPERTY}
        is_other = _found(before, key) != found
        # contract 12.156
        if is_other or not others:
            future.set_result(found)

    async def _ask(self, topic: str, message: Json, key: str) -> Json:
        """Send a message, and return the lock's next one about this. Raises CommandFailed."""
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._awaited = (key, future)
        try:
            await self._publish(topic, message)
            async with asyncio.timeout(ANSWER_TIME):
                return await future
        except TimeoutError:
            raise CommandFailed(Outcome.UNKNOWN) from None
        finally:
            self._awaited = None

    async def _publish(self, topic: str, message: Json) -> None:
        await self.bridge.async_publish(f"{self.device.name}/{topic}", message)


def _found(message: Json, key: str) -> Json:
    if key == _PROPERTY:
        return as_dict(message.get(key))
    return as_dict(as_dict(message.get("users")).get(key))


def _slot_of(user: Json) -> SlotAnswer:
    """Return the content of a slot by its status; a PIN that stands beside *available* is an old one."""
    match as_text(user.get("status")):
        case "available":
            return SlotAnswer(EMPTY)
        case "enabled":
            return SlotAnswer(_content_of(user.get("pin_code")))
        case "disabled":
            return SlotAnswer(UNREADABLE, is_inactive=True)
        case _:
            raise NoSuchSlot


def _content_of(pin: Any) -> Content:
    is_shown = isinstance(pin, str) and pin.isascii() and pin.isdigit()
    return KnownPin(Pin(pin)) if is_shown else UNREADABLE
