"""A lock that is gone and has come back as another entity: a person says which one it is."""

import asyncio
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes import locks
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.linking import preview
from custom_components.access_codes.linking.replace_lock import (
    async_remove_offers,
    async_reserve_lock,
)
from custom_components.access_codes.repair_flows import removed_lock
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.components.repairs import DOMAIN as REPAIRS_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from tests.integration.linking.test_lock_gone import async_pass, issue_ids
from tests.integration.linking.test_replace_lock import refuse_at
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import FAMILY, async_add_locks, async_call, engine_of
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

pytestmark = pytest.mark.contract("14.32")


async def async_lose(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> tuple[MockConfigEntry, ConfigEntry]:
    """Link a lock with two codes and take it away; return its entry, and that of its integration."""
    doors = await async_add_locks(hass, "Front door", "Linked already")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_link_slots(hass, "lock.linked_already")
    await async_create(hass, "lock.front_door", "Family", "73058142")
    await async_create(hass, "lock.front_door", "Cleaner", "51728394")
    er.async_get(hass).async_remove("lock.front_door")
    await async_pass(hass, freezer, 6)
    assert issue_ids(hass) == {f"device_removed_{entry.entry_id}"}
    return entry, doors.entry


async def async_pair_again(
    hass: HomeAssistant, slot_locks: SlotLocks, integration: ConfigEntry
) -> er.RegistryEntry:
    """Add the same lock, with what it holds, under another unique id."""
    slot_locks.locks["Paired again"] = slot_locks["Front door"]
    return er.async_get(hass).async_get_or_create(
        "lock", FAMILY, "Paired again", config_entry=integration
    )


async def async_choose(hass: HomeAssistant, entity_id: str) -> Any:
    """Answer the repair with a lock."""
    form = await async_fix(hass, "device_removed", "came_back")
    assert form["type"] is FlowResultType.FORM
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    return await manager.async_configure(form["flow_id"], {"lock": entity_id})


async def test_its_codes_go_on_and_all_slots_are_read(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)
    # Meanwhile: one of ours was removed, one of another's added, and a code ended.
    family_slot = next(
        slot
        for slot, pin in slot_locks["Front door"].slots.items()
        if pin == "73058142"
    )
    slot_locks["Front door"].type_in(family_slot, None)
    slot_locks["Front door"].type_in("4", "90817263")
    await async_call(hass, "delete", access_code_id=code_id(entry, "Cleaner"))

    result = await async_choose(hass, lock.entity_id)
    await async_settle(hass)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert engine_of(entry).world.reach is Reach.REACHABLE
    assert slot_locks["Front door"].pins == {"73058142", "90817263"}
    response = await async_call(hass, "list_unmanaged", lock=lock.entity_id)
    assert [code["code"] for code in response["access_codes"]] == ["90817263"]
    assert not issues_of(hass)
    assert entry.unique_id == lock.id == entry.data["lock"]
    assert engine_of(entry).record.lock_id == lock.id


def code_id(entry: MockConfigEntry, name: str) -> str:
    return next(
        code.access_code_id
        for code in engine_of(entry).record.codes.values()
        if code.name == name
    )


async def async_pair_elsewhere(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    integration: ConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> er.RegistryEntry:
    """Add the same lock by another integration, whose method is another one."""
    lock = await async_pair_again(hass, slot_locks, integration)
    family = locks.FAMILIES["fake_slots"]
    monkeypatch.setitem(
        locks.FAMILIES, "other_slots", family._replace(platform="other_locks")
    )
    er.async_get(hass).async_remove(lock.entity_id)
    return er.async_get(hass).async_get_or_create(
        "lock", "other_locks", "Paired again", config_entry=integration
    )


async def async_move(hass: HomeAssistant, entity_id: str) -> Any:
    """Answer the repair with a lock that the codes move to, and wait for the end of that."""
    result = await async_choose(hass, entity_id)
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    await async_settle(hass)
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    return await manager.async_configure(result["flow_id"])


async def test_by_another_method_its_codes_move(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_elsewhere(hass, slot_locks, integration, monkeypatch)

    result = await async_move(hass, lock.entity_id)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    await async_settle(hass)
    assert entry.data["method"] == "other_slots"
    assert slot_locks["Front door"].pins == {"73058142", "51728394"}
    assert {code.name for code in engine_of(entry).record.codes.values()} == {
        "Family",
        "Cleaner",
    }


async def test_codes_do_not_move_to_a_lock_that_is_being_linked_elsewhere(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    before = dict(entry.data)
    lock = await async_pair_elsewhere(hass, slot_locks, integration, monkeypatch)

    with async_reserve_lock(hass, lock.id):
        result = await async_choose(hass, lock.entity_id)

    assert result["reason"] == "changed_meanwhile"
    assert dict(entry.data) == before
    assert len(engine_of(entry).record.codes) == 2


async def test_codes_do_not_move_where_the_disk_refuses(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    before = dict(entry.data)
    lock = await async_pair_elsewhere(hass, slot_locks, integration, monkeypatch)

    with monkeypatch.context() as patched:
        refuse_at(patched, lambda _: True)
        result = await async_move(hass, lock.entity_id)

    assert result["reason"] == "storage_failed"
    assert dict(entry.data) == before
    assert len(engine_of(entry).record.codes) == 2


async def test_a_crash_before_the_entry_is_saved_undoes_no_answer(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    before = dict(entry.data)
    lock = await async_pair_again(hass, slot_locks, integration)
    await async_choose(hass, lock.entity_id)
    await async_settle(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, data=before, unique_id=before["lock"])
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert entry.unique_id == lock.id == entry.data["lock"]
    assert entry.data["lock_unique_id"] == "Paired again"
    assert engine_of(entry).world.reach is Reach.REACHABLE


async def test_an_answer_that_cannot_be_stored_changes_nothing(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    before = dict(entry.data)
    lock = await async_pair_again(hass, slot_locks, integration)

    async def fail(*_: object) -> None:
        raise StorageFailed

    monkeypatch.setattr(engine_of(entry), "async_request", fail)
    result = await async_choose(hass, lock.entity_id)
    assert result["reason"] == "storage_failed"
    assert dict(entry.data) == before


async def test_a_lock_that_is_being_linked_elsewhere_is_left(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)
    with async_reserve_lock(hass, lock.id):
        result = await async_choose(hass, lock.entity_id)
    assert result["reason"] == "changed_meanwhile"
    assert entry.unique_id != lock.id


async def test_a_lock_is_left_whose_old_entity_is_back_before_the_answer_is_kept(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)

    async def come_back(hass: HomeAssistant, lock_id: str) -> None:
        er.async_get(hass).async_get_or_create(
            "lock", FAMILY, "Front door", config_entry=integration
        )
        await async_settle(hass)
        await async_remove_offers(hass, lock_id)

    monkeypatch.setattr(removed_lock, "async_remove_offers", come_back)
    result = await async_choose(hass, lock.entity_id)

    assert result["reason"] == "changed_meanwhile"
    assert entry.unique_id != lock.id
    assert engine_of(entry).record.lock_id == entry.unique_id


async def test_a_lock_whose_integration_does_not_answer_is_not_waited_for(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)
    silent = er.async_get(hass).async_get_or_create(
        "lock", FAMILY, "Silent", config_entry=integration
    )
    known = locks.async_method_of

    async def method_of(hass: HomeAssistant, asked: er.RegistryEntry) -> str | None:
        if asked.id == silent.id:
            await asyncio.Event().wait()
        return await known(hass, asked)

    monkeypatch.setattr(preview, "async_method_of", method_of)
    monkeypatch.setattr(preview, "LIMIT", 0)
    form = await async_fix(hass, "device_removed", "came_back")
    [selector] = form["data_schema"].schema.values()
    assert selector.config["include_entities"] == [lock.entity_id]


async def test_adapters_of_two_integrations_share_no_slots(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)
    monkeypatch.setattr(removed_lock, "METHOD_PLATFORM", entry.data["method"])
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "lock_platform": "another"}
    )
    result = await async_choose(hass, lock.entity_id)
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    await async_settle(hass)


async def test_only_locks_that_keep_codes_and_are_not_linked_can_be_it(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    _, integration = await async_lose(hass, freezer, slot_locks)
    menu = await async_fix(hass, "device_removed")
    assert menu["menu_options"] == ["try_again", "forget_all"]

    lock = await async_pair_again(hass, slot_locks, integration)
    form = await async_fix(hass, "device_removed", "came_back")
    [selector] = form["data_schema"].schema.values()
    assert selector.config["include_entities"] == [lock.entity_id]

    # It is linked in another window while the form is open.
    await async_link_slots(hass, lock.entity_id)
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    result = await manager.async_configure(form["flow_id"], {"lock": lock.entity_id})
    assert result["errors"] == {"lock": "not_selectable"}
    assert issues_of(hass)


async def test_a_lock_that_is_back_meanwhile_needs_no_answer(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)
    form = await async_fix(hass, "device_removed", "came_back")
    er.async_get(hass).async_get_or_create(
        "lock", FAMILY, "Front door", config_entry=integration
    )
    await async_settle(hass)
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    result = await manager.async_configure(form["flow_id"], {"lock": lock.entity_id})
    assert result["reason"] == "under_way"
    assert entry.unique_id != lock.id


@pytest.mark.parametrize("answered", [False, True])
async def test_an_entry_that_is_not_loaded_is_left_alone(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    answered: bool,
) -> None:
    entry, integration = await async_lose(hass, freezer, slot_locks)
    lock = await async_pair_again(hass, slot_locks, integration)
    form = await async_fix(hass, "device_removed", "came_back")
    assert await hass.config_entries.async_unload(entry.entry_id)
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    given = {"lock": lock.entity_id} if answered else None
    result = await manager.async_configure(form["flow_id"], given)
    assert result["reason"] == "not_loaded"
    assert hass.config_entries.async_entries(DOMAIN)
