"""Steps of the config flow that select locks and the methods of their codes."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import voluptuous as vol

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
)

from ..const import CONF_METHOD, METHOD_ACTIONS, METHOD_KEYPAD
from ..core.display_text import in_markdown
from ..linking.linked_lock import async_linked_lock_ids, async_lock_name
from ..locks import async_method_of
from .action_examples import CLOUD, ESPHOME, EXAMPLES, NODE_RED, TASMOTA
from .lock_summary import async_list_abilities, async_list_obstacles
from .mapped_actions import PLACEHOLDERS, actions_schema, async_check_actions

METHODS = (METHOD_KEYPAD, METHOD_ACTIONS)
"""Methods for locks without an adapter of their own; the first is the default."""


class LockChoice(ConfigFlow):
    """Steps shared by linking and replacing locks."""

    def __init__(self) -> None:
        """Start without a selection."""
        self._locks: Sequence[er.RegistryEntry] = ()
        self._methods: dict[str, str | None] = {}
        """Own method of each selected lock, by registry id."""
        self._method_settings: dict[str, Any] | None = None
        """Settings of the method for locks without one of their own, where it has any."""
        self._abilities: str | None = None
        """Abilities of the locks that may be selected; found out once, when the dialog opens."""

    @abstractmethod
    async def _async_continue(self, method: str) -> ConfigFlowResult:
        """Continue after the selection; ``method`` is for locks without a method of their own."""

    # contract 14.2
    async def _async_show_lock_form(
        self,
        field: str,
        user_input: dict[str, Any] | None,
        placeholders: Mapping[str, str],
        *,
        step_id: str,
        multiple: bool,
    ) -> ConfigFlowResult:
        """Show a form that selects among the locks that are not linked; go on to the method once it is filled in."""
        linked_ids = self._linked_entity_ids()
        selectable = self._all_lock_entity_ids() - linked_ids
        if not selectable:
            return self._abort_without_locks()
        errors: dict[str, str] = {}
        refused: list[str] = []
        if user_input is not None:
            error, refused = self._select_locks(cv.ensure_list(user_input[field]))
            if error is None:
                return await self._async_select_method()
            errors[field] = error
        if self._abilities is None:
            self._abilities = await self._async_abilities(selectable)
        selector = EntitySelector(
            EntitySelectorConfig(
                domain=LOCK_DOMAIN,
                multiple=multiple,
                exclude_entities=sorted(linked_ids),
            )
        )
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema({vol.Required(field): selector}), user_input
            ),
            errors=errors,
            description_placeholders={
                **placeholders,
                "locks": ", ".join(refused),
                "abilities": self._abilities,
            },
        )

    # contract 14.63
    def _abort_without_locks(self) -> ConfigFlowResult:
        """End the flow, as no lock is left to choose."""
        return self.async_abort(reason="no_locks")

    # contract 14.30
    async def _async_abilities(self, entity_ids: set[str]) -> str:
        """Return what the locks can do that keep codes themselves, by name."""
        registry = er.async_get(self.hass)
        locks = [
            lock
            for entity_id in sorted(entity_ids)
            if (lock := registry.async_get(entity_id)) is not None
            and lock.disabled_by is None
        ]
        return await async_list_abilities(self.hass, locks)

    # contract 14.1, 14.3
    def _select_locks(self, selected: list[str]) -> tuple[str | None, list[str]]:
        """Store the selected locks; return an error key, and the entity ids of the refused locks."""
        linked = async_linked_lock_ids(self.hass)
        registry = er.async_get(self.hass)
        locks = {entity_id: registry.async_get(entity_id) for entity_id in selected}
        self._locks = [lock for lock in locks.values() if lock is not None]
        if not selected:
            return "no_lock_chosen", []
        if refused := [entity_id for entity_id, lock in locks.items() if lock is None]:
            return "not_in_registry", refused
        if refused := [lock.entity_id for lock in self._locks if lock.id in linked]:
            return "already_linked", refused
        return None, []

    def _linked_entity_ids(self) -> set[str]:
        entities = er.async_get(self.hass).entities
        return {
            lock.entity_id
            for lock_id in async_linked_lock_ids(self.hass)
            if (lock := entities.get_entry(lock_id)) is not None
        }

    def _all_lock_entity_ids(self) -> set[str]:
        registered = (
            entry.entity_id
            for entry in er.async_get(self.hass).entities.values()
            if entry.domain == LOCK_DOMAIN
        )
        return {*registered, *self.hass.states.async_entity_ids(LOCK_DOMAIN)}

    async def _async_select_method(self) -> ConfigFlowResult:
        self._methods = {
            lock.id: await async_method_of(self.hass, lock) for lock in self._locks
        }
        if self._without_adapter():
            return await self.async_step_method()
        return await self._async_continue(METHOD_KEYPAD)

    def _without_adapter(self) -> list[er.RegistryEntry]:
        return [lock for lock in self._locks if self._methods[lock.id] is None]

    # contract 14.4, 14.31
    async def async_step_method(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Select the method for the codes of all locks without an adapter of their own."""
        if user_input is not None:
            if user_input[CONF_METHOD] == METHOD_ACTIONS:
                return await self.async_step_examples()
            return await self._async_continue(user_input[CONF_METHOD])
        return self.async_show_form(
            step_id="method",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_METHOD, default=METHODS[0]): SelectSelector(
                        SelectSelectorConfig(
                            options=list(METHODS), translation_key=CONF_METHOD
                        )
                    )
                }
            ),
            description_placeholders={
                "locks": self._names_without_adapter(),
                "obstacles": await async_list_obstacles(
                    self.hass, self._without_adapter()
                ),
            },
        )

    # contract 12.113
    async def async_step_examples(self, _: None = None) -> ConfigFlowResult:
        """Offer examples of actions to begin with."""
        return self.async_show_menu(
            step_id="examples", menu_options=["actions", *EXAMPLES]
        )

    async def async_step_tasmota(self, _: None = None) -> ConfigFlowResult:
        """Begin with the example for Tasmota."""
        return self._show_actions(TASMOTA)

    async def async_step_esphome(self, _: None = None) -> ConfigFlowResult:
        """Begin with the example for ESPHome."""
        return self._show_actions(ESPHOME)

    async def async_step_node_red(self, _: None = None) -> ConfigFlowResult:
        """Begin with the example for Node-RED."""
        return self._show_actions(NODE_RED)

    async def async_step_cloud(self, _: None = None) -> ConfigFlowResult:
        """Begin with the example for an integration that reaches the lock by a cloud."""
        return self._show_actions(CLOUD)

    # contract 12.100, 12.110
    async def async_step_actions(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Map the actions of all locks without an adapter of their own, with a warning that they are recorded."""
        errors: dict[str, str] = {}
        if user_input is not None:
            settings, errors = await async_check_actions(self.hass, user_input)
            if not errors:
                self._method_settings = settings
                return await self._async_continue(METHOD_ACTIONS)
        return self._show_actions(user_input or {}, errors)

    def _show_actions(
        self, suggested: Mapping[str, Any], errors: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id="actions",
            data_schema=self.add_suggested_values_to_schema(
                actions_schema(), suggested
            ),
            errors=errors,
            description_placeholders={
                **PLACEHOLDERS,
                "locks": self._names_without_adapter(),
            },
        )

    def _names_without_adapter(self) -> str:
        names = [async_lock_name(self.hass, lock) for lock in self._without_adapter()]
        return in_markdown(", ".join(names))

    def _settings_for(self, lock_id: str) -> dict[str, Any] | None:
        """Return the settings of the method of a selected lock."""
        return self._method_settings if self._methods[lock_id] is None else None
