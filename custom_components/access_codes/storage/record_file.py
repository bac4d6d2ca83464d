"""Records on disk: for each lock a private snapshot, the log of the changes since, and the last good copy."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
import logging
from pathlib import Path
from typing import Any

import orjson

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..core.model import LockRecord
from ..core.record.record_delta import delta_of, delta_to_json, drops_pins
from ..core.record.record_json import RecordEncoder, RecordUnreadable
from .change_log import ChangeLog, LogReplaced, log_path, logs_of
from .record_files import (
    COPY,
    beside,
    delete_torn_writes,
    duplicate,
    files_beside,
    generation_in,
    path_of,
    sync_folder,
)
from .record_reader import (
    LoadedRecord,
    Stamp,
    header_of,
    load,
    load_copy,
    reason_of,
    stamp_of,
)
from .write_marker import WriteMarker

_LOGGER = logging.getLogger(__name__)

_SMALL_LOG = 32_768
"""Bytes of a log that is never too large."""

_PARALLEL_JOBS = 8
"""Limit of parallel reads and writes. Home Assistant's executor serves other integrations, too, and a thread that
serializes JSON competes with the event loop for the interpreter."""

_DISK: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_disk")

WRITE_TIMEOUT = 10
"""Seconds after which a write that has not ended counts as failed. It goes on in the background."""

_WRITES: HassKey[dict[Path, asyncio.Lock]] = HassKey(f"{DOMAIN}_writes")


class StorageFailed(Exception):
    """The disk refused the record; the previous one is still there. Carries no PIN."""


class StorageUnreadable(Exception):
    """The file is not a valid record. It is never treated as a lock without codes. Carries no PIN."""


class RecordStorage:
    """The record of one config entry: its snapshot, its log and its copy.

    Not Home Assistant's ``Store``: that one logs write errors and returns, defers writes while Home Assistant stops,
    and treats a truncated file as no data, so no promise can rest on it.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare without access to the disk."""
        self._hass = hass
        self._path = path_of(hass, entry_id)
        self._copy = beside(self._path, COPY)
        self._write_marker = WriteMarker(hass, self._path.name)
        self._on_disk: LockRecord | None = None
        """The record on disk; None until this object has loaded or written it."""
        self._log: ChangeLog | None = None
        self._stamp: Stamp | None = None
        self._generation = 0
        """The largest generation that was given to a log."""
        self._has_gone_pins = False
        self._is_copy_stale = False
        self._encoder = RecordEncoder()
        self._disk = hass.data.setdefault(_DISK, asyncio.Semaphore(_PARALLEL_JOBS))
        writes = hass.data.setdefault(_WRITES, {})
        self._write = writes.setdefault(self._path, asyncio.Lock())

    @property
    def has_changes(self) -> bool:
        """Return whether the log contains changes."""
        return self._log is not None and self._log.has_changes

    # contract 13.9, 13.64
    @property
    def is_fold_due(self) -> bool:
        """Return whether the log should be folded: for a PIN that is gone, for its size, or for a stale copy."""
        if self._log is None or self._stamp is None:
            return False
        return (
            self._has_gone_pins
            or self._is_copy_stale
            or self._log.end > max(_SMALL_LOG, self._stamp[1])
        )

    async def async_exists(self) -> bool:
        """Return whether the file exists, readable or not."""
        return await self._in_executor(self._path.exists)

    async def async_load(self) -> LockRecord:
        """Return the record. Raises StorageUnreadable."""
        if self._write.locked():
            return await self._in_executor(read_file, self._path)
        async with self._write:
            return await self._in_executor(self._load)

    # contract 13.11
    async def async_save(self, record: LockRecord, written_at: datetime) -> None:
        """Write the record to disk and wait until it is there: as a change in the log, where that is possible.

        Raises StorageFailed. Must not be cancelled: the write itself would go on.
        """
        async with self._alone():
            await self._in_executor(self._save, record, written_at)

    # contract 13.64
    async def async_fold(self, record: LockRecord, written_at: datetime) -> None:
        """Write the record to disk as a snapshot and a copy, with an empty log. Raises StorageFailed.

        Must not be cancelled.
        """
        async with self._alone():
            await self._in_executor(self._save_whole, record, written_at)

    async def async_finish_write(self) -> None:
        """Wait for a write under way, be it of another engine. Raises StorageFailed if it does not end in time."""
        async with self._alone():
            pass

    async def async_has_copy(self) -> bool:
        """Return whether the last good copy can be read."""
        try:
            await self._in_executor(read_copy, self._copy, self._path)
        except StorageUnreadable:
            return False
        return True

    async def async_restore_copy(self) -> None:
        """Replace an unreadable record by the last good copy. Raises StorageUnreadable or StorageFailed."""
        async with self._alone():
            await self._in_executor(self._restore_copy)

    async def async_remove(self) -> None:
        """Delete all files of the record. Raises StorageFailed."""
        async with self._alone():
            await self._in_executor(self.remove)

    async def async_adopt(self, entry_id: str) -> None:
        """Adopt the file of an entry that is gone. Raises StorageFailed."""
        source = RecordStorage(self._hass, entry_id)
        async with source._alone(), self._alone():
            await self._in_executor(self._adopt, source)

    async def async_is_restored(self, record: LockRecord) -> bool:
        """Return whether the loaded record is not the last one written: it was restored from a backup."""
        contradicts = partial(
            self._write_marker.contradicts,
            record.written_at,
            is_expected=not record.is_unmarked,
        )
        return await self._in_executor(contradicts)

    async def async_can_be_marked(self) -> bool:
        """Return whether write markers can be kept beside the record."""
        return await self._in_executor(self._write_marker.can_be_written)

    # contract 13.14
    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        """Wait until no other write of this file is under way. Raises StorageFailed if one does not end in time."""
        if self._write.locked():
            try:
                async with asyncio.timeout(WRITE_TIMEOUT):
                    await self._write.acquire()
            except TimeoutError:
                raise StorageFailed("a write does not end") from None
        else:
            await self._write.acquire()
        try:
            yield
        finally:
            self._write.release()

    async def _in_executor[*Ts, T](self, job: Callable[[*Ts], T], *given: *Ts) -> T:
        """Run a blocking job in the executor, within the limit of parallel jobs."""
        async with self._disk:
            return await self._hass.async_add_executor_job(job, *given)

    def _load(self) -> LockRecord:
        loaded = _load(self._path)
        record = loaded.record
        if loaded.is_torn and self._write_marker.is_later(record.written_at):
            raise StorageUnreadable(f"{self._path.name}: changes: cut off")
        self._on_disk, self._log, self._stamp = record, loaded.log, loaded.stamp
        self._generation = max(
            (loaded.generation, *(number for number, _ in logs_of(self._path)))
        )
        self._has_gone_pins = loaded.has_gone_pins
        if loaded.log is not None:
            if loaded.is_torn:
                loaded.log.cut()
            self._is_copy_stale = generation_in(self._copy) != loaded.generation
        self._delete_other_logs()
        delete_torn_writes(self._path, record.lock_id)
        return record

    # contract 13.3
    def _save(self, record: LockRecord, written_at: datetime) -> None:
        try:
            is_appended = self._append(record, written_at)
        except OSError as err:
            raise StorageFailed(reason_of(err)) from None
        if not is_appended:
            self._save_whole(record, written_at)

    def _append(self, record: LockRecord, written_at: datetime) -> bool:
        """Append the change to the log; return False where it takes a snapshot. Raises OSError."""
        before, log = self._on_disk, self._log
        if before is None or log is None or before.lock_id != record.lock_id:
            return False
        if stamp_of(self._path) != self._stamp:
            # Damaged or replaced behind our back: it is written anew.
            return False
        delta = delta_of(before, record, written_at)
        try:
            log.append(orjson.dumps(delta_to_json(delta)))
        except LogReplaced:
            return False
        self._on_disk = record
        self._has_gone_pins = self._has_gone_pins or drops_pins(before, delta)
        self._write_marker.write(written_at)
        return True

    # contract 13.2, 13.3, 13.7
    def _save_whole(self, record: LockRecord, written_at: datetime) -> None:
        try:
            content = self._write_snapshot(record, written_at)
        except (OSError, HomeAssistantError) as err:
            raise StorageFailed(reason_of(err)) from None
        self._on_disk, self._has_gone_pins = record, False
        self._write_marker.write(written_at)
        self._delete_other_logs()
        try:
            # Without a sync: the snapshot has all of it, and a start finds a copy that is none.
            save_json(str(self._copy), content, private=True)
            self._is_copy_stale = False
        except (OSError, HomeAssistantError) as err:
            self._is_copy_stale = True
            _LOGGER.warning(
                "Last good copy of %s was not renewed: %s",
                self._path.name,
                reason_of(err),
            )

    # contract 13.1, 13.64
    def _write_snapshot(
        self, record: LockRecord, written_at: datetime
    ) -> dict[str, Any]:
        """Write the log of a new snapshot, then the snapshot; return its content. Raises OSError or HomeAssistantError."""
        if self._on_disk is None:
            self._path.parent.mkdir(exist_ok=True)
            numbers = [number for number, _ in logs_of(self._path)]
            self._generation = max(self._generation, *numbers, 0)
        self._generation += 1
        log = ChangeLog(
            log_path(self._path, self._generation),
            header_of(self._generation, written_at),
        )
        content = self._encoder.of(record, written_at, self._generation)
        stamp = stamp_of(self._path)
        try:
            log.create()
            save_json(str(self._path), content, private=True, atomic_writes=True)
        except OSError, HomeAssistantError:
            # The snapshot may be in its place although its folder could not be synced.
            if stamp_of(self._path) == stamp:
                log.delete()
            raise
        self._log, self._stamp = log, stamp_of(self._path)
        return content

    def _delete_other_logs(self) -> None:
        """Delete the logs of former snapshots, and of snapshots that were not written."""
        own = None if self._log is None else self._log.path
        for _, path in logs_of(self._path):
            if path != own:
                with suppress(OSError):
                    path.unlink()

    # contract 13.39
    def _restore_copy(self) -> None:
        record = read_copy(self._copy, self._path)
        self._save_whole(record, record.written_at or dt_util.utcnow())
        self._write_marker.remove()

    # contract 13.67
    def remove(self) -> None:
        """Delete all files of the record. Blocks. Raises StorageFailed."""
        try:
            # The snapshot goes first: the other files are nothing without it, and a start deletes them.
            self._path.unlink(missing_ok=True)
            for path in files_beside(self._path):
                path.unlink(missing_ok=True)
        except OSError as err:
            raise StorageFailed(reason_of(err)) from None
        self._on_disk = self._log = self._stamp = None
        self._write_marker.remove()

    def _adopt(self, source: RecordStorage) -> None:
        try:
            if self._path.exists():
                raise FileExistsError
            for number, log in logs_of(source._path):
                duplicate(log, log_path(self._path, number))
            source._path.replace(self._path)
            with suppress(FileNotFoundError):
                source._copy.replace(self._copy)
            for path in files_beside(source._path):
                path.unlink(missing_ok=True)
            sync_folder(self._path.parent)
        except OSError as err:
            raise StorageFailed(reason_of(err)) from None
        self._write_marker.adopt(source._write_marker)


def read_file(path: Path) -> LockRecord:
    """Return the record in a file and its log. Blocks. Raises StorageUnreadable."""
    return _load(path).record


def read_copy(copy: Path, path: Path) -> LockRecord:
    """Return the last good copy, with the changes that can be read. Blocks. Raises StorageUnreadable."""
    try:
        return load_copy(copy, path)
    except RecordUnreadable as err:
        raise StorageUnreadable(f"{copy.name}: {err}") from None


def _load(path: Path) -> LoadedRecord:
    try:
        return load(path)
    except RecordUnreadable as err:
        raise StorageUnreadable(f"{path.name}: {err}") from None
