"""Replace the lock of an entry by another: its codes move, and are taken off the old one if it can be reached.

What is written, in this order, so that a process may die between any two steps:

1. Beside the entry's file, what the old lock may still hold: all of it to be deleted, with ids of its own. Until 3 it
   says nothing that the entry's own file does not, and a start deletes it.
2. In a file that an earlier link left of the new lock, for whom it is kept: 3 takes its codes over, and then a start
   deletes it.
3. The entry's own file. This is the instant at which the link is the new one.
4. The config entry. Home Assistant writes it when it likes: a start brings an older one in line with 3.
5. Only now is anything told to either lock. The file of 1 goes when the old lock has let go of everything; until then
   a repair names what stays there, and every start raises it again.

Meanwhile the entry's setup lock is held: nobody can load, disable or delete it in between.
"""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from uuid import uuid4

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ulid import ulid_now

from ..const import (
    CONF_LOCK,
    CONF_LOCK_PLATFORM,
    CONF_LOCK_UNIQUE_ID,
    CONF_METHOD,
    DOMAIN,
    METHOD_KEYPAD,
    OPTION_MAX_CODE_LENGTH,
    OPTION_MIN_CODE_LENGTH,
    OPTION_RESERVED_SLOTS,
)
from ..core.model import Link, LockRecord
from ..core.requests.replace_lock import move, record_of_old_lock
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

_REPLACEMENTS: HassKey[set[str]] = HassKey(f"{DOMAIN}_replacements")


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a person agreed to."""

    old_id: str
    """The registry id of the lock that the entry has."""
    new: er.RegistryEntry
    method: str
    """How the new lock gets its codes."""


class NotReplaced(Exception):
    """Something changed since a person was asked: the entry, or one of the locks. Nothing was moved."""


@callback
def async_is_replacement(hass: HomeAssistant, lock_id: str) -> bool:
    """Tell whether codes are just being moved to a lock."""
    return lock_id in hass.data.get(_REPLACEMENTS, ())


# contract 14.15, 14.16
async def async_replace(
    hass: HomeAssistant,
    entry: ConfigEntry,
    replacement: Replacement,
    progressed: Callable[[float], None],
) -> tuple[str, ...]:
    """Move all codes from the old lock to the new one; return the names of what stays on the old.

    Raises NotReplaced, StorageFailed or StorageUnreadable; then the old lock is still the entry's.
    """
    title = entry.title
    with ExitStack() as guards:
        guards.enter_context(_being_moved_to(hass, replacement.new.id))
        async with entry.setup_lock:
            await _async_unload(hass, entry, replacement)
            try:
                kept_id = await _async_move(hass, entry, replacement)
                guards.enter_context(
                    async_removing_left_codes(hass, replacement.old_id)
                )
            finally:
                await entry.async_setup(hass)
        if kept_id is None:
            return ()
        try:
            await _async_take_off(hass, kept_id, replacement.old_id, progressed)
        finally:
            names = await async_update_codes_left(hass, kept_id, title)
        return names


# contract 14.18
async def async_follow_record(
    hass: HomeAssistant, entry: ConfigEntry, record: LockRecord
) -> bool:
    """Bring a config entry in line that names the lock from before a replacement; tells whether it did.

    A lock that came back under a new id is the same to its integration: there the entry is newer.
    """
    link = record.link
    if link is None or entry.data[CONF_LOCK] == record.lock_id:
        return False
    named = (entry.data.get(CONF_LOCK_PLATFORM), entry.data.get(CONF_LOCK_UNIQUE_ID))
    if named == (link.platform, link.unique_id):
        return False
    await _async_make_way(hass, record.lock_id)
    _point(hass, entry, record.lock_id, link)
    return True


@contextmanager
def _being_moved_to(hass: HomeAssistant, lock_id: str) -> Generator[None]:
    """Keep the new lock from being linked or offered meanwhile."""
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
    """Let what runs for the entry come to its end, if all is still as it was when a person was asked."""
    new_id = replacement.new.id
    other = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, new_id)
    is_as_it_was = (
        entry.state is ConfigEntryState.LOADED
        and entry.data[CONF_LOCK] == replacement.old_id
        and (other is None or other.source == SOURCE_IGNORE)
        and not async_is_removing_left_codes(hass, new_id)
    )
    if not is_as_it_was or not await entry.async_unload(hass):
        raise NotReplaced


# contract 14.18
async def _async_move(
    hass: HomeAssistant, entry: ConfigEntry, replacement: Replacement
) -> str | None:
    """Write everything down in the order that this module tells; return where what is left is kept."""
    now, new = dt_util.utcnow(), replacement.new
    storage = RecordStorage(hass, entry.entry_id)
    record = await storage.async_load()
    if record.lock_id != replacement.old_id:
        # The disk did not take that the old lock had come back under another id.
        raise NotReplaced
    earlier = await _async_find_earlier(hass, new.id)
    kept_id, beside = ulid_now(), None
    kept = record_of_old_lock(record, now, entry.entry_id, lambda: str(uuid4()))
    link = Link(replacement.method, new.platform, new.unique_id)
    moved = move(record, now, new.id, link, earlier.record if earlier else None)
    try:
        if kept is not None:
            beside = RecordStorage(hass, kept_id)
            await beside.async_save(kept, now)
        if earlier is not None:
            held = replace(earlier.record, kept_for=entry.entry_id)
            await earlier.storage.async_save(held, now)
        await storage.async_save(moved, now)
    except StorageFailed:
        # A disk may say no to a file that is there already.
        if (await storage.async_load()).lock_id != new.id:
            if beside is not None:
                with suppress(StorageFailed):
                    await beside.async_remove()
            raise
    if earlier is not None:
        with suppress(StorageFailed):
            await earlier.storage.async_remove()
        async_clear_codes_left(hass, earlier.entry_id)
    await _async_make_way(hass, new.id)
    _point(hass, entry, new.id, link)
    return kept_id if kept is not None else None


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What an earlier link left of a lock."""

    entry_id: str
    storage: RecordStorage
    record: LockRecord


async def _async_find_earlier(hass: HomeAssistant, lock_id: str) -> _Earlier | None:
    left = await async_find_orphaned(hass, lock_id)
    if left is None:
        return None
    storage = RecordStorage(hass, left.entry_id)
    return _Earlier(left.entry_id, storage, await storage.async_load())


async def _async_make_way(hass: HomeAssistant, lock_id: str) -> None:
    """Drop that somebody ignored the lock, and every offer to link it."""
    ignored = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, lock_id)
    if ignored is not None and ignored.source == SOURCE_IGNORE:
        await hass.config_entries.async_remove(ignored.entry_id)
    flows = hass.config_entries.flow
    for offer in flows.async_progress_by_handler(
        DOMAIN, match_context={"unique_id": lock_id}
    ):
        flows.async_abort(offer["flow_id"])


@callback
def _point(hass: HomeAssistant, entry: ConfigEntry, lock_id: str, link: Link) -> None:
    """Let the config entry name the new lock; of the options, keep what is not about the old one."""
    lock = er.async_get(hass).entities.get_entry(lock_id)
    dropped = {OPTION_MIN_CODE_LENGTH, OPTION_MAX_CODE_LENGTH}
    if link.method == METHOD_KEYPAD:
        dropped.add(OPTION_RESERVED_SLOTS)
    hass.config_entries.async_update_entry(
        entry,
        unique_id=lock_id,
        title=async_lock_name(hass, lock) if lock is not None else entry.title,
        data={
            **entry.data,
            CONF_LOCK: lock_id,
            CONF_METHOD: link.method,
            CONF_LOCK_PLATFORM: link.platform,
            CONF_LOCK_UNIQUE_ID: link.unique_id,
        },
        options={
            option: value
            for option, value in entry.options.items()
            if option not in dropped
        },
    )


async def _async_take_off(
    hass: HomeAssistant,
    kept_id: str,
    lock_id: str,
    progressed: Callable[[float], None],
) -> None:
    lock = er.async_get(hass).entities.get_entry(lock_id)
    if lock is None or lock.disabled_by is not None:
        return
    # What is not taken off, for whatever reason, is told afterwards.
    with suppress(StorageFailed, StorageUnreadable):
        await async_remove_left_codes(hass, kept_id, lock, progressed)
