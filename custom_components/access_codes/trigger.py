"""Triggers of automations: what happens to the codes of a lock."""

from collections.abc import Mapping
from typing import Any, cast, override

import voluptuous as vol

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.const import CONF_NAME, CONF_OPTIONS, CONF_TARGET, STATE_ON
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    EntityTargetStateTriggerBase,
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .automations.targets import TARGET, async_resolve, entities_of_lock, is_named
from .const import DOMAIN
from .core.model import EventType
from .engine.bus_events import EVENT_TYPE

_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_TARGET): TARGET,
        vol.Optional(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_NAME, default=list): vol.All(cv.ensure_list, [cv.string])
        },
    }
)


# contract 11.90
class _EventTrigger(Trigger):
    """Trigger for events of codes and locks."""

    event_types: frozenset[EventType]

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate target and options."""
        return cast("ConfigType", _SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Store target and options."""
        super().__init__(hass, config)
        self._target = config.target or {}
        self._names: list[str] = (config.options or {})[CONF_NAME]

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Run the action with the data of each event that is meant."""

        @callback
        def is_meant(data: Mapping[str, Any]) -> bool:
            return data["type"] in self.event_types and self._is_in_target(data)

        @callback
        def run(event: Event[Mapping[str, Any]]) -> None:
            run_action(dict(event.data), f"{event.data['type']}", event.context)

        return self._hass.bus.async_listen(EVENT_TYPE, run, event_filter=is_meant)

    def _is_in_target(self, data: Mapping[str, Any]) -> bool:
        if not is_named(data["name"], self._names):
            return False
        target = async_resolve(self._hass, self._target)
        lock, access_code_id = data["lock_entity_id"], data["access_code_id"]
        if access_code_id is None:
            return target.has_lock(lock)
        return target.has_code(lock, access_code_id)


class _CodeUsed(_EventTrigger):
    """A code was used."""

    event_types = frozenset({EventType.USED})


class _CodeSet(_EventTrigger):
    """A code came on its lock."""

    event_types = frozenset({EventType.SET_ON_DEVICE})


class _CodeRemoved(_EventTrigger):
    """A code left its lock."""

    event_types = frozenset({EventType.REMOVED_FROM_DEVICE})


class _CodeFailed(_EventTrigger):
    """A code could not be set or removed, or not in time."""

    event_types = frozenset(
        {
            EventType.FAILED_TO_SET_ON_DEVICE,
            EventType.FAILED_TO_REMOVE_FROM_DEVICE,
            EventType.DELAY_IN_SETTING_ON_DEVICE,
            EventType.DELAY_IN_REMOVING_FROM_DEVICE,
        }
    )


class _AccessDenied(_EventTrigger):
    """A lock, or the action `enter_code`, refused a person."""

    event_types = frozenset({EventType.ACCESS_DENIED})


# contract 11.93
class _Problem(EntityTargetStateTriggerBase):
    """A problem of a lock or one of its codes appeared."""

    _domain_specs = {BINARY_SENSOR_DOMAIN: DomainSpec()}
    _to_states = {STATE_ON}

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the problem sensors among the entities, and those of the locks among them."""
        registry = er.async_get(self._hass)
        found = [entry for each in entities if (entry := registry.async_get(each))]
        excluded = async_resolve(self._hass, self._target).excluded
        found += [
            sensor for lock in entities for sensor in entities_of_lock(self._hass, lock)
        ]
        return {
            entry.entity_id
            for entry in found
            if entry.platform == DOMAIN and entry.domain == BINARY_SENSOR_DOMAIN
        } - excluded


TRIGGERS: dict[str, type[Trigger]] = {
    "access_denied": _AccessDenied,
    "code_failed": _CodeFailed,
    "code_removed": _CodeRemoved,
    "code_set": _CodeSet,
    "code_used": _CodeUsed,
    "problem": _Problem,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return our triggers."""
    return TRIGGERS
