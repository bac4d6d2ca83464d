"""Fix flow for codes that the slots of a lock may hold from before it was linked as a virtual one."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult

from ..core.display_text import in_markdown
from ..core.requests.leave_lock import confirm_gone, names_left_on_lock
from ..entry import AccessCodesRuntime
from ..storage.record_file import StorageFailed
from .issue_flow import IssueFlow


class LeftInSlotsFlow(IssueFlow):
    """Confirm that the lock itself no longer holds the codes: only a person can see it."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu."""
        if (runtime := self._runtime()) is None:
            return self.async_abort(reason="not_loaded")
        return self.async_show_menu(
            step_id="init",
            menu_options=["gone"],
            description_placeholders=_codes(runtime),
        )

    # contract 13.84
    async def async_step_gone(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Forget what the slots may hold, after a confirmation."""
        if (runtime := self._runtime()) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            return self.async_show_form(
                step_id="gone",
                data_schema=vol.Schema({}),
                description_placeholders=_codes(runtime),
            )
        try:
            await runtime.engine.async_request(confirm_gone)
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return self.async_create_entry(data={})


def _codes(runtime: AccessCodesRuntime) -> dict[str, str]:
    names = sorted(names_left_on_lock(runtime.engine.record))
    return {"codes": in_markdown(", ".join(names)) or "–"}
