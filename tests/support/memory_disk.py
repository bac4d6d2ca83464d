"""A disk in memory for one record: it can refuse, hang, and lose what a dead process writes."""

import asyncio
from datetime import datetime
import json

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.storage.record_file import StorageFailed


class MemoryDisk:
    """One file; it outlives every process."""

    def __init__(self) -> None:
        """Start without a file."""
        self.text: str | None = None
        self.is_full = False
        self.is_restored = False
        self.open = asyncio.Event()
        """While it is not set, writes hang."""
        self.open.set()

    @property
    def record(self) -> LockRecord:
        """The record that a new process would load."""
        assert self.text is not None
        return from_json(json.loads(self.text))


class MemoryStorage:
    """The record on such a disk, for one process, in place of ``RecordStorage``."""

    has_changes = False
    is_fold_due = False

    def __init__(self, disk: MemoryDisk) -> None:
        """Start."""
        self._disk = disk
        self.is_dead = False
        """The process is dead: nothing that it writes reaches the disk any more."""

    async def async_finish_write(self) -> None:
        """No write of this process runs yet."""

    async def async_can_be_marked(self) -> bool:
        """Return whether write markers can be kept."""
        return True

    async def async_exists(self) -> bool:
        """Return whether there is a file."""
        return self._disk.text is not None

    async def async_load(self) -> LockRecord:
        """Read the file."""
        return self._disk.record

    async def async_is_restored(self, record: LockRecord) -> bool:
        """Return whether the file was put back from a backup."""
        is_restored, self._disk.is_restored = self._disk.is_restored, False
        return is_restored

    async def async_save(self, record: LockRecord, written_at: datetime) -> None:
        """Write the file. Raises StorageFailed."""
        text = json.dumps(to_json(record, written_at))
        await self._disk.open.wait()
        await asyncio.sleep(0.002)
        if self.is_dead or self._disk.is_full:
            raise StorageFailed("no space left")
        self._disk.text = text

    async_fold = async_save
