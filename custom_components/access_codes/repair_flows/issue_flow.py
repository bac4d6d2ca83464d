"""Base of the fix flows: the data of the issue, and its config entry."""

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback

from ..entry import AccessCodesRuntime, async_loaded_runtime


class IssueFlow(RepairsFlow):
    """Fix flow for an issue about a config entry."""

    def _value(self, key: str) -> str:
        """Return a value from the issue's data; empty if it has none."""
        return str((self.data or {}).get(key) or "")

    @callback
    def _entry(self) -> ConfigEntry | None:
        """Return the issue's config entry; None once it is removed."""
        return self.hass.config_entries.async_get_entry(self._value("entry_id"))

    @callback
    def _runtime(self) -> AccessCodesRuntime | None:
        """Return the runtime data of the issue's entry; None while that is not loaded."""
        return async_loaded_runtime(self.hass, self._value("entry_id"))
