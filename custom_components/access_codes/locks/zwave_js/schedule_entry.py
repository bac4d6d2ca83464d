"""Commands of the command class Schedule Entry Lock: the window of the code in a slot, which the lock itself enforces."""

import asyncio
from typing import Any, Final

from zwave_js_server.const import CommandClass, SupervisionStatus
from zwave_js_server.model.node import Node

from homeassistant.util import dt as dt_util

from ...core.model import Outcome, Window
from ..adapter import ReadFailed
from .command_errors import CommandFailed, call_driver
from .schedule_values import schedule_of, window_of

ANSWER_TIME: Final = 4.0
"""Seconds to wait for the report of a schedule after the driver gave up: it waits for one second."""

_LOOK_AGAIN: Final = 0.5

_YEAR_DAY: Final = 1
"""The kind of a schedule, in the driver's key of it."""

_OURS: Final = 1
"""The number of the user's schedule that holds our window."""

_MUTE_AFTER: Final = 2
"""Reads without an answer after which a lock that has never answered one is asked no more."""


_REPEATING: Final = ("numWeekDaySlots", "numDailyRepeatingSlots")


async def async_year_day_slots(node: Node) -> int:
    """Return how many year-day schedules the lock has for each user, as it said at its interview. Raises CommandFailed."""
    return await _async_count(node, "numYearDaySlots")


# contract 12.332
async def async_has_repeating(node: Node) -> bool:
    """Return whether a user may have weekly or daily schedules, as the lock said at its interview. Raises CommandFailed."""
    return any([await _async_count(node, name) > 0 for name in _REPEATING])


async def _async_count(node: Node, name: str) -> int:
    value_id = {"commandClass": CommandClass.SCHEDULE_ENTRY_LOCK, "endpoint": 0}
    answer = await _ask_driver(node, "get_value", {**value_id, "property": name})
    count = answer.get("value")
    return count if isinstance(count, int) else 0


class ScheduleEntry:
    """The schedules of one lock. The user of a schedule is the slot of the code.

    The driver answers an empty schedule and no answer alike, and takes a late report about another slot for the answer. So
    the answer is what the driver has stored for this slot, if it has stored something since.
    """

    def __init__(self, node: Node, count: int, *, has_repeating: bool = False) -> None:
        """Store the node. ``count``: the number of year-day schedules of each user; it may have repeating ones, too."""
        self._node = node
        self._has_repeating = has_repeating
        self._lifted: set[str] = set()
        """Slots whose schedules we have switched off since the start."""
        self._others = range(_OURS + 1, count + 1)
        self._has_answered = False
        self._silences = 0
        self._tidied: set[str] = set()
        """Slots whose other schedules are known to be empty."""

    @property
    def is_mute(self) -> bool:
        """Return whether the lock has never answered about a schedule, and is asked no more."""
        return not self._has_answered and self._silences >= _MUTE_AFTER

    # contract 12.322
    async def async_read(self, slot: str, number: int = _OURS) -> Window | None:
        """Return the window of a slot as the lock tells it. Raises CommandFailed, or ReadFailed without an answer."""
        if self.is_mute:
            return None
        value_id = _value_id(slot, number)
        before = await self._stored_at(value_id)
        await self._invoke("getYearDaySchedule", _user_slot(slot, number))
        if not await self._is_stored_since(before, value_id):
            self._silences += 1
            raise ReadFailed
        self._has_answered = True
        schedule = (await _ask_driver(self._node, "get_value", value_id)).get("value")
        if not schedule:
            return None
        return window_of(schedule, dt_util.get_default_time_zone())

    # contract 12.323
    async def async_write(self, slot: str, window: Window) -> bool:
        """Send a window, and enable it; return False if the lock has refused that. Its effect is to be read.

        Raises CommandFailed. No read shows whether a schedule is enabled.
        """
        schedule = schedule_of(window, dt_util.get_default_time_zone())
        if schedule is None:
            return False
        self._lifted.discard(slot)
        answer = await self._invoke("setYearDaySchedule", _user_slot(slot), schedule)
        if _has_failed(answer):
            return False
        return not _has_failed(await self._invoke("setEnabled", True, int(slot)))

    async def async_erase(self, slot: str, number: int = _OURS) -> None:
        """Erase a schedule. Its effect is to be read. Raises CommandFailed."""
        await self._invoke("setYearDaySchedule", _user_slot(slot, number))

    # contract 12.332
    async def async_lift(self, slot: str) -> None:
        """Switch the schedules of a slot off ahead of a code without a window. Raises CommandFailed if it is not reached.

        A weekly or daily schedule that somebody left there would shut that code out most of the time, and which of its kinds
        is in force no lock tells. One that has no such command, or refuses it, takes the code as before.
        """
        if not self._has_repeating or slot in self._lifted:
            return
        try:
            answer = await self._invoke("setEnabled", False, int(slot))
        except CommandFailed as failure:
            if failure.outcome is Outcome.UNREACHABLE:
                raise
            return
        if not _has_failed(answer):
            self._lifted.add(slot)

    # contract 12.327
    async def async_has_others(self, slot: str) -> bool:
        """Return whether a slot keeps further schedules, which would open outside of ours. Erases those that it can.

        Raises CommandFailed, or ReadFailed.
        """
        if slot in self._tidied:
            return False
        for number in self._others:
            if await self.async_read(slot, number) is not None:
                await self.async_erase(slot, number)
                if await self.async_read(slot, number) is not None:
                    return True
        self._tidied.add(slot)
        return False

    async def _stored_at(self, value_id: dict[str, Any]) -> int:
        answer = await _ask_driver(self._node, "get_value_timestamp", value_id)
        return answer.get("timestamp") or 0

    async def _is_stored_since(self, before: int, value_id: dict[str, Any]) -> bool:
        """Return whether the lock reported the schedule after ``before``, at once or late."""
        loop = asyncio.get_running_loop()
        end = loop.time() + ANSWER_TIME
        while await self._stored_at(value_id) <= before:
            if loop.time() >= end:
                return False
            await asyncio.sleep(min(_LOOK_AGAIN, ANSWER_TIME))
        return True

    async def _invoke(self, method: str, *args: Any) -> Any:
        return await call_driver(
            self._node.async_invoke_cc_api(
                CommandClass.SCHEDULE_ENTRY_LOCK, method, *args, wait_for_result=True
            )
        )


def _user_slot(slot: str, number: int = _OURS) -> dict[str, int]:
    return {"userId": int(slot), "slotId": number}


def _value_id(slot: str, number: int) -> dict[str, Any]:
    """Return the driver's key of a schedule. It is internal to the driver: no event tells of it."""
    return {
        "commandClass": CommandClass.SCHEDULE_ENTRY_LOCK,
        "endpoint": 0,
        "property": "schedule",
        "propertyKey": _YEAR_DAY << 16 | int(slot) << 8 | number,
    }


def _has_failed(answer: Any) -> bool:
    """Return whether the lock refused, by Supervision."""
    return isinstance(answer, dict) and answer.get("status") == SupervisionStatus.FAIL


async def _ask_driver(
    node: Node, command: str, value_id: dict[str, Any]
) -> dict[str, Any]:
    """Ask the driver about a value of its own, without a message to the lock. Raises CommandFailed."""
    answer = await call_driver(
        node.async_send_command(command, valueId=value_id, wait_for_result=True)
    )
    return answer or {}
