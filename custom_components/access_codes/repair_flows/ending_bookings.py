"""Base of the fix flows that can end bookings: a person chooses them, and their codes are deleted."""

from abc import abstractmethod
from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..bookings.booking_entries import async_loaded_follower
from ..bookings.doubt import async_list_of_names, async_names
from ..bookings.follower import BookingFollower
from ..core.bookings.model import Booking
from ..core.display_text import for_repair
from .issue_flow import IssueFlow

_FIELD = "bookings"


class EndingBookingsFlow(IssueFlow):
    """Fix flow that can end bookings at once."""

    @abstractmethod
    def _bookings(self, follower: BookingFollower) -> list[Booking]:
        """Return the bookings that can be ended; asked again once no read is under way."""

    # contract 16.82, 16.84
    async def async_step_end_now(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Choose bookings, and delete their codes."""
        follower = self._follower()
        if follower is None:
            return self.async_abort(reason="not_loaded")
        names = async_names(self.hass, follower, self._bookings(follower))
        if not names:
            return self.async_abort(reason="none_left")
        errors: dict[str, str] = {}
        if user_input is not None:
            if chosen := set(user_input[_FIELD]) & names.keys():
                return await self._async_end(follower, chosen)
            errors[_FIELD] = "no_booking_chosen"
        options = [SelectOptionDict(value=key, label=names[key]) for key in names]
        config = SelectSelectorConfig(
            options=options, multiple=True, mode=SelectSelectorMode.LIST
        )
        return self.async_show_form(
            step_id="end_now",
            data_schema=vol.Schema(
                {vol.Required(_FIELD, default=[]): SelectSelector(config)}
            ),
            errors=errors,
        )

    async def _async_end(
        self, follower: BookingFollower, keys: set[str]
    ) -> RepairsFlowResult:
        """End bookings. The issue is left: it goes by itself, unless there are others."""
        ended = await follower.async_end(keys, self._bookings)
        if ended is None:
            return self.async_abort(reason="storage_failed")
        if not ended:
            return self.async_abort(reason="none_left")
        names = async_list_of_names(self.hass, follower, ended)
        return self.async_abort(
            reason="ended", description_placeholders=for_repair(bookings=names)
        )

    @callback
    def _follower(self) -> BookingFollower | None:
        return async_loaded_follower(self.hass, self._value("config_entry_id"))
