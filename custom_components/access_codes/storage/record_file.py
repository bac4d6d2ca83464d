"""Record files: one private file for each lock, and its last good copy."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
import logging
import os
from pathlib import Path
from typing import cast

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import load_json

from ..const import DOMAIN
from ..core.model import KnownPin, LockRecord, Pin
from ..core.record.record_json import (
    RecordEncoder,
    RecordUnreadable,
    from_json,
    to_json,
)
from .write_marker import WriteMarker

_LOGGER = logging.getLogger(__name__)

PREFIX = f"{DOMAIN}."

_COPY = ".last_good"

_LINK = ".last_good.new"

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
    """The record file of one config entry.

    Not Home Assistant's ``Store``: that one logs write errors and returns, defers writes while Home Assistant stops,
    and treats a truncated file as no data, so no promise can rest on it.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare without access to the disk."""
        self._hass = hass
        self._path = path_of(hass, entry_id)
        self._copy = _beside(self._path, _COPY)
        self._write_marker = WriteMarker(hass, self._path.name)
        self._pins: frozenset[Pin] = frozenset()
        self._lock_id: str | None = None
        self._is_first_write = True
        self._is_copy_made = False
        self._encoder = RecordEncoder()
        self._disk = hass.data.setdefault(_DISK, asyncio.Semaphore(_PARALLEL_JOBS))
        writes = hass.data.setdefault(_WRITES, {})
        self._write = writes.setdefault(self._path, asyncio.Lock())

    async def async_exists(self) -> bool:
        """Return whether the file exists, readable or not."""
        return await self._in_executor(self._path.exists)

    async def async_load(self) -> LockRecord:
        """Return the record. Raises StorageUnreadable."""
        record = await self._in_executor(self._load)
        self._pins = _pins_of(record)
        self._lock_id = record.lock_id
        return record

    # contract 13.9
    async def async_save(self, record: LockRecord, written_at: datetime) -> None:
        """Write the record to disk and wait until it is there. Raises StorageFailed.

        Must not be cancelled: the write itself would go on.
        """
        async with self._alone():
            pins = _pins_of(record)
            is_other_lock = self._lock_id not in (None, record.lock_id)
            is_copy_stale = bool(self._pins - pins) or is_other_lock
            await self._in_executor(self._save, record, written_at, is_copy_stale)
            self._pins, self._lock_id = pins, record.lock_id

    async def async_finish_write(self) -> None:
        """Wait for a write under way, be it of another engine. Raises StorageFailed if it does not end in time."""
        async with self._alone():
            pass

    async def async_has_copy(self) -> bool:
        """Return whether the last good copy can be read."""
        try:
            await self._in_executor(read_file, self._copy)
        except StorageUnreadable:
            return False
        return True

    async def async_restore_copy(self) -> None:
        """Replace an unreadable file by the last good copy. Raises StorageUnreadable or StorageFailed."""
        async with self._alone():
            await self._in_executor(self._restore_copy)

    async def async_remove(self) -> None:
        """Delete the file and its copy. Raises StorageFailed."""
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
        try:
            async with asyncio.timeout(WRITE_TIMEOUT):
                await self._write.acquire()
        except TimeoutError:
            raise StorageFailed("a write does not end") from None
        try:
            yield
        finally:
            self._write.release()

    async def _in_executor[*Ts, T](self, job: Callable[[*Ts], T], *given: *Ts) -> T:
        """Run a blocking job in the executor, within the limit of parallel jobs."""
        async with self._disk:
            return await self._hass.async_add_executor_job(job, *given)

    def _load(self) -> LockRecord:
        record = read_file(self._path)
        _delete_torn_writes(self._path.parent, record.lock_id)
        return record

    # contract 13.3
    def _save(
        self, record: LockRecord, written_at: datetime, is_copy_stale: bool
    ) -> None:
        content = self._encoder.of(record, written_at)
        try:
            if self._is_first_write:
                self._path.parent.mkdir(exist_ok=True)
            if not is_copy_stale and not self._is_copy_made:
                self._make_copy()
            _write(self._path, content)
        except (OSError, HomeAssistantError) as err:
            raise StorageFailed(_reason(err)) from None
        self._write_marker.write(written_at)
        self._is_first_write = self._is_copy_made = False
        if is_copy_stale:
            # The record itself is safe by now, and the next write replaces the copy.
            try:
                _write(self._copy, content)
            except (OSError, HomeAssistantError) as err:
                _LOGGER.warning(
                    "Last good copy of %s was not renewed: %s",
                    self._path.name,
                    _reason(err),
                )

    # contract 13.7
    def _make_copy(self) -> None:
        """Make the current file the last good copy: as a hard link, where the file system has them."""
        link = _beside(self._path, _LINK)
        try:
            if self._is_first_write:
                link.unlink(missing_ok=True)
            os.link(self._path, link)
            link.replace(self._copy)
            if self._is_first_write:
                # A rename has no effect if both names are already links to the same file.
                link.unlink(missing_ok=True)
        except FileNotFoundError:
            return
        except OSError:
            # No hard links on this file system. A missing copy must not stop the write of the record.
            with suppress(OSError, HomeAssistantError):
                _write(self._copy, load_json(self._path))
        self._is_copy_made = True

    # contract 13.39
    def _restore_copy(self) -> None:
        record = read_file(self._copy)
        try:
            _write(self._path, to_json(record, record.written_at or dt_util.utcnow()))
        except (OSError, HomeAssistantError) as err:
            raise StorageFailed(_reason(err)) from None

    def remove(self) -> None:
        """Delete the file and its copy. Blocks. Raises StorageFailed."""
        try:
            # The file goes last: a copy alone would never be found.
            for path in (self._copy, _beside(self._path, _LINK), self._path):
                path.unlink(missing_ok=True)
        except OSError as err:
            raise StorageFailed(_reason(err)) from None
        self._write_marker.remove()

    def _adopt(self, source: RecordStorage) -> None:
        try:
            if self._path.exists():
                raise FileExistsError
            source._path.replace(self._path)
            with suppress(FileNotFoundError):
                source._copy.replace(self._copy)
            _beside(source._path, _LINK).unlink(missing_ok=True)
        except OSError as err:
            raise StorageFailed(_reason(err)) from None
        self._write_marker.adopt(source._write_marker)


def folder_of(hass: HomeAssistant) -> Path:
    """Return the folder of the record files."""
    return Path(hass.config.path(STORAGE_DIR))


def path_of(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the path of a config entry's file, which may not exist."""
    return folder_of(hass) / f"{PREFIX}{entry_id}"


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def read_file(path: Path) -> LockRecord:
    """Return the record in a file. Blocks. Raises StorageUnreadable."""
    try:
        raw = load_json(path, default=None)
    except HomeAssistantError as err:
        raise StorageUnreadable(f"{path.name}: {_reason(err)}") from None
    if raw is None:
        raise StorageUnreadable(f"{path.name}: missing or empty")
    try:
        return from_json(raw)
    except RecordUnreadable as err:
        raise StorageUnreadable(f"{path.name}: {err}") from None


# contract 13.1, 13.2
def _write(path: Path, content: object) -> None:
    save_json(
        str(path), cast("dict[str, object]", content), private=True, atomic_writes=True
    )


# contract 1.4
def _reason(err: Exception) -> str:
    """Return the kind of an error: its text may quote a PIN."""
    cause = err.__cause__ or err
    if isinstance(cause, OSError) and cause.errno is not None:
        return os.strerror(cause.errno)
    return type(cause).__name__


# contract 13.10
def _delete_torn_writes(directory: Path, lock_id: str) -> None:
    """Delete the temporary files of this lock's torn writes, which may contain PINs."""
    for path in directory.glob("tmp*"):
        with suppress(OSError):
            if f'"lock_id": "{lock_id}"'.encode() in read_head(path):
                path.unlink()


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file, enough to identify a record. Blocks."""
    with path.open("rb") as file:
        return file.read(512)


def _pins_of(record: LockRecord) -> frozenset[Pin]:
    """Return all PINs of a record."""
    pins = {code.pin for code in record.codes.values() if code.pin is not None}
    for placement in record.placements.values():
        contents = placement.possible | placement.next_possible
        for content in (*contents, placement.unproven, placement.altered):
            if isinstance(content, KnownPin):
                pins.add(content.pin)
    return frozenset(pins)
