"""Everything that is written to the disk, counted on its way through Home Assistant's own function."""

from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from custom_components.access_codes.storage import record_file as storage
from homeassistant.helpers.json import save_json


@dataclass(slots=True)
class Disk:
    """The sizes of what was written since the last look."""

    records: list[int] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)

    def take(self) -> Disk:
        """Return what was written, and begin anew."""
        taken = Disk(self.records, self.copies)
        self.records, self.copies = [], []
        return taken


type Disks = defaultdict[Path, Disk]
"""By the folder of the records."""


@contextmanager
def watched() -> Generator[Disks]:
    """Count from now on; several Home Assistants may write at once, each to its folder."""
    disks: Disks = defaultdict(Disk)

    def counting(filename: str, *arguments: Any, **options: Any) -> None:
        save_json(filename, *arguments, **options)
        path = Path(filename)
        disk = disks[path.parent]
        sizes = disk.copies if path.suffix == ".last_good" else disk.records
        sizes.append(path.stat().st_size)

    with patch.object(storage, "save_json", counting):
        yield disks
