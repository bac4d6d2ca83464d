"""Find the linked locks of a call."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..const import DOMAIN
from ..entry import AccessCodesConfigEntry, AccessCodesRuntime
from .errors import refusal


# contract 6.15
@callback
def async_linked_lock(hass: HomeAssistant, entity_id: str) -> AccessCodesRuntime:
    """Return the runtime data of a linked lock. Raises if it is not linked, or its entry not loaded."""
    entry = _entry_of(hass, entity_id)
    if entry is None:
        raise refusal("lock_not_linked", lock=entity_id)
    if entry.state is not ConfigEntryState.LOADED:
        raise refusal("lock_not_loaded", lock=entity_id)
    return entry.runtime_data


@callback
def async_linked_locks(
    hass: HomeAssistant, entity_ids: Iterable[str] | None
) -> list[AccessCodesRuntime]:
    """Return the named linked locks; by default all with a loaded entry."""
    if entity_ids is not None:
        return [
            async_linked_lock(hass, entity_id)
            for entity_id in dict.fromkeys(entity_ids)
        ]
    entries: list[AccessCodesConfigEntry] = hass.config_entries.async_loaded_entries(
        DOMAIN
    )
    return [entry.runtime_data for entry in entries]


# contract 6.16
@callback
def async_lock_with_code(
    hass: HomeAssistant, access_code_id: str
) -> AccessCodesRuntime:
    """Return the lock with this code. Raises for an unknown id, without repeating it: it may be a PIN."""
    for linked in async_linked_locks(hass, None):
        if access_code_id in linked.engine.record.codes:
            return linked
    raise refusal("access_code_not_found")


# contract 6.14
@callback
def async_targeted_locks(
    hass: HomeAssistant, target: Mapping[str, Any]
) -> list[AccessCodesRuntime]:
    """Return the linked locks of a target.

    A named entity must be a linked lock; areas, floors, devices and labels stand for the linked locks among their
    entities.
    """
    selected = async_extract_referenced_entity_ids(
        hass,
        TargetSelection(dict(target)),
        expand_group=False,
        primary_entities_only=False,
    )
    entity_ids = sorted(selected.referenced)
    entity_ids += sorted(
        entity_id
        for entity_id in selected.indirectly_referenced - selected.referenced
        if _entry_of(hass, entity_id) is not None
    )
    if not entity_ids:
        raise refusal("no_linked_lock_in_target")
    return async_linked_locks(hass, entity_ids)


def _entry_of(hass: HomeAssistant, entity_id: str) -> AccessCodesConfigEntry | None:
    lock = er.async_get(hass).async_get(entity_id)
    if lock is None:
        return None
    entry = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, lock.id)
    return None if entry is None or entry.source == SOURCE_IGNORE else entry
