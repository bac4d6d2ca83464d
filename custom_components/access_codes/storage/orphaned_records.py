"""Orphaned records: files without a config entry. List them, delete the superseded ones."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
import re
from typing import NamedTuple

from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..core.model import LockRecord
from ..core.requests.leave_lock import names_left_on_lock
from .record_file import RecordStorage, StorageFailed, StorageUnreadable, read_file
from .record_files import PREFIX, folder_of, path_of, read_head

_HEAD = re.compile(rb'\{\s*"version":\s*\d+,\s*"lock_id":')
"""Head of a record file."""


class OrphanedRecord(NamedTuple):
    """A record without a config entry."""

    entry_id: str
    lock_id: str
    names: tuple[str, ...]
    """Names of the codes that may still be on the lock."""


def find_orphaned_records(hass: HomeAssistant) -> list[OrphanedRecord]:
    """Return the orphaned records that are not superseded. Blocks: call it in the executor."""
    return [
        OrphanedRecord(
            path.name.removeprefix(PREFIX),
            record.lock_id,
            names_left_on_lock(record),
        )
        for path, record in _files_without_entry(hass)
        if not _is_superseded(hass, record)
    ]


# contract 13.87
def find_unreadable(hass: HomeAssistant) -> list[str]:
    """Return the entry ids of orphaned files that cannot be read. Blocks: call it in the executor."""
    readable = {path for path, _ in _files_without_entry(hass)}
    return [
        path.name.removeprefix(PREFIX)
        for path in _paths_without_entry(hass)
        if path not in readable
    ]


async def async_find_orphaned(
    hass: HomeAssistant, lock_id: str
) -> OrphanedRecord | None:
    """Return the orphaned record of this lock; None if there is none."""
    for orphan in await hass.async_add_executor_job(find_orphaned_records, hass):
        if orphan.lock_id == lock_id:
            return orphan
    return None


# contract 13.10
def delete_superseded(hass: HomeAssistant) -> None:
    """Delete the remains of a process that died. Blocks; only while no engine runs.

    These are temporary files of torn writes, which may contain PINs, and records kept for a replacement that failed.
    """
    for path in folder_of(hass).glob("tmp*"):
        with suppress(OSError):
            if _HEAD.match(read_head(path)):
                path.unlink()
    for entry_id in _ids_without_snapshot(hass):
        with suppress(StorageFailed):
            RecordStorage(hass, entry_id).remove()
    for path, record in _files_without_entry(hass):
        if _is_superseded(hass, record):
            with suppress(StorageFailed):
                RecordStorage(hass, path.name.removeprefix(PREFIX)).remove()


def _files_without_entry(hass: HomeAssistant) -> Iterator[tuple[Path, LockRecord]]:
    """Yield the readable files without a config entry, with their records."""
    for path in _paths_without_entry(hass):
        with suppress(StorageUnreadable):
            yield path, read_file(path)


def _paths_without_entry(hass: HomeAssistant) -> Iterator[Path]:
    """Yield the paths of the files without a config entry."""
    known = {entry.entry_id for entry in hass.config_entries.async_entries(DOMAIN)}
    for path in sorted(folder_of(hass).glob(f"{PREFIX}*")):
        entry_id = path.name.removeprefix(PREFIX)
        if "." not in entry_id and entry_id not in known:
            yield path


# contract 13.67
def _ids_without_snapshot(hass: HomeAssistant) -> set[str]:
    """Return the ids of entries that are gone, of which a copy or a log is left, and no snapshot."""
    known = {entry.entry_id for entry in hass.config_entries.async_entries(DOMAIN)}
    names = [path.name for path in folder_of(hass).glob(f"{PREFIX}*")]
    ids = {name.removeprefix(PREFIX).split(".")[0] for name in names}
    return {
        entry_id
        for entry_id in ids - known
        if path_of(hass, entry_id).name not in names
    }


def _is_superseded(hass: HomeAssistant, orphan: LockRecord) -> bool:
    """Return whether the record of a linked lock contains all of this one. An unreadable record contains no code."""
    kept_for = orphan.kept_for
    if kept_for is None or not hass.config_entries.async_get_entry(kept_for):
        return False
    try:
        return read_file(path_of(hass, kept_for)).lock_id == orphan.lock_id
    except StorageUnreadable:
        return False
