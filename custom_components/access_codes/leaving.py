"""Leave a lock: take the codes off, or say plainly what stays on it."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN, METHOD_KEYPAD
from .core.model import AccessCode, LockRecord, Reach, Settings
from .core.repairs import delete_all, left_on_lock
from .core.texts import for_repair, in_markdown
from .engine import LockEngine
from .leftovers import async_find_left, find_left_behind
from .locks import family_of
from .registry import async_adapter_of, async_lock_name
from .storage import RecordStorage, StorageFailed, StorageUnreadable

if TYPE_CHECKING:
    from .entry import AccessCodesConfigEntry

CODES_LEFT_ON_LOCK = "codes_left_on_lock"
"""The entry is gone, and its codes still open the lock."""
CODES_LEFT_WHILE_DISABLED = "codes_left_while_disabled"
"""The entry is disabled, and its codes still open the lock."""
CODES_KEPT = "codes_kept"
"""The entry is gone, nothing is on the lock, and the codes are kept for when it is linked again."""
CODES_UNREADABLE = "codes_unreadable"
"""The entry is gone, and what it left cannot be read."""

LEFT_ISSUES = frozenset(
    {CODES_LEFT_ON_LOCK, CODES_LEFT_WHILE_DISABLED, CODES_KEPT, CODES_UNREADABLE}
)

_ISSUE = "codes_left_"
_BEING_LEFT: HassKey[set[str]] = HassKey(f"{DOMAIN}_being_left")
_UNLINKING: HassKey[set[str]] = HassKey(f"{DOMAIN}_unlinking")


async def async_take_off(
    engine: LockEngine, progressed: Callable[[float], None]
) -> tuple[str, ...]:
    """Delete all codes and wait for the lock; return the names of those that it still holds.

    What is left stays marked as to be deleted: a running engine goes on trying. Raises StorageFailed.
    """
    await engine.async_request(delete_all)
    waiting = list(engine.record.codes)
    for count, access_code_id in enumerate(waiting):
        progressed(count / len(waiting))
        if access_code_id in engine.record.codes:
            await engine.async_try_again(access_code_id)
        if engine.world.reach is not Reach.REACHABLE:
            break
    return tuple(code.name for code in engine.record.codes.values())


async def async_take_off_left(
    hass: HomeAssistant,
    entry_id: str,
    lock: er.RegistryEntry,
    progressed: Callable[[float], None],
) -> tuple[str, ...]:
    """Take off what an entry that is gone or disabled left; return the names of what stays.

    Raises StorageFailed or StorageUnreadable.
    """
    engine = LockEngine(
        hass,
        entry_id=entry_id,
        lock_id=lock.id,
        is_stored=True,
        settings=Settings(),
        where=lambda: (lock.entity_id, lock.device_id),
    )
    with async_being_left(hass, lock.id):
        try:
            await engine.async_start()
            # Before there is an adapter: nothing more is to be set.
            await engine.async_request(delete_all)
            method = family_of(hass, lock) or METHOD_KEYPAD
            await engine.attach(await async_adapter_of(hass, lock, method))
            return await async_take_off(engine, progressed)
        finally:
            await engine.async_stop()


@contextmanager
def async_being_left(hass: HomeAssistant, lock_id: str) -> Generator[None]:
    """Keep a lock that is being left from being looked after meanwhile."""
    being_left = hass.data.setdefault(_BEING_LEFT, set())
    mine = {lock_id} - being_left
    being_left |= mine
    try:
        yield
    finally:
        being_left -= mine


@callback
def async_is_being_left(hass: HomeAssistant, lock_id: str) -> bool:
    """Tell whether codes are just being taken off a lock that is not looked after: its file is in use."""
    return lock_id in hass.data.get(_BEING_LEFT, ())


async def async_unlink(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
    """Remove the entry and its file, by a person's choice: there is nothing to warn about."""
    unlinking = hass.data.setdefault(_UNLINKING, set())
    unlinking.add(entry.entry_id)
    try:
        await hass.config_entries.async_remove(entry.entry_id)
    finally:
        unlinking.discard(entry.entry_id)


async def async_after_removal(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> None:
    """Keep the file of an entry that was deleted without a word, and tell what stays."""
    storage = RecordStorage(hass, entry.entry_id)
    async_clear_left(hass, entry.entry_id)
    if entry.entry_id in hass.data.get(_UNLINKING, ()):
        await storage.async_remove()
        return
    if await storage.async_exists():
        await async_settle_left(hass, entry.entry_id, entry.title)


async def async_settle_left(
    hass: HomeAssistant, entry_id: str, title: str
) -> tuple[str, ...]:
    """Tell what the file of an entry that is gone still holds, and return its names; delete one that holds nothing."""
    storage = RecordStorage(hass, entry_id)
    try:
        record = await storage.async_load()
    except StorageUnreadable:
        _raise(hass, CODES_UNREADABLE, entry_id, None, _placeholders(title, ()))
        return ()
    if record.codes:
        async_tell_left(hass, entry_id, record, title)
    else:
        # If the disk refuses, the next start deletes it.
        with suppress(StorageFailed):
            await storage.async_remove()
        async_clear_left(hass, entry_id)
    return tuple(code.name for code in record.codes.values())


@callback
def async_tell_left(
    hass: HomeAssistant, entry_id: str, record: LockRecord, title: str
) -> None:
    """Tell what an entry that is gone left: on the lock itself, or only in its file."""
    left = left_on_lock(record)
    kind = CODES_LEFT_ON_LOCK if left else CODES_KEPT
    codes = left or record.codes.values()
    _raise(hass, kind, entry_id, record.lock_id, _placeholders(title, codes))


@callback
def async_tell_disabled(
    hass: HomeAssistant, entry_id: str, record: LockRecord, title: str
) -> None:
    """Tell what stays on the lock while nobody looks after it."""
    if left := left_on_lock(record):
        placeholders = _placeholders(title, left)
        _raise(hass, CODES_LEFT_WHILE_DISABLED, entry_id, record.lock_id, placeholders)


@callback
def async_clear_left(hass: HomeAssistant, entry_id: str) -> None:
    """Take the warning away: somebody looks after the codes again, or they are gone."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


async def async_tell_all_left(hass: HomeAssistant) -> None:
    """Tell again what entries that are gone left, whatever became of the first warning."""
    for left in await hass.async_add_executor_job(find_left_behind, hass):
        lock = er.async_get(hass).entities.get_entry(left.lock_id)
        title = async_lock_name(hass, lock) if lock is not None else left.lock_id
        await async_settle_left(hass, left.entry_id, title)
    for entry_id in _warned_of(hass):
        if not await RecordStorage(hass, entry_id).async_exists():
            async_clear_left(hass, entry_id)


@callback
def _warned_of(hass: HomeAssistant) -> list[str]:
    """Return the ids of the entries that a warning is about."""
    return [
        str((issue.data or {})["entry_id"])
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.issue_id.startswith(_ISSUE)
    ]


async def async_take_over(hass: HomeAssistant, entry_id: str, lock_id: str) -> bool:
    """Give a new entry the file that an earlier one left for the same lock. Raises StorageFailed."""
    left = await async_find_left(hass, lock_id)
    if left is None:
        return False
    await RecordStorage(hass, entry_id).async_adopt(left.entry_id)
    async_clear_left(hass, left.entry_id)
    return True


def _issue_id(entry_id: str) -> str:
    return f"{_ISSUE}{entry_id}"


@callback
def _raise(
    hass: HomeAssistant,
    kind: str,
    entry_id: str,
    lock_id: str | None,
    placeholders: dict[str, str],
) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry_id),
        data={"kind": kind, "entry_id": entry_id, "lock_id": lock_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=kind,
        translation_placeholders=placeholders,
    )


def _placeholders(title: str, codes: Iterable[AccessCode]) -> dict[str, str]:
    names = ", ".join(sorted(code.name for code in codes))
    return {**for_repair(lock=title), "codes": in_markdown(names)}
