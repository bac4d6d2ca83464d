"""The fix flow of a lock at which too many wrong PINs were entered."""

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState

from ..entry import AccessCodesConfigEntry
from ..issues.keypad_lockout import async_lift_lockout
from ..storage.record_file import StorageFailed


class LiftLockoutFlow(RepairsFlow):
    """Let people enter PINs again, by an administrator's choice."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Say what happened, and offer to lift the hold."""
        return self.async_show_menu(step_id="init", menu_options=["lift"])

    # contract 12.26
    async def async_step_lift(self, _: None = None) -> RepairsFlowResult:
        """Forget the wrong tries."""
        entry: AccessCodesConfigEntry | None = self.hass.config_entries.async_get_entry(
            str((self.data or {}).get("config_entry_id"))
        )
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        try:
            await async_lift_lockout(self.hass, entry.runtime_data)
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return self.async_create_entry(data={})
