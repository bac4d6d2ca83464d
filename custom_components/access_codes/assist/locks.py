"""Find the locks that a question or a change is about, among those that are exposed to the assistant."""

from dataclasses import dataclass, field

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er, intent

from ..actions.errors import refusal
from ..actions.linked import async_linked_lock
from ..entry import AccessCodesRuntime
from ..presentation.messages import async_text

ASSISTANT = "conversation"
"""Home Assistant's own assistant: its exposed entities count where a caller names no other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The subject of a question, by the names that were spoken."""

    assistant: str | None
    """The assistant to which entities have to be exposed."""
    lock: str | None = None
    """Name or alias of a lock. None: all locks."""
    area: str | None = None
    floor: str | None = None
    code: str | None = None
    """Name of an access code."""
    language: str | None = None
    """Language of the answer, loaded. None: Home Assistant's."""


@dataclass(frozen=True, slots=True)
class FoundLocks:
    """The linked locks that are meant, and sentences about those that cannot be asked."""

    locks: list[AccessCodesRuntime] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    """States of these locks, in the same order."""
    failures: list[str] = field(default_factory=list)


# contract 11.135, 11.136
@callback
def async_find_locks(hass: HomeAssistant, asked: Asked) -> FoundLocks:
    """Return the exposed linked locks of a question.

    Raises Home Assistant's MatchFailedError where no exposed lock has this name or is in this area, and a refusal
    where none is linked.
    """
    constraints = intent.MatchTargetsConstraints(
        name=asked.lock,
        area_name=asked.area,
        floor_name=asked.floor,
        domains={LOCK_DOMAIN},
        assistant=asked.assistant or ASSISTANT,
        allow_duplicate_names=True,
    )
    result = intent.async_match_targets(hass, constraints)
    if not result.is_match and (asked.lock or asked.area or asked.floor):
        raise intent.MatchFailedError(result, constraints)
    found = FoundLocks()
    for state in result.states:
        try:
            found.locks.append(async_linked_lock(hass, state.entity_id))
        except ServiceValidationError as error:
            key = error.translation_key or ""
            if asked.lock or key != "lock_not_linked":
                found.failures.append(
                    async_text(hass, key, asked.language, lock=state.name)
                )
        else:
            found.states.append(state)
    if not found.locks and not found.failures:
        raise refusal("assist_no_lock")
    return found


# contract 11.135
@callback
def async_exposed_lock_names(hass: HomeAssistant, assistant: str | None) -> list[str]:
    """Return the names and aliases of the linked locks that are exposed to an assistant, each once."""
    try:
        found = async_find_locks(hass, Asked(assistant))
    except ServiceValidationError:
        return []
    registry = er.async_get(hass)
    names = [
        name
        for state in found.states
        for name in intent.async_get_entity_aliases(
            hass, registry.async_get(state.entity_id), state=state
        )
    ]
    return list(dict.fromkeys(names))
