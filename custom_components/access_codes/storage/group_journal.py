"""The journal of group changes: one line makes a change of several locks certain, before the record of any has it.

It holds no more than what a record may still lack, and is else an empty log.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import orjson

from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..core.model import GroupChange
from ..core.record.change_lines import LogBroken
from ..core.record.group_json import group_change_from_json, group_change_to_json
from ..core.record.json_types import InvalidJson
from .change_log import ChangeLog, LogReplaced, read_log
from .record_file import WRITE_TIMEOUT, StorageFailed
from .record_files import folder_of, sync_folder
from .record_reader import reason_of

_NAME = f"{DOMAIN}.group_changes.log"
"""Name of the file. The dot in it tells it from the record of a config entry."""

_HEADER = orjson.dumps({"version": 1})

type Changes = Callable[[], Iterable[GroupChange]]
"""The group changes that the journal ought to hold, as of the call."""


class GroupJournal:
    """The file of the group changes that may not be in all records yet."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare without access to the disk."""
        self._hass = hass
        self._path = folder_of(hass) / _NAME
        self._log: ChangeLog | None = None
        self._write = asyncio.Lock()

    async def async_load(self) -> tuple[list[GroupChange], bool]:
        """Return the group changes in their order, and whether all of the file could be read."""
        return await self._hass.async_add_executor_job(self._load)

    # contract 6.104
    async def async_append(self, change: GroupChange, changes: Changes) -> None:
        """Write a change and wait until it is on disk. Raises StorageFailed.

        ``changes``: all of them, for a file that has to be written anew.
        """
        await self._async_alone(partial(self._append, change), changes)

    # contract 6.106
    async def async_rewrite(self, changes: Changes) -> None:
        """Write the file anew, with these changes only. Raises StorageFailed."""
        await self._async_alone(self._rewrite, changes)

    # contract 13.14, 13.50
    async def _async_alone(
        self, job: Callable[[list[GroupChange]], None], changes: Changes
    ) -> None:
        """Run a write while no other is under way. Raises StorageFailed, also where it does not end in time."""
        try:
            async with asyncio.timeout(WRITE_TIMEOUT):
                await self._write.acquire()
        except TimeoutError:
            raise StorageFailed("a write does not end") from None
        write = self._hass.async_add_executor_job(job, list(changes()))
        write.add_done_callback(lambda _: self._write.release())
        await asyncio.wait([write], timeout=WRITE_TIMEOUT)
        if not write.done():
            raise StorageFailed("the write does not end")
        try:
            write.result()
        except OSError as err:
            raise StorageFailed(reason_of(err)) from None

    def _load(self) -> tuple[list[GroupChange], bool]:
        with suppress(OSError):
            self._new_path.unlink(missing_ok=True)
        try:
            log, lines, is_torn = read_log(self._path, _HEADER)
        except FileNotFoundError:
            return [], True
        except OSError, LogBroken:
            return self._load_readable(), False
        if is_torn:
            log.cut()
        self._log = log
        changes = _parsed(lines)
        return changes, len(changes) == len(lines)

    def _load_readable(self) -> list[GroupChange]:
        """Return the changes before the first line that cannot be read."""
        try:
            _, lines, _ = read_log(self._path, _HEADER, is_lenient=True)
        except OSError, LogBroken:
            return []
        return _parsed(lines)

    def _append(self, change: GroupChange, changes: list[GroupChange]) -> None:
        if self._log is not None:
            with suppress(LogReplaced):
                self._log.append(_line(change))
                return
        self._rewrite(changes)

    @property
    def _new_path(self) -> Path:
        return self._path.with_name(f"{_NAME}.new")

    def _rewrite(self, changes: list[GroupChange]) -> None:
        """Replace the file. Raises OSError."""
        log = ChangeLog(self._new_path, _HEADER)
        try:
            log.create()
            for change in changes:
                log.append(_line(change))
            log.path.replace(self._path)
        except OSError:
            log.delete()
            raise
        log.path = self._path
        self._log = log
        sync_folder(self._path.parent)


def _line(change: GroupChange) -> bytes:
    return orjson.dumps(group_change_to_json(change))


def _parsed(lines: Iterable[bytes]) -> list[GroupChange]:
    """Return the changes in these lines, up to the first that is none."""
    changes: list[GroupChange] = []
    with suppress(orjson.JSONDecodeError, InvalidJson):
        changes.extend(group_change_from_json(orjson.loads(line)) for line in lines)
    return changes
