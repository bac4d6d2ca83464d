"""Read a record: its snapshot, and the changes of the log beside it."""

from datetime import UTC, datetime
import os
from pathlib import Path
from typing import NamedTuple, cast

import orjson

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import load_json

from ..core.model import LockRecord
from ..core.record.change_lines import LogBroken
from ..core.record.record_json import (
    RecordUnreadable,
    Snapshot,
    replayed,
    snapshot_from_json,
)
from .change_log import ChangeLog, log_path, read_log

_READS = 5
"""Limit of the reads of a record that an engine is writing meanwhile."""

type Stamp = tuple[int, int, int]
"""Identity of a file: it changes with each write of the file."""


class LoadedRecord(NamedTuple):
    """A record, and the state of its files."""

    record: LockRecord
    generation: int
    stamp: Stamp | None
    log: ChangeLog | None = None
    """None: the record was written without one."""
    is_torn: bool = False
    """The log ends with a torn line."""
    has_gone_pins: bool = False
    """The files contain PINs that the record does not."""


# contract 13.4
def load(path: Path) -> LoadedRecord:
    """Return a record. Blocks. Raises RecordUnreadable."""
    for _ in range(_READS - 1):
        stamp = stamp_of(path)
        try:
            return _load(path, stamp)
        except RecordUnreadable:
            if stamp_of(path) == stamp:
                raise
    return _load(path, stamp_of(path))


# contract 13.66
def load_copy(copy: Path, path: Path) -> LockRecord:
    """Return the last good copy of a record with the changes since, as far as they can be read.

    Blocks. Raises RecordUnreadable.
    """
    snapshot = _read_snapshot(copy)
    header = header_of(snapshot.generation, snapshot.record.written_at)
    try:
        log = log_path(path, snapshot.generation)
        _, changes, _ = read_log(log, header, is_lenient=True)
        return _replay(snapshot, changes)[0]
    except OSError, LogBroken, RecordUnreadable:
        return snapshot.record


def stamp_of(path: Path) -> Stamp | None:
    """Return the stamp of a file; None if there is none. Blocks."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def header_of(generation: int, written_at: datetime | None) -> bytes:
    """Return the header of the log of a snapshot: its identity."""
    instant = None if written_at is None else written_at.astimezone(UTC).isoformat()
    return orjson.dumps({"generation": generation, "written_at": instant})


# contract 1.4
def reason_of(err: Exception) -> str:
    """Return the kind of an error: its text may quote a PIN."""
    cause = err.__cause__ or err
    if isinstance(cause, OSError) and cause.errno is not None:
        return os.strerror(cause.errno)
    return type(cause).__name__


def _load(path: Path, stamp: Stamp | None) -> LoadedRecord:
    snapshot = _read_snapshot(path)
    generation = snapshot.generation
    if not generation:
        return LoadedRecord(snapshot.record, generation, stamp)
    header = header_of(generation, snapshot.record.written_at)
    try:
        log, changes, is_torn = read_log(log_path(path, generation), header)
    except OSError as err:
        complaint = reason_of(err)
    except LogBroken:
        complaint = "broken"
    else:
        record, has_gone_pins = _replay(snapshot, changes)
        return LoadedRecord(record, generation, stamp, log, is_torn, has_gone_pins)
    raise RecordUnreadable(f"changes: {complaint}")


def _replay(snapshot: Snapshot, changes: tuple[bytes, ...]) -> tuple[LockRecord, bool]:
    try:
        parsed = [cast("object", orjson.loads(change)) for change in changes]
    except orjson.JSONDecodeError:
        parsed = None
    if parsed is None:
        raise RecordUnreadable("changes: not JSON")
    return replayed(snapshot.record, parsed)


def _read_snapshot(path: Path) -> Snapshot:
    try:
        raw = load_json(path, default=None)
    except HomeAssistantError as err:
        complaint = reason_of(err)
    else:
        if raw is not None:
            return snapshot_from_json(raw)
        complaint = "missing or empty"
    raise RecordUnreadable(complaint)
