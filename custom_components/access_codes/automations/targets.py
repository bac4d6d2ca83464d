"""Targets of triggers and conditions: locks, by the lock or an entity of ours, and codes, by their sensors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import voluptuous as vol

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.components.sensor.const import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import (
    config_validation as cv,
    entity_registry as er,
    target as target_helpers,
)
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.helpers.typing import ConfigType

from ..const import DOMAIN


# contract 11.195
def _excludes_from_something(target: ConfigType) -> ConfigType:
    """Refuse a target that only excludes, as Home Assistant does where it knows such targets: from 2026.11 on."""
    check: Callable[[ConfigType], ConfigType] | None = getattr(
        cv, "exclude_requires_target", None
    )
    return target if check is None else check(target)


TARGET = vol.All(cv.TARGET_FIELDS, _excludes_from_something)
"""Shape of the target of a trigger or a condition."""


@dataclass(frozen=True, slots=True)
class CodeTarget:
    """A target as it resolves at this instant."""

    _hass: HomeAssistant
    entity_ids: frozenset[str]
    """The entities that it names or stands for."""
    excluded: frozenset[str]

    # contract 11.91
    def has_lock(self, lock_entity_id: str | None) -> bool:
        """Return whether it contains a lock with all its codes: by the lock, or by one of our entities about it."""
        if lock_entity_id is None or lock_entity_id in self.excluded:
            return False
        if lock_entity_id in self.entity_ids:
            return True
        return any(
            entity.entity_id in self.entity_ids
            for entity in entities_of_lock(self._hass, lock_entity_id)
        )

    # contract 11.91
    def has_code(self, lock_entity_id: str | None, access_code_id: str) -> bool:
        """Return whether it contains a code: by its sensor, or by its lock."""
        sensor = _sensor_of(self._hass, access_code_id)
        if sensor in self.excluded:
            return False
        return sensor in self.entity_ids or self.has_lock(lock_entity_id)


@callback
def async_resolve(hass: HomeAssistant, target: ConfigType) -> CodeTarget:
    """Return the target as it resolves now."""
    selection = TargetSelection(target)
    found = async_extract_referenced_entity_ids(
        hass, selection, expand_group=False, primary_entities_only=False
    )
    return CodeTarget(
        hass,
        frozenset(found.referenced | found.indirectly_referenced),
        _excluded(hass, selection),
    )


# contract 11.195
def _excluded(hass: HomeAssistant, selection: TargetSelection) -> frozenset[str]:
    """Return the entities that a target excludes, hidden ones included. Home Assistant 2026.11 and later know of any."""
    extract: Callable[..., set[str]] | None = getattr(
        target_helpers, "async_extract_excluded_entity_ids", None
    )
    if extract is None:
        return frozenset()
    return frozenset(extract(hass, selection, expand_group=False))


def entities_of_lock(
    hass: HomeAssistant, lock_entity_id: str
) -> Iterable[er.RegistryEntry]:
    """Yield our entities about a linked lock as a whole."""
    registry = er.async_get(hass)
    lock = registry.async_get(lock_entity_id)
    if lock is None or lock.domain != LOCK_DOMAIN:
        return
    entry = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, lock.id)
    if entry is None:
        return
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        if entity.unique_id.startswith(entry.entry_id):
            yield entity


def _sensor_of(hass: HomeAssistant, access_code_id: str) -> str | None:
    """Return the entity id of a code's sensor, also of one that went with its code."""
    registry = er.async_get(hass)
    sensor = registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, access_code_id)
    if sensor is not None:
        return sensor
    removed = registry.deleted_entities.get((SENSOR_DOMAIN, DOMAIN, access_code_id))
    return None if removed is None else removed.entity_id


# contract 11.92
def is_named(name: str | None, names: Iterable[str]) -> bool:
    """Return whether a code's name is one of those asked for, in whatever case; without any, every code is meant."""
    wanted = {each.strip().casefold() for each in names}
    return not wanted or (name is not None and name.casefold() in wanted)
