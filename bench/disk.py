"""Everything that is written to the disk, counted where it is written."""

from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

from custom_components.access_codes.storage import record_file as storage
from custom_components.access_codes.storage.change_log import ChangeLog
from homeassistant.helpers.json import save_json


@dataclass(slots=True)
class Disk:
    """The sizes of what was written since the last look."""

    appended: list[int] = field(default_factory=list)
    """Lines that were added to logs of changes."""
    snapshots: list[int] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)
    syncs: list[str] = field(default_factory=list)
    """Names of the files and folders that were waited for."""

    @property
    def writes(self) -> int:
        """How often a record was written."""
        return len(self.appended) + len(self.snapshots)

    @property
    def size(self) -> int:
        """All that was written, in bytes."""
        return sum(self.appended) + sum(self.snapshots) + sum(self.copies)

    def take(self) -> Disk:
        """Return what was written, and begin anew."""
        taken = Disk(self.appended, self.snapshots, self.copies, self.syncs)
        for each in fields(self):
            setattr(self, each.name, [])
        return taken


type Disks = defaultdict[Path, Disk]
"""By the folder of the records."""


def nothing() -> Disks:
    """Return disks to which nothing was written."""
    return defaultdict(Disk)


@contextmanager
def watched() -> Generator[Disks]:
    """Count from now on; several Home Assistants may write at once, each to its folder."""
    disks = nothing()
    append, sync = ChangeLog.append, os.fsync

    def counting(filename: str, *arguments: Any, **options: Any) -> None:
        save_json(filename, *arguments, **options)
        path = Path(filename)
        disk = disks[path.parent]
        sizes = disk.copies if path.suffix == ".last_good" else disk.snapshots
        sizes.append(path.stat().st_size)

    def appending(log: ChangeLog, payload: bytes) -> None:
        before = log.end
        append(log, payload)
        disks[log.path.parent].appended.append(log.end - before)

    def syncing(descriptor: int) -> None:
        sync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        disks[path if path.is_dir() else path.parent].syncs.append(path.name)

    with (
        patch.object(storage, "save_json", counting),
        patch.object(ChangeLog, "append", appending),
        patch.object(os, "fsync", syncing),
        patch("atomicwrites._proper_fsync", syncing),
    ):
        yield disks
