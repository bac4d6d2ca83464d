"""Fix flow for a lockout after too many wrong PINs."""

from homeassistant.components.repairs import RepairsFlowResult

from ..entry import async_loaded_runtime
from ..issues.keypad_lockout import async_lift_lockout
from ..storage.record_file import StorageFailed
from .issue_flow import IssueFlow


class LiftLockoutFlow(IssueFlow):
    """End the lockout, by an administrator's choice."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu."""
        return self.async_show_menu(step_id="init", menu_options=["lift"])

    # contract 12.26
    async def async_step_lift(self, _: None = None) -> RepairsFlowResult:
        """Empty the bucket of wrong tries."""
        entry_id = self._value("config_entry_id")
        if (runtime := async_loaded_runtime(self.hass, entry_id)) is None:
            return self.async_abort(reason="not_loaded")
        try:
            await async_lift_lockout(self.hass, runtime)
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return self.async_create_entry(data={})
