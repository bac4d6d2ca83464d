"""Reconfigure flow: replace the lock of an entry by another."""

import asyncio
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult

from ..const import CONF_LOCK
from ..core.display_text import in_markdown
from ..core.requests.replace_lock import codes_to_move
from ..entry import AccessCodesConfigEntry
from ..linking.linked_lock import async_lock_name
from ..linking.replace_lock import NotReplaced, Replacement, async_replace
from ..storage.record_file import StorageFailed, StorageUnreadable
from .lock_choice import LockChoice


class ReplaceLockSteps(LockChoice):
    """Select the replacement, show the consequences, move the codes."""

    def __init__(self) -> None:
        """Start without a replacement."""
        super().__init__()
        self._old_id = ""
        self._replacement: Replacement | None = None
        self._move: asyncio.Task[str] | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._left: tuple[str, ...] = ()

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Select the replacement among the locks that could be linked."""
        if (refusal := self._refusal()) is not None:
            return refusal
        entry = self._entry
        self._old_id = entry.data[CONF_LOCK]
        return await self._async_show_lock_form(
            CONF_LOCK,
            user_input,
            {"lock": in_markdown(entry.runtime_data.lock.name)},
            step_id="reconfigure",
            multiple=False,
        )

    async def _async_continue_replacing(self, method: str) -> ConfigFlowResult:
        [new] = self._locks
        self._replacement = Replacement(
            self._old_id,
            new,
            self._methods[new.id] or method,
            self._settings_for(new.id),
        )
        return await self.async_step_replace()

    async def async_step_replace(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the consequences, and ask for confirmation."""
        if (refusal := self._refusal()) is not None:
            return refusal
        if user_input is not None:
            return await self.async_step_move()
        assert self._replacement is not None
        runtime = self._entry.runtime_data
        return self.async_show_form(
            step_id="replace",
            data_schema=vol.Schema({}),
            description_placeholders={
                "lock": in_markdown(runtime.lock.name),
                "replacement": in_markdown(
                    async_lock_name(self.hass, self._replacement.new)
                ),
                "count": str(len(codes_to_move(runtime.engine.record))),
            },
        )

    async def async_step_move(self, _: None = None) -> ConfigFlowResult:
        """Move the codes, with progress; their removal from the old lock has no time limit."""
        if self._move is None:
            self._move = self.hass.async_create_task(
                self._async_move(), "replace a lock"
            )
            # A closed dialog cancels its task, which must not cancel the move.
            self._waiting = self.hass.async_create_task(
                _async_wait(self._move), "wait for a lock to be replaced"
            )
        if not self._move.done():
            return self.async_show_progress(
                step_id="move",
                progress_action="move",
                progress_task=self._waiting,
            )
        return self.async_show_progress_done(next_step_id=self._move.result())

    async def _async_move(self) -> str:
        """Move the codes and return the step that shows the result."""
        assert self._replacement is not None
        try:
            self._left = await async_replace(
                self.hass, self._entry, self._replacement, self.async_update_progress
            )
        except NotReplaced:
            return "changed"
        except StorageFailed, StorageUnreadable:
            return "storage_failed"
        return "partly_left" if self._left else "replaced"

    async def async_step_changed(self, _: None = None) -> ConfigFlowResult:
        """Abort: the entry or a lock changed since the consequences were shown."""
        return self.async_abort(reason="changed_meanwhile")

    async def async_step_storage_failed(self, _: None = None) -> ConfigFlowResult:
        """Abort: the disk failed; entry and codes are unchanged."""
        return self.async_abort(reason="storage_failed")

    async def async_step_partly_left(self, _: None = None) -> ConfigFlowResult:
        """Abort with the names of the codes that the old lock still holds; an issue names them from now on."""
        return self.async_abort(
            reason="replaced_codes_left",
            description_placeholders={
                "codes": in_markdown(", ".join(sorted(self._left)))
            },
        )

    async def async_step_replaced(self, _: None = None) -> ConfigFlowResult:
        """Abort with success."""
        return self.async_abort(reason="reconfigure_successful")

    @property
    def _entry(self) -> AccessCodesConfigEntry:
        entry: AccessCodesConfigEntry = self._get_reconfigure_entry()
        return entry

    def _refusal(self) -> ConfigFlowResult | None:
        """Return an abort while the entry is not loaded or its disk fails, else None."""
        entry = self._entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        if entry.runtime_data.engine.disk_failing:
            return self.async_abort(reason="storage_failed")
        return None


async def _async_wait(move: asyncio.Task[str]) -> None:
    await asyncio.wait([move])
