"""Fix flow for a booking calendar that fails."""

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import Context, callback

from ..bookings.follower import BookingFollower, async_loaded_follower
from .issue_flow import IssueFlow


class BookingsFlow(IssueFlow):
    """Read the calendar again, or accept that its bookings are gone."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu."""
        return self.async_show_menu(
            step_id="init", menu_options=["try_again", "bookings_gone"]
        )

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

    @callback
    def _follower(self) -> BookingFollower | None:
        return async_loaded_follower(self.hass, self._value("config_entry_id"))
