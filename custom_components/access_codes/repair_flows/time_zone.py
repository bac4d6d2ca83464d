"""Fix flow for recurring codes after a change of Home Assistant's time zone."""

from homeassistant.components.repairs import RepairsFlowResult

from ..core.requests.time_zone import follow_zone, keep_zone
from ..engine.change_queue import RecordChange
from ..entry import async_loaded_runtime
from ..storage.record_file import StorageFailed
from .issue_flow import IssueFlow


class TimeZoneFlow(IssueFlow):
    """Let the codes follow the new time zone, or keep theirs."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu."""
        return self.async_show_menu(step_id="init", menu_options=["follow", "keep"])

    # contract 15.23
    async def async_step_follow(self, _: None = None) -> RepairsFlowResult:
        """Let the codes follow."""
        zone = self.hass.config.time_zone
        return await self._async_change(
            lambda record, world: follow_zone(record, world, zone)
        )

    # contract 15.24
    async def async_step_keep(self, _: None = None) -> RepairsFlowResult:
        """Let the codes keep their time zone."""
        zone = self.hass.config.time_zone
        return await self._async_change(
            lambda record, world: keep_zone(record, world, zone)
        )

    async def _async_change(self, change: RecordChange[None]) -> RepairsFlowResult:
        runtime = async_loaded_runtime(self.hass, self._value("config_entry_id"))
        if runtime is None:
            return self.async_abort(reason="not_loaded")
        try:
            await runtime.engine.async_request(change)
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        return self.async_create_entry(data={})
