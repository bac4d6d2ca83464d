"""Follow the entities of ``active_while``: their states and their renames, also those while nobody listened."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, CoreState, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import (
    async_track_entity_registry_updated_event,
    async_track_state_change_event,
)
from homeassistant.helpers.start import async_at_started

from ..core.active_while import as_seen
from ..core.model import ActiveWhile, EntityKey, SeenEntity
from ..core.observations.active_entities import apply_entities
from ..engine.lock_engine import LockEngine
from ..engine.updates import Update

_NOT_KNOWN = (STATE_UNAVAILABLE, STATE_UNKNOWN)


# contract 4.66, 4.67
@callback
def async_see_entity(hass: HomeAssistant, key: EntityKey) -> SeenEntity:
    """Return an entity as it is now: found by its id in the registry, else by its entity id.

    It is missing only once Home Assistant has started, and not while it is just being renamed.
    """
    entity_id, registry_id = key
    registry = er.async_get(hass)
    entry = None if registry_id is None else registry.entities.get_entry(registry_id)
    if entry is None:
        entry = registry.async_get(entity_id)
    if entry is not None:
        entity_id, registry_id = entry.entity_id, entry.id
    state = hass.states.get(entity_id)
    is_known = state is not None and state.state not in _NOT_KNOWN
    return SeenEntity(
        entity_id,
        registry_id,
        is_on=state.state == STATE_ON if state is not None and is_known else None,
        is_missing=not is_known
        and hass.state is CoreState.running
        and entity_id == key[0],
    )


class ActiveEntities:
    """The entities that the codes of one lock depend on."""

    def __init__(self, hass: HomeAssistant, engine: LockEngine) -> None:
        """Prepare; nothing is followed yet."""
        self._hass = hass
        self._engine = engine
        self._codes: set[str] = set()
        """Ids of the codes that depend on an entity."""
        self._followed: frozenset[str] = frozenset()
        self._unfollow: list[CALLBACK_TYPE] = []
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @callback
    def start(self) -> None:
        """Follow the entities, of codes that come later too."""
        self._unsubscribe.append(self._engine.subscribe(self._on_update))
        self._look_at(self._engine.record.codes)
        self._unsubscribe.append(async_at_started(self._hass, self._on_started))

    @callback
    def stop(self) -> None:
        """Follow nothing any more."""
        for unsubscribe in (*self._unsubscribe, *self._unfollow):
            unsubscribe()
        self._unsubscribe, self._unfollow = [], []

    @callback
    def _on_started(self, _: HomeAssistant) -> None:
        """Tell of entities that did not come."""
        self._report()

    @callback
    def _on_update(self, update: Update) -> None:
        changed = update.added | update.changed
        self._codes -= update.removed
        if changed:
            self._look_at(changed)

    @callback
    def _on_event(self, _: Event[Any]) -> None:
        self._report()

    @callback
    def _look_at(self, access_code_ids: Iterable[str]) -> None:
        """Look which of these codes depend on an entity now."""
        codes, before = self._engine.record.codes, bool(self._codes)
        for access_code_id in access_code_ids:
            code = codes.get(access_code_id)
            if code is not None and code.active_while is not None:
                self._codes.add(access_code_id)
            else:
                self._codes.discard(access_code_id)
        if self._codes or before:
            self._report()

    # contract 4.65
    @callback
    def _report(self) -> None:
        """Report what differs from the record, and follow the entities under their present ids."""
        known = self._known()
        seen = {
            active.key: async_see_entity(self._hass, active.key) for active in known
        }
        self._follow(frozenset(entity.entity_id for entity in seen.values()))
        if any(
            as_seen(active, seen[active.key], active.since) != active
            for active in known
        ):
            self._engine.on_facts(partial(apply_entities, seen))

    def _known(self) -> list[ActiveWhile]:
        codes = self._engine.record.codes
        return [
            code.active_while
            for access_code_id in self._codes
            if (code := codes.get(access_code_id)) is not None
            and code.active_while is not None
        ]

    @callback
    def _follow(self, entity_ids: frozenset[str]) -> None:
        if entity_ids == self._followed:
            return
        for unsubscribe in self._unfollow:
            unsubscribe()
        self._followed = entity_ids
        ids = sorted(entity_ids)
        self._unfollow = [
            async_track_state_change_event(self._hass, ids, self._on_event),
            async_track_entity_registry_updated_event(self._hass, ids, self._on_event),
        ]
