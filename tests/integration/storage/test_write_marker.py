"""Restored backups: the lock is read before any write, and a person decides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import errno
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Readability, Status
from custom_components.access_codes.storage.write_marker import WriteMarker
from homeassistant.components.backup.const import EXCLUDE_FROM_BACKUP
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.engine_house import Disk, House
from tests.support.fake_lock import FakeLock
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, async_call, engine_of
from tests.support.slot_locks import (
    SlotLock,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FRONT = "lock.front_door"


@pytest.fixture
def marker(hass: HomeAssistant) -> WriteMarker:
    return WriteMarker(hass, "access_codes.test")


@pytest.fixture
def note(hass: HomeAssistant) -> Path:
    return Path(hass.config.cache_path("access_codes.test"))


@pytest.mark.contract("13.37")
def test_the_record_that_was_written_last_is_believed(marker: WriteMarker) -> None:
    marker.write(NOW)
    assert not marker.contradicts(NOW)
    # It died between the record and the note about it.
    assert not marker.contradicts(NOW + timedelta(seconds=1))


@pytest.mark.contract("13.38")
def test_an_older_record_is_not_believed(marker: WriteMarker) -> None:
    marker.write(NOW)
    assert marker.contradicts(NOW - timedelta(seconds=1))
    assert marker.contradicts(None)


@pytest.mark.contract("13.38")
def test_a_record_without_a_note_is_not_believed(marker: WriteMarker) -> None:
    assert marker.contradicts(NOW)
    marker.write(NOW)
    marker.remove()
    marker.remove()
    assert marker.contradicts(NOW)


@pytest.mark.parametrize("torn", [b"", b"2026-06", b"\x00\xff" * 9])
def test_a_torn_note_says_nothing(marker: WriteMarker, note: Path, torn: bytes) -> None:
    marker.write(NOW)
    note.write_bytes(torn)
    assert not marker.contradicts(NOW - timedelta(days=7))


def test_a_note_of_another_time_zone_is_understood(
    marker: WriteMarker, note: Path
) -> None:
    marker.write(NOW)
    note.write_text("2026-06-01T12:00:00")
    assert marker.contradicts(NOW)


def test_a_folder_in_the_place_of_a_note_says_nothing(
    marker: WriteMarker, note: Path
) -> None:
    note.mkdir(parents=True)
    marker.write(NOW)
    marker.remove()
    assert not marker.contradicts(NOW)


def refuse_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the folder of the notes one that is missing and cannot be made."""
    make = Path.mkdir

    def refuse(self: Path, *args: Any, **options: Any) -> None:
        if self.name == ".cache":
            raise OSError(errno.EROFS, "Read-only file system")
        make(self, *args, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)


@pytest.mark.contract("13.86")
@pytest.mark.parametrize("reads", list(Readability))
async def test_a_disk_that_takes_no_notes_does_no_harm(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    reads: Readability,
) -> None:
    refuse_notes(monkeypatch)
    house.lock = FakeLock(replace(FakeLock().capabilities, reads=reads))
    await house.run()
    assert "cannot be written: a restored backup will not be noticed" in caplog.text
    await house.create("4826")
    await house.settle()
    for pin in ("9753", "8642"):
        await house.stop()
        house.lock.sent.clear()
        await house.start()
        await house.settle()
        assert house.engine.record.restore_check is None
        assert house.lock.sent == []
        code = await house.create(pin)
        await house.settle()
        assert house.status(code) is Status.SET


@pytest.mark.contract("13.86")
async def test_a_disk_that_takes_notes_again_has_restored_backups_noticed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        refuse_notes(patched)
        await house.run()
        assert house.engine.record.is_unmarked
        await house.stop()
    await house.start()
    await house.create("4826")
    await house.settle()
    assert not (await house.on_disk()).is_unmarked
    old = house.path.read_bytes()
    await house.create("9753")
    await house.settle()
    await house.stop()
    house.path.write_bytes(old)
    await house.start()
    await house.settle()
    assert house.lock.sent


def test_a_note_goes_over_to_the_next_entry(
    hass: HomeAssistant, marker: WriteMarker
) -> None:
    other = WriteMarker(hass, "access_codes.other")
    marker.adopt(other)
    assert marker.contradicts(NOW)
    other.write(NOW)
    marker.adopt(other)
    assert not marker.contradicts(NOW)
    assert other.contradicts(NOW)


@pytest.mark.contract("13.37")
def test_backups_leave_the_notes_out(hass: HomeAssistant, note: Path) -> None:
    inside = note.relative_to(hass.config.config_dir)
    assert any(inside.full_match(pattern) for pattern in EXCLUDE_FROM_BACKUP)


async def test_a_restart_over_what_was_written_last_asks_the_lock_nothing(
    house: House,
) -> None:
    await house.run()
    await house.create("4826")
    await house.settle()
    await house.stop()
    house.lock.sent.clear()
    await house.start()
    await house.settle()
    assert house.lock.sent == []
    assert house.engine.record.restore_check is None


async def test_what_was_put_back_is_looked_at_also_after_a_second_start(
    house: House, disk: Disk
) -> None:
    house.lock.alter(reads=Readability.PRESENCE)
    await house.run()
    await house.create("4826")
    await house.settle()
    old = house.path.read_bytes()
    await house.pass_time(60)
    await house.create("5937")
    await house.settle()
    await house.stop()
    house.path.write_bytes(old)
    house.lock.sent.clear()
    for _ in range(2):
        await house.start()
        await house.settle()
        assert house.lock.writes == []
        assert {issue.kind for issue in house.engine.plan.issues} == {
            "journal_behind_lock"
        }
        await house.stop()
    assert house.lock.pins == {"4826", "5937"}


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


@pytest.fixture
def lock(slot_locks: SlotLocks) -> SlotLock:
    return slot_locks["Front door"]


@pytest.fixture
async def restored(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> tuple[str, str]:
    """Restore last week's backup, older than one deletion and one new code; return the codes in the backup."""
    gone = await async_create(hass, FRONT, "Gone", "73906184")
    kept = await async_create(hass, FRONT, "Kept", "51728394")
    backup = _stored(hass, entry)
    await async_call(hass, "delete", access_code_id=gone)
    await async_create(hass, FRONT, "New", "62839405")
    assert lock.pins == {"51728394", "62839405"}
    await hass.config_entries.async_unload(entry.entry_id)
    _store(hass, entry, backup)
    lock.forget_sent()
    await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    return gone, kept


def _path(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return Path(hass.config.path(".storage", f"access_codes.{entry.entry_id}"))


def _stored(hass: HomeAssistant, entry: MockConfigEntry) -> bytes:
    return _path(hass, entry).read_bytes()


def _store(hass: HomeAssistant, entry: MockConfigEntry, content: bytes) -> None:
    _path(hass, entry).write_bytes(content)


def _writes(lock: SlotLock) -> list[tuple[str, str]]:
    return [sent for sent in lock.sent if sent[0] in ("set", "clear")]


@pytest.mark.contract("8.11")
async def test_nothing_is_set_before_the_answer_and_the_question_says_what_differs(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock, restored: object
) -> None:
    assert _writes(lock) == []
    assert set(issues_of(hass)) == {"journal_behind_lock"}
    result = await async_fix(hass, "journal_behind_lock")
    assert result["menu_options"] == ["trust_lock", "trust_stored"]
    assert result["description_placeholders"]["codes"] == "Gone"
    unmanaged = engine_of(entry).record.unmanaged
    assert result["description_placeholders"]["unknown"] == str(len(unmanaged) or 0)
    assert lock.pins == {"51728394", "62839405"}


@pytest.mark.contract("8.17")
async def test_the_lock_can_be_believed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    restored: tuple[str, str],
) -> None:
    gone, kept = restored
    result = await async_fix(hass, "journal_behind_lock", "trust_lock")
    assert result["type"] is FlowResultType.FORM
    assert issues_of(hass)
    result = await async_fix(hass, "journal_behind_lock", "trust_lock", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not issues_of(hass)
    assert _writes(lock) == []
    assert lock.pins == {"51728394", "62839405"}
    assert hass.states.get("sensor.front_door_kept").state == "set"  # type: ignore[union-attr]
    assert engine_of(entry).record.codes.keys() == {gone, kept}


@pytest.mark.contract("8.17")
async def test_what_is_stored_can_be_believed(
    hass: HomeAssistant, lock: SlotLock, restored: object
) -> None:
    await async_fix(hass, "journal_behind_lock", "trust_stored", None)
    assert not issues_of(hass)
    assert lock.pins == {"51728394", "73906184"}


async def test_an_answer_that_the_disk_refuses_changes_nothing(
    hass: HomeAssistant, disk: Disk, lock: SlotLock, restored: object
) -> None:
    disk.is_full = True
    result = await async_fix(hass, "journal_behind_lock", "trust_stored", None)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "storage_failed"
    assert "journal_behind_lock" in issues_of(hass)
    assert lock.pins == {"51728394", "62839405"}
    disk.is_full = False


async def test_an_entry_that_is_not_loaded_cannot_be_asked(
    hass: HomeAssistant, entry: MockConfigEntry, restored: object
) -> None:
    first = await async_fix(hass, "journal_behind_lock")
    assert first["type"] is FlowResultType.MENU
    await hass.config_entries.async_unload(entry.entry_id)
    flows = hass.data["repairs"]["flow_manager"]
    result = await flows.async_configure(
        first["flow_id"], {"next_step_id": "trust_lock"}
    )
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")
    result = await async_fix(hass, "journal_behind_lock")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


@pytest.mark.contract("13.39")
async def test_the_last_good_copy_is_taken_for_a_backup(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    await async_create(hass, FRONT, "Kept", "51728394")
    await hass.config_entries.async_unload(entry.entry_id)
    _store(hass, entry, b"torn")
    await hass.config_entries.async_setup(entry.entry_id)
    lock.forget_sent()
    await async_fix(hass, "storage_unreadable", "restore", None)
    assert ("read_all", "") in lock.sent
    assert lock.pins == {"51728394"}
