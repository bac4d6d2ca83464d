"""The clock that a home sees, which may be set while it runs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
import shutil
import struct
import subprocess

_SOURCE = Path(__file__).with_suffix(".c")
CHANGES = (
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
)
"""When clocks in Amsterdam go back, and forward."""


def _build_library(folder: Path) -> Path | None:
    """Compile what shifts the clock of a process; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    library = folder / "clock.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE)]
    subprocess.run(command, check=True)
    return library


@dataclass(slots=True)
class LabClock:
    """Real time plus an offset; without a compiler the offset stays 0."""

    folder: Path
    offset: int = 0
    """Seconds."""
    _library: Path | None = field(init=False)

    def __post_init__(self) -> None:
        """Make what the home is to be started with."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._library = _build_library(self.folder)
        self.set(0)

    @property
    def can_be_set(self) -> bool:
        """Whether the home sees the offset."""
        return self._library is not None

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to see this clock."""
        if self._library is None:
            return {}
        return {
            "LD_PRELOAD": str(self._library),
            "CHAOS_CLOCK": str(self.folder / "offset"),
        }

    def now(self) -> datetime:
        """Return the instant that the home believes in."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def set(self, offset: float) -> None:
        """Set it to so many seconds from real time, which the home sees at once."""
        if self._library is None:
            return
        self.offset = round(offset)
        path = self.folder / "offset"
        path.touch()
        with path.open("r+b") as file:
            file.write(struct.pack("<q", self.offset * 10**9))
