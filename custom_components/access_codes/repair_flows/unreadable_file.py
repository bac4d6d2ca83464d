"""Base of the fix flows for a file of an entry that cannot be read, so that the entry is not loaded."""

from abc import abstractmethod
from typing import Any, Protocol

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import callback

from ..const import CONF_IS_STORED
from ..storage.record_file import StorageFailed, StorageUnreadable
from .issue_flow import IssueFlow


class CopiedFile(Protocol):
    """A file with a last good copy."""

    async def async_has_copy(self) -> bool:
        """Return whether the last good copy can be read."""

    async def async_restore_copy(self) -> None:
        """Replace the file by its last good copy. Raises StorageUnreadable or StorageFailed."""

    async def async_remove(self) -> None:
        """Delete the file and its copy. Raises StorageFailed."""


class UnreadableFileFlow(IssueFlow):
    """Restore the last good copy, start without the file, or read it again."""

    @abstractmethod
    def _file(self) -> CopiedFile:
        """Return the file of the entry."""

    @callback
    def _on_removed(self) -> None:
        """Drop what else belongs to a file that was deleted."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu; the copy is offered if it can be read."""
        choices = ["start_empty", "retry"]
        if await self._file().async_has_copy():
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
            await self._file().async_restore_copy()
        except StorageUnreadable:
            return self.async_abort(reason="still_unreadable")
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return await self.async_step_retry()

    async def async_step_start_empty(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Start without the file, after a warning about the codes that it named."""
        if user_input is None:
            return self.async_show_form(
                step_id="start_empty", data_schema=vol.Schema({})
            )
        if self._is_loaded():
            return self.async_create_entry(data={})
        try:
            await self._file().async_remove()
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        self._on_removed()
        if (entry := self._entry()) is not None:
            self.hass.config_entries.async_update_entry(
                entry, data={**entry.data, CONF_IS_STORED: False}
            )
        return await self.async_step_retry()

    async def async_step_retry(self, _: None = None) -> RepairsFlowResult:
        """Read the file again."""
        if (entry := self._entry()) is not None:
            await self.hass.config_entries.async_reload(entry.entry_id)
            if not self._is_loaded():
                return self.async_abort(reason="still_unreadable")
        return self.async_create_entry(data={})

    def _is_loaded(self) -> bool:
        """Return whether the file was read meanwhile: the entry works with it."""
        entry = self._entry()
        return entry is not None and entry.state is ConfigEntryState.LOADED
