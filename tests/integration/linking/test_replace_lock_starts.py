"""What a start makes of a lock that was replaced, whatever Home Assistant wrote of it."""

import pathlib
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import LockRecord, Outcome, Reach, Status
from custom_components.access_codes.core.record.record_json import to_json
from custom_components.access_codes.linking.codes_left_issue import (
    async_raise_all_codes_left,
)
from custom_components.access_codes.storage.orphaned_records import (
    delete_superseded,
    find_orphaned_records,
)
from custom_components.access_codes.storage.record_file import RecordStorage
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import save_json
from homeassistant.util import dt as dt_util
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, engine_of
from tests.support.lock_replacement import (
    NEW,
    OLD,
    async_codes,
    async_replace_lock,
    files,
    lock_id,
)
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link the first of two locks, with a code."""
    await async_add_locks(hass, "Front door", "New door")
    entry = await async_link_slots(hass, OLD)
    await async_create(hass, OLD, "Guest", "7305")
    return entry


async def async_start_with(
    hass: HomeAssistant, entry: MockConfigEntry, **known: Any
) -> None:
    """Start over a config entry that says this."""
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, **known}, unique_id=known["lock"]
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)


@pytest.mark.contract("14.18")
async def test_an_entry_that_does_not_even_know_of_its_file_follows_it(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    before = dict(entry.data)
    slot_locks["Front door"].become(Reach.OFFLINE)
    await async_replace_lock(hass, entry)

    await async_start_with(hass, entry, **{**before, "is_stored": False})

    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == lock_id(hass, NEW)
    assert (await async_codes(hass, NEW))["Guest"]["status"] == "set"
    assert set(issues_of(hass)) == {"codes_left_on_lock"}
    assert len(files(hass)) == 2


async def test_a_replacement_that_is_gone_by_then_is_waited_for(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    before = dict(entry.data)
    await async_replace_lock(hass, entry)
    new_id = lock_id(hass, NEW)
    await hass.config_entries.async_unload(entry.entry_id)
    er.async_get(hass).async_remove(NEW)

    await async_start_with(hass, entry, **before)

    assert entry.unique_id == new_id
    assert engine_of(entry).world.reach is Reach.REMOVED
    assert not slot_locks["Front door"].pins


async def test_a_lock_that_came_back_under_another_id_is_not_taken_for_the_old_one(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_replace_lock(hass, entry)
    slot_locks["New door"].forget_sent()

    await async_start_with(hass, entry, **{**dict(entry.data), "lock": "another id"})

    assert entry.unique_id == lock_id(hass, NEW)
    assert slot_locks["New door"].pins == {"7305"}
    assert not {command for command, _ in slot_locks["New door"].sent} & {"set"}


async def test_a_second_start_has_nothing_to_bring_in_line(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_replace_lock(hass, entry)
    before = dict(entry.data)
    slot_locks["New door"].forget_sent()

    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)

    assert dict(entry.data) == before
    assert not {command for command, _ in slot_locks["New door"].sent} & {
        "set",
        "clear",
    }
    assert engine_of(entry).plan.views.popitem()[1].status is Status.SET


def write(hass: HomeAssistant, name: str, record: LockRecord) -> pathlib.Path:
    path = pathlib.Path(hass.config.path(".storage", name))
    save_json(str(path), to_json(record, dt_util.utcnow()))
    return path


def damage(hass: HomeAssistant, name: str) -> pathlib.Path:
    """Cut a file off in its middle."""
    path = pathlib.Path(hass.config.path(".storage", name))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def kept_for(hass: HomeAssistant, entry: MockConfigEntry, entity_id: str) -> LockRecord:
    record = engine_of(entry).record
    return LockRecord(
        lock_id(hass, entity_id),
        codes=record.codes,
        placements=record.placements,
        kept_for=entry.entry_id,
    )


async def test_what_was_kept_for_a_replacement_that_did_not_come_about_is_deleted(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    void = write(hass, f"{DOMAIN}.void", kept_for(hass, entry, OLD))
    other = write(hass, f"{DOMAIN}.other", kept_for(hass, entry, NEW))
    assert [left.entry_id for left in find_orphaned_records(hass)] == ["other"]

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(pathlib.Path, "unlink", refuse)
        delete_superseded(hass)
    assert void.exists()
    delete_superseded(hass)

    assert not void.exists()
    assert other.exists()


async def test_what_is_kept_counts_as_soon_as_nothing_else_tells_it(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    kept = write(hass, f"{DOMAIN}.kept", kept_for(hass, entry, OLD))
    record = engine_of(entry).record
    await hass.config_entries.async_unload(entry.entry_id)

    own = damage(hass, f"{DOMAIN}.{entry.entry_id}")
    assert [left.entry_id for left in find_orphaned_records(hass)] == ["kept"]
    write(hass, own.name, record)
    assert find_orphaned_records(hass) == []
    await hass.config_entries.async_remove(entry.entry_id)
    delete_superseded(hass)
    assert kept.exists()
    assert {left.entry_id for left in find_orphaned_records(hass)} == {
        "kept",
        entry.entry_id,
    }


async def test_what_is_kept_outlives_that_somebody_begins_without_codes(
    hass: HomeAssistant, entry: MockConfigEntry, expected_errors: list[str]
) -> None:
    expected_errors.append("Error setting up entry")
    write(hass, f"{DOMAIN}.kept", kept_for(hass, entry, OLD))
    await hass.config_entries.async_unload(entry.entry_id)
    damage(hass, f"{DOMAIN}.{entry.entry_id}")
    assert not await hass.config_entries.async_setup(entry.entry_id)

    await async_fix(hass, "storage_unreadable", "start_empty", None)

    assert entry.state is ConfigEntryState.LOADED
    delete_superseded(hass)
    assert [code.name for code in engine_of(entry).record.codes.values()] == ["Guest"]


@pytest.mark.contract("13.10")
def test_torn_writes_of_any_lock_are_deleted_and_those_of_others_are_not(
    hass: HomeAssistant,
) -> None:
    write(hass, "tmpours", LockRecord("a lock that was never linked"))
    torn = damage(hass, "tmpours")
    others = pathlib.Path(hass.config.path(".storage", "tmpothers"))
    others.write_text('{"version": 1, "minor_version": 1, "data": {"lock_id": "x"}}')
    pathlib.Path(hass.config.path(".storage", "tmpfolder")).mkdir()

    delete_superseded(hass)

    assert not torn.exists()
    assert others.exists()


async def test_a_warning_of_what_is_no_longer_there_goes_with_the_next_start(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["Front door"].failure = Outcome.REFUSED
    await async_replace_lock(hass, entry)
    assert set(issues_of(hass)) == {"codes_left_on_lock"}
    [left] = find_orphaned_records(hass)
    await async_raise_all_codes_left(hass)
    assert set(issues_of(hass)) == {"codes_left_on_lock"}

    await RecordStorage(hass, left.entry_id).async_remove()
    await async_raise_all_codes_left(hass)

    assert not issues_of(hass)


async def test_a_file_that_holds_nothing_more_is_deleted_at_the_start(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(hass, f"{DOMAIN}.empty", LockRecord("lock"))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(pathlib.Path, "unlink", refuse)
        await async_raise_all_codes_left(hass)
    assert len(files(hass)) == 1
    await async_raise_all_codes_left(hass)
    assert not files(hass)
    assert not issues_of(hass)


async def test_the_copy_beside_the_file_is_of_the_new_lock_at_once(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["New door"].become(Reach.OFFLINE)
    await async_replace_lock(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)

    storage = RecordStorage(hass, entry.entry_id)
    await storage.async_restore_copy()

    assert (await storage.async_load()).lock_id == lock_id(hass, NEW)
