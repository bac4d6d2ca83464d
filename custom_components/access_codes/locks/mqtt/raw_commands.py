"""Commands whose answer is the lock's own: raw frames through Zigbee2MQTT's requests, since its version 2.7.

The lock's answer comes back with the transaction. Such a request is neither kept for later nor repeated by
Zigbee2MQTT, and its errors name no PIN. The range of slots that Zigbee2MQTT has for a model does not apply.
"""

from typing import Any, Final, override

from ...core.model import Outcome, Pin
from ..zigbee.answers import CLEAR_PIN, SET_PIN, SlotAnswer
from ..zigbee.limits import LIMITS
from .commands import Commands
from .device import DOOR_LOCK
from .frames import Frame, attributes_of, outcome_of_write, slot_of

_ANSWER_TIME: Final = 10000
"""Milliseconds for which Zigbee2MQTT waits for the lock."""


class RawCommands(Commands):
    """Commands with an answer of the lock."""

    late_by = 30
    patience = 45

    @override
    async def limits(self) -> dict[int, int]:
        wanted = [{"attrId": attribute} for attribute in LIMITS]
        return attributes_of(await self._ask("read", wanted, frame_type=0))

    @override
    async def read(self, slot: int) -> SlotAnswer:
        return slot_of(await self._ask("getPinCode", {"userid": slot}), slot)

    @override
    async def set(self, slot: int, pin: Pin) -> Outcome:
        content = {
            "userid": slot,
            "userstatus": 1,
            "usertype": 0,
            "pincodevalue": pin.reveal(),
        }
        return outcome_of_write(await self._ask("setPinCode", content), SET_PIN)

    @override
    async def clear(self, slot: int) -> Outcome:
        answer = await self._ask("clearPinCode", {"userid": slot})
        return outcome_of_write(answer, CLEAR_PIN)

    async def _ask(self, command: str, payload: Any, *, frame_type: int = 1) -> Frame:
        """Send one frame, and return the lock's answer. Raises CommandFailed."""
        data = await self.bridge.async_request(
            {
                "ieee_address": self.device.ieee,
                "network_address": self.device.address,
                "dst_endpoint": self.device.endpoint,
                "cluster_key": DOOR_LOCK,
                "timeout": _ANSWER_TIME,
                "zcl": {
                    "frame_type": frame_type,
                    "direction": 0,
                    "disable_default_response": True,
                    "command_key": command,
                    "payload": payload,
                },
            }
        )
        return Frame.from_buffer(data.get("data"))
