"""Steps of a flow that removes codes from a lock, with progress: shared by the options flow and a fix flow."""

import asyncio
from typing import Any

from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult

from ..core.display_text import in_markdown
from ..storage.record_file import StorageFailed, StorageUnreadable


class RemovalSteps[C: FlowContext, R: FlowResult[Any, Any]](FlowHandler[C, R]):
    """Show the progress of a removal, then its result."""

    def __init__(self) -> None:
        """Start without a removal under way."""
        self._removal: asyncio.Task[tuple[str, ...]] | None = None
        self._left: tuple[str, ...] = ()

    def _show_removal(self, removal: asyncio.Task[tuple[str, ...]]) -> R:
        """Show the progress of a removal; once it is done, the step with its result."""
        if not removal.done():
            return self.async_show_progress(
                step_id="take_off", progress_action="take_off", progress_task=removal
            )
        try:
            self._left = removal.result()
        except StorageUnreadable:
            return self.async_show_progress_done(next_step_id="unreadable")
        except StorageFailed:
            return self.async_show_progress_done(next_step_id="storage_failed")
        return self.async_show_progress_done(
            next_step_id="not_taken_off" if self._left else "leave"
        )

    async def async_step_storage_failed(self, _: None = None) -> R:
        """Abort: the disk failed, and no code was removed."""
        return self.async_abort(reason="storage_failed")

    # contract 13.41
    async def async_step_not_taken_off(self, _: None = None) -> R:
        """Abort with the names of the codes that the lock still holds; the removal goes on."""
        return self.async_abort(
            reason="not_taken_off",
            description_placeholders={
                "codes": in_markdown(", ".join(sorted(self._left)))
            },
        )
