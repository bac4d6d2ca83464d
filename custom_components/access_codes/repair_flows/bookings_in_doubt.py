"""Fix flow for bookings that run, and that their calendar does not list any more."""

from typing import override

from homeassistant.components.repairs import RepairsFlowResult

from ..bookings.doubt import async_in_doubt, async_list_of_names
from ..bookings.follower import BookingFollower
from ..bookings.settings import CONF_ASK_IF_MISSING
from ..core.bookings.model import Booking
from ..core.display_text import for_repair
from .ending_bookings import EndingBookingsFlow


class DoubtfulBookingsFlow(EndingBookingsFlow):
    """Let the bookings stay until their ends, or end them."""

    _shown: frozenset[str] = frozenset()
    """Keys of the bookings that the menu names."""

    @override
    def _bookings(self, follower: BookingFollower) -> list[Booking]:
        return async_in_doubt(follower)

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu, and remember which bookings it names."""
        placeholders: dict[str, str] = {}
        if (follower := self._follower()) is not None:
            bookings = self._bookings(follower)
            self._shown = frozenset(booking.key for booking in bookings)
            names = async_list_of_names(self.hass, follower, bookings)
            placeholders = for_repair(bookings=names)
        return self.async_show_menu(
            step_id="init",
            menu_options=["keep", "end_now", "keep_always"],
            description_placeholders=placeholders,
        )

    # contract 16.81
    async def async_step_keep(self, _: None = None) -> RepairsFlowResult:
        """Let all of them stay that the menu names; it is shown again for those that have come to be in doubt since."""
        follower = self._follower()
        if follower is None:
            return self.async_abort(reason="not_loaded")
        if not await follower.async_keep_unlisted(self._shown, self._bookings):
            return self.async_abort(reason="storage_failed")
        if self._bookings(follower):
            return await self.async_step_init()
        return self.async_create_entry(data={})

    # contract 16.85
    async def async_step_keep_always(self, _: None = None) -> RepairsFlowResult:
        """Let bookings of this calendar stay from now on, and do not ask."""
        entry_id = self._value("config_entry_id")
        entry = self.hass.config_entries.async_get_entry(entry_id)
        if entry is None or self._follower() is None:
            return self.async_abort(reason="not_loaded")
        options = {**entry.options, CONF_ASK_IF_MISSING: False}
        self.hass.config_entries.async_update_entry(entry, options=options)
        self.hass.config_entries.async_schedule_reload(entry_id)
        return self.async_create_entry(data={})
