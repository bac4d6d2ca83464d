"""The files of a record, as a backup has them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from custom_components.access_codes.storage import change_log, record_file


def record_files(path: Path) -> dict[str, bytes]:
    """Return the content of snapshot, log and copy, by name."""
    return {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}


def put_back(path: Path, files: dict[str, bytes]) -> None:
    """Replace the files of a record by those of a backup."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    for name, content in files.items():
        path.with_name(name).write_bytes(content)


def log_of(path: Path) -> Path:
    """Return the path of the log of a record."""
    [log] = path.parent.glob(f"{path.name}.changes.*")
    return log


def watch_writes(
    patch: pytest.MonkeyPatch, watch: Callable[[Callable[[], None]], None]
) -> None:
    """Give each write of a record, be it a snapshot or a line of a log, to a function that does it or does not."""
    save_json, write_line = vars(record_file)["save_json"], change_log.write_line

    def save(filename: str, *content: Any, **options: Any) -> None:
        write = partial(save_json, filename, *content, **options)
        if filename.endswith(".last_good"):
            write()
        else:
            watch(write)

    def append(descriptor: int, line: bytes, at: int) -> None:
        write = partial(write_line, descriptor, line, at)
        if at:
            watch(write)
        else:
            write()

    patch.setattr(record_file, "save_json", save)
    patch.setattr(change_log, "write_line", append)


def refuse_writes(patch: pytest.MonkeyPatch, refuse: Callable[..., None]) -> None:
    """Let the disk refuse each write of a record."""
    watch_writes(patch, refuse)
