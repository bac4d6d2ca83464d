"""Unlink a lock: remove its codes from it, or raise an issue about those that stay."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..core.model import EMPTY, Reach, Settings
from ..core.record.late_writes import is_awaited
from ..core.record.unmanaged import given_up_names
from ..core.requests.leave_lock import delete_all
from ..engine.group_changes import async_group_changes
from ..engine.lock_engine import LockEngine
from ..locks import method_that_set, settings_from_text
from ..storage.orphaned_records import async_find_orphaned
from ..storage.record_file import RecordStorage
from .codes_left_issue import async_clear_codes_left, async_update_codes_left
from .linked_lock import async_adapter_of

_REMOVING_LEFT_CODES: HassKey[set[str]] = HassKey(f"{DOMAIN}_removing_left_codes")

_LONGEST_LATE_WAIT: Final = 60.0
"""Seconds that a person is kept waiting for the end of a late write."""

_WITH_ENGINE = frozenset(
    {
        ConfigEntryState.LOADED,
        ConfigEntryState.SETUP_IN_PROGRESS,
        ConfigEntryState.UNLOAD_IN_PROGRESS,
        ConfigEntryState.FAILED_UNLOAD,
    }
)
"""States of a disabled entry in which its engine may run."""

_UNLINKING: HassKey[set[str]] = HassKey(f"{DOMAIN}_unlinking")


async def async_remove_from_lock(
    engine: LockEngine, on_progress: Callable[[float], None]
) -> tuple[str, ...]:
    """Delete all codes and wait for the lock; return the names of the codes that it still holds.

    These stay marked as deleted, and a running engine goes on to remove them. Raises StorageFailed.
    """
    await engine.async_request(delete_all)
    deleted_ids = list(engine.record.codes)
    for count, access_code_id in enumerate(deleted_ids):
        on_progress(count / len(deleted_ids))
        if access_code_id in engine.record.codes:
            await engine.async_try_again(access_code_id)
        if wait := _late_write_of(engine, access_code_id):
            await asyncio.sleep(wait)
            await engine.async_try_again(access_code_id)
        if engine.world.reach is not Reach.REACHABLE:
            break
    return tuple(code.name for code in engine.record.codes.values())


# contract 13.102
def _late_write_of(engine: LockEngine, access_code_id: str) -> float:
    """Return the seconds until a code is gone that only a late write may bring back; 0 where it is not worth waiting."""
    placement = engine.record.placement_of(access_code_id)
    if placement is None or not is_awaited(placement, EMPTY):
        return 0
    assert placement.late_until is not None
    wait = (placement.late_until - engine.world.now).total_seconds()
    return wait if wait <= _LONGEST_LATE_WAIT else 0


async def async_remove_left_codes(
    hass: HomeAssistant,
    entry_id: str,
    lock: er.RegistryEntry,
    on_progress: Callable[[float], None],
) -> tuple[str, ...]:
    """Remove the codes of an orphaned or disabled entry's record from the lock; return the names of those that stay.

    Only within ``async_removing_left_codes``. Raises StorageFailed or StorageUnreadable.
    """
    engine = LockEngine(
        hass,
        entry_id=entry_id,
        lock_id=lock.id,
        is_stored=True,
        settings=Settings(),
        where=lambda: (lock.entity_id, lock.device_id),
    )
    try:
        await engine.async_start()
        # Before an adapter is attached, so that no code is set again.
        await engine.async_request(delete_all)
        method = method_that_set(engine.record.method, hass, lock)
        settings = settings_from_text(engine.record.method_settings)
        await engine.attach(await async_adapter_of(hass, lock, method, settings))
        left = await async_remove_from_lock(engine, on_progress)
        return (*left, *given_up_names(engine.record))
    finally:
        await engine.async_stop()


# contract 13.80
@contextmanager
def async_removing_left_codes(
    hass: HomeAssistant, lock_id: str, entry_id: str
) -> Generator[None]:
    """Keep the lock from being linked, and the record from a second engine, while codes left on the lock are removed.

    Only if ``async_is_removing_left_codes`` is false of both.
    """
    in_use = hass.data.setdefault(_REMOVING_LEFT_CODES, set())
    added = {lock_id, entry_id}
    assert not added & in_use
    in_use |= added
    try:
        yield
    finally:
        in_use -= added


@callback
def async_is_removing_left_codes(hass: HomeAssistant, *ids: str) -> bool:
    """Return whether codes left on one of these locks, or in the record of one of these entries, are being removed."""
    return not hass.data.get(_REMOVING_LEFT_CODES, set()).isdisjoint(ids)


@callback
def async_is_lock_in_use(
    hass: HomeAssistant, entry: ConfigEntry | None, lock_id: str
) -> bool:
    """Return whether an engine may work on this lock or on the record of this entry."""
    linked = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, lock_id)
    return any(
        used.source != SOURCE_IGNORE
        and (used.disabled_by is None or used.state in _WITH_ENGINE)
        for used in (entry, linked)
        if used is not None
    )


async def async_unlink(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the config entry and its record by a person's choice, without an issue."""
    unlinking = hass.data.setdefault(_UNLINKING, set())
    unlinking.add(entry.entry_id)
    try:
        await hass.config_entries.async_remove(entry.entry_id)
    finally:
        unlinking.discard(entry.entry_id)


# contract 13.42
async def async_handle_removal(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Keep the record of a deleted entry and raise the issue about its codes; after unlinking, delete the record."""
    storage = RecordStorage(hass, entry.entry_id)
    async_clear_codes_left(hass, entry.entry_id)
    if entry.entry_id in hass.data.get(_UNLINKING, ()):
        await storage.async_remove()
        async_group_changes(hass).drop(entry.entry_id)
        return
    if await storage.async_exists():
        await async_update_codes_left(hass, entry.entry_id, entry.title)


# contract 13.44
async def async_adopt_record(hass: HomeAssistant, entry_id: str, lock_id: str) -> bool:
    """Move the orphaned record of the same lock to a new entry. Raises StorageFailed."""
    orphaned = await async_find_orphaned(hass, lock_id)
    if orphaned is None:
        return False
    await RecordStorage(hass, entry_id).async_adopt(orphaned.entry_id)
    async_group_changes(hass).move(orphaned.entry_id, entry_id)
    async_clear_codes_left(hass, orphaned.entry_id)
    return True
