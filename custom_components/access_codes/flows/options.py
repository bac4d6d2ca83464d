"""Options flow of one linked lock: settings, a full read, and unlinking."""

import asyncio
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

from ..const import CONF_METHOD, CONF_METHOD_SETTINGS, LOCK_OPTIONS, METHOD_ACTIONS
from ..core.display_text import in_markdown
from ..core.record.slot_names import slot_label
from ..core.record.unmanaged import given_up_names, unread_slots
from ..core.requests.leave_lock import is_unlinked_at_once, take_for_empty
from ..engine.waiters import SyncReport
from ..entry import AccessCodesConfigEntry
from ..linking.removal_steps import RemovalSteps
from ..linking.unlink import async_remove_from_lock, async_unlink
from ..storage.record_file import StorageFailed
from .mapped_actions import (
    PLACEHOLDERS as ACTIONS_PLACEHOLDERS,
    actions_schema,
    async_check_actions,
)
from .settings_form import PLACEHOLDERS, as_durations, check_settings, settings_schema

CONF_CODES = "codes"

CONF_SLOTS = "slots"

TAKE_OFF = "take_off"

LEAVE = "leave"


class AccessCodesOptionsFlow(
    RemovalSteps[ConfigFlowContext, ConfigFlowResult], OptionsFlow
):
    """Change settings, read the lock, or unlink it."""

    config_entry: AccessCodesConfigEntry
    _reading: asyncio.Task[SyncReport] | None = None

    async def async_step_init(self, _: None = None) -> ConfigFlowResult:
        """Begin with the menu."""
        return await self.async_step_menu()

    # contract 14.62
    async def async_step_menu(self, _: None = None) -> ConfigFlowResult:
        """Show the menu."""
        menu = ["settings"]
        if self._is_readable():
            menu.append("read")
        if self._slots_in_question():
            menu.append("empty_slots")
        if self.config_entry.data[CONF_METHOD] == METHOD_ACTIONS:
            menu.append("actions")
        return self.async_show_menu(step_id="menu", menu_options=[*menu, "unlink"])

    # contract 12.111
    async def async_step_actions(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the mapped actions and the limits of the lock; they apply at once."""
        errors: dict[str, str] = {}
        shown = self.config_entry.data.get(CONF_METHOD_SETTINGS, {})
        if user_input is not None:
            settings, errors = await async_check_actions(self.hass, user_input)
            if not errors:
                self.hass.config_entries.async_update_entry(
                    self.config_entry,
                    data={**self.config_entry.data, CONF_METHOD_SETTINGS: settings},
                )
                return self.async_create_entry(data=dict(self.config_entry.options))
            shown = user_input
        return self.async_show_form(
            step_id="actions",
            data_schema=self.add_suggested_values_to_schema(actions_schema(), shown),
            errors=errors,
            description_placeholders=ACTIONS_PLACEHOLDERS,
        )

    # contract 14.60
    def _is_readable(self) -> bool:
        """Return whether the lock has slots that can be read. Home Assistant itself keeps the codes of a keypad."""
        if not self._is_loaded():
            return False
        capabilities = self.config_entry.runtime_data.engine.record.capabilities
        return (
            capabilities is not None
            and capabilities.can_be_read
            and not capabilities.is_virtual
        )

    # contract 14.60
    async def async_step_read(self, _: None = None) -> ConfigFlowResult:
        """Read the lock in full, with progress. The read goes on if the dialog is closed."""
        if self._reading is None:
            if not self._is_loaded():
                return self.async_abort(reason="not_read")
            self._reading = self.hass.async_create_task(
                self._async_read(), "wait for the full read of a lock"
            )
        if not self._reading.done():
            return self.async_show_progress(
                step_id="read", progress_action="read", progress_task=self._reading
            )
        return self.async_show_progress_done(next_step_id="read_result")

    async def _async_read(self) -> SyncReport:
        """Read the lock; a closed dialog cancels only the wait for it."""
        engine = self.config_entry.runtime_data.engine
        reading = self.hass.async_create_task(
            engine.async_sync(self._on_slot_read), "read a lock in full"
        )
        return await asyncio.shield(reading)

    @callback
    def _on_slot_read(self, read: int, total: int) -> None:
        self.async_update_progress(read / total)

    async def async_step_read_result(self, _: None = None) -> ConfigFlowResult:
        """Show how far the lock was read."""
        assert self._reading is not None
        try:
            report = self._reading.result()
        except StorageFailed:
            return self.async_abort(reason="not_read")
        slots = {"read": str(len(report.contents)), "total": str(report.total)}
        if report.is_complete:
            return self.async_abort(
                reason="read_in_full", description_placeholders=slots
            )
        return self.async_abort(reason="read_in_part", description_placeholders=slots)

    # contract 4.41, 12.74, 13.73
    def _slots_in_question(self) -> dict[str, str]:
        """Return the slots that only a person knows of, by their labels: unread ones, and those of unmanaged codes."""
        if not self._is_loaded():
            return {}
        engine = self.config_entry.runtime_data.engine
        record, capabilities = engine.record, engine.record.capabilities
        if capabilities is None or capabilities.can_be_read:
            return {}
        return {
            label: slot
            for slot in (
                *unread_slots(record, engine.world, capabilities),
                *sorted(record.unmanaged),
            )
            if (label := slot_label(record, slot)) is not None
        }

    async def async_step_empty_slots(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which slots are empty, and use these again."""
        if not (slots := self._slots_in_question()):
            return self.async_abort(reason="no_slots_in_question")
        if user_input is not None:
            empty = [slots[label] for label in user_input[CONF_SLOTS]]
            try:
                await self.config_entry.runtime_data.engine.async_request(
                    lambda record, world: take_for_empty(record, world, empty)
                )
            except StorageFailed:
                return self.async_abort(reason="storage_failed")
            return self.async_create_entry(data=dict(self.config_entry.options))
        return self.async_show_form(
            step_id="empty_slots",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_SLOTS, default=list): SelectSelector(
                        SelectSelectorConfig(
                            options=list(slots),
                            multiple=True,
                            mode=SelectSelectorMode.LIST,
                        )
                    )
                }
            ),
        )

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change settings; they apply at once."""
        capabilities = None
        if self._is_loaded():
            capabilities = self.config_entry.runtime_data.engine.record.capabilities
        errors: dict[str, str] = {}
        shown: Mapping[str, Any] = as_durations(self.config_entry.options)
        if user_input is not None:
            options, errors = check_settings(user_input, capabilities)
            if not errors:
                kept = {
                    option: value
                    for option, value in self.config_entry.options.items()
                    if option not in LOCK_OPTIONS
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
        if is_unlinked_at_once(self.config_entry.runtime_data.engine.record):
            return await self.async_step_unlink_virtual()
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
            description_placeholders=self._unlinked(),
        )

    # contract 13.110
    async def async_step_unlink_virtual(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Confirm that the codes end: Home Assistant checks them, and the lock holds none."""
        if not self._is_loaded():
            return self.async_abort(reason="not_loaded")
        if user_input is not None:
            return await self.async_step_take_off()
        return self.async_show_form(
            step_id="unlink_virtual",
            data_schema=vol.Schema({}),
            description_placeholders=self._unlinked(),
        )

    @callback
    def _unlinked(self) -> dict[str, str]:
        """Return the names of the lock that is to be unlinked, and of its codes."""
        runtime = self.config_entry.runtime_data
        record = runtime.engine.record
        names = (
            *(code.name for code in record.codes.values()),
            *given_up_names(record),
        )
        return {
            "lock": in_markdown(runtime.lock.name),
            "codes": in_markdown(", ".join(sorted(names))) or "–",
        }

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
