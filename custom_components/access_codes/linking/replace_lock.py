"""Replace the lock of an entry: its codes move, and are removed from the old lock if that is reachable.

The files are written in this order, so that a process may die between any two steps:

1. A second record, of the codes that the old lock may hold, all marked as deleted and with ids of their own. Until
   step 3 it repeats the entry's own record, and a start deletes it.
2. In an orphaned record of the new lock, the entry for which it is kept: step 3 takes its codes over, and then a start
   deletes it.
3. The entry's own record. From this instant on the new lock is the linked one.
4. The config entry. Home Assistant saves it later: a start updates an older one by step 3.
5. Only now a command goes to either lock. The record of step 1 is deleted once the old lock is empty; until then an
   issue names its codes, and every start raises it again.

The entry's setup lock is held meanwhile: the entry cannot be loaded, disabled or deleted in between.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ulid import ulid_now

from .. import const
from ..core.model import Link, LockRecord, Reach, World
from ..core.requests.replace_lock import move, record_of_old_lock
from ..engine.group_changes import async_group_changes
from ..locks import settings_as_text, settings_from_text
from ..storage.orphaned_records import async_find_orphaned
from ..storage.record_file import RecordStorage, StorageFailed, StorageUnreadable
from .codes_left_issue import async_clear_codes_left, async_update_codes_left
from .discovery import async_linking
from .linked_lock import async_lock_name
from .unlink import (
    async_is_removing_left_codes,
    async_remove_left_codes,
    async_removing_left_codes,
)

_REPLACEMENTS: HassKey[set[str]] = HassKey(f"{const.DOMAIN}_replacements")


class Replacement(NamedTuple):
    """A replacement that a person has confirmed."""

    old_id: str
    """The registry id of the entry's current lock."""
    new: er.RegistryEntry
    method: str
    """The method of the new lock's codes."""
    settings: Mapping[str, Any] | None = None
    """The settings of that method, where it has any."""


class NotReplaced(Exception):
    """The entry or one of the locks changed since the confirmation. No code was moved."""


@callback
def async_is_replacement(hass: HomeAssistant, lock_id: str) -> bool:
    """Return whether codes are being moved to this lock."""
    return lock_id in hass.data.get(_REPLACEMENTS, ())


# contract 14.15, 14.16
async def async_replace(
    hass: HomeAssistant,
    entry: ConfigEntry,
    replacement: Replacement,
    on_progress: Callable[[float], None],
) -> tuple[str, ...]:
    """Move all codes from the old lock to the new one; return the names of those that stay on the old.

    Raises NotReplaced, StorageFailed or StorageUnreadable; then the entry keeps the old lock.
    """
    title = entry.title
    with ExitStack() as stack:
        stack.enter_context(async_reserve_lock(hass, replacement.new.id))
        async with entry.setup_lock:
            await _async_unload(hass, entry, replacement)
            try:
                left_id = await _async_move(hass, entry, replacement)
                if left_id is not None:
                    stack.enter_context(
                        async_removing_left_codes(hass, replacement.old_id, left_id)
                    )
            finally:
                await entry.async_setup(hass)
        if left_id is None:
            return ()
        try:
            await _async_remove_left(hass, left_id, replacement.old_id, on_progress)
        finally:
            names = await async_update_codes_left(hass, left_id, title)
        return names


# contract 14.18
async def async_follow_record(
    hass: HomeAssistant, entry: ConfigEntry, record: LockRecord
) -> bool:
    """Update a config entry that still names the lock from before a replacement; return whether it was updated.

    A lock under a new registry id is the same to its integration: there the entry is newer than the record.
    """
    link = record.link
    if link is None or entry.data[const.CONF_LOCK] == record.lock_id:
        return False
    named = (
        entry.data.get(const.CONF_LOCK_PLATFORM),
        entry.data.get(const.CONF_LOCK_UNIQUE_ID),
    )
    if named == (link.platform, link.unique_id):
        return False
    await async_remove_offers(hass, record.lock_id)
    _relink(hass, entry, record.lock_id, link)
    return True


@contextmanager
def async_reserve_lock(hass: HomeAssistant, lock_id: str) -> Generator[None]:
    """Keep a lock from being linked or offered meanwhile. Raises NotReplaced if it is kept already."""
    replacements = hass.data.setdefault(_REPLACEMENTS, set())
    if lock_id in replacements:
        raise NotReplaced
    replacements.add(lock_id)
    try:
        with async_linking(hass, [lock_id]):
            yield
    finally:
        replacements.discard(lock_id)


async def _async_unload(
    hass: HomeAssistant, entry: ConfigEntry, replacement: Replacement
) -> None:
    """Unload the entry. Raises NotReplaced if the entry or a lock changed since the confirmation."""
    new_id = replacement.new.id
    other = hass.config_entries.async_entry_for_domain_unique_id(const.DOMAIN, new_id)
    is_unchanged = (
        entry.state is ConfigEntryState.LOADED
        and entry.data[const.CONF_LOCK] == replacement.old_id
        and (other is None or other.source == SOURCE_IGNORE)
        and not async_is_removing_left_codes(hass, new_id, replacement.old_id)
    )
    if not is_unchanged or not await entry.async_unload(hass):
        raise NotReplaced


# contract 14.18
async def _async_move(
    hass: HomeAssistant, entry: ConfigEntry, replacement: Replacement
) -> str | None:
    """Write the files in the order given above; return the entry id of the old lock's record, None if it has no codes."""
    now, new = dt_util.utcnow(), replacement.new
    storage = RecordStorage(hass, entry.entry_id)
    record = _with_group_changes(hass, entry.entry_id, await storage.async_load(), now)
    if record.lock_id != replacement.old_id:
        # The disk failed when the old lock's new registry id was to be stored.
        raise NotReplaced
    orphaned = await _async_load_orphaned(hass, new.id, now)
    left_id, left_storage = ulid_now(), None
    left = record_of_old_lock(record, now, entry.entry_id, lambda: str(uuid4()))
    link = Link(
        replacement.method,
        new.platform,
        new.unique_id,
        settings_as_text(replacement.settings),
    )
    moved = move(record, now, new.id, link, orphaned.record if orphaned else None)
    try:
        if left is not None:
            left_storage = RecordStorage(hass, left_id)
            await left_storage.async_save(left, now)
        if orphaned is not None:
            reserved = replace(orphaned.record, kept_for=entry.entry_id)
            await orphaned.storage.async_save(reserved, now)
        await storage.async_save(moved, now)
    except StorageFailed:
        # A disk may refuse to overwrite an existing file.
        if (await storage.async_load()).lock_id != new.id:
            if left_storage is not None:
                with suppress(StorageFailed):
                    await left_storage.async_remove()
            raise
    if orphaned is not None:
        async_group_changes(hass).drop(orphaned.entry_id)
        with suppress(StorageFailed):
            await orphaned.storage.async_remove()
        async_clear_codes_left(hass, orphaned.entry_id)
    await async_remove_offers(hass, new.id)
    _relink(hass, entry, new.id, link)
    return left_id if left is not None else None


class _Orphaned(NamedTuple):
    """The orphaned record of the new lock."""

    entry_id: str
    storage: RecordStorage
    record: LockRecord


async def _async_load_orphaned(
    hass: HomeAssistant, lock_id: str, now: datetime
) -> _Orphaned | None:
    found = await async_find_orphaned(hass, lock_id)
    if found is None:
        return None
    storage = RecordStorage(hass, found.entry_id)
    record = await storage.async_load()
    record = _with_group_changes(hass, found.entry_id, record, now)
    return _Orphaned(found.entry_id, storage, record)


# contract 6.105
def _with_group_changes(
    hass: HomeAssistant, entry_id: str, record: LockRecord, now: datetime
) -> LockRecord:
    """Return a record with its parts of changes of several locks that it lacks: as one record, they would not be told apart."""
    world = World(now, now, Reach.DISCONNECTED, now)
    return async_group_changes(hass).applied(entry_id, record, world)


async def async_remove_offers(hass: HomeAssistant, lock_id: str) -> None:
    """Remove an ignored entry of the lock, and pending offers to link it."""
    ignored = hass.config_entries.async_entry_for_domain_unique_id(
        const.DOMAIN, lock_id
    )
    if ignored is not None and ignored.source == SOURCE_IGNORE:
        await hass.config_entries.async_remove(ignored.entry_id)
    flows = hass.config_entries.flow
    for offer in flows.async_progress_by_handler(
        const.DOMAIN, match_context={"unique_id": lock_id}
    ):
        flows.async_abort(offer["flow_id"])


@callback
def _relink(hass: HomeAssistant, entry: ConfigEntry, lock_id: str, link: Link) -> None:
    """Set the new lock in the config entry, without the options about the old one."""
    lock = er.async_get(hass).entities.get_entry(lock_id)
    dropped = {const.OPTION_MIN_CODE_LENGTH, const.OPTION_MAX_CODE_LENGTH}
    if link.method == const.METHOD_KEYPAD:
        dropped.add(const.OPTION_RESERVED_SLOTS)
    hass.config_entries.async_update_entry(
        entry,
        unique_id=lock_id,
        title=async_lock_name(hass, lock) if lock is not None else entry.title,
        data={
            **{
                key: value
                for key, value in entry.data.items()
                if key != const.CONF_METHOD_SETTINGS
            },
            const.CONF_LOCK: lock_id,
            const.CONF_METHOD: link.method,
            const.CONF_LOCK_PLATFORM: link.platform,
            const.CONF_LOCK_UNIQUE_ID: link.unique_id,
            **_settings_of(link),
        },
        options={
            option: value
            for option, value in entry.options.items()
            if option not in dropped
        },
    )


def _settings_of(link: Link) -> dict[str, Any]:
    if link.method_settings is None:
        return {}
    return {const.CONF_METHOD_SETTINGS: settings_from_text(link.method_settings)}


async def _async_remove_left(
    hass: HomeAssistant,
    left_id: str,
    lock_id: str,
    on_progress: Callable[[float], None],
) -> None:
    lock = er.async_get(hass).entities.get_entry(lock_id)
    if lock is None or lock.disabled_by is not None:
        return
    # The issue raised afterwards names the codes that could not be removed.
    with suppress(StorageFailed, StorageUnreadable):
        await async_remove_left_codes(hass, left_id, lock, on_progress)
