"""Following a linked lock through the registries, without a reload."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.linking import linked_lock as lock_registry
from custom_components.access_codes.linking.linked_lock import LinkedLock
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from tests.support.keypad_locks import (
    FAMILY,
    Doors,
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.record_files import refuse_writes
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


def lock_of(entry: MockConfigEntry) -> LinkedLock:
    lock: LinkedLock = entry.runtime_data.lock
    return lock


def sensors_of(hass: HomeAssistant, entry: MockConfigEntry) -> list[er.RegistryEntry]:
    return er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)


def device_ids_of(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    return {sensor.device_id for sensor in sensors_of(hass, entry)}


def new_device(hass: HomeAssistant, doors: Doors, name: str) -> dr.DeviceEntry:
    return dr.async_get(hass).async_get_or_create(
        config_entry_id=doors.entry.entry_id, identifiers={(FAMILY, name)}, name=name
    )


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch, hass: HomeAssistant) -> list[str]:
    """Note each entry that is unloaded: nothing here may need that."""
    unloaded: list[str] = []
    unload = hass.config_entries.async_unload

    async def note(entry_id: str, *args: Any, **kwargs: Any) -> bool:
        unloaded.append(entry_id)
        return await unload(entry_id, *args, **kwargs)

    monkeypatch.setattr(hass.config_entries, "async_unload", note)
    return unloaded


@pytest.mark.contract("2.6")
async def test_our_entities_sit_on_the_locks_own_device(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")

    lock = er.async_get(hass).async_get("lock.front_door")
    assert lock is not None
    assert device_ids_of(hass, entry) == {lock.device_id}
    assert hass.states.get("sensor.front_door_cleaner") is not None
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)


@pytest.mark.contract("2.2")
async def test_a_renamed_lock_is_found_under_its_new_id(
    hass: HomeAssistant, slot_locks: SlotLocks, unloaded: list[str]
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")

    er.async_get(hass).async_update_entity(
        "lock.front_door", new_entity_id="lock.main_entrance"
    )
    await async_settle(hass)

    assert lock_of(entry).entity_id == "lock.main_entrance"
    assert [adapter.entity_id for adapter in slot_locks["Front door"].adapters] == [
        "lock.main_entrance"
    ]
    state = hass.states.get("sensor.front_door_cleaner")
    assert state is not None
    assert state.attributes["lock_entity_id"] == "lock.main_entrance"
    await async_create(hass, "lock.main_entrance", "Guest", "8416")
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert not unloaded


async def test_the_locks_name_is_the_one_that_people_see(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    told: list[str] = []
    stop = lock_of(entry).subscribe(lambda: told.append(lock_of(entry).name))

    er.async_get(hass).async_update_entity("lock.front_door", name="Gate")
    await hass.async_block_till_done()
    stop()
    er.async_get(hass).async_update_entity("lock.front_door", icon="mdi:gate")
    await hass.async_block_till_done()

    assert len(told) == 1
    assert "Gate" in told[0]


@pytest.mark.contract("2.2")
async def test_entities_move_with_the_lock_to_another_device(
    hass: HomeAssistant, unloaded: list[str]
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")
    other = new_device(hass, doors, "Other")

    er.async_get(hass).async_update_entity("lock.front_door", device_id=other.id)
    await async_settle(hass)

    assert device_ids_of(hass, entry) == {other.id}
    state = hass.states.get("sensor.front_door_cleaner")
    assert state is not None
    assert state.attributes["device_id"] == other.id
    assert not unloaded


@pytest.mark.contract("2.6")
async def test_a_lock_without_a_device_gets_one_of_ours_named_after_it(
    hass: HomeAssistant, unloaded: list[str]
) -> None:
    doors = await async_add_locks(hass, "Front door")
    devices, entities = dr.async_get(hass), er.async_get(hass)
    lock = entities.async_get("lock.front_door")
    assert lock is not None
    device_id = lock.device_id
    entities.async_update_entity("lock.front_door", device_id=None, name="Letter box")

    entry = await async_link(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")

    [own] = dr.async_entries_for_config_entry(devices, entry.entry_id)
    assert own.name == "Letter box"
    entities.async_update_entity("lock.front_door", name="Mail box")
    await async_settle(hass)
    [own] = dr.async_entries_for_config_entry(devices, entry.entry_id)
    assert own.name == "Mail box"
    assert own.identifiers == {(DOMAIN, entry.entry_id)}
    assert device_ids_of(hass, entry) == {own.id}
    await async_create(hass, "lock.front_door", "Guest", "8416")
    assert device_ids_of(hass, entry) == {own.id}

    entities.async_update_entity("lock.front_door", device_id=device_id)
    await async_settle(hass)
    assert device_ids_of(hass, entry) == {device_id}
    names = {sensor.original_name for sensor in sensors_of(hass, entry)}
    assert {"Cleaner", "Guest", "Access codes"} <= names
    assert not dr.async_entries_for_config_entry(devices, entry.entry_id)

    entities.async_update_entity("lock.front_door", device_id=None)
    await async_settle(hass)
    [own] = dr.async_entries_for_config_entry(devices, entry.entry_id)
    assert device_ids_of(hass, entry) == {own.id}
    assert doors.locks
    assert not unloaded


@pytest.mark.contract("2.4", "5.7")
async def test_a_disabled_lock_is_disconnected_until_it_is_enabled(
    hass: HomeAssistant, slot_locks: SlotLocks, unloaded: list[str]
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    entities = er.async_get(hass)

    entities.async_update_entity(
        "lock.front_door", disabled_by=er.RegistryEntryDisabler.USER
    )
    await async_settle(hass)
    assert engine_of(entry).world.reach is Reach.DISCONNECTED
    assert not slot_locks["Front door"].adapters
    await async_create(hass, "lock.front_door", "Cleaner", "7305")
    assert not slot_locks["Front door"].pins

    entities.async_update_entity("lock.front_door", disabled_by=None)
    await async_settle(hass)
    assert engine_of(entry).world.reach is Reach.REACHABLE
    assert slot_locks["Front door"].pins == {"7305"}
    assert entry.entry_id not in unloaded


@pytest.mark.contract("2.3")
async def test_a_lock_that_is_removed_and_returns_is_taken_up_again(
    hass: HomeAssistant, slot_locks: SlotLocks, unloaded: list[str]
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")
    entities = er.async_get(hass)

    entities.async_remove("lock.front_door")
    await async_settle(hass)
    assert engine_of(entry).world.reach is Reach.REMOVED
    assert lock_of(entry).entity_id == "lock.front_door"
    assert lock_of(entry).name == "lock.front_door"
    assert lock_of(entry).where() == ("lock.front_door", None)
    assert hass.states.get("sensor.front_door_cleaner") is not None
    entities.async_get_or_create("lock", FAMILY, "Another")
    entities.async_get_or_create("sensor", FAMILY, "Front door")
    await async_settle(hass)
    assert engine_of(entry).world.reach is Reach.REMOVED

    lock = entities.async_get_or_create(
        "lock", FAMILY, "Front door", config_entry=doors.entry
    )
    await async_settle(hass)
    assert lock.id == entry.unique_id
    assert engine_of(entry).world.reach is Reach.REACHABLE
    assert entry.entry_id not in unloaded


@pytest.mark.contract("2.3")
async def test_a_lock_that_returns_under_a_new_registry_id_is_recognised(
    hass: HomeAssistant, slot_locks: SlotLocks, unloaded: list[str]
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")
    entities = er.async_get(hass)
    former_id = entry.unique_id

    entities.async_remove("lock.front_door")
    entities.deleted_entities.clear()
    await async_settle(hass)
    assert lock_of(entry).entity_id is None
    lock = entities.async_get_or_create(
        "lock", FAMILY, "Front door", config_entry=doors.entry
    )
    await async_settle(hass)

    assert lock.id != former_id
    assert entry.unique_id == lock.id
    assert entry.data["lock"] == lock.id
    assert engine_of(entry).record.lock_id == lock.id
    assert engine_of(entry).world.reach is Reach.REACHABLE
    response = await async_call(hass, "list", lock=lock.entity_id)
    assert [code["name"] for code in response["access_codes"]] == ["Cleaner"]
    assert not unloaded


@pytest.mark.contract("2.3")
async def test_a_lock_that_returned_while_home_assistant_was_down_is_recognised(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    entities = er.async_get(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    entities.async_remove("lock.front_door")
    entities.deleted_entities.clear()
    lock = entities.async_get_or_create(
        "lock", FAMILY, "Front door", config_entry=doors.entry
    )

    assert await hass.config_entries.async_setup(entry.entry_id)

    assert entry.unique_id == lock.id
    assert engine_of(entry).record.lock_id == lock.id


@pytest.mark.contract("2.3")
async def test_a_returned_lock_that_was_linked_anew_is_left_to_its_new_entry(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    entities = er.async_get(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    entities.async_remove("lock.front_door")
    entities.deleted_entities.clear()
    lock = entities.async_get_or_create(
        "lock", FAMILY, "Front door", config_entry=doors.entry
    )
    other = await async_link_slots(hass, lock.entity_id)

    assert await hass.config_entries.async_setup(entry.entry_id)

    assert engine_of(entry).world.reach is Reach.REMOVED
    assert engine_of(other).world.reach is Reach.REACHABLE
    assert entry.unique_id != lock.id


async def test_a_disk_that_refuses_the_new_id_is_tried_again_at_the_next_start(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    entities = er.async_get(hass)
    entities.async_remove("lock.front_door")
    entities.deleted_entities.clear()
    await async_settle(hass)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        lock = entities.async_get_or_create(
            "lock", FAMILY, "Front door", config_entry=doors.entry
        )
        await async_settle(hass)
        assert engine_of(entry).record.lock_id != lock.id

    assert await hass.config_entries.async_reload(entry.entry_id)
    assert engine_of(entry).record.lock_id == lock.id


async def test_a_lock_whose_library_is_not_installed_is_disconnected(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(*_: object) -> None:
        raise ImportError("zwave_js_server")

    monkeypatch.setattr(lock_registry, "async_create_adapter", fail)
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")

    assert engine_of(entry).world.reach is Reach.DISCONNECTED
    assert "No adapter for lock.front_door: zwave_js_server" in caplog.text


async def test_a_change_on_the_eve_of_unloading_is_let_go(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    er.async_get(hass).async_update_entity(
        "lock.front_door", new_entity_id="lock.main_entrance"
    )
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_settle(hass)

    er.async_get(hass).async_update_entity(
        "lock.main_entrance", new_entity_id="lock.front_door"
    )
    await async_settle(hass)
    assert not slot_locks["Front door"].adapters


async def test_changes_that_wait_for_each_other_end_with_the_entry(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    lock = slot_locks["Front door"]
    lock.start_gate = asyncio.Event()
    entities = er.async_get(hass)
    entities.async_update_entity("lock.front_door", new_entity_id="lock.second")
    entities.async_update_entity("lock.second", new_entity_id="lock.third")
    unloading = hass.async_create_task(hass.config_entries.async_unload(entry.entry_id))
    await asyncio.sleep(0)
    lock.start_gate.set()

    assert await unloading
    await async_settle(hass)
    assert not lock.adapters


async def test_a_code_of_a_lock_that_is_gone_still_has_its_sensor(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Cleaner", "7305")
    er.async_get(hass).async_remove("lock.front_door")

    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)

    state = hass.states.get("sensor.front_door_cleaner")
    assert state is not None
    assert state.state == "set"
    assert state.attributes["lock_entity_id"] == "lock.front_door"
