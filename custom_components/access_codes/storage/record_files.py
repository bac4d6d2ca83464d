"""Files of a record: their names, and what is done with all of them."""

from contextlib import suppress
import os
from pathlib import Path
import re

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR

from ..const import DOMAIN
from .change_log import logs_of, sync, write_line

PREFIX = f"{DOMAIN}."

COPY = ".last_good"

_LINK = ".last_good.new"
"""Suffix of a link that former versions made on the way to the copy."""

_GENERATION = re.compile(
    rb'^\{\s*"version":\s*\d+,\s*"lock_id":\s*"[^"]*",\s*"generation":\s*(\d+)'
)


def folder_of(hass: HomeAssistant) -> Path:
    """Return the folder of the record files."""
    return Path(hass.config.path(STORAGE_DIR))


def path_of(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the path of a config entry's file, which may not exist."""
    return folder_of(hass) / f"{PREFIX}{entry_id}"


def beside(path: Path, suffix: str) -> Path:
    """Return the path of another file of the same record."""
    return path.with_name(path.name + suffix)


def files_beside(path: Path) -> list[Path]:
    """Return the other files of a record: its copy, its logs, and remains of their writes. Blocks."""
    names = [path.name + suffix for suffix in (COPY, _LINK)]
    return [
        *(path.with_name(name) for name in names if path.with_name(name).exists()),
        *(log for _, log in logs_of(path)),
    ]


def generation_in(path: Path) -> int | None:
    """Return the generation that the head of a snapshot names; None if there is none."""
    try:
        found = _GENERATION.search(read_head(path))
    except OSError:
        return None
    return None if found is None else int(found[1])


def duplicate(path: Path, target: Path) -> None:
    """Give a file a second name, or a copy where the disk has no hard links. Raises OSError."""
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_line(descriptor, path.read_bytes(), 0)
        finally:
            os.close(descriptor)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Wait until the names of the files in a folder are on disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


# contract 13.10
def delete_torn_writes(path: Path, lock_id: str) -> None:
    """Delete the temporary files of a record's torn writes, which may contain PINs."""
    with suppress(OSError):
        beside(path, _LINK).unlink(missing_ok=True)
    for torn in path.parent.glob("tmp*"):
        with suppress(OSError):
            if f'"lock_id": "{lock_id}"'.encode() in read_head(torn):
                torn.unlink()


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file, enough to identify a record. Blocks."""
    with path.open("rb") as file:
        return file.read(512)
