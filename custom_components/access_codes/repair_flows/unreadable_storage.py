"""The fix flow of a lock whose file cannot be read."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry, ConfigEntryState

from ..const import CONF_IS_STORED
from ..storage.record_file import RecordStorage, StorageFailed, StorageUnreadable


class UnreadableStorageFlow(RepairsFlow):
    """Go back to the last good copy, or begin anew. The lock is left alone either way."""

    # contract 13.8
    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Offer the copy, if there is a good one."""
        choices = ["start_empty", "retry"]
        if await self._storage().async_has_copy():
            choices.insert(0, "restore")
        return self.async_show_menu(step_id="init", menu_options=choices)

    async def async_step_restore(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Put the last good copy in its slot."""
        if user_input is None:
            return self.async_show_form(step_id="restore", data_schema=vol.Schema({}))
        if self._is_over():
            return self.async_create_entry(data={})
        try:
            await self._storage().async_restore_copy()
        except StorageUnreadable:
            return self.async_abort(reason="still_unreadable")
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return await self.async_step_retry()

    async def async_step_start_empty(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin without codes, after having said what becomes of those on the lock."""
        if user_input is None:
            return self.async_show_form(
                step_id="start_empty", data_schema=vol.Schema({})
            )
        if self._is_over():
            return self.async_create_entry(data={})
        try:
            await self._storage().async_remove()
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        if (entry := self._entry()) is not None:
            self.hass.config_entries.async_update_entry(
                entry, data={**entry.data, CONF_IS_STORED: False}
            )
        return await self.async_step_retry()

    async def async_step_retry(self, _: None = None) -> RepairsFlowResult:
        """Read again."""
        if (entry := self._entry()) is not None:
            await self.hass.config_entries.async_reload(entry.entry_id)
            if entry.state is not ConfigEntryState.LOADED:
                return self.async_abort(reason="still_unreadable")
        return self.async_create_entry(data={})

    def _is_over(self) -> bool:
        """Tell whether the file was read meanwhile: an engine works with it, and it is not to be touched."""
        entry = self._entry()
        return entry is not None and entry.state is ConfigEntryState.LOADED

    def _storage(self) -> RecordStorage:
        return RecordStorage(self.hass, self._entry_id)

    def _entry(self) -> ConfigEntry | None:
        return self.hass.config_entries.async_get_entry(self._entry_id)

    @property
    def _entry_id(self) -> str:
        return str((self.data or {}).get("entry_id"))
