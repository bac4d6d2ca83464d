"""Fix flow for a lockout after too many wrong PINs."""

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState

from ..entry import AccessCodesConfigEntry
from ..issues.keypad_lockout import async_lift_lockout
from ..storage.record_file import StorageFailed


class LiftLockoutFlow(RepairsFlow):
    """End the lockout, by an administrator's choice."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu."""
        return self.async_show_menu(step_id="init", menu_options=["lift"])

    # contract 12.26
    async def async_step_lift(self, _: None = None) -> RepairsFlowResult:
        """Empty the bucket of wrong tries."""
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
