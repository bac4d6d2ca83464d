"""Send the codes of bookings before arrival: once for each booking, remembered over restarts, and tried again on failure."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..core.bookings.model import Booking
from ..core.bookings.sending import send_at, with_sent_codes
from ..core.bookings.timing import READ_INTERVAL
from ..entry import AccessCodesRuntime
from .follower import BookingFollower
from .known_entities import async_current_entity_id
from .programming import codes_by_lock


@dataclass(frozen=True, slots=True)
class SendOrder:
    """Codes that are to be sent, and the entity that sends them."""

    common_code_key: str
    notify: str
    message: str | None
    """None: the text that suits the codes."""
    sent_by: frozenset[str]
    """Members of a group that have sent it already."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Codes that were sent."""

    access_code_ids: frozenset[str]
    sent_by: frozenset[str]
    is_complete: bool
    """Each entity has sent it."""


type Send = Callable[
    [HomeAssistant, Iterable[AccessCodesRuntime], SendOrder, Context], Awaitable[Sent]
]
"""Sends the codes of a booking as the action does. Raises HomeAssistantError, without a PIN."""


class BookingSender:
    """Sends the codes of one calendar's bookings."""

    def __init__(
        self, hass: HomeAssistant, follower: BookingFollower, send: Send
    ) -> None:
        """Prepare; nothing is sent yet."""
        self._hass = hass
        self._follower = follower
        self._send = send
        self._busy = asyncio.Lock()
        self._unsaved: dict[str, Callable[[Booking], Booking]] = {}
        """Bookings whose codes were sent, as the disk has not taken them yet."""

    # contract 16.56, 16.61
    @callback
    def due(self, now: datetime) -> datetime | None:
        """Return when there is something to send, or to keep; None while nothing is known to be."""
        if self._busy.locked() or self._follower.is_disk_failing:
            return None
        times = self._times(now)
        if self._unsaved or self._follower.send_failures.keys() - times.keys():
            return now
        return min(times.values(), default=None)

    @callback
    def _times(self, now: datetime) -> dict[str, datetime]:
        """Return when the codes of each booking are to be sent; after a failure, when they are tried again."""
        settings = self._follower.settings
        if settings.notify is None:
            return {}
        bookings = self._follower.ledger.bookings
        codes = codes_by_lock(self._follower.locks(), bookings)
        times: dict[str, datetime] = {}
        for key, booking in bookings.items():
            known = with_sent_codes(booking, codes)
            at = send_at(known, codes, settings.send_before, now)
            if at is None or key in self._unsaved:
                continue
            failed_at = self._follower.send_failures.get(key)
            times[key] = at if failed_at is None else failed_at + READ_INTERVAL
        return times

    # contract 16.57, 16.59
    async def async_send_due(self) -> None:
        """Send the codes that are due, and keep that they were sent."""
        async with self._busy:
            await self._async_save()
            now = dt_util.utcnow()
            times = self._times(now)
            self._forget_failures(times)
            for key in times:
                # It may have been cancelled, or its code deleted, while another was sent.
                at = self._times(now).get(key)
                is_due = at is not None and at <= now
                if is_due and not self._follower.is_disk_failing:
                    await self._async_send(key)
        self._follower.notify()

    def _forget_failures(self, times: Iterable[str]) -> None:
        """Forget failures of bookings that have nothing to be sent any more."""
        failures = self._follower.send_failures
        for key in failures.keys() - set(times):
            del failures[key]

    async def _async_send(self, key: str) -> None:
        settings = self._follower.settings
        order = SendOrder(
            key,
            async_current_entity_id(self._hass, settings.notify or ""),
            settings.message,
            self._follower.ledger.bookings[key].sent_by,
        )
        locks = self._follower.locks().values()
        try:
            sent = await self._send(self._hass, locks, order, Context())
        except HomeAssistantError:
            self._follower.send_failures[key] = dt_util.utcnow()
            return
        if sent.is_complete:
            self._follower.send_failures.pop(key, None)
        else:
            self._follower.send_failures[key] = dt_util.utcnow()
        self._unsaved[key] = _noting(sent, dt_util.utcnow())
        await self._async_save()

    async def _async_save(self) -> None:
        """Keep what was sent. What the disk refuses is kept later, and not sent again meanwhile."""
        for key, change in list(self._unsaved.items()):
            if await self._follower.async_change(key, change):
                del self._unsaved[key]


def _noting(sent: Sent, now: datetime) -> Callable[[Booking], Booking]:
    def note(booking: Booking) -> Booking:
        if not sent.is_complete:
            return replace(booking, sent_by=sent.sent_by)
        return replace(
            booking,
            sent_at=now,
            sent_codes=booking.sent_codes | sent.access_code_ids,
            sent_by=frozenset(),
        )

    return note
