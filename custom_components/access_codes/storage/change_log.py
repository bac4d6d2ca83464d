"""Change log: the changes of a record since its snapshot, one line for each write.

Each snapshot has a log of its own, named by the snapshot's generation. It is on disk, with its header, before the
snapshot is: so a snapshot without its log has lost changes, and a log without its snapshot contains none.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
import os
from pathlib import Path
import re

from ..core.record.change_lines import LogBroken, LogLines, line_of, lines_of

SUFFIX = ".changes."

_PRIVATE = 0o600


class LogReplaced(Exception):
    """The log is not as this process left it: it must not be appended to."""


class NotSynced(OSError):
    """The disk failed after the bytes were handed to it."""


@dataclass(slots=True)
class ChangeLog:
    """The log of one snapshot. All methods block: call them in the executor."""

    path: Path
    header: bytes
    """Identity of the snapshot."""
    start: int = 0
    """Length of the header line in bytes."""
    end: int = 0
    """Length of the lines that are on disk, in bytes."""
    check: int = 0
    """Checksum of the last line."""
    is_doubtful: bool = False
    """The disk failed in a way that leaves the end of the log unknown."""

    @property
    def has_changes(self) -> bool:
        """Return whether the log contains a change."""
        return self.end > self.start

    # contract 13.1
    def create(self) -> None:
        """Write a log without changes. Raises OSError."""
        line, self.check = line_of(self.header, 0)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
        try:
            os.fchmod(descriptor, _PRIVATE)
            write_line(descriptor, line, 0)
        finally:
            os.close(descriptor)
        self.start = self.end = len(line)

    # contract 13.61, 13.63
    def append(self, payload: bytes) -> None:
        """Append a change and wait until it is on disk. Raises OSError, and LogReplaced if nothing can be appended.

        A line that the disk refuses is cut off again.
        """
        if self.is_doubtful:
            raise LogReplaced
        try:
            descriptor = os.open(self.path, os.O_WRONLY)
        except FileNotFoundError:
            raise LogReplaced from None
        line, check = line_of(payload, self.check)
        try:
            if os.fstat(descriptor).st_size != self.end:
                raise LogReplaced
            self._write(descriptor, line)
        finally:
            os.close(descriptor)
        self.end += len(line)
        self.check = check

    def _write(self, descriptor: int, line: bytes) -> None:
        try:
            write_line(descriptor, line, self.end)
        except OSError as err:
            # After a failed sync nobody knows which of the bytes are on disk.
            self.is_doubtful = isinstance(err, NotSynced)
            os.ftruncate(descriptor, self.end)
            raise

    def cut(self) -> None:
        """Cut off a torn last line. Failures are ignored: the next append finds it, and is none."""
        with suppress(OSError):
            os.truncate(self.path, self.end)

    def delete(self) -> None:
        """Delete the log. Failures are ignored: it belongs to no snapshot."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


# contract 13.63
def write_line(descriptor: int, line: bytes, at: int) -> None:
    """Write a line at a position and wait until it is on disk. Raises OSError."""
    written = 0
    while written < len(line):
        written += os.pwrite(descriptor, line[written:], at + written)
    try:
        sync(descriptor)
    except OSError as err:
        raise NotSynced(*err.args) from None


def sync(descriptor: int) -> None:
    """Wait until a file, or the names in a folder, are on disk. Raises OSError."""
    os.fsync(descriptor)


def log_path(path: Path, generation: int) -> Path:
    """Return the path of the log of a snapshot."""
    return path.with_name(f"{path.name}{SUFFIX}{generation}")


def logs_of(path: Path) -> Iterator[tuple[int, Path]]:
    """Yield the generations and paths of the logs beside a snapshot, its own included."""
    pattern = re.compile(re.escape(path.name + SUFFIX) + r"([1-9][0-9]*)")
    with suppress(FileNotFoundError):
        for each in path.parent.iterdir():
            if (found := pattern.fullmatch(each.name)) is not None:
                yield int(found[1]), each


def read_log(
    path: Path, header: bytes, *, is_lenient: bool = False
) -> tuple[ChangeLog, tuple[bytes, ...], bool]:
    """Return a log, its changes, and whether its last line is torn. Raises OSError and LogBroken.

    ``is_lenient``: return the changes before the first broken line.
    """
    content = path.read_bytes()
    lines: LogLines = lines_of(content, is_lenient=is_lenient)
    if not lines.payloads or lines.payloads[0] != header:
        raise LogBroken
    start = len(line_of(header, 0)[0])
    log = ChangeLog(path, header, start, lines.end, lines.check)
    return log, lines.payloads[1:], lines.end < len(content)
