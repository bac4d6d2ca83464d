"""Fix flow for a record older than the lock's contents: a person decides which of the two is right."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult

from ..core.display_text import in_markdown
from ..core.observations.restore_check import trust_lock, trust_stored
from ..entry import AccessCodesRuntime
from ..storage.record_file import StorageFailed
from .issue_flow import IssueFlow


class RestoredBackupFlow(IssueFlow):
    """Trust the lock, or the record."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the differences and the menu."""
        if (runtime := self._runtime()) is None:
            return self.async_abort(reason="not_loaded")
        return self.async_show_menu(
            step_id="init",
            menu_options=["trust_lock", "trust_stored"],
            description_placeholders=_differences(runtime),
        )

    async def async_step_trust_lock(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Trust the lock, after a confirmation."""
        return await self._async_trust("trust_lock", user_input)

    async def async_step_trust_stored(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Trust the record, after a confirmation."""
        return await self._async_trust("trust_stored", user_input)

    async def _async_trust(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> RepairsFlowResult:
        if (runtime := self._runtime()) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            return self.async_show_form(
                step_id=step_id,
                data_schema=vol.Schema({}),
                description_placeholders=_differences(runtime),
            )
        change = trust_lock if step_id == "trust_lock" else trust_stored
        try:
            await runtime.engine.async_request(change)
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return self.async_create_entry(data={})


def _differences(runtime: AccessCodesRuntime) -> dict[str, str]:
    """Return the names of our codes that differ on the lock, and the number of unknown codes."""
    record = runtime.engine.record
    restore_check = record.restore_check
    unexpected = (
        restore_check.unexpected if restore_check is not None else frozenset[str]()
    )
    unknown_codes = (
        restore_check.unknown_codes if restore_check is not None else frozenset[str]()
    )
    names = sorted(
        record.codes[placement.owner].name
        for slot, placement in record.placements.items()
        if slot in unexpected
    )
    return {
        "codes": in_markdown(", ".join(names)) or "–",
        "unknown": str(len(unknown_codes & record.unmanaged.keys())),
    }
