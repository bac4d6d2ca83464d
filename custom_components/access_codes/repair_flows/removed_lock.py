"""Fix flow for a lock that is gone: try again, say as which lock it has come back, forget."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any, override

import voluptuous as vol

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import EntitySelector, EntitySelectorConfig

from ..const import CONF_LOCK, CONF_LOCK_PLATFORM, CONF_METHOD, METHOD_PLATFORM
from ..core.model import Link
from ..core.requests.leave_lock import adopt_lock
from ..entry import AccessCodesConfigEntry, AccessCodesRuntime
from ..linking.linked_lock import async_linked_lock_ids
from ..linking.preview import async_with_own_method
from ..linking.replace_lock import (
    NotReplaced,
    Replacement,
    async_remove_offers,
    async_replace,
    async_reserve_lock,
)
from ..storage.record_file import StorageFailed, StorageUnreadable
from .code_or_lock_problem import ProblemFlow


class RemovedLockFlow(ProblemFlow):
    """Fix the problem of a lock that is no longer there."""

    def __init__(self) -> None:
        """Start without a move under way."""
        super().__init__()
        self._replacement: Replacement | None = None
        self._move: asyncio.Task[str] | None = None

    @override
    async def _async_remedies(self, runtime: AccessCodesRuntime) -> list[str]:
        remedies = await super()._async_remedies(runtime)
        if runtime.lock.entity is None and await self._async_selectable():
            remedies.insert(1, "came_back")
        return remedies

    # contract 14.32
    async def async_step_came_back(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask which lock it is now, and go on with that."""
        runtime = self._runtime()
        if runtime is None:
            return self.async_abort(reason="not_loaded")
        if runtime.lock.entity is not None:
            return await self.async_step_under_way()
        selectable = await self._async_selectable()
        errors: dict[str, str] = {}
        if user_input is not None:
            if (found := selectable.get(user_input[CONF_LOCK])) is not None:
                return await self._async_take(runtime, *found)
            errors[CONF_LOCK] = "not_selectable"
        selector = EntitySelector(
            EntitySelectorConfig(include_entities=sorted(selectable))
        )
        return self.async_show_form(
            step_id="came_back",
            data_schema=vol.Schema({vol.Required(CONF_LOCK): selector}),
            errors=errors,
        )

    async def _async_selectable(self) -> dict[str, tuple[er.RegistryEntry, str]]:
        """Return the locks that are not linked and keep codes themselves, with their methods, by entity id."""
        linked = async_linked_lock_ids(self.hass)
        locks = [
            lock
            for lock in er.async_get(self.hass).entities.values()
            if lock.domain == LOCK_DOMAIN
            and lock.disabled_by is None
            and lock.id not in linked
        ]
        found = await async_with_own_method(self.hass, locks)
        return {lock.entity_id: (lock, method) for lock, method in found}

    async def _async_take(
        self, runtime: AccessCodesRuntime, lock: er.RegistryEntry, method: str
    ) -> RepairsFlowResult:
        entry = self._own_entry()
        if not _has_same_slots(entry, lock, method):
            self._replacement = Replacement(entry.data[CONF_LOCK], lock, method)
            return await self.async_step_move()
        try:
            with async_reserve_lock(self.hass, lock.id):
                await self._async_follow(runtime, lock, method)
        except NotReplaced:
            return await self.async_step_changed()
        except StorageFailed:
            return await self.async_step_not_stored()
        entry.async_create_background_task(
            self.hass, _async_read(runtime), "read a lock that came back"
        )
        return await self.async_step_solved()

    async def _async_follow(
        self, runtime: AccessCodesRuntime, lock: er.RegistryEntry, method: str
    ) -> None:
        """Follow the lock from now on. Raises NotReplaced if it has been linked, or the old one is back; StorageFailed.

        The record goes first: Home Assistant saves the config entry later, and a start updates an older one by it.
        """
        await async_remove_offers(self.hass, lock.id)
        is_linked = lock.id in async_linked_lock_ids(self.hass)
        if is_linked or runtime.lock.entity is not None:
            raise NotReplaced
        link = Link(method, lock.platform, lock.unique_id)
        await runtime.engine.async_request(
            partial(adopt_lock, lock_id=lock.id, link=link)
        )
        runtime.lock.follow_as(lock)

    async def async_step_move(self, _: None = None) -> RepairsFlowResult:
        """Move the codes to the method by which the lock is reached now: its slots have other names there."""
        if self._move is None:
            self._move = self.hass.async_create_task(
                self._async_move(), "move to a lock that came back"
            )
        if not self._move.done():
            return self.async_show_progress(
                step_id="move", progress_action="move", progress_task=self._move
            )
        return self.async_show_progress_done(next_step_id=self._move.result())

    async def _async_move(self) -> str:
        assert self._replacement is not None
        try:
            await async_replace(
                self.hass, self._own_entry(), self._replacement, lambda _: None
            )
        except NotReplaced:
            return "changed"
        except StorageFailed, StorageUnreadable:
            return "not_stored"
        return "solved"

    async def async_step_changed(self, _: None = None) -> RepairsFlowResult:
        """Abort: the entry or the lock has changed meanwhile."""
        return self.async_abort(reason="changed_meanwhile")

    async def async_step_not_stored(self, _: None = None) -> RepairsFlowResult:
        """Abort: the disk failed, and nothing was changed."""
        return self.async_abort(reason="storage_failed")

    def _own_entry(self) -> AccessCodesConfigEntry:
        entry = self._entry()
        assert entry is not None
        return entry


def _has_same_slots(
    entry: AccessCodesConfigEntry, lock: er.RegistryEntry, method: str
) -> bool:
    """Return whether the slots of a lock are named as before: adapters of two integrations have that method in common."""
    is_same_adapter = method != METHOD_PLATFORM or lock.platform == entry.data.get(
        CONF_LOCK_PLATFORM
    )
    return method == entry.data[CONF_METHOD] and is_same_adapter


async def _async_read(runtime: AccessCodesRuntime) -> None:
    """Read all slots: others may have changed codes while the lock was away."""
    # Without a disk no decision is made; the lock is read once there is one.
    with suppress(StorageFailed):
        await runtime.engine.async_sync()
