"""Find the linked locks of a call."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..const import CONF_IS_STORED, CONF_LOCK, DOMAIN
from ..core.model import AccessCode
from ..engine.group_changes import async_group_changes
from ..entry import (
    AccessCodesConfigEntry,
    AccessCodesRuntime,
    async_loaded_lock_entries,
    async_loaded_runtime,
    async_lock_entries,
)
from ..linking.active_entities import async_see_entity
from ..linking.linked_lock import async_find_lock, async_lock_name
from ..storage.record_file import StorageUnreadable
from ..storage.unloaded_records import async_read_unloaded
from .errors import refusal
from .fields import Fields

type IsMeant = Callable[[AccessCode], bool]


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
    return [entry.runtime_data for entry in async_loaded_lock_entries(hass)]


# contract 17.51
@callback
def async_every_linked_lock(hass: HomeAssistant) -> list[AccessCodesRuntime]:
    """Return all linked locks. Raises if one of them is not loaded."""
    for entry in _unloaded_entries(hass):
        raise refusal("lock_not_loaded", lock=_lock_of(hass, entry))
    return async_linked_locks(hass, None)


# contract 17.57
@callback
def async_names_of_locks(hass: HomeAssistant) -> dict[str, str]:
    """Return the names of the linked locks, loaded or not, by their entity ids."""
    locks = (async_find_lock(hass, entry) for entry in async_lock_entries(hass))
    return {
        lock.entity_id: async_lock_name(hass, lock)
        for lock in locks
        if lock is not None
    }


# contract 6.146
@callback
def async_with_code_id(hass: HomeAssistant, fields: Fields) -> Fields:
    """Return the fields with the id of the access code instead of its sensor. Raises unless one of both is given."""
    entity_id = fields.get("entity_id")
    if (entity_id is None) is ("access_code_id" not in fields):
        raise refusal("access_code_needs_one")
    if entity_id is None:
        return fields
    sensor = er.async_get(hass).async_get(entity_id)
    if (
        sensor is None
        or sensor.platform != DOMAIN
        or sensor.domain != SENSOR_DOMAIN
        or sensor.unique_id.startswith(sensor.config_entry_id or sensor.unique_id)
    ):
        raise refusal("entity_is_no_access_code", field="entity_id")
    others = {key: value for key, value in fields.items() if key != "entity_id"}
    return {**others, "access_code_id": sensor.unique_id}


# contract 6.16
async def async_lock_with_code(
    hass: HomeAssistant, access_code_id: str
) -> AccessCodesRuntime:
    """Return the lock with this code. Raises for an unknown id, without repeating it: it may be a PIN."""
    for linked in _locks_most_likely_first(hass, access_code_id):
        code = linked.engine.record.codes.get(access_code_id)
        if code is not None and not code.is_unmanaged:
            return linked
    # Its entry may be loaded while the files of others are read.
    for linked in await async_locks_with(
        hass,
        lambda code: code.access_code_id == access_code_id and not code.is_unmanaged,
    ):
        return linked
    raise refusal("access_code_not_found")


@callback
def _locks_most_likely_first(
    hass: HomeAssistant, access_code_id: str
) -> Iterator[AccessCodesRuntime]:
    """Yield the lock of the sensor that a code with this id has, then all with a loaded entry."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, access_code_id)
    sensor = registry.async_get(entity_id) if entity_id is not None else None
    if sensor is not None and sensor.config_entry_id is not None:
        linked = async_loaded_runtime(hass, sensor.config_entry_id)
        if linked is not None:
            yield linked
    yield from async_linked_locks(hass, None)


# contract 6.50
async def async_locks_with(
    hass: HomeAssistant, is_meant: IsMeant
) -> list[AccessCodesRuntime]:
    """Return all linked locks with a code that is meant.

    Raises if a lock that is not loaded has such a code, or a record that cannot be read.
    """
    checked: set[str] = set()
    # Entries may be loaded and unloaded while files are read.
    while unloaded := [
        entry for entry in _unloaded_entries(hass) if entry.entry_id not in checked
    ]:
        for entry in unloaded:
            may_have = await _async_may_have(hass, entry, is_meant)
            if may_have and entry.state is not ConfigEntryState.LOADED:
                raise refusal("lock_not_loaded", lock=_lock_of(hass, entry))
            checked.add(entry.entry_id)
    return [
        linked
        for linked in async_linked_locks(hass, None)
        if any(map(is_meant, linked.engine.record.codes.values()))
    ]


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


@callback
def _unloaded_entries(hass: HomeAssistant) -> list[AccessCodesConfigEntry]:
    """Return the entries of linked locks that are not loaded, for whatever reason."""
    return [
        entry
        for entry in async_lock_entries(hass)
        if entry.state is not ConfigEntryState.LOADED
    ]


# contract 6.109
async def _async_may_have(
    hass: HomeAssistant, entry: AccessCodesConfigEntry, is_meant: IsMeant
) -> bool:
    """Return whether the record of an entry has such a code, or cannot be read."""
    try:
        record = await async_read_unloaded(hass, entry.entry_id)
    except StorageUnreadable:
        return True
    if record is None:
        # A file that was written once and is missing held nobody knows what.
        return bool(entry.data[CONF_IS_STORED])
    to_come = async_group_changes(hass).codes_to_come(entry.entry_id)
    return any(map(is_meant, (*record.codes.values(), *to_come)))


def _lock_of(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> str:
    """Return the entity id of an entry's lock; the entry's title while the lock is gone."""
    lock = er.async_get(hass).entities.get_entry(entry.data[CONF_LOCK])
    return lock.entity_id if lock is not None else entry.title


# contract 6.144
@callback
def async_with_entity(hass: HomeAssistant, fields: Fields) -> dict[str, Any]:
    """Return the fields with the entity of ``active_while`` as it is now. Raises for one that is not there at all."""
    entity_id = fields.get("active_while")
    if entity_id is None:
        return dict(fields)
    seen = async_see_entity(hass, (entity_id, None))
    if seen.registry_id is None and hass.states.get(entity_id) is None:
        raise refusal("active_while_not_found", field="active_while")
    return {**fields, "active_while": seen}
