"""Snapshot and log on a real disk: whatever is torn, refused, lost or mixed up."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import errno
from itertools import count
import json
import os
from pathlib import Path
import threading
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import AccessCode, LockRecord, Pin
from custom_components.access_codes.core.record.change_lines import (
    LogBroken,
    line_of,
    lines_of,
)
from custom_components.access_codes.core.record.record_json import to_json
from custom_components.access_codes.storage import (
    change_log,
    record_file,
    record_reader,
)
from custom_components.access_codes.storage.orphaned_records import delete_superseded
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
    StorageUnreadable,
    read_file,
)
from custom_components.access_codes.storage.write_marker import WriteMarker
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import save_json
from tests.support.record_files import log_of, put_back, record_files

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PIN, OTHER_PIN = "8642097531", "1357908642"
ENTRY = "entry-1"


class Killed(BaseException):
    """Marks the end of the process."""


def code(access_code_id: str, pin: str = PIN, name: str = "Cleaner") -> AccessCode:
    return AccessCode(access_code_id, name, Pin(pin), None, NOW, NOW)


def record_of(*codes: AccessCode, lock_id: str = "lock-1") -> LockRecord:
    return LockRecord(lock_id, {each.access_code_id: each for each in codes})


@dataclass
class Records:
    """A record that is saved and loaded, with a new time for each write."""

    hass: HomeAssistant
    storage: RecordStorage
    minutes: count[int]

    @property
    def path(self) -> Path:
        return Path(self.hass.config.path(".storage", f"access_codes.{ENTRY}"))

    @property
    def log(self) -> Path:
        return log_of(self.path)

    def is_due(self) -> bool:
        """Return whether the log should be folded now."""
        return self.storage.is_fold_due

    def later(self) -> datetime:
        return NOW + timedelta(minutes=next(self.minutes))

    async def save(self, *ids: str) -> None:
        await self.storage.async_save(record_of(*map(code, ids)), self.later())

    async def fold(self, *ids: str) -> None:
        await self.storage.async_fold(record_of(*map(code, ids)), self.later())

    def restart(self) -> None:
        self.storage = RecordStorage(self.hass, ENTRY)

    async def load(self) -> set[str]:
        """Return the ids that a new process finds."""
        self.restart()
        return set((await self.storage.async_load()).codes)

    async def is_unreadable(self) -> bool:
        self.restart()
        with pytest.raises(StorageUnreadable) as failure:
            await self.storage.async_load()
        assert PIN not in str(failure.value)
        return True


@pytest.fixture
async def records(hass: HomeAssistant) -> Records:
    """Give a record whose snapshot has a code, and whose log has another."""
    records = Records(hass, RecordStorage(hass, ENTRY), count())
    await records.save("a")
    await records.save("a", "b")
    return records


@pytest.mark.contract("13.61")
async def test_a_change_is_one_line_beside_the_snapshot(records: Records) -> None:
    before = records.path.read_bytes()
    length = records.log.stat().st_size
    await records.save("a", "b", "c")
    assert records.path.read_bytes() == before
    added = records.log.read_bytes()[length:]
    assert added.count(b"\n") == 1
    assert b'"c"' in added
    assert b'"b"' not in added
    assert records.log.stat().st_mode & 0o777 == 0o600
    assert await records.load() == {"a", "b", "c"}


@pytest.mark.contract("13.61")
async def test_the_cost_of_a_change_does_not_grow_with_the_number_of_codes(
    hass: HomeAssistant,
) -> None:
    sizes = []
    for number in (20, 2000):
        storage = RecordStorage(hass, f"of-{number}")
        record = record_of(*(code(f"{index:05}") for index in range(number)))
        await storage.async_save(record, NOW)
        log = log_of(Path(hass.config.path(".storage", f"access_codes.of-{number}")))
        before = log.stat().st_size
        changed = replace(record.codes["00007"], name="Plumber")
        await storage.async_save(
            replace(record, codes={**record.codes, "00007": changed}), NOW
        )
        sizes.append(log.stat().st_size - before)
    assert sizes[0] == sizes[1] < 500


@pytest.mark.contract("13.11", "13.61")
async def test_one_change_waits_for_one_file(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []

    def sync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr("atomicwrites._proper_fsync", sync)
    await records.save("a")
    assert synced == [records.log]


@pytest.mark.contract("13.10", "13.62")
async def test_a_crash_at_any_byte_of_an_append_leaves_the_record_before_it(
    records: Records,
) -> None:
    files = record_files(records.path)
    whole = records.log.read_bytes()
    await records.save("a", "b", "c")
    line = records.log.read_bytes()[len(whole) :]
    for length in range(len(line)):
        put_back(records.path, {**files, records.log.name: whole + line[:length]})
        WriteMarker(records.hass, records.path.name).write(NOW + timedelta(minutes=1))
        assert await records.load() == {"a", "b"}
        assert records.log.read_bytes() == whole
        await records.save("d")
        assert await records.load() == {"d"}


@pytest.mark.contract("13.62")
async def test_a_line_that_was_acknowledged_is_never_cut_off(records: Records) -> None:
    content = records.log.read_bytes()
    for damaged in (content[:-1], content[:-20], content[:-20] + bytes(20)):
        records.log.write_bytes(damaged)
        assert await records.is_unreadable()
        assert records.log.read_bytes() == damaged


@pytest.mark.contract("13.38", "13.62")
async def test_a_backup_that_was_made_during_an_append_is_a_backup(
    records: Records,
) -> None:
    with records.log.open("ab") as log:
        log.write(b"00000000 {")
    WriteMarker(records.hass, records.path.name).remove()
    assert await records.load() == {"a", "b"}
    assert await records.storage.async_is_restored(await records.storage.async_load())


def add_line(log: Path, payload: bytes) -> None:
    """Add a line that is whole, whatever is in it."""
    content = log.read_bytes()
    log.write_bytes(content + line_of(payload, lines_of(content).check)[0])


def _flip(content: bytes) -> bytes:
    """Damage the line in the middle."""
    at = content.index(b"\n") + 20
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.contract("13.4", "13.62")
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: None,
        lambda _: b"",
        lambda content: content[:10],
        _flip,
        lambda content: b"".join(content.splitlines(keepends=True)[::2]),
        lambda content: content + content,
        lambda content: bytes(len(content)),
        lambda content: content[content.index(b"\n") + 1 :],
    ],
)
async def test_a_log_that_is_not_as_we_left_it_makes_the_record_unreadable(
    records: Records, damage: Callable[[bytes], bytes | None]
) -> None:
    await records.save("a", "b", "c")
    log, content = records.log, records.log.read_bytes()
    log.unlink()
    damaged = damage(content)
    if damaged is not None:
        log.write_bytes(damaged)
    assert await records.is_unreadable()
    # The copy is the same as the snapshot, and has what the log can still add.
    assert await records.storage.async_has_copy()
    await records.storage.async_restore_copy()
    assert await records.load() in ({"a"}, {"a", "b"}, {"a", "b", "c"})
    record = await records.storage.async_load()
    assert await records.storage.async_is_restored(record)


@pytest.mark.contract("13.62")
async def test_a_log_of_another_snapshot_makes_the_record_unreadable(
    records: Records,
) -> None:
    old = record_files(records.path)
    await records.fold("a", "b", "c")
    await records.save("a")
    new = record_files(records.path)
    [old_log], [new_log] = (
        [name for name in files if ".changes." in name] for files in (old, new)
    )
    put_back(records.path, {**new, new_log: old[old_log]})
    assert await records.is_unreadable()
    put_back(records.path, {**new, records.path.name: old[records.path.name]})
    assert await records.is_unreadable()


@pytest.mark.contract("13.62")
async def test_a_log_with_another_history_makes_the_record_unreadable(
    records: Records,
) -> None:
    await records.fold("a")
    await records.save("a", "b")
    other = Records(records.hass, RecordStorage(records.hass, "other"), count(100))
    await other.storage.async_save(record_of(), other.later())
    await other.storage.async_fold(record_of(), other.later())
    foreign = log_of(records.path.with_name("access_codes.other"))
    assert foreign.name.endswith(".2")
    records.log.write_bytes(foreign.read_bytes())
    assert await records.is_unreadable()


async def test_a_change_that_is_no_json_makes_the_record_unreadable(
    records: Records,
) -> None:
    add_line(records.log, b"{")
    assert await records.is_unreadable()


@pytest.mark.contract("13.66")
@pytest.mark.parametrize("content", ["torn", None])
async def test_a_lost_snapshot_is_restored_without_a_loss(
    records: Records, content: str | None
) -> None:
    await records.fold("a", "b")
    await records.save("a", "b", "c")
    records.path.unlink()
    if content is not None:
        records.path.write_text(content)
    assert await records.is_unreadable()
    await records.storage.async_restore_copy()
    assert await records.load() == {"a", "b", "c"}


@pytest.mark.contract("13.66")
async def test_a_log_that_ends_in_the_wrong_owner_is_restored_without_it(
    records: Records,
) -> None:
    add_line(
        records.log,
        b'{"written_at":"2026-03-01T12:00:00+00:00","drop":{"codes":["x"]}}',
    )
    assert await records.is_unreadable()
    await records.storage.async_restore_copy()
    assert await records.load() == {"a"}


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.contract("13.63")
@pytest.mark.parametrize("taken", [0, 1, 40])
async def test_a_disk_that_fills_up_in_a_line_leaves_no_part_of_it(
    records: Records, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    write, before = os.pwrite, records.log.read_bytes()
    is_full = False

    def fill_up(descriptor: int, line: bytes, at: int) -> int:
        nonlocal is_full
        if is_full:
            return _full()
        is_full = True
        return write(descriptor, line[:taken], at)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", fill_up)
        with pytest.raises(StorageFailed, match="No space left"):
            await records.save("a", "b", "c")
    assert records.log.read_bytes() == before
    await records.save("a", "d")
    assert records.log.read_bytes().startswith(before)
    assert await records.load() == {"a", "d"}


@pytest.mark.contract("13.63")
async def test_a_line_that_the_disk_takes_in_parts_is_whole(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.pwrite
    monkeypatch.setattr(
        os, "pwrite", lambda descriptor, line, at: write(descriptor, line[:7], at)
    )
    await records.save("a", "b", "c")
    assert await records.load() == {"a", "b", "c"}


@pytest.mark.contract("13.63")
async def test_a_part_of_a_line_that_cannot_be_cut_off_is_left_behind_with_its_log(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.pwrite
    lengths = [30]

    def write_once(descriptor: int, line: bytes, at: int) -> int:
        return write(descriptor, line[: lengths.pop()], at) if lengths else _full()

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", write_once)
        patch.setattr(os, "ftruncate", _full)
        with pytest.raises(StorageFailed):
            await records.save("a", "b", "c")
    log = records.log
    # A process that died now would find a torn line that nobody was told of.
    assert set(read_file(records.path).codes) == {"a", "b"}
    await records.save("a", "d")
    assert not log.exists()
    assert await records.load() == {"a", "d"}


@pytest.mark.contract("13.63")
async def test_after_a_failed_wait_for_the_disk_the_next_write_is_a_snapshot(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, before = records.log, records.log.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _full)
        with pytest.raises(StorageFailed):
            await records.save("a", "b", "c")
    assert log.read_bytes() == before
    await records.save("a", "d")
    assert not log.exists()
    assert set(json.loads(records.path.read_text()).get("codes", [])[0]) > {"name"}
    assert await records.load() == {"a", "d"}


@pytest.mark.contract("13.64")
async def test_a_snapshot_whose_folder_could_not_be_synced_keeps_its_log(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = count()

    def second(descriptor: int) -> None:
        if next(calls):
            _full()

    with monkeypatch.context() as patch:
        patch.setattr("atomicwrites._proper_fsync", second)
        with pytest.raises(StorageFailed):
            await records.fold("a", "b", "c")
    # A process that died now: the snapshot is in its place.
    assert set(read_file(records.path).codes) == {"a", "b", "c"}
    with monkeypatch.context() as patch:
        patch.setattr("atomicwrites._proper_fsync", _full)
        with pytest.raises(StorageFailed):
            await records.save("a", "b", "d")
    assert set(read_file(records.path).codes) == {"a", "b", "c"}
    await records.save("a", "b")
    assert await records.load() == {"a", "b"}


@pytest.mark.contract("13.64")
async def test_a_fold_that_the_disk_refuses_leaves_the_log_in_use(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = records.log
    with monkeypatch.context() as patch:
        patch.setattr("atomicwrites._proper_fsync", _full)
        with pytest.raises(StorageFailed):
            await records.fold("a", "b", "c")
    assert records.log == log
    await records.save("a", "b", "d")
    assert await records.load() == {"a", "b", "d"}


STEPS = ("open", "pwrite", "fsync", "rename", "replace", "unlink", "close", "link")


@pytest.mark.contract("13.2", "13.64")
@pytest.mark.parametrize("is_fold", [False, True])
async def test_a_crash_between_any_two_steps_of_a_write_loses_nothing(
    records: Records, monkeypatch: pytest.MonkeyPatch, is_fold: bool
) -> None:
    """End the process before each call that reaches the disk, and hold what is left to what was acknowledged."""
    files = record_files(records.path)
    is_done = False
    for dies_at in range(60):
        put_back(records.path, files)
        for torn in records.path.parent.glob("tmp*"):
            torn.unlink()
        WriteMarker(records.hass, records.path.name).write(NOW + timedelta(minutes=1))
        assert await records.load() == {"a", "b"}
        with monkeypatch.context() as patch:
            calls = count()
            for step in STEPS:
                patch.setattr(os, step, _dying(getattr(os, step), calls, dies_at))
            patch.setattr("atomicwrites._proper_fsync", lambda _: os.fsync(0))
            patch.setattr(os, "fsync", _dying(lambda _: None, calls, dies_at))
            save = records.fold if is_fold else records.save
            try:
                await save("a", "c")
                is_done = True
            except Killed:
                is_done = False
        left = await records.load()
        assert left == {"a", "c"} if is_done else left in ({"a", "b"}, {"a", "c"})
        assert PIN in records.path.read_text()
        if is_done:
            break
        await records.save("e")
        assert await records.load() == {"e"}
        left_over = [each.read_text() for each in records.path.parent.glob("tmp*")]
        assert not any(left_over)
    assert is_done
    assert dies_at > 4


def _dying[**P, R](step: Callable[P, R], calls: count[int], at: int) -> Callable[P, R]:
    """Return a step that is not done any more once the process is dead."""

    def stepping(*arguments: P.args, **options: P.kwargs) -> R:
        if next(calls) >= at:
            raise Killed
        return step(*arguments, **options)

    return stepping


async def test_a_file_that_was_replaced_behind_our_back_is_written_anew(
    records: Records,
) -> None:
    records.path.write_text("torn")
    await records.save("a", "c")
    assert await records.load() == {"a", "c"}
    records.path.unlink()
    await records.save("a", "d")
    assert await records.load() == {"a", "d"}
    records.log.unlink()
    await records.save("a", "e")
    assert await records.load() == {"a", "e"}
    with records.log.open("ab") as log:
        log.write(b"noise")
    await records.save("a", "f")
    assert await records.load() == {"a", "f"}


async def test_another_lock_begins_a_snapshot(records: Records) -> None:
    log = records.log
    await records.storage.async_save(record_of(lock_id="lock-2"), records.later())
    assert records.log != log
    assert json.loads(records.path.read_text())["lock_id"] == "lock-2"
    assert PIN not in "".join(map(str, record_files(records.path).values()))


async def test_a_log_that_has_grown_beyond_its_snapshot_is_to_be_folded(
    records: Records,
) -> None:
    number = 0
    while not records.is_due():
        number += 1
        name = f"Cleaner {number}"
        await records.storage.async_save(
            record_of(code("a"), code("b", name=name)), records.later()
        )
    assert records.log.stat().st_size > 32_768
    assert number < 300
    await records.fold("a", "b")
    assert not records.is_due()
    assert not records.storage.has_changes


@pytest.mark.contract("13.65")
async def test_a_record_of_an_earlier_version_is_taken_over(
    hass: HomeAssistant,
) -> None:
    records = Records(hass, RecordStorage(hass, ENTRY), count())
    save_json(str(records.path), to_json(record_of(code("a")), NOW), private=True)
    link = records.path.with_name(f"{records.path.name}.last_good.new")
    link.touch()
    assert await records.load() == {"a"}
    assert not link.exists()
    assert not records.is_due()
    await records.save("a", "b")
    stored = json.loads(records.path.read_text())
    assert (stored["version"], stored["generation"]) == (2, 1)
    assert await records.load() == {"a", "b"}


@pytest.mark.contract("13.65")
async def test_a_crash_while_taking_over_leaves_the_record_of_the_earlier_version(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Records(hass, RecordStorage(hass, ENTRY), count())
    save_json(str(records.path), to_json(record_of(code("a")), NOW), private=True)
    await records.load()

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(record_file, "save_json", die)
        await records.save("b")
    assert records.log.exists()
    assert await records.load() == {"a"}
    assert record_files(records.path).keys() == {records.path.name}


@pytest.mark.contract("13.9")
async def test_what_a_crash_left_to_fold_is_due_at_the_next_start(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.load()
    assert not records.is_due()
    await records.storage.async_save(record_of(code("a", OTHER_PIN)), records.later())
    await records.load()
    assert records.is_due()
    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(record_file, "save_json", _all_but_copies)
        await records.storage.async_fold(
            record_of(code("a", OTHER_PIN)), records.later()
        )
    assert await records.load() == {"a"}
    assert records.is_due()
    await records.storage.async_fold(record_of(code("a", OTHER_PIN)), NOW)
    assert await records.load() == {"a"}
    assert not records.is_due()
    assert PIN not in str(record_files(records.path))
    records.path.with_name(f"{records.path.name}.last_good").unlink()
    await records.load()
    assert records.is_due()


def _all_but_copies(filename: str, *given: Any, **options: Any) -> None:
    if filename.endswith(".last_good"):
        raise Killed
    save_json(filename, *given, **options)


@pytest.mark.contract("13.67")
async def test_removal_leaves_no_file(records: Records) -> None:
    await records.fold("a")
    await records.save("a", "b")
    assert len(record_files(records.path)) == 3
    await records.storage.async_remove()
    assert not record_files(records.path)
    await records.save("c")
    assert await records.load() == {"c"}


@pytest.mark.contract("13.67")
async def test_what_is_left_without_a_snapshot_goes_at_the_next_start(
    hass: HomeAssistant, records: Records
) -> None:
    MockConfigEntry(domain=DOMAIN, entry_id="known").add_to_hass(hass)
    known = RecordStorage(hass, "known")
    await known.async_save(record_of(code("a")), NOW)
    for name in (ENTRY, "known"):
        records.path.with_name(f"access_codes.{name}").unlink()
    delete_superseded(hass)
    left = {each.name for each in records.path.parent.glob("access_codes.*")}
    assert left == {"access_codes.known.last_good", "access_codes.known.changes.1"}


@pytest.mark.contract("13.44", "13.67")
@pytest.mark.parametrize("has_links", [True, False])
async def test_a_record_is_taken_over_with_its_log(
    hass: HomeAssistant,
    records: Records,
    monkeypatch: pytest.MonkeyPatch,
    has_links: bool,
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", _full)
    await RecordStorage(hass, "new").async_adopt(ENTRY)
    assert not record_files(records.path)
    again = RecordStorage(hass, "new")
    assert set((await again.async_load()).codes) == {"a", "b"}
    assert not again.is_fold_due
    files = record_files(records.path.with_name("access_codes.new"))
    assert len(files) == 3
    log = log_of(records.path.with_name("access_codes.new"))
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.contract("13.67")
async def test_a_crash_while_a_record_is_taken_over_leaves_it_whole(
    hass: HomeAssistant, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = record_files(records.path)
    target = records.path.with_name("access_codes.new")
    for dies_at in count():
        put_back(target, {})
        put_back(records.path, files)
        is_done = False
        with monkeypatch.context() as patch, suppress(Killed):
            calls = count()
            for step in (*STEPS, "fsync"):
                patch.setattr(os, step, _dying(getattr(os, step), calls, dies_at))
            await RecordStorage(hass, "new").async_adopt(ENTRY)
            is_done = True
        delete_superseded(hass)
        [path] = [path for path in (records.path, target) if record_files(path)]
        assert set(read_file(path).codes) == {"a", "b"}
        if is_done:
            assert path == target
            return


async def test_a_record_is_read_while_it_is_folded(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = record_files(records.path)
    await records.fold("c")
    after = record_files(records.path)
    put_back(records.path, before)
    read_log = change_log.read_log

    def read(path: Path, header: bytes, **options: Any) -> Any:
        put_back(records.path, after)
        return read_log(path, header, **options)

    monkeypatch.setattr(record_reader, "read_log", read)
    assert set(read_file(records.path).codes) == {"c"}


async def test_a_record_that_is_never_at_rest_is_unreadable(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = count(1)

    def read(*_: object, **__: object) -> None:
        records.path.write_text(records.path.read_text() + next(times) * " ")
        raise LogBroken

    monkeypatch.setattr(record_reader, "read_log", read)
    with pytest.raises(StorageUnreadable):
        read_file(records.path)
    assert next(times) == 6


async def test_a_read_beside_a_write_deletes_nothing(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = records.path.with_name(f"{records.path.name}.changes.9")
    stray.touch()
    reader = RecordStorage(records.hass, ENTRY)
    has_begun, may_end = asyncio.Event(), threading.Event()
    write_line = change_log.write_line

    def wait(*given: Any) -> None:
        records.hass.loop.call_soon_threadsafe(has_begun.set)
        assert may_end.wait(10)
        write_line(*given)

    with monkeypatch.context() as patch:
        patch.setattr(change_log, "write_line", wait)
        saving = asyncio.ensure_future(records.save("a"))
        await has_begun.wait()
        assert set((await reader.async_load()).codes) == {"a", "b"}
        assert stray.exists()
        may_end.set()
        await saving
    assert set((await reader.async_load()).codes) == {"a"}
    assert not stray.exists()


async def test_failures_to_tidy_up_trouble_nobody(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = records.log
    content = log.read_bytes()
    log.write_bytes(content + b"torn")
    records.path.with_name(f"{records.path.name}.changes.9").touch()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    with monkeypatch.context() as patch:
        patch.setattr(os, "truncate", refuse)
        patch.setattr(Path, "unlink", refuse)
        assert await records.load() == {"a", "b"}
    await records.save("a", "c")
    assert await records.load() == {"a", "c"}
