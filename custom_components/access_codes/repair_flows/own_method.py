"""Fix flow for a lock that can keep codes itself by now, and is linked by another method."""

from typing import Final

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback

from ..const import CONF_METHOD
from ..core.display_text import in_markdown
from ..entry import async_loaded_runtime
from ..linking.own_method import (
    NotChanged,
    async_change_to_own_method,
    names_in_the_way,
)
from ..linking.preview import OwnMethod, async_proven_method
from ..presentation.abilities_text import async_abilities_text
from .issue_flow import IssueFlow

_PATIENCE: Final = 15
"""Seconds for which the dialog waits for the abilities of the lock."""


class OwnMethodFlow(IssueFlow):
    """Change the lock to its own method, if a person says so."""

    def __init__(self) -> None:
        """Start without a method."""
        self._own: OwnMethod | None = None
        self._linked_by = ""

    # contract 14.80, 14.82
    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the abilities of the lock, and offer the change; or name the codes that are in its way."""
        runtime = async_loaded_runtime(self.hass, self._value("config_entry_id"))
        if runtime is None:
            return self.async_abort(reason="not_loaded")
        lock = runtime.lock.entity
        own = None
        if lock is not None:
            own = await async_proven_method(self.hass, lock, _PATIENCE)
        entry = self._config_entry()
        if own is None or entry is None:
            return self.async_abort(reason="not_known_now")
        self._own, self._linked_by = own, entry.data[CONF_METHOD]
        names = names_in_the_way(runtime.engine.record, self._linked_by, own.method)
        if names is not None:
            return self.async_abort(
                reason="unlink_first",
                description_placeholders={
                    "codes": in_markdown(", ".join(names)) or "–"
                },
            )
        return self.async_show_menu(
            step_id="init",
            menu_options=["change"],
            description_placeholders={
                "abilities": async_abilities_text(self.hass, own.capabilities)
            },
        )

    # contract 14.81
    async def async_step_change(self, _: None = None) -> RepairsFlowResult:
        """Change the method."""
        entry = self._config_entry()
        if entry is None or self._own is None:
            return self.async_abort(reason="not_loaded")
        try:
            await async_change_to_own_method(
                self.hass, entry, self._linked_by, self._own.method
            )
        except NotChanged:
            return self.async_abort(reason="changed_meanwhile")
        return self.async_create_entry(data={})

    @callback
    def _config_entry(self) -> ConfigEntry | None:
        return self.hass.config_entries.async_get_entry(self._value("config_entry_id"))
