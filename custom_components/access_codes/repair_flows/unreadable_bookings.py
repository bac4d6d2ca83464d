"""Fix flow for a list of bookings that cannot be read."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState

from ..const import CONF_IS_STORED
from ..storage.booking_ledger import BookingLedger
from ..storage.record_file import StorageFailed, StorageUnreadable
from .issue_flow import IssueFlow


class UnreadableBookingsFlow(IssueFlow):
    """Restore the last good copy, or begin without known bookings. No code is deleted either way."""

    # contract 16.55
    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu; the copy is offered if it can be read."""
        choices = ["start_empty", "retry"]
        if await self._ledger().async_has_copy():
            choices.insert(0, "restore")
        return self.async_show_menu(step_id="init", menu_options=choices)

    async def async_step_restore(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Restore the last good copy."""
        if user_input is None:
            return self.async_show_form(step_id="restore", data_schema=vol.Schema({}))
        if self._is_loaded():
            return self.async_create_entry(data={})
        try:
            await self._ledger().async_restore_copy()
        except StorageUnreadable:
            return self.async_abort(reason="still_unreadable")
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return await self.async_step_retry()

    async def async_step_start_empty(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin without known bookings, after a warning about the codes of those that were known."""
        if user_input is None:
            return self.async_show_form(
                step_id="start_empty", data_schema=vol.Schema({})
            )
        if self._is_loaded():
            return self.async_create_entry(data={})
        await self._ledger().async_remove()
        if (entry := self._entry()) is not None:
            self.hass.config_entries.async_update_entry(
                entry, data={**entry.data, CONF_IS_STORED: False}
            )
        return await self.async_step_retry()

    async def async_step_retry(self, _: None = None) -> RepairsFlowResult:
        """Read the list again."""
        if (entry := self._entry()) is not None:
            await self.hass.config_entries.async_reload(entry.entry_id)
            if entry.state is not ConfigEntryState.LOADED:
                return self.async_abort(reason="still_unreadable")
        return self.async_create_entry(data={})

    def _is_loaded(self) -> bool:
        """Return whether the list was read meanwhile: the calendar is followed again."""
        entry = self._entry()
        return entry is not None and entry.state is ConfigEntryState.LOADED

    def _ledger(self) -> BookingLedger:
        return BookingLedger(self.hass, self._value("entry_id"))
