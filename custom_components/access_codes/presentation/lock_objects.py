"""Linked locks for the panel: what each can do, how it is, and which locks could be linked. Without PINs."""

from typing import Any

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)

from ..const import CONF_METHOD
from ..core.model import IssueKind, LockCapabilities
from ..core.plan.lock_problems import LockProblem, lock_problems
from ..core.record.unmanaged import ignored_ids
from ..entry import AccessCodesConfigEntry, AccessCodesRuntime, async_lock_entries
from ..linking.linked_lock import async_find_lock, async_lock_name
from .messages import async_problem_message


# contract 11.348, 18.4, 18.5, 18.30
@callback
def async_lock_object(
    hass: HomeAssistant, entry: AccessCodesConfigEntry, language: str | None = None
) -> dict[str, Any]:
    """Return a linked lock as the panel shows it; of one that is not loaded, what the registries know."""
    lock = async_find_lock(hass, entry)
    runtime = entry.runtime_data if entry.state is ConfigEntryState.LOADED else None
    return {
        "entry_id": entry.entry_id,
        "entity_id": lock.entity_id if lock is not None else None,
        "device_id": lock.device_id if lock is not None else None,
        "name": async_lock_name(hass, lock) if lock is not None else entry.title,
        "area": async_area_name(hass, lock),
        "family": entry.data[CONF_METHOD],
        "is_loaded": runtime is not None,
        **_health(hass, runtime, language),
    }


def _health(
    hass: HomeAssistant, runtime: AccessCodesRuntime | None, language: str | None
) -> dict[str, Any]:
    """Return reach, capabilities, room and problems of a lock."""
    if runtime is None:
        return {
            "reach": None,
            "reach_since": None,
            "heard_at": None,
            "capabilities": None,
            "free_slots": None,
            "ignored": [],
            "problems": [],
        }
    engine = runtime.engine
    heard_at = engine.world.heard_at
    problems = lock_problems(
        engine.record, engine.plan, is_disk_failing=engine.disk_failing
    )
    capabilities = engine.record.capabilities
    return {
        "reach": engine.world.reach.value,
        "reach_since": engine.world.reach_since.isoformat(),
        "heard_at": heard_at.isoformat() if heard_at is not None else None,
        "capabilities": _capabilities(capabilities) if capabilities else None,
        "free_slots": engine.plan.free_slots,
        "ignored": ignored_ids(engine.record),
        "problems": [_problem(hass, runtime, each, language) for each in problems],
    }


def _capabilities(capabilities: LockCapabilities) -> dict[str, Any]:
    """Return the capabilities that a person meets."""
    return {
        "code_lengths": list(capabilities.code_lengths),
        "characters": capabilities.characters,
        "is_pin_chosen_by_lock": capabilities.is_pin_chosen_by_lock,
        "has_enter_key": capabilities.has_enter_key,
        "name_length": capabilities.name_length,
        "capacity": None if capabilities.is_virtual else capabilities.room,
        "holds_windows": capabilities.native_windows is not None,
        "reads": capabilities.reads.value,
        "reports_changes": capabilities.reports_changes,
        "reports_use": capabilities.reports_use,
        "is_virtual": capabilities.is_virtual,
    }


def _problem(
    hass: HomeAssistant,
    runtime: AccessCodesRuntime,
    problem: LockProblem,
    language: str | None,
) -> dict[str, Any]:
    about: dict[str, Any] = {
        "error_code": problem.code.value,
        "is_repair": _is_repair(runtime, problem),
    }
    if problem.access_code_id is not None:
        about |= {"access_code_id": problem.access_code_id, "name": problem.name}
    message = async_problem_message(hass, runtime, problem, language)
    return {**about, "message": message}


# contract 18.31
def _is_repair(runtime: AccessCodesRuntime, problem: LockProblem) -> bool:
    """Return whether a repair stands for the problem: for an error that is some minutes old."""
    return isinstance(problem.code, IssueKind) or any(
        issue.kind.value == problem.code.value
        and issue.access_code_id == problem.access_code_id
        for issue in runtime.engine.plan.issues
    )


@callback
def async_area_name(hass: HomeAssistant, lock: er.RegistryEntry | None) -> str | None:
    """Return the name of the area of a lock, or of its device."""
    if lock is None:
        return None
    area_id = lock.area_id
    if area_id is None and lock.device_id is not None:
        device = dr.async_get(hass).async_get(lock.device_id)
        area_id = device.area_id if device is not None else None
    area = ar.async_get(hass).async_get_area(area_id) if area_id is not None else None
    return area.name if area is not None else None


# contract 18.6
@callback
def async_linkable_locks(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return the locks that are in the registry, enabled and not linked, by name."""
    linked = {entry.unique_id for entry in async_lock_entries(hass)}
    found = [
        {
            "entity_id": lock.entity_id,
            "name": async_lock_name(hass, lock),
            "area": async_area_name(hass, lock),
        }
        for lock in er.async_get(hass).entities.values()
        if lock.domain == LOCK_DOMAIN
        and lock.disabled_by is None
        and lock.id not in linked
    ]
    return sorted(found, key=lambda lock: (lock["name"] or "", lock["entity_id"]))
