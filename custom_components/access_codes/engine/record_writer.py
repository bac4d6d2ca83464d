"""The record of a lock, in memory and on disk."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
import logging

from homeassistant.core import HomeAssistant, callback

from ..core.full_read import with_progress_of
from ..core.model import Command, CommandKind, Event, LockRecord
from ..core.model.copies import replace
from ..core.observations.restore_check import suspect_restore
from ..core.retries import at_start
from ..storage.record_file import WRITE_TIMEOUT, RecordStorage, StorageFailed
from .pacing import async_pace

_LOGGER = logging.getLogger(__name__)


class RecordWriter:
    """Keeps the record in memory and commits it to disk."""

    record: LockRecord
    """The record in memory; from ``async_load`` on."""

    _on_disk: LockRecord

    def __init__(
        self,
        hass: HomeAssistant,
        storage: RecordStorage,
        on_late_write: Callable[[], None],
        on_stored: Callable[[LockRecord], None],
    ) -> None:
        """Prepare without access to the disk.

        ``on_late_write`` is called when a write ends that had counted as failed, ``on_stored`` with each record that
        is on disk.
        """
        self._hass = hass
        self._storage = storage
        self._on_late_write = on_late_write
        self._on_stored = on_stored
        self._under_way: LockRecord | None = None
        """The record of the write that has not ended."""
        self._is_late = False
        self.disk_failing = False
        self.is_closing = False
        """True once the engine stops: the log is folded with the next flush."""

    # contract 13.86
    async def async_load(
        self,
        lock_id: str,
        now: datetime,
        *,
        is_stored: bool,
        method: str | None = None,
        method_settings: str | None = None,
    ) -> None:
        """Load the record, or commit an empty one if the entry never stored any. ``method``: if the lock holds codes itself.

        Raises StorageUnreadable, and StorageFailed if the disk refuses the empty record.
        """
        is_restored = False
        await self._storage.async_finish_write()
        is_unmarked = not await self._storage.async_can_be_marked()
        if is_unmarked:
            _LOGGER.warning(
                "The cache folder cannot be written: a restored backup will not be noticed"
            )
        if is_stored or await self._storage.async_exists():
            self._on_disk = await self._storage.async_load()
            is_restored = await self._storage.async_is_restored(self._on_disk)
        else:
            empty = LockRecord(
                lock_id,
                is_unmarked=is_unmarked,
                method=method,
                method_settings=method_settings,
            )
            await self._async_save(empty, now)
        record = replace(at_start(self._on_disk, now), is_unmarked=is_unmarked)
        if method is not None:
            record = replace(record, method=method, method_settings=method_settings)
        self.record = suspect_restore(record) if is_restored else record

    @property
    def is_behind(self) -> bool:
        """Return whether the disk lacks a change, be it only that events have been emitted, or a fold of its log."""
        return self.record != self._on_disk or self._storage.is_fold_due

    async def async_commit(
        self, record: LockRecord, now: datetime, is_flush: bool
    ) -> None:
        """Save the record if it differs from the one on disk. Raises StorageFailed.

        ``is_flush``: save it even if the only difference is that events have been emitted.
        """
        is_fold = is_flush and self._must_be_folded()
        is_saved = not is_fold and not self._must_be_saved(record, is_flush)
        if self._under_way is None and is_saved:
            return
        await self._async_save(record, now, is_fold=is_fold)

    # contract 13.64
    def _must_be_folded(self) -> bool:
        return self._storage.is_fold_due or (
            self.is_closing and self._storage.has_changes
        )

    # contract 13.50
    async def _async_save(
        self, record: LockRecord, now: datetime, *, is_fold: bool = False
    ) -> None:
        """Write the record. Raises StorageFailed, also where the write does not end in time: no other begins beside it."""
        if self._under_way is not None:
            raise StorageFailed("the last write has not ended")
        save = self._storage.async_fold if is_fold else self._storage.async_save
        write = self._hass.async_create_background_task(
            save(record, now), "access codes: write a record"
        )
        self._under_way = record
        write.add_done_callback(partial(self._on_written, record))
        with async_pace(self._hass).writing():
            await asyncio.wait([write], timeout=WRITE_TIMEOUT)
        if not write.done():
            self.disk_failing = self._is_late = True
            raise StorageFailed("the write does not end")
        write.result()

    @callback
    def _on_written(self, record: LockRecord, write: asyncio.Task[None]) -> None:
        self._under_way = None
        self.disk_failing = write.cancelled() or write.exception() is not None
        if not self.disk_failing:
            self._on_disk = record
            self._on_stored(record)
        if self._is_late:
            self._is_late = False
            self._on_late_write()

    # contract 13.20, 13.21
    def can_send_uncommitted(self, command: Command) -> bool:
        """Return whether a command may be sent although the disk refused its intent.

        A clear may, if the record on disk names the slot: after a restart, the slot is in doubt.
        """
        if command.kind is CommandKind.CLEAR:
            # The disk holds the record of a write that has not ended, or the one before it.
            under_way = self._under_way or self._on_disk
            return command.slot is not None and all(
                record.is_ours(command.slot) for record in (self._on_disk, under_way)
            )
        return command.kind not in (CommandKind.SET, CommandKind.RENAME)

    # contract 11.11
    def take_events(self) -> tuple[Event, ...]:
        """Remove and return the events of the outbox that are on disk; all of them while the disk fails."""
        outbox = self.record.outbox
        on_disk = _ids(outbox if self.disk_failing else self._on_disk.outbox)
        events = tuple(event for event in outbox if event.event_id in on_disk)
        if events:
            rest = tuple(event for event in outbox if event.event_id not in on_disk)
            self.record = replace(self.record, outbox=rest)
        return events

    # contract 13.60
    def _must_be_saved(self, record: LockRecord, is_flush: bool) -> bool:
        if record == self._on_disk:
            # Equal by value: as one object, the next comparison (one a sweep) takes no time.
            self._on_disk = record
            return False
        if is_flush or self.disk_failing:
            return True
        emitted = replace(self._on_disk, outbox=record.outbox)
        if record.full_read is not None and emitted.full_read is not None:
            emitted = with_progress_of(emitted, record)
        return record != emitted or not _ids(record.outbox) <= _ids(
            self._on_disk.outbox
        )


def _ids(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.event_id for event in events)
