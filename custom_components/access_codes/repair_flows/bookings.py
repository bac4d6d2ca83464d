"""Fix flow for a booking calendar that fails."""

from datetime import datetime
from typing import override

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import Context
from homeassistant.util import dt as dt_util

from ..bookings.doubt import async_open_now
from ..bookings.follower import BookingFollower
from ..core.bookings.model import Booking
from ..core.bookings.timing import next_arrival
from .ending_bookings import EndingBookingsFlow


class BookingsFlow(EndingBookingsFlow):
    """Read the calendar again, accept that its bookings are gone, or end those of guests who are here."""

    _read_at: datetime | None = None
    """The last good read before the menu was shown: a booking that is listed by a later one is not ended."""

    @override
    def _bookings(self, follower: BookingFollower) -> list[Booking]:
        is_read_since = follower.read_at not in (None, self._read_at)
        return [
            booking
            for booking in async_open_now(follower)
            if not (is_read_since and booking.missing_since is None)
        ]

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu."""
        options = ["try_again"]
        follower = self._follower()
        if follower is not None:
            self._read_at = follower.read_at
            # contract 16.38
            if next_arrival(follower.ledger, dt_util.utcnow()) is not None:
                options.append("bookings_gone")
            if self._bookings(follower):
                options.append("end_now")
        return self.async_show_menu(step_id="init", menu_options=options)

    # contract 16.38
    async def async_step_try_again(self, _: None = None) -> RepairsFlowResult:
        """Read the calendar now; the issue stays if it fails again."""
        follower = self._follower()
        if follower is None:
            return self.async_abort(reason="not_loaded")
        if not await follower.async_refresh(is_asked=True, context=Context()):
            return self.async_abort(reason="still_failing")
        return self.async_create_entry(data={})

    # contract 16.38
    async def async_step_bookings_gone(self, _: None = None) -> RepairsFlowResult:
        """Delete the codes of all bookings to come."""
        follower = self._follower()
        if follower is None:
            return self.async_abort(reason="not_loaded")
        await follower.async_accept_loss()
        return self.async_create_entry(data={})
