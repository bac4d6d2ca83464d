"""What is on disk at each step of a change of several locks, and the start of a next process over it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
import shutil
import threading
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.issues.group_changes import async_load_group_changes
from custom_components.access_codes.storage import change_log, record_file
from custom_components.access_codes.storage.orphaned_records import delete_superseded
from custom_components.access_codes.storage.record_file import read_file
from custom_components.access_codes.storage.write_marker import WriteMarker
from homeassistant.core import HomeAssistant
from tests.support.keypad_locks import engine_of

JOURNAL = f"{DOMAIN}.group_changes.log"

type Files = dict[str, bytes]


@dataclass
class Moments:
    """Notes the files before and after each write, one write at a time."""

    folder: Path
    moments: list[Files] = field(default_factory=list)
    is_watching: bool = False
    _one_at_a_time: threading.RLock = field(default_factory=threading.RLock)

    def note(self) -> None:
        """Note what a process that dies now leaves behind."""
        if self.is_watching:
            files = self.files()
            if not self.moments or self.moments[-1] != files:
                self.moments.append(files)

    def files(self) -> Files:
        """Return our files."""
        found = {}
        for path in self.folder.glob(f"{DOMAIN}.*"):
            with suppress(FileNotFoundError):
                found[path.name] = path.read_bytes()
        return found

    def watch[**P, R](self, step: Callable[P, R]) -> Callable[P, R]:
        """Return the step, with a look before and after it."""

        def watched(*arguments: P.args, **options: P.kwargs) -> R:
            with self._one_at_a_time:
                self.note()
                try:
                    return step(*arguments, **options)
                finally:
                    self.note()

        return watched

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Watch the writes of all files."""
        patch.setattr("atomicwrites._proper_fsync", lambda descriptor: None)
        patch.setattr(change_log, "sync", lambda descriptor: None)
        for module, step in ((record_file, "save_json"), (change_log, "write_line")):
            patch.setattr(module, step, self.watch(vars(module)[step]))
        patch.setattr(Path, "replace", self.watch(Path.replace))


def twin_of(entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry as the next process loads it."""
    return MockConfigEntry(
        domain=DOMAIN,
        entry_id=entry.entry_id,
        title=entry.title,
        unique_id=entry.unique_id,
        data=dict(entry.data),
        options=dict(entry.options),
    )


async def async_die(hass: HomeAssistant) -> None:
    """Take away all that a process had in memory."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    hass.data.pop(f"{DOMAIN}_group_changes", None)


def put_back(hass: HomeAssistant, files: Files, entry_ids: Iterable[str]) -> None:
    """Put files on the disk, as the last that were written, and delete what no process needs."""
    folder = Path(hass.config.path(".storage"))
    for path in folder.glob(f"{DOMAIN}.*"):
        path.unlink()
    shutil.rmtree(hass.config.cache_path(), ignore_errors=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for entry_id in entry_ids:
        path = folder / f"{DOMAIN}.{entry_id}"
        written_at = read_file(path).written_at
        assert written_at is not None
        WriteMarker(hass, path.name).write(written_at)
    delete_superseded(hass)


async def async_wake_up(
    hass: HomeAssistant,
    files: Files,
    entries: Iterable[MockConfigEntry],
    *,
    is_loaded: Callable[[MockConfigEntry], bool] = lambda entry: True,
) -> list[MockConfigEntry]:
    """Start a process over these files, which sets up its entries in this order."""
    await async_die(hass)
    twins = [twin_of(entry) for entry in entries]
    for twin in twins:
        twin.add_to_hass(hass)
    put_back(hass, files, [twin.entry_id for twin in twins])
    await async_load_group_changes(hass)
    for twin in twins:
        if is_loaded(twin):
            assert await hass.config_entries.async_setup(twin.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return twins


def wishes(entry: MockConfigEntry) -> list[tuple[Any, ...]]:
    """Return what people want of the codes of a lock."""
    return [
        (code.name, code.pin and code.pin.reveal(), code.window, code.deleted_at)
        for code in engine_of(entry).record.codes.values()
    ]
