"""Link locks: one config entry for each."""

from collections.abc import Sequence
from typing import Any, override

import voluptuous as vol

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.config_entries import (
    SOURCE_IGNORE,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
)
from homeassistant.helpers.typing import DiscoveryInfoType

from .const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_LOCK_PLATFORM,
    CONF_LOCK_UNIQUE_ID,
    CONF_LOCKS,
    CONF_METHOD,
    DOMAIN,
    METHOD_KEYPAD,
    SOURCE_LINK,
)
from .core.texts import in_markdown
from .discovery import async_linking
from .locks import async_method_of
from .options_flow import AccessCodesOptionsFlow
from .registry import async_lock_name

METHODS = (METHOD_KEYPAD,)
"""How a lock without an adapter of its own can be given codes; the first is the default."""


@callback
def async_linked_locks(hass: HomeAssistant) -> set[str]:
    """Return the registry ids of the linked locks. What somebody ignored is not linked."""
    return {
        entry.unique_id
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.source != SOURCE_IGNORE and entry.unique_id is not None
    }


class AccessCodesConfigFlow(ConfigFlow, domain=DOMAIN):
    """Link one lock or several at once."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Nothing is chosen yet."""
        self._locks: Sequence[er.RegistryEntry] = ()
        self._methods: dict[str, str | None] = {}
        """The method that each lock has of its own."""

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> AccessCodesOptionsFlow:
        return AccessCodesOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose locks; all are checked before any is linked."""
        registry = er.async_get(self.hass)
        linked = async_linked_locks(self.hass)
        linked_ids = {
            lock.entity_id
            for lock_id in linked
            if (lock := registry.entities.get_entry(lock_id)) is not None
        }
        if not set(self._all_lock_entity_ids()) - linked_ids:
            return self.async_abort(reason="no_locks")
        errors: dict[str, str] = {}
        refused: list[str] = []
        if user_input is not None:
            chosen: list[str] = user_input[CONF_LOCKS]
            locks = [registry.async_get(entity_id) for entity_id in chosen]
            self._locks = [lock for lock in locks if lock is not None]
            if not chosen:
                errors[CONF_LOCKS] = "no_lock_chosen"
            elif refused := [
                entity_id
                for entity_id, lock in zip(chosen, locks, strict=True)
                if lock is None
            ]:
                errors[CONF_LOCKS] = "not_in_registry"
            elif refused := [
                lock.entity_id for lock in self._locks if lock.id in linked
            ]:
                errors[CONF_LOCKS] = "already_linked"
            else:
                return await self._async_choose_method()
        schema = vol.Schema(
            {
                vol.Required(CONF_LOCKS): EntitySelector(
                    EntitySelectorConfig(
                        domain=LOCK_DOMAIN,
                        multiple=True,
                        exclude_entities=sorted(linked_ids),
                    )
                )
            }
        )
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
            description_placeholders={"locks": ", ".join(refused)},
        )

    def _all_lock_entity_ids(self) -> list[str]:
        registered = (
            entry.entity_id
            for entry in er.async_get(self.hass).entities.values()
            if entry.domain == LOCK_DOMAIN
        )
        return [*registered, *self.hass.states.async_entity_ids(LOCK_DOMAIN)]

    async def _async_choose_method(self) -> ConfigFlowResult:
        self._methods = {
            lock.id: await async_method_of(self.hass, lock) for lock in self._locks
        }
        if self._without_adapter():
            return await self.async_step_method()
        return await self._async_link(METHOD_KEYPAD)

    def _without_adapter(self) -> list[er.RegistryEntry]:
        return [lock for lock in self._locks if self._methods[lock.id] is None]

    async def async_step_method(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose, once for all locks that have no adapter of their own, how they get codes."""
        if user_input is not None:
            return await self._async_link(user_input[CONF_METHOD])
        names = [async_lock_name(self.hass, lock) for lock in self._without_adapter()]
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
            description_placeholders={"locks": in_markdown(", ".join(names))},
        )

    async def _async_link(self, method: str) -> ConfigFlowResult:
        """Link the first lock by this flow, and each further one by a flow of its own."""
        first, *others = (
            {
                CONF_LOCK: lock.id,
                CONF_METHOD: self._methods[lock.id] or method,
            }
            for lock in self._locks
        )
        with async_linking(self.hass, [lock.id for lock in self._locks]):
            for other in others:
                await self.hass.config_entries.flow.async_init(
                    DOMAIN, context={"source": SOURCE_LINK}, data=other
                )
            return await self.async_step_link(first)

    async def async_step_link(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Link one lock that has been checked."""
        lock = er.async_get(self.hass).entities.get_entry(user_input[CONF_LOCK])
        if lock is None:
            return self.async_abort(reason="lock_gone")
        await self.async_set_unique_id(lock.id, raise_on_progress=False)
        if lock.id in async_linked_locks(self.hass):
            return self.async_abort(reason="already_configured")
        return self.async_create_entry(
            title=async_lock_name(self.hass, lock),
            data={
                CONF_LOCK: lock.id,
                CONF_METHOD: user_input[CONF_METHOD],
                CONF_LOCK_PLATFORM: lock.platform,
                CONF_LOCK_UNIQUE_ID: lock.unique_id,
                CONF_IS_STORED: False,
            },
        )

    @override
    async def async_step_integration_discovery(
        self, discovery_info: DiscoveryInfoType
    ) -> ConfigFlowResult:
        """Offer a lock that has an adapter of its own."""
        lock = er.async_get(self.hass).entities.get_entry(discovery_info[CONF_LOCK])
        if lock is None:
            return self.async_abort(reason="lock_gone")
        if await async_method_of(self.hass, lock) is None:
            return self.async_abort(reason="keeps_no_codes")
        await self.async_set_unique_id(lock.id)
        self._abort_if_unique_id_configured()
        self._locks = [lock]
        self.context["title_placeholders"] = {"name": async_lock_name(self.hass, lock)}
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask before a lock that was found is linked."""
        [lock] = self._locks
        if user_input is not None:
            return await self._async_choose_method()
        self._set_confirm_only()
        return self.async_show_form(
            step_id="confirm",
            description_placeholders={
                "lock": in_markdown(async_lock_name(self.hass, lock))
            },
        )
