"""Record files on a real disk."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Pin,
    Placement,
)
from custom_components.access_codes.storage.orphaned_records import (
    OrphanedRecord,
    find_orphaned_records,
)
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
    StorageUnreadable,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from tests.support.engine_house import Disk
from tests.support.record_files import log_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PIN, OTHER_PIN = "8642097531", "1357908642"


def code(access_code_id: str, pin: str, name: str = "Cleaner") -> AccessCode:
    return AccessCode(
        access_code_id=access_code_id,
        name=name,
        pin=Pin(pin),
        window=None,
        created_at=NOW,
        changed_at=NOW,
    )


def record(*codes: AccessCode) -> LockRecord:
    return LockRecord("lock-1", {each.access_code_id: each for each in codes})


def placed(base: LockRecord, slot: str, owner: str, *contents: Content) -> LockRecord:
    placement = Placement(slot, owner, frozenset(contents))
    return replace(base, placements={**base.placements, slot: placement})


def is_due(storage: RecordStorage) -> bool:
    """Return whether the log should be folded now."""
    return storage.is_fold_due


@dataclass(frozen=True, slots=True)
class File:
    """A file on the disk."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def codes(self) -> set[str]:
        return {each["access_code_id"] for each in json.loads(self.text)["codes"]}

    @property
    def mode(self) -> int:
        return self.path.stat().st_mode & 0o777

    @property
    def inode(self) -> int:
        return self.path.stat().st_ino

    @property
    def is_there(self) -> bool:
        return self.path.exists()

    @property
    def folder(self) -> set[str]:
        return {each.name for each in self.path.parent.iterdir()}

    def write(self, text: str) -> None:
        self.path.write_text(text)

    def block(self) -> None:
        """Put a folder where the file belongs."""
        self.path.mkdir()

    @property
    def all_text(self) -> str:
        """The content of all files in the folder."""
        files = sorted(self.path.parent.iterdir())
        return "".join(each.read_text() for each in files)

    def beside(self, name: str) -> File:
        return File(self.path.with_name(name))


@pytest.fixture
def storage(hass: HomeAssistant) -> RecordStorage:
    return RecordStorage(hass, "entry-1")


@pytest.fixture
def file(hass: HomeAssistant) -> File:
    return File(Path(hass.config.path(".storage", "access_codes.entry-1")))


@pytest.fixture
def copy(file: File) -> File:
    return file.beside("access_codes.entry-1.last_good")


@pytest.fixture
def log(file: File) -> File:
    return file.beside("access_codes.entry-1.changes.1")


@pytest.mark.contract("13.1")
async def test_a_record_is_read_as_it_was_written(
    storage: RecordStorage, file: File
) -> None:
    kept = placed(record(code("a", PIN)), "1", "a", KnownPin(Pin(PIN)), EMPTY)
    assert not await storage.async_exists()
    await storage.async_save(kept, NOW)
    assert await storage.async_exists()
    loaded = await storage.async_load()
    assert loaded == replace(kept, written_at=NOW)
    assert file.mode == 0o600


async def test_the_folder_is_made_where_there_is_none(
    storage: RecordStorage, file: File
) -> None:
    file.path.parent.rmdir()
    await storage.async_save(record(), NOW)
    assert (await storage.async_load()).lock_id == "lock-1"


@pytest.mark.contract("13.4")
@pytest.mark.parametrize(
    "content",
    [None, "", "null", "[]", "{}", '{"version": 1, "lock_i', '{"version": 99}', "\x00"],
)
async def test_what_is_no_record_is_unreadable_and_never_no_codes(
    storage: RecordStorage, file: File, content: str | None
) -> None:
    if content is not None:
        file.write(content)
    with pytest.raises(StorageUnreadable):
        await storage.async_load()


async def test_what_cannot_be_opened_is_unreadable(
    storage: RecordStorage, file: File
) -> None:
    file.block()
    with pytest.raises(StorageUnreadable, match="Is a directory"):
        await storage.async_load()


@pytest.mark.contract("1.4")
async def test_no_error_quotes_a_pin(
    storage: RecordStorage, file: File, caplog: pytest.LogCaptureFixture
) -> None:
    await storage.async_save(record(code("a", PIN)), NOW)
    written = json.loads(file.text)
    written["codes"][0]["pin"] = int(PIN)
    file.write(json.dumps(written))
    with pytest.raises(StorageUnreadable) as failure:
        await storage.async_load()
    file.write(json.dumps(written)[:-9])
    with pytest.raises(StorageUnreadable) as torn:
        await storage.async_load()
    seen: BaseException | None
    for seen in (failure.value, torn.value):
        while seen is not None:
            assert PIN not in repr(seen)
            seen = seen.__cause__
    assert PIN not in caplog.text


@pytest.mark.contract("13.7")
async def test_the_last_good_copy_is_a_second_file_with_the_same_content(
    storage: RecordStorage, file: File, copy: File, log: File
) -> None:
    await storage.async_save(record(code("a", PIN)), NOW)
    assert copy.text == file.text
    assert copy.inode != file.inode
    assert copy.mode == file.mode == log.mode == 0o600
    await storage.async_save(record(code("a", PIN), code("b", OTHER_PIN)), NOW)
    assert copy.codes == file.codes == {"a"}
    await storage.async_fold(record(code("a", PIN), code("b", OTHER_PIN)), NOW)
    assert copy.text == file.text
    assert copy.codes == {"a", "b"}
    assert copy.inode != file.inode
    assert file.folder == {
        file.path.name,
        copy.path.name,
        "access_codes.entry-1.changes.2",
    }


@pytest.mark.contract("13.9")
async def test_the_pin_of_a_code_that_is_gone_leaves_the_disk_when_the_log_is_folded(
    storage: RecordStorage, file: File
) -> None:
    both = record(code("a", PIN), code("b", OTHER_PIN))
    await storage.async_save(both, NOW)
    await storage.async_save(both, NOW)
    assert not is_due(storage)
    one = record(code("a", PIN))
    await storage.async_save(one, NOW)
    assert is_due(storage)
    await storage.async_fold(one, NOW)
    assert not is_due(storage)
    assert PIN in file.all_text
    assert OTHER_PIN not in file.all_text


@pytest.mark.contract("13.9")
async def test_a_pin_that_only_the_journal_knows_leaves_the_disk_too(
    storage: RecordStorage, file: File
) -> None:
    base = record(code("a", PIN))
    changing = placed(base, "1", "a", KnownPin(Pin(PIN)), KnownPin(Pin(OTHER_PIN)))
    unproven = replace(changing.placements["1"], unproven=KnownPin(Pin("24680")))
    await storage.async_save(replace(base, placements={"1": unproven}), NOW)
    await storage.async_load()
    proven = placed(base, "1", "a", KnownPin(Pin(PIN)))
    await storage.async_save(proven, NOW)
    assert is_due(storage)
    await storage.async_fold(proven, NOW)
    assert OTHER_PIN not in file.all_text
    assert "24680" not in file.all_text


@pytest.mark.contract("13.9")
async def test_a_copy_that_cannot_be_renewed_is_renewed_by_the_next_fold(
    storage: RecordStorage,
    copy: File,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    both = record(code("a", PIN), code("b", OTHER_PIN))
    await storage.async_save(both, NOW)

    def refuse_copy(filename: str, content: dict[str, Any], **options: Any) -> None:
        if filename == str(copy.path):
            raise HomeAssistantError(f"could not write {content}")
        save_json(filename, content, **options)

    with monkeypatch.context() as patch:
        patch.setattr(f"{RecordStorage.__module__}.save_json", refuse_copy)
        await storage.async_fold(record(code("a", PIN)), NOW)
    assert OTHER_PIN in copy.text
    assert "was not renewed" in caplog.text
    assert OTHER_PIN not in caplog.text
    assert is_due(storage)
    await storage.async_fold(record(code("a", PIN)), NOW)
    assert not is_due(storage)
    assert OTHER_PIN not in copy.text


@pytest.mark.contract("13.3")
async def test_a_refused_write_leaves_what_was_there(
    storage: RecordStorage, file: File, disk: Disk
) -> None:
    await storage.async_save(record(code("a", PIN)), NOW)
    before = file.all_text
    disk.is_full = True
    for save in (storage.async_save, storage.async_fold):
        with pytest.raises(StorageFailed) as failure:
            await save(record(code("b", OTHER_PIN)), NOW)
        assert OTHER_PIN not in repr(failure.value)
        assert file.all_text == before
    disk.is_full = False
    await storage.async_save(record(), NOW)
    assert (await storage.async_load()).codes == {}


@pytest.mark.contract("13.3")
async def test_a_full_disk_is_named_by_its_kind(
    storage: RecordStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("atomicwrites._proper_fsync", full)
    with pytest.raises(StorageFailed, match="No space left on device"):
        await storage.async_save(record(code("a", PIN)), NOW)
    assert not await storage.async_exists()


class Killed(BaseException):
    """Marks the end of the process."""


def kill_at(patch: pytest.MonkeyPatch, step: str) -> None:
    """End the process at a step, without any clean-up."""
    unlink = os.unlink
    is_dead = False

    def die(*_: object) -> None:
        nonlocal is_dead
        is_dead = True
        raise Killed

    def unlink_while_alive(path: str | Path) -> None:
        if is_dead:
            raise Killed
        unlink(path)

    patch.setattr(step, die)
    patch.setattr("os.unlink", unlink_while_alive)


@pytest.mark.contract("13.2", "13.10", "13.64")
@pytest.mark.parametrize("is_fold", [False, True])
@pytest.mark.parametrize(
    "step",
    [
        "os.pwrite",
        "os.fsync",
        "atomicwrites._proper_fsync",
        "os.rename",
        "os.replace",
        "pathlib.Path.unlink",
    ],
)
async def test_a_process_that_dies_while_writing_leaves_a_readable_record(
    hass: HomeAssistant, storage: RecordStorage, file: File, step: str, is_fold: bool
) -> None:
    first, second = record(code("a", PIN)), record(code("a", PIN), code("b", OTHER_PIN))
    await storage.async_save(first, NOW)
    later = NOW + timedelta(minutes=1)
    save = storage.async_fold if is_fold else storage.async_save
    with pytest.MonkeyPatch.context() as patch:
        kill_at(patch, step)
        with suppress(Killed):
            await save(second, later)
    again = RecordStorage(hass, "entry-1")
    assert set((await again.async_load()).codes) in ({"a"}, {"a", "b"})
    await again.async_fold(second, later)
    assert set((await again.async_load()).codes) == {"a", "b"}
    log = log_of(file.path)
    assert file.folder == {file.path.name, f"{file.path.name}.last_good", log.name}


async def test_a_torn_write_of_another_is_left_alone(
    storage: RecordStorage, file: File
) -> None:
    await storage.async_save(record(), NOW)
    foreign = file.beside("tmp123")
    foreign.write('{"lock_id": "lock-2"}')
    file.beside("tmpdir").block()
    await storage.async_load()
    assert foreign.is_there


async def test_nothing_is_left_after_removal(
    storage: RecordStorage, file: File
) -> None:
    await storage.async_save(record(code("a", PIN)), NOW)
    await storage.async_save(record(code("a", PIN)), NOW)
    await storage.async_remove()
    await storage.async_remove()
    assert file.folder == set()


async def test_a_removal_that_the_disk_refuses_is_told(
    storage: RecordStorage, file: File
) -> None:
    file.block()
    with pytest.raises(StorageFailed):
        await storage.async_remove()


async def test_the_copy_can_be_put_in_the_slot_of_what_is_torn(
    storage: RecordStorage, file: File, copy: File
) -> None:
    assert not await storage.async_has_copy()
    with pytest.raises(StorageUnreadable):
        await storage.async_restore_copy()
    await storage.async_save(record(code("a", PIN)), NOW)
    await storage.async_save(record(code("a", PIN), code("b", OTHER_PIN)), NOW)
    file.write("torn")
    assert await storage.async_has_copy()
    await storage.async_restore_copy()
    assert set((await storage.async_load()).codes) == {"a", "b"}
    assert file.mode == 0o600


async def test_a_copy_that_the_disk_does_not_take_back_is_told(
    storage: RecordStorage, disk: Disk
) -> None:
    await storage.async_save(record(), NOW)
    await storage.async_save(record(code("a", PIN)), NOW)
    disk.is_full = True
    with pytest.raises(StorageFailed):
        await storage.async_restore_copy()


async def test_the_file_of_an_entry_that_is_gone_is_found_and_taken_over(
    hass: HomeAssistant, storage: RecordStorage, file: File, copy: File
) -> None:
    MockConfigEntry(domain=DOMAIN, entry_id="kept").add_to_hass(hass)
    await RecordStorage(hass, "kept").async_save(record(), NOW)
    file.beside("access_codes.torn").write("torn")
    left = record(code("a", PIN, "On the lock"), code("b", OTHER_PIN, "Not on it"))
    left = placed(left, "1", "a", KnownPin(Pin(PIN)))
    old = RecordStorage(hass, "old")
    await old.async_save(left, NOW)
    await old.async_save(left, NOW)
    found = await hass.async_add_executor_job(find_orphaned_records, hass)
    assert found == [OrphanedRecord("old", "lock-1", ("On the lock",))]
    await storage.async_adopt("old")
    assert not await old.async_exists()
    assert set((await storage.async_load()).codes) == {"a", "b"}
    assert copy.is_there


async def test_a_lock_that_holds_nothing_itself_has_nothing_left_on_it(
    hass: HomeAssistant,
) -> None:
    left = replace(
        record(code("a", PIN)), capabilities=LockCapabilities(is_virtual=True)
    )
    await RecordStorage(hass, "old").async_save(left, NOW)
    found = await hass.async_add_executor_job(find_orphaned_records, hass)
    assert found == [OrphanedRecord("old", "lock-1", ())]


@pytest.mark.parametrize("prepare", [RecordStorage.async_exists, None])
async def test_a_file_that_is_there_is_not_replaced_by_another_entrys(
    hass: HomeAssistant,
    storage: RecordStorage,
    prepare: Callable[[RecordStorage], object] | None,
) -> None:
    """Check that a missing file is not adopted."""
    if prepare is not None:
        await storage.async_save(record(), NOW)
        await RecordStorage(hass, "old").async_save(record(code("a", PIN)), NOW)
    with pytest.raises(StorageFailed):
        await storage.async_adopt("old")
