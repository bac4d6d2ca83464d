"""Adapter of locks of the custom integration ``kwikset``.

PINs go to Kwikset's cloud by the integration's own library, never through an action: the recorder stores its data. The
cloud passes a write on to the lock later; what the lock then tells of its slots is the confirmation.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any, Final, override

from aiokwikset.access_code import AccessCodeSchedule, ScheduleType
from aiokwikset.const import RETRY_DELAY
from aiokwikset.device import Device

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Readability,
)
from ..adapter import (
    AdapterListener,
    Credential,
    Listing,
    LockUnreachable,
    ReadFailed,
    Written,
)
from ..entity_reach import EntityReach
from ..listed_slots import ListedSlots
from ..listening_adapter import ListeningAdapter
from .command_errors import CommandFailed, call_cloud
from .integration import device_id_of, device_of, has_codes
from .marks import marks_in

# contract 12.260
CAPABILITIES: Final = LockCapabilities(
    slots=tuple(str(slot) for slot in range(100, 0, -1)),
    name_length=20,
    reads=Readability.PRESENCE,
    lists_slots=True,
    command_timeout=200,
    late_by=180,
    calls_per_minute=6,
)
"""Limits of these locks. The library tries a request four times, for half a minute each."""

REPEATED_AFTER: Final = RETRY_DELAY
"""Seconds that a request takes at least if the library has sent it twice."""

SETTLING: Final = (2.0, 3.0, 5.0, 10.0)
"""Seconds between the looks at a lock that has been sent a write."""


class KwiksetAdapter(ListeningAdapter):
    """A lock to which Kwikset's cloud passes codes on."""

    family = "kwikset"

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        self._hass = hass
        self._entity = lock
        self._reach = EntityReach(hass, lock)
        self._listed = ListedSlots()
        self._written: dict[int, tuple[Pin, str]] = {}
        """PINs that the lock has confirmed since the start, with the mark that each has got."""

    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        return has_codes()

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "kwikset_too_old"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        self._reach.start(self._listens)

    @override
    def stop(self) -> None:
        super().stop()
        self._reach.stop()

    # contract 12.266
    @property
    @override
    def reach(self) -> Reach:
        return self._reach.reach

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return CAPABILITIES if has_codes() else None

    @override
    async def async_read(self, slot: str) -> Content:
        return (await self.async_list()).contents.get(slot, EMPTY)

    # contract 12.261
    @override
    async def async_list(self) -> Listing:
        marks = await self._async_marks(self._device)
        slots = [str(slot) for slot in marks if str(slot) in CAPABILITIES.slots]
        self._listed.note(slots)
        return Listing(dict.fromkeys(slots, UNREADABLE), is_complete=True)

    # contract 12.262, 12.392
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin, name, device = credential.pin, credential.name, self._device
        assert pin is not None and name is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        try:
            before = await self._async_marks(device)
        except ReadFailed as failure:
            return Written.without_answer(failure)
        assert device is not None
        is_new = int(slot) not in before
        if not is_new and self._listed.is_unknown(slot):
            return Written(Outcome.REFUSED)
        self._listed.take(slot)
        write = device.create_access_code if is_new else device.edit_access_code
        request = write(
            device_id_of(self._entity),
            pin.reveal(),
            name,
            AccessCodeSchedule(ScheduleType.ALL_DAY),
            slot=int(slot),
        )
        outcome, after = await self._async_write(device, request, slot, before)
        mark = after.get(int(slot))
        if mark is not None and mark != before.get(int(slot)):
            self._written[int(slot)] = pin, mark
            return Written(Outcome.CONFIRMED)
        if outcome is not Outcome.ACCEPTED:
            return Written(outcome)
        if is_new:
            self._report_added(before, after)
            return Written(Outcome.UNKNOWN)
        return Written(self._unchanged(int(slot), pin, mark))

    # contract 12.263
    @override
    async def async_clear(self, slot: str) -> Written:
        device = self._device
        try:
            before = await self._async_marks(device)
        except ReadFailed as failure:
            return Written.without_answer(failure)
        assert device is not None
        if int(slot) not in before:
            return Written(Outcome.CONFIRMED)
        request = device.delete_access_code(device_id_of(self._entity), int(slot))
        outcome, after = await self._async_write(device, request, slot, before)
        if int(slot) not in after:
            return Written(Outcome.CONFIRMED)
        is_open = outcome is Outcome.ACCEPTED
        return Written(Outcome.UNKNOWN if is_open else outcome)

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"slot": int(slot)}

    @property
    def _device(self) -> Device | None:
        return device_of(self._hass, self._entity)

    async def _async_marks(self, device: Device | None) -> dict[int, str]:
        """Return the marks of the lock's codes. Raises ReadFailed, or LockUnreachable."""
        if device is None or self.reach is not Reach.REACHABLE:
            raise LockUnreachable
        try:
            device_info = await call_cloud(
                device.get_device_info(device_id_of(self._entity))
            )
        except CommandFailed as failure:
            if failure.outcome is Outcome.UNREACHABLE:
                raise LockUnreachable from None
            raise ReadFailed from None
        marks = marks_in(device_info)
        if marks is None:
            raise ReadFailed
        return marks

    # contract 12.262, 12.265
    async def _async_write(
        self,
        device: Device,
        request: Awaitable[Any],
        slot: str,
        before: dict[int, str],
    ) -> tuple[Outcome, dict[int, str]]:
        """Send a write, and look until the lock tells of its slot something else; return its outcome and its marks.

        The library repeats a request that had no answer, after a pause: a refusal may be that of the second, and the cloud
        may pass the first on for minutes. So a refusal that took as long as that pause is none, whatever a look shows.
        """
        outcome = Outcome.ACCEPTED
        loop = asyncio.get_running_loop()
        began_at = loop.time()
        refusals = {Outcome.REFUSED, Outcome.DUPLICATE}
        try:
            await call_cloud(request)
        except CommandFailed as failure:
            outcome = failure.outcome
            is_repeated = loop.time() - began_at >= REPEATED_AFTER
            if is_repeated and outcome in refusals:
                outcome = Outcome.UNKNOWN
        pauses = SETTLING if outcome is Outcome.ACCEPTED else SETTLING[:1]
        after = before
        for pause in pauses:
            await asyncio.sleep(pause)
            try:
                after = await self._async_marks(device)
            except ReadFailed:
                return Outcome.UNKNOWN if outcome in refusals else outcome, before
            if after.get(int(slot)) != before.get(int(slot)):
                break
        return outcome, after

    # contract 12.267
    def _unchanged(self, slot: int, pin: Pin, mark: str | None) -> Outcome:
        """Return the outcome of a change that the cloud took, and after which the lock tells what it told before."""
        written, mark_then = self._written.get(slot, (None, None))
        if mark is None or (mark == mark_then and pin != written):
            return Outcome.UNKNOWN
        return Outcome.CONFIRMED if mark == mark_then else Outcome.ACCEPTED

    # contract 12.262
    def _report_added(self, before: dict[int, str], after: dict[int, str]) -> None:
        """Report slots that were filled while our new code did not show.

        One may hold our code, which the lock has put there, or one that the app has added: ours may then come later.
        """
        for slot in after.keys() - before.keys():
            self._listens.reported(str(slot), None)
