"""The fix flow of what stays behind when a lock is no longer looked after."""

import asyncio
from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.helpers import entity_registry as er

from ..core.display_text import in_markdown
from ..core.model import IssueKind
from ..linking.unlink import async_remove_left_codes
from ..storage.record_file import RecordStorage, StorageFailed, StorageUnreadable


class LeftCodesFlow(RepairsFlow):
    """Take the codes off now, or leave them."""

    def __init__(self) -> None:
        """Nothing is under way yet."""
        self._removal: asyncio.Task[tuple[str, ...]] | None = None
        self._left: tuple[str, ...] = ()

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Offer what fits."""
        if self._kind in (IssueKind.CODES_KEPT, IssueKind.CODES_UNREADABLE):
            return await self.async_step_discard()
        return self.async_show_menu(step_id="init", menu_options=["take_off", "leave"])

    # contract 13.43
    async def async_step_take_off(self, _: None = None) -> RepairsFlowResult:
        """Take the codes off the lock, however long it takes."""
        if self._removal is None:
            lock = er.async_get(self.hass).entities.get_entry(self._text("lock_id"))
            if lock is None:
                return self.async_abort(reason="lock_gone")
            entry = self.hass.config_entries.async_get_entry(self._text("entry_id"))
            if entry is not None and entry.disabled_by is None:
                return self.async_abort(reason="looked_after")
            self._removal = self.hass.async_create_task(
                async_remove_left_codes(
                    self.hass, self._text("entry_id"), lock, self.async_update_progress
                ),
                "take codes off a lock that was left",
            )
        if not self._removal.done():
            return self.async_show_progress(
                step_id="take_off",
                progress_action="take_off",
                progress_task=self._removal,
            )
        try:
            self._left = self._removal.result()
        except StorageUnreadable:
            return self.async_show_progress_done(next_step_id="unreadable")
        except StorageFailed:
            return self.async_show_progress_done(next_step_id="storage_failed")
        return self.async_show_progress_done(
            next_step_id="not_taken_off" if self._left else "leave"
        )

    async def async_step_unreadable(self, _: None = None) -> RepairsFlowResult:
        """Say that nobody knows which codes are left."""
        return self.async_abort(reason="unreadable")

    async def async_step_storage_failed(self, _: None = None) -> RepairsFlowResult:
        """Say that nothing was changed."""
        return self.async_abort(reason="storage_failed")

    async def async_step_not_taken_off(self, _: None = None) -> RepairsFlowResult:
        """Say what the lock still holds; the issue stays."""
        return self.async_abort(
            reason="not_taken_off",
            description_placeholders={
                "codes": in_markdown(", ".join(sorted(self._left)))
            },
        )

    async def async_step_leave(self, _: None = None) -> RepairsFlowResult:
        """Take the issue away, and the file unless its entry is only disabled."""
        if self._kind != IssueKind.CODES_LEFT_WHILE_DISABLED:
            try:
                await RecordStorage(self.hass, self._text("entry_id")).async_remove()
            except StorageFailed:
                return self.async_abort(reason="storage_failed")
        return self.async_create_entry(data={})

    async def async_step_discard(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Forget what is kept, after having said so."""
        if user_input is None:
            return self.async_show_form(step_id="discard", data_schema=vol.Schema({}))
        return await self.async_step_leave()

    @property
    def _kind(self) -> str:
        return self._text("kind")

    def _text(self, key: str) -> str:
        return str((self.data or {}).get(key))
