"""Setting up, unloading, reloading and removing the entry of a linked lock."""

from datetime import timedelta
import pathlib
import sys

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components import access_codes
from custom_components.access_codes import locks
from custom_components.access_codes.const import DOMAIN, METHOD_KEYPAD
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.linking.linked_lock import (
    LinkedLock,
    async_adapter_of,
)
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from tests.support.fix_flows import issues_of
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
    keypad_entry,
)
from tests.support.record_files import refuse_writes
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> pathlib.Path:
    return pathlib.Path(hass.config.path(".storage", f"{DOMAIN}.{entry.entry_id}"))


@pytest.mark.contract("2.5")
async def test_setup_succeeds_without_the_lock(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Front door",
        unique_id="gone",
        data={"lock": "gone", "method": METHOD_KEYPAD, "is_stored": False},
    )
    entry.add_to_hass(hass)

    assert await hass.config_entries.async_setup(entry.entry_id)

    assert entry.state is ConfigEntryState.LOADED
    assert engine_of(entry).world.reach is Reach.REMOVED
    assert entry.runtime_data.lock.name == "Front door"
    assert entry.runtime_data.lock.entity_id is None


@pytest.mark.contract("2.5")
async def test_setup_never_waits_for_the_lock(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].reach = Reach.OFFLINE

    entry = await async_link_slots(hass, "lock.front_door")

    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.contract("12.2", "13.29")
async def test_a_restart_finds_the_codes_again_and_writes_nothing_to_the_lock(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    lock = slot_locks["Front door"]
    entry = await async_link_slots(hass, "lock.front_door")
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    assert lock.pins == {"7305"}
    lock.forget_sent()

    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)

    assert set(engine_of(entry).record.codes) == {access_code_id}
    assert not {command for command, _ in lock.sent} & {"set", "clear"}


@pytest.mark.contract("13.15")
async def test_unloading_while_a_code_is_being_set_loses_nothing(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_call(
        hass, "create", lock="lock.front_door", name="Cleaner", code="7305"
    )

    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    assert not slot_locks["Front door"].adapters
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)

    assert slot_locks["Front door"].pins == {"7305"}


async def test_what_does_not_get_set_up_leaves_nothing_running(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    await async_add_locks(hass, "Front door")
    entry = keypad_entry(hass, "lock.front_door")

    async def fail(*_: object) -> None:
        raise HomeAssistantError

    with monkeypatch.context() as patched:
        patched.setattr(hass.config_entries, "async_forward_entry_setups", fail)
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR

    assert await hass.config_entries.async_reload(entry.entry_id)


@pytest.mark.contract("13.51")
@pytest.mark.parametrize(
    "step", ["async_follow_record", "async_restore_lockout", "async_clear_codes_left"]
)
async def test_a_setup_that_fails_half_way_leaves_no_engine(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
    step: str,
) -> None:
    expected_errors.append("Error setting up entry")
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    former = engine_of(entry)
    await hass.config_entries.async_unload(entry.entry_id)

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(access_codes, step, fail)
        assert not await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)

    engine = engine_of(entry)
    assert engine is not former
    with pytest.raises(StorageFailed, match="not running"):
        await engine.async_sync()


@pytest.mark.contract("13.51")
async def test_an_engine_stops_though_its_lock_cannot_be_left(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error unloading entry")
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")

    async def fail(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(LinkedLock, "async_stop", fail)
    assert not await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(StorageFailed, match="not running"):
        await engine_of(entry).async_sync()


async def test_a_platform_that_does_not_unload_keeps_the_engine_running(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, expected_errors: list[str]
) -> None:
    expected_errors.append("Error unloading entry")
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")

    async def refuse(*_: object) -> bool:
        return False

    with monkeypatch.context() as patched:
        patched.setattr(hass.config_entries, "async_unload_platforms", refuse)
        assert not await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.FAILED_UNLOAD
    assert entry.reason is not None
    assert "could not unload the sensors of this lock" in entry.reason
    engine = engine_of(entry)
    assert await engine.async_request(lambda record, _: (record, "open")) == "open"
    await engine.async_stop()


@pytest.mark.contract("13.6")
async def test_the_entry_remembers_that_there_is_a_file(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")

    assert entry.data["is_stored"] is True
    assert file_of(hass, entry).exists()


async def test_a_disk_that_refuses_the_first_write_is_tried_again_later(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door")
    entry = keypad_entry(hass, "lock.front_door")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.data["is_stored"] is False

    assert await hass.config_entries.async_reload(entry.entry_id)


@pytest.mark.contract("14.6")
async def test_options_apply_without_a_reload(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    engine = engine_of(entry)

    hass.config_entries.async_update_entry(
        entry, options={"programming_lead": 60, "reserved_slots": ["1", "2"]}
    )
    await hass.async_block_till_done()

    assert engine_of(entry) is engine
    assert engine.world.settings.programming_lead == 60
    assert engine.world.settings.reserved_slots == {"1", "2"}


async def test_entries_of_several_locks_come_and_go_independently(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    front = await async_link_slots(hass, "lock.front_door")
    back = await async_link_slots(hass, "lock.back_door")

    await hass.config_entries.async_remove(front.entry_id)
    await async_create(hass, "lock.back_door", "Cleaner", "7305")

    assert slot_locks["Back door"].pins == {"7305"}
    assert back.state is ConfigEntryState.LOADED
    assert not file_of(hass, front).exists()
    assert er.async_get(hass).async_get("lock.front_door") is not None


@pytest.mark.contract("12.61")
async def test_a_method_that_is_not_there_is_told_and_tried_again(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await hass.config_entries.async_unload(entry.entry_id)
    method = locks.FAMILIES.pop("fake_slots")
    try:
        assert not await hass.config_entries.async_setup(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert entry.error_reason_translation_key == "method_missing"
        lock = er.async_get(hass).async_get("lock.front_door")
        assert await async_adapter_of(hass, lock, "fake_slots") is None
    finally:
        locks.FAMILIES["fake_slots"] = method
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert slot_locks["Front door"].pins == {"7305"}


@pytest.mark.contract("5.48")
async def test_an_entry_that_is_not_set_up_keeps_no_repair_of_its_former_plan(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    freezer: FrozenDateTimeFactory,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    slot_locks["Front door"].become(Reach.OFFLINE)
    await async_create(hass, "lock.front_door", "Guest", "7305")
    for _ in range(10):
        freezer.tick(timedelta(minutes=1))
        async_fire_time_changed(hass)
        await async_settle(hass)
    assert set(issues_of(hass)) == {"device_offline"}
    await hass.config_entries.async_unload(entry.entry_id)
    file_of(hass, entry).write_text("damaged")
    for _ in range(2):
        ir.async_create_issue(
            hass,
            DOMAIN,
            f"device_offline_{entry.entry_id}",
            data={"entry_id": entry.entry_id},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key="device_offline",
        )
        await hass.config_entries.async_reload(entry.entry_id)
        assert set(issues_of(hass)) == {"storage_unreadable"}


@pytest.mark.contract("14.64")
async def test_what_no_start_needs_is_imported_once_all_has_started(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The package has a function of the module's name.
    late = sys.modules[f"{access_codes.__name__}.actions.late"]
    imported: list[str] = []
    monkeypatch.setattr(late, "import_module", imported.append)
    hass.set_state(CoreState.starting)
    await async_add_locks(hass, "Front door")
    await async_link(hass, "lock.front_door")
    assert imported == []
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done(wait_background_tasks=True)
    package = late.__package__
    assert {f"{package}.codes", f"{package}.groups", f"{package}.panel"} <= {*imported}
