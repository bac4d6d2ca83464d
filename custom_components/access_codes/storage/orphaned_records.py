"""The files whose config entry is gone: what they still tell, and which of them say nothing more."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
import re

from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..core.model import LockRecord
from ..core.requests.leave_lock import codes_left_on_lock
from .record_file import (
    PREFIX,
    RecordStorage,
    StorageFailed,
    StorageUnreadable,
    beginning_of,
    folder_of,
    path_of,
    read_file,
)

_BEGINNING = re.compile(rb'\{\s*"version":\s*\d+,\s*"lock_id":')
"""Of a file of ours."""


@dataclass(frozen=True, slots=True)
class OrphanedRecord:
    """A file whose config entry is gone."""

    entry_id: str
    lock_id: str
    names: tuple[str, ...]
    """Of the codes that may still be on the lock."""


def find_orphaned_records(hass: HomeAssistant) -> list[OrphanedRecord]:
    """Read the files whose config entry is gone and that tell something. Blocks: for the executor."""
    return [
        OrphanedRecord(
            path.name.removeprefix(PREFIX),
            record.lock_id,
            tuple(code.name for code in codes_left_on_lock(record)),
        )
        for path, record in _files_without_entry(hass)
        if not _is_held_elsewhere(hass, record)
    ]


async def async_find_orphaned(
    hass: HomeAssistant, lock_id: str
) -> OrphanedRecord | None:
    """Return what an entry that is gone left of this lock, if any did."""
    for left in await hass.async_add_executor_job(find_orphaned_records, hass):
        if left.lock_id == lock_id:
            return left
    return None


def delete_superseded(hass: HomeAssistant) -> None:
    """Delete what a process that died left half done. Blocks; only while nothing of ours runs.

    That is what it was writing (there may be PINs in it), and what it kept for a replacement that did not come about.
    """
    for path in folder_of(hass).glob("tmp*"):
        with suppress(OSError):
            if _BEGINNING.match(beginning_of(path)):
                path.unlink()
    for path, record in _files_without_entry(hass):
        if _is_held_elsewhere(hass, record):
            with suppress(StorageFailed):
                RecordStorage(hass, path.name.removeprefix(PREFIX)).remove()


def _files_without_entry(hass: HomeAssistant) -> Iterator[tuple[Path, LockRecord]]:
    """Give the files that can be read and whose config entry is gone."""
    known = {entry.entry_id for entry in hass.config_entries.async_entries(DOMAIN)}
    for path in sorted(folder_of(hass).glob(f"{PREFIX}*")):
        entry_id = path.name.removeprefix(PREFIX)
        if "." not in entry_id and entry_id not in known:
            with suppress(StorageUnreadable):
                yield path, read_file(path)


def _is_held_elsewhere(hass: HomeAssistant, left: LockRecord) -> bool:
    """Tell whether the record of a linked lock holds all of this. What cannot be read holds nothing."""
    if left.kept_for is None or not hass.config_entries.async_get_entry(left.kept_for):
        return False
    try:
        return read_file(path_of(hass, left.kept_for)).lock_id == left.lock_id
    except StorageUnreadable:
        return False
