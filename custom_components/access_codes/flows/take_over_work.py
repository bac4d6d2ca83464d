"""Codes of another manager on their locks: link the locks, read them, say what becomes of each code, take them over."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import partial
from uuid import NAMESPACE_OID, uuid4, uuid5

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import CONF_LOCK, CONF_METHOD, CONF_METHOD_SETTINGS, DOMAIN, SOURCE_LINK
from ..core.other_managers.manager import Manager
from ..core.other_managers.model import OtherCode
from ..core.requests.inputs import CreateRequest
from ..core.requests.refused import Refused
from ..core.requests.take_over import (
    TakeOver,
    Verdict,
    needs_reading,
    take_over,
    verdicts_on,
)
from ..engine.lock_engine import LockEngine
from ..entry import async_loaded_runtime
from ..linking.active_entities import async_see_entity
from ..linking.discovery import async_linking
from ..linking.linked_lock import async_linked_lock_ids
from ..locks import async_method_of
from ..storage.record_file import StorageFailed

READ_LIMIT = 60
"""Seconds for which the dialog waits for the slots of one lock."""

_OWN_NUMBERS = frozenset({"matter"})
"""Platforms on which the other manager's number of a slot is not the lock's."""

type Verdicts = dict[str, dict[str, Verdict]]
"""Verdicts on the codes, by their keys and by the entity ids of their locks."""


class TakeOverWork:
    """Codes that a person has chosen, on the locks that they have chosen."""

    def __init__(
        self,
        hass: HomeAssistant,
        manager: Manager,
        codes: Iterable[OtherCode],
        lock_entity_ids: Collection[str],
    ) -> None:
        """Prepare; nothing is linked or read yet."""
        self._hass = hass
        self._wishes: dict[str, list[TakeOver]] = {}
        self._refusals: dict[str, dict[str, Refused]] = {}
        for code in codes:
            for entity_id in code.lock_entity_ids:
                if entity_id in lock_entity_ids:
                    self._add(manager, code, entity_id)

    def _add(self, manager: Manager, code: OtherCode, entity_id: str) -> None:
        """Add a code on one lock."""
        lock = er.async_get(self._hass).async_get(entity_id)
        platform = None if lock is None else lock.platform
        wish = self._wish(manager, code, has_own_numbers=platform in _OWN_NUMBERS)
        self._wishes.setdefault(entity_id, []).append(wish)
        if lock is None or lock.disabled_by is not None:
            refusal = Refused("take_over_lock_gone", lock=entity_id)
        elif not self._is_condition_known(code):
            refusal = Refused("active_while_not_found", field=code.condition or "")
        else:
            return
        self._refusals.setdefault(entity_id, {})[code.key] = refusal

    def _is_condition_known(self, code: OtherCode) -> bool:
        """Return whether the entity that the code depends on is there at all."""
        if code.condition is None:
            return True
        known = er.async_get(self._hass).async_get(code.condition)
        return known is not None or self._hass.states.get(code.condition) is not None

    # contract 17.11, 17.20, 17.23, 17.49
    def _wish(
        self, manager: Manager, code: OtherCode, *, has_own_numbers: bool
    ) -> TakeOver:
        """Return a code as it is to become ours on one lock."""
        seen = None
        if code.condition is not None:
            seen = async_see_entity(self._hass, (code.condition, None))
        is_shared = len(code.lock_entity_ids) > 1
        key = uuid5(NAMESPACE_OID, f"{manager}/{code.key}") if is_shared else None
        return TakeOver(
            key=code.key,
            slot=None if has_own_numbers or code.slot is None else str(code.slot),
            given=CreateRequest(
                name=code.name,
                code=code.pin,
                starts_at=code.starts_at,
                ends_at=code.ends_at,
                recurrence=code.recurrence,
                zone=self._hass.config.time_zone,
                common_code_key=None if key is None else str(key),
                max_uses=code.uses_left,
                active_while=seen,
                # A window that the lock does not have yet would have to be written.
                prefer_native_scheduling=False,
            ),
            is_paused=not code.is_enabled,
            access_code_id=str(uuid4()),
        )

    # contract 17.46, 17.48
    async def async_prepare(self, on_progress: Callable[[float], None]) -> None:
        """Link the locks that are not linked yet, and have the slots read that are not known; each within a limit."""
        for number, (entity_id, wishes) in enumerate(self._wishes.items()):
            await self._async_link(entity_id)
            engine = self._engine(entity_id)
            if engine is not None:
                with suppress(StorageFailed, TimeoutError):
                    await _async_read(engine, wishes)
            on_progress((number + 1) / len(self._wishes))

    async def _async_link(self, entity_id: str) -> None:
        """Link a lock, unless it is linked, or does not keep codes itself."""
        lock = er.async_get(self._hass).async_get(entity_id)
        if (
            lock is None
            or lock.disabled_by is not None
            or lock.id in async_linked_lock_ids(self._hass)
        ):
            return
        method = await async_method_of(self._hass, lock)
        if method is None:
            return
        with async_linking(self._hass, [lock.id]):
            await self._hass.config_entries.flow.async_init(
                DOMAIN,
                context={"source": SOURCE_LINK},
                data={
                    CONF_LOCK: lock.id,
                    CONF_METHOD: method,
                    CONF_METHOD_SETTINGS: None,
                },
            )

    @callback
    def _engine(self, entity_id: str) -> LockEngine | None:
        """Return the engine of a lock; None while it is not linked, or its entry is not loaded."""
        lock = er.async_get(self._hass).async_get(entity_id)
        entry = None
        if lock is not None:
            entry = self._hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, lock.id
            )
        runtime = None
        if entry is not None:
            runtime = async_loaded_runtime(self._hass, entry.entry_id)
        return None if runtime is None else runtime.engine

    # contract 17.40, 17.41
    @callback
    def verdicts(self) -> Verdicts:
        """Return what would become of the codes at this instant."""
        found: Verdicts = {}
        for entity_id, wishes in self._wishes.items():
            for key, verdict in self._verdicts_on(entity_id, wishes).items():
                found.setdefault(key, {})[entity_id] = verdict
        return found

    def _verdicts_on(
        self, entity_id: str, wishes: list[TakeOver]
    ) -> Mapping[str, Verdict]:
        """Return what would become of the codes of one lock."""
        engine = self._engine(entity_id)
        if engine is None:
            lock = er.async_get(self._hass).async_get(entity_id)
            is_linked = lock is not None and lock.id in async_linked_lock_ids(
                self._hass
            )
            key = "lock_not_loaded" if is_linked else "take_over_lock_without_codes"
            refused = Verdict(Refused(key, lock=entity_id))
            found = {wish.key: refused for wish in wishes}
        else:
            _, found = verdicts_on(engine.record, engine.world, wishes)
        refusals = self._refusals.get(entity_id, {})
        return found | {key: Verdict(refusal) for key, refusal in refusals.items()}

    # contract 17.41
    async def async_take_over(self, keys: Collection[str]) -> None:
        """Take these codes over, lock by lock: all of them on a lock, or none. What is ours already is left as it is.

        Raises NotTakenOver where something has changed since the verdicts, and StorageFailed.
        """
        for entity_id, wishes in self._wishes.items():
            chosen = [wish for wish in wishes if wish.key in keys]
            if not chosen:
                continue
            engine = self._engine(entity_id)
            if engine is None:
                raise StorageFailed("not running")
            await engine.async_request(partial(take_over, wishes=chosen))


async def _async_read(engine: LockEngine, wishes: list[TakeOver]) -> None:
    """Read the lock, if a slot of these codes is not known. Raises TimeoutError after ``READ_LIMIT``, and StorageFailed."""
    changed = asyncio.Event()
    unsubscribe = engine.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(READ_LIMIT):
            await engine.async_introduced()
            # A lock that was just linked may need longer to tell what it can do, on a busy machine.
            while engine.record.capabilities is None:
                await changed.wait()
                changed.clear()
            if needs_reading(engine.record, engine.world, wishes):
                await engine.async_sync()
    finally:
        unsubscribe()


# contract 17.41
def acceptable(verdicts: Verdicts) -> list[str]:
    """Return the keys of the codes that can be taken over on all their chosen locks, and are not ours on all of them."""
    return [
        key
        for key, by_lock in verdicts.items()
        if all(verdict.refusal is None for verdict in by_lock.values())
        and not all(verdict.is_ours_already for verdict in by_lock.values())
    ]
