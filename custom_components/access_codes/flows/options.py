"""Options flow of one linked lock: settings, and unlinking."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowContext,
    ConfigFlowResult,
    OptionsFlow,
)
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..core.display_text import in_markdown
from ..core.record.unmanaged import given_up_names
from ..entry import AccessCodesConfigEntry
from ..linking.removal_steps import RemovalSteps
from ..linking.unlink import async_remove_from_lock, async_unlink
from .settings_form import OPTIONS, PLACEHOLDERS, check_settings, settings_schema

CONF_CODES = "codes"

TAKE_OFF = "take_off"

LEAVE = "leave"


class AccessCodesOptionsFlow(
    RemovalSteps[ConfigFlowContext, ConfigFlowResult], OptionsFlow
):
    """Change settings, or unlink the lock."""

    config_entry: AccessCodesConfigEntry

    async def async_step_init(self, _: None = None) -> ConfigFlowResult:
        """Show the menu."""
        return self.async_show_menu(step_id="init", menu_options=["settings", "unlink"])

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change settings; they apply at once."""
        capabilities = None
        if self._is_loaded():
            capabilities = self.config_entry.runtime_data.engine.record.capabilities
        errors: dict[str, str] = {}
        shown: Mapping[str, Any] = self.config_entry.options
        if user_input is not None:
            options, errors = check_settings(user_input, capabilities)
            if not errors:
                kept = {
                    option: value
                    for option, value in self.config_entry.options.items()
                    if option not in OPTIONS
                }
                return self.async_create_entry(data={**kept, **options})
            shown = user_input
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                settings_schema(capabilities, self.config_entry.options), shown
            ),
            errors=errors,
            description_placeholders=PLACEHOLDERS,
        )

    # contract 13.40
    async def async_step_unlink(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether the codes are removed from the lock or stay there."""
        if not self._is_loaded():
            return self.async_abort(reason="not_loaded")
        if user_input is not None:
            if user_input[CONF_CODES] == TAKE_OFF:
                return await self.async_step_take_off()
            return await self.async_step_leave()
        record = self.config_entry.runtime_data.engine.record
        names = (
            *(code.name for code in record.codes.values()),
            *given_up_names(record),
        )
        return self.async_show_form(
            step_id="unlink",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_CODES, default=TAKE_OFF): SelectSelector(
                        SelectSelectorConfig(
                            options=[TAKE_OFF, LEAVE],
                            mode=SelectSelectorMode.LIST,
                            translation_key="unlink",
                        )
                    )
                }
            ),
            description_placeholders={
                "lock": in_markdown(self.config_entry.runtime_data.lock.name),
                "codes": in_markdown(", ".join(sorted(names))) or "–",
            },
        )

    async def async_step_take_off(self, _: None = None) -> ConfigFlowResult:
        """Remove the codes from the lock, with progress and without a time limit."""
        if self._removal is None:
            self._removal = self.hass.async_create_task(
                async_remove_from_lock(
                    self.config_entry.runtime_data.engine, self.async_update_progress
                ),
                "remove codes from a lock",
            )
        return self._show_removal(self._removal)

    # contract 13.40
    async def async_step_leave(self, _: None = None) -> ConfigFlowResult:
        """Delete the config entry and its record."""
        if self._removal is None:
            await async_unlink(self.hass, self.config_entry)
        else:
            # An issue names codes that were given up or created since, as after each deletion of an entry.
            await self.hass.config_entries.async_remove(self.config_entry.entry_id)
        return self.async_abort(reason="unlinked")

    @callback
    def _is_loaded(self) -> bool:
        return self.config_entry.state is ConfigEntryState.LOADED
