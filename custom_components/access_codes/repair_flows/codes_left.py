"""Fix flow for codes that stay on a lock which is no longer linked."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.components.repairs.models import RepairsFlowContext
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er

from ..const import CONF_ARE_CODES_LEFT
from ..core.model import IssueKind
from ..engine.group_changes import async_group_changes
from ..linking.codes_left_issue import async_update_codes_left
from ..linking.linked_lock import async_lock_name
from ..linking.removal_steps import RemovalSteps
from ..linking.unlink import (
    async_is_lock_in_use,
    async_is_removing_left_codes,
    async_remove_left_codes,
    async_removing_left_codes,
)
from ..storage.record_file import RecordStorage, StorageFailed
from .issue_flow import IssueFlow


class LeftCodesFlow(RemovalSteps[RepairsFlowContext, RepairsFlowResult], IssueFlow):
    """Remove the codes from the lock, or leave them there."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu, or the form that fits the issue."""
        if self._kind in (IssueKind.CODES_KEPT, IssueKind.CODES_UNREADABLE):
            return await self.async_step_discard()
        return self.async_show_menu(step_id="init", menu_options=["take_off", "leave"])

    # contract 13.43, 13.80
    async def async_step_take_off(self, _: None = None) -> RepairsFlowResult:
        """Remove the codes from the lock, with progress and without a time limit."""
        if self._removal is None:
            lock = er.async_get(self.hass).entities.get_entry(self._value("lock_id"))
            if lock is None:
                return self.async_abort(reason="lock_gone")
            if async_is_removing_left_codes(
                self.hass, lock.id, self._value("entry_id")
            ):
                return self.async_abort(reason="being_taken_off")
            if async_is_lock_in_use(self.hass, self._entry(), lock.id):
                return self.async_abort(reason="looked_after")
            self._removal = self.hass.async_create_task(
                self._async_remove(lock), "remove left codes from a lock"
            )
        return self._show_removal(self._removal)

    async def _async_remove(self, lock: er.RegistryEntry) -> tuple[str, ...]:
        """Remove the codes; the first step claims lock and record. Return the names of the codes that stay."""
        entry_id = self._value("entry_id")
        with async_removing_left_codes(self.hass, lock.id, entry_id):
            left = await async_remove_left_codes(
                self.hass, entry_id, lock, self.async_update_progress
            )
            if self._kind != IssueKind.CODES_LEFT_WHILE_DISABLED:
                # The issue goes on about what stays, whether or not somebody still looks at this flow.
                await async_update_codes_left(
                    self.hass, entry_id, async_lock_name(self.hass, lock)
                )
        return left

    async def async_step_unreadable(self, _: None = None) -> RepairsFlowResult:
        """Abort: the record of the left codes cannot be read."""
        return self.async_abort(reason="unreadable")

    async def async_step_leave(self, _: None = None) -> RepairsFlowResult:
        """Delete the issue, and the record unless its entry is still there."""
        if async_is_removing_left_codes(self.hass, self._value("entry_id")):
            return self.async_abort(reason="being_taken_off")
        entry = self._entry()
        if entry is not None:
            self._accept_left_codes(entry)
        else:
            try:
                await RecordStorage(self.hass, self._value("entry_id")).async_remove()
            except StorageFailed:
                return self.async_abort(reason="storage_failed")
            async_group_changes(self.hass).drop(self._value("entry_id"))
        return self.async_create_entry(data={})

    # contract 13.85
    @callback
    def _accept_left_codes(self, entry: ConfigEntry) -> None:
        """Remember the choice in a disabled entry until that is enabled again."""
        if entry.disabled_by is not None:
            self.hass.config_entries.async_update_entry(
                entry, data={**entry.data, CONF_ARE_CODES_LEFT: True}
            )

    async def async_step_discard(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Delete the record, after a confirmation."""
        if user_input is None:
            return self.async_show_form(step_id="discard", data_schema=vol.Schema({}))
        return await self.async_step_leave()

    @property
    def _kind(self) -> str:
        return self._value("kind")
